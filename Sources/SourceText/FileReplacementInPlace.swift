import CPlatform

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
  private static var isKeptByNumber: Bool {
    guard let preloaded = unsafe getenv("LD_PRELOAD") else { return false }
    return unsafe strstr(preloaded, "libfakeroot") != nil || strstr(preloaded, "libpseudo") != nil
  }

  /// Whether an old file is to stay the file that it is. What it has besides its bytes, its owner and its permissions
  /// would not be the new one's: with an access list, the group's permissions are not what they look like.
  static func isKept(_ path: UnsafePointer<CChar>) -> Bool {
    unsafe isKeptByNumber || platform_has_attributes(path) != 0
  }

  /// Writes what one open file holds into a file that stays the one that it is.
  static func copy(_ source: Int32, over path: UnsafePointer<CChar>, _ isDurable: Bool) -> Int32 {
    // A link that somebody has put there meanwhile leads elsewhere.
    let to = unsafe openFile(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    if to < 0 { return errno }
    let code = copy(source, to: to, isDurable)
    return closeFile(to) != 0 && code == 0 ? errno : code
  }

  /// Writes what one open file holds into another one.
  static func copy(_ source: Int32, to target: Int32, _ isDurable: Bool) -> Int32 {
    var (new, old) = (stat(), stat())
    if unsafe fstat(source, &new) != 0 || fstat(target, &old) != 0 { return errno }
    // Room for all of it comes first, so that a full disk leaves the file as it was.
    if new.st_size > old.st_size {
      let code = grow(target, from: old.st_size, to: new.st_size)
      if code != 0 {
        ftruncate(target, old.st_size)
        return code
      }
    }
    var readCode: Int32 = 0
    var code = write(to: target) { writer in
      unsafe withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { room in
        var offset: off_t = 0
        while true {
          let count = unsafe pread(source, room.baseAddress, room.count, offset)
          if count > 0 {
            unsafe writer.write(UnsafeRawBufferPointer(rebasing: room[..<count]))
            offset += off_t(count)
          } else if count == 0 || errno != EINTR {
            if count < 0 { readCode = errno }
            return
          }
        }
      }
    }
    if code == 0 { code = readCode }
    if code == 0, ftruncate(target, new.st_size) != 0 { code = errno }
    if code == 0, isDurable, fsync(target) != 0 { code = errno }
    return code
  }

  /// Puts a new name on the disk; not all file systems can, and then there is nothing to be done.
  static func syncFolder(of path: UnsafePointer<CChar>) {
    let path = unsafe String(cString: path)
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let file = unsafe openFile(folder, O_RDONLY | O_CLOEXEC)
    if file < 0 { return }
    _ = fsync(file)
    close(file)
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
