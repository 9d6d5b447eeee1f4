import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Removal of files and folders.
public enum FileRemoval {
  /// Removes the file, link or pipe at a path.
  public static func remove(_ path: String) throws(FileError) {
    if unsafe unlink(path) != 0 { throw FileError(.write, path, Errno(rawValue: errno)) }
  }

  /// Removes an empty folder.
  public static func remove(emptyFolder path: String) throws(FileError) {
    if unsafe rmdir(path) != 0 { throw FileError(.write, path, Errno(rawValue: errno)) }
  }
}
