import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A lock on a file that one process at a time reads, changes and replaces, while others that ask for it
/// wait.
///
/// Replacing a file puts another file at its path, so a process that has waited checks whether the path still
/// leads to the file that it waited for. The lock is advisory: programs that do not ask for it are not kept
/// out.
public struct FileLock: ~Copyable {
  private let descriptor: FileDescriptor?

  /// Waits for the lock on the file at `path`. If there is no file, or the file system does not support
  /// locks, it returns at once with nothing locked.
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
