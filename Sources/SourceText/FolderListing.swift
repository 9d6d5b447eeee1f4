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
  /// Returns the names in a folder, in no particular order; nil if it cannot be read. For advice, which can do
  /// without: what a command does must not depend on an error.
  public static func names(in folder: String) -> [String]? {
    try? entries(of: folder.isEmpty ? "." : folder)
  }

  /// The path of the folder that relative paths start from; nil if it was removed.
  public static var currentFolder: String? {
    guard let path = unsafe getcwd(nil, 0) else { return nil }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  /// Returns the names in a folder, in the order in which the system lists them.
  public static func entries(of folder: String) throws(FileError) -> [String] {
    try entries(of: folder) { _ in }
  }

  /// Returns the same. Tests do something to the open folder in `meanwhile`.
  static func entries(
    of folder: String, meanwhile: (_ descriptor: Int32) -> Void
  ) throws(FileError) -> [String] {
    guard let stream = unsafe opendir(folder) else {
      throw FileError(.list, folder, Errno(rawValue: errno))
    }
    defer { unsafe closedir(stream) }
    unsafe meanwhile(dirfd(stream))
    var names: [String] = []
    while true {
      // Only `errno` tells a failure from the end.
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    let code = Errno(rawValue: errno)
    if code.rawValue != 0 { throw FileError(.list, folder, code) }
    return names
  }
}
