#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that have to stay the files that they are.
extension FileReplacement {
  /// Whether fakeroot or pseudo remember owners by the files' numbers. They see nothing of what a static program
  /// does: a replaced file would lose its owner, and the next new file that gets the old number would have it.
  static var isKeptByNumber: Bool {
    guard let preloaded = unsafe getenv("LD_PRELOAD") else { return false }
    return unsafe strstr(preloaded, "libfakeroot") != nil || strstr(preloaded, "libpseudo") != nil
  }

  /// Writes what one file holds into another one, which stays the file that it is, and removes the first.
  static func copy(
    _ source: UnsafePointer<CChar>, over path: UnsafePointer<CChar>, _ isDurable: Bool
  ) -> Int32 {
    let from = unsafe openFile(source, O_RDONLY | O_CLOEXEC)
    if from < 0 { return errno }
    defer { close(from) }
    var (new, old) = (stat(), stat())
    if unsafe fstat(from, &new) != 0 { return errno }
    let to = unsafe openFile(path, O_WRONLY | O_CLOEXEC)
    if to < 0 { return errno }
    if unsafe fstat(to, &old) != 0 {
      let code = errno
      close(to)
      return code
    }
    // Room for all of it comes first, so that a full disk leaves the file as it was.
    if new.st_size > old.st_size {
      let code = grow(to, from: old.st_size, to: new.st_size)
      if code != 0 {
        ftruncate(to, old.st_size)
        close(to)
        return code
      }
    }
    var readCode: Int32 = 0
    var code = write(to: to) { writer in
      unsafe withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { room in
        while true {
          let count = unsafe read(from, room.baseAddress, room.count)
          if count > 0 {
            unsafe writer.write(UnsafeRawBufferPointer(rebasing: room[..<count]))
          } else if count == 0 || errno != EINTR {
            if count < 0 { readCode = errno }
            return
          }
        }
      }
    }
    if code == 0 { code = readCode }
    if code == 0, ftruncate(to, new.st_size) != 0 { code = errno }
    if code == 0, isDurable, fsync(to) != 0 { code = errno }
    if close(to) != 0, code == 0 { code = errno }
    if code == 0 { unsafe unlink(source) }
    return code
  }

  /// Gives a file room behind its end.
  private static func grow(_ file: Int32, from old: off_t, to new: off_t) -> Int32 {
    #if os(Linux)
      return posix_fallocate(file, old, new - old)
    #else
      return ftruncate(file, new) == 0 ? 0 : errno
    #endif
  }
}
