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
  /// -1 if nothing is locked.
  private let descriptor: Int32

  /// Waits for the lock on the file at `path`. If there is no file, or the file system does not support
  /// locks, it returns at once with nothing locked.
  public init(_ path: String) {
    descriptor = unsafe path.withCString { unsafe Self.lock($0) }
  }

  /// Waits for the lock on the file at `path` if that is what will be replaced at `output`; otherwise nothing
  /// is locked. Standard input and output are no files.
  public init(_ path: String, replacedAt output: String) {
    descriptor = unsafe path.withCString { path in
      unsafe output.withCString { unsafe Self.lock(path, replacedAt: $0) }
    }
  }

  /// Waits for the lock on the folder of the file at `path`, by links as well: for a file that is replaced or
  /// removed while it is locked, or does not exist yet.
  public init(folderOf path: String) {
    let end = FileReplacement.end(ofLink: path)
    self.init(end.lastIndex(of: "/").map { String(end[...$0]) } ?? ".")
  }

  /// Waits for the lock on the file at `path` if that is what will be replaced at `output`.
  @unsafe
  public init(at path: UnsafePointer<CChar>, replacedAt output: UnsafePointer<CChar>) {
    descriptor = unsafe Self.lock(path, replacedAt: output)
  }

  deinit { if descriptor >= 0 { closeFile(descriptor) } }

  /// Ends the lock, which lasts at least until here.
  public consuming func end() {}

  private static func lock(
    _ path: UnsafePointer<CChar>, replacedAt output: UnsafePointer<CChar>
  ) -> Int32 {
    if unsafe strcmp(path, "-") == 0 || strcmp(output, "-") == 0 { return -1 }
    // Another process may put a new file there between two looks, so a difference counts only if the first of
    // them is still true.
    while let there = unsafe FileReading.number(ofFileAt: output) {
      guard let own = unsafe FileReading.number(ofFileAt: path) else { return -1 }
      if own == there { return unsafe lock(path) }
      if let again = unsafe FileReading.number(ofFileAt: output), again == there { return -1 }
    }
    return -1
  }

  private static func lock(_ path: UnsafePointer<CChar>) -> Int32 {
    while true {
      let file = unsafe openFile(path, O_RDONLY | O_CLOEXEC)
      if file < 0 { return -1 }
      while flock(file, LOCK_EX) != 0, errno == EINTR {}
      var own = stat()
      var there = stat()
      guard unsafe fstat(file, &own) == 0, unsafe statFile(path, &there) == 0,
        own.st_ino != there.st_ino || own.st_dev != there.st_dev
      else { return file }
      closeFile(file)
    }
  }
}
