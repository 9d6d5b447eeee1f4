import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Listing folders.
public enum FolderListing {
  /// Returns the names in a folder, in no particular order; nil if it cannot be read.
  public static func names(in folder: String) -> [String]? {
    try? entries(of: folder.isEmpty ? "." : folder)
  }

  /// Returns the names in a folder, in the order in which the system lists them.
  public static func entries(of folder: String) throws(FileError) -> [String] {
    guard let stream = unsafe opendir(folder) else {
      throw FileError(.read, folder, Errno(rawValue: errno))
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
