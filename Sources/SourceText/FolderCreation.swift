import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Creation of the folders that an output needs.
public enum FolderCreation {
  /// Creates the missing folders above `path`.
  public static func create(for path: String) throws(FileError) {
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

  /// Creates a folder in `parent` that only this user may enter, with a name that begins with `prefix`; returns
  /// its path, or throws the reason why there can be none.
  public static func createTemporary(in parent: String, _ prefix: String) throws(Errno) -> String {
    var path = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
    let isMade = unsafe path.withUnsafeMutableBufferPointer {
      unsafe $0.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    guard isMade else { throw Errno(rawValue: errno) }
    return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
