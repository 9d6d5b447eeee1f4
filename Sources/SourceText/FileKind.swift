import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What there is at a path.
public enum FileKind: Sendable {
  /// A regular file.
  case file
  /// A folder.
  case folder
  /// A symbolic link, if links are not followed.
  case link
  /// A pipe, a socket or a device. It may have no end, and opening it may wait for another process.
  case special

  /// Finds out what is at `path`; throws if there is nothing, or this process may not know.
  public init(of path: String, followingLinks: Bool) throws(FileError) {
    var info = stat()
    let result = unsafe followingLinks ? statFile(path, &info) : lstat(path, &info)
    guard result == 0 else { throw FileError(.read, path, Errno(rawValue: errno)) }
    switch info.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    default: self = .special
    }
  }
}
