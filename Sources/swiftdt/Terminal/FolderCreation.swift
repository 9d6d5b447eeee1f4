import SourceText
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Creation of the folders that an output needs.
enum FolderCreation {
  /// Creates the missing folders above `path`.
  static func create(for path: String) throws(FileError) {
    var missing: [String] = []
    var folder = path[...]
    while let slash = folder.utf8.lastIndex(of: 0x2F), slash > folder.startIndex {
      folder = folder[..<slash]
      if FileReading.isFolder(String(folder)) { break }
      missing.append(String(folder))
    }
    for folder in missing.reversed() where unsafe mkdir(folder, 0o777) != 0 {
      let code = Errno(rawValue: errno)
      // Another thread may have created it first.
      if FileReading.isFolder(folder) { continue }
      // `EEXIST` means that something other than a folder is at the path.
      throw FileError(.write, folder, code == .fileExists ? .notDirectory : code)
    }
  }
}
