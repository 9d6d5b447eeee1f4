import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that one process at a time reads, changes and replaces: the others that ask for it wait.
///
/// A file that is replaced becomes another one, so whoever has waited looks whether the path still leads
/// to what was waited for. Programs that do not ask are not kept out.
public struct FileLock: ~Copyable {
  private let descriptor: FileDescriptor?

  /// Waits for the file at a path. Where there is none, or the file system knows no locks, nobody waits
  /// and nothing is locked.
  public init(_ path: String) {
    while true {
      guard let file = try? unsafe FileDescriptor.open(path, .readOnly, options: [.closeOnExec]) else {
        descriptor = nil
        return
      }
      while flock(file.rawValue, LOCK_EX) != 0, errno == EINTR {}
      let own = try? file.stat()
      let there = try? unsafe Stat(path)
      if let own, let there, own.inode != there.inode || own.deviceID != there.deviceID {
        try? file.close()
        continue
      }
      descriptor = file
      return
    }
  }

  deinit { try? descriptor?.close() }
}
