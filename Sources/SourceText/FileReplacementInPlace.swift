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
    let to = unsafe openFile(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    if to < 0 { return errno }
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
    if code == 0, isDurable, fsync(to) != 0 { code = errno }
    if close(to) != 0, code == 0 { code = errno }
    if code == 0 { unsafe unlink(source) }
    return code
  }
}
