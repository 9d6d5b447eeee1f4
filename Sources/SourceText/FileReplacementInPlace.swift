import CPlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are overwritten, since they must not be replaced by others.
extension FileReplacement {
  /// Whether fakeroot or pseudo is recording owners by inode number. They see nothing of what a static
  /// program does: a replaced file would lose its owner, and the next new file to get the old number would
  /// have it.
  private static var isKeptByNumber: Bool {
    guard let preloaded = unsafe getenv("LD_PRELOAD") else { return false }
    return unsafe strstr(preloaded, "libfakeroot") != nil || strstr(preloaded, "libpseudo") != nil
  }

  /// Whether an old file must be overwritten instead of replaced. A new file would lack what it has besides
  /// contents, owner and permissions; and with an access list, the group's permissions are not what they
  /// seem.
  static func isKept(_ path: UnsafePointer<CChar>) -> Bool {
    unsafe isKeptByNumber || platform_has_attributes(path) != 0
  }

  /// Copies the contents of an open file over the file at `path`.
  static func copy(_ source: Int32, over path: UnsafePointer<CChar>, _ isDurable: Bool) -> Int32 {
    // A link that has been put there in the meantime leads elsewhere.
    let to = unsafe openFile(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    if to < 0 { return errno }
    let code = copy(source, to: to, isDurable)
    return closeFile(to) != 0 && code == 0 ? errno : code
  }

  /// Copies the contents of an open file over those of another.
  static func copy(_ source: Int32, to target: Int32, _ isDurable: Bool) -> Int32 {
    var (new, old) = (stat(), stat())
    if unsafe fstat(source, &new) != 0 || fstat(target, &old) != 0 { return errno }
    // Room for everything is allocated first, so that a full disk leaves the file as it was.
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

  /// Puts a new name on the disk. Not all file systems can do that, so failures are ignored.
  static func syncFolder(of path: UnsafePointer<CChar>) {
    let path = unsafe String(cString: path)
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let file = unsafe openFile(folder, O_RDONLY | O_CLOEXEC)
    if file < 0 { return }
    _ = fsync(file)
    close(file)
  }

  /// Allocates room past the end of a file.
  private static func grow(_ file: Int32, from old: off_t, to new: off_t) -> Int32 {
    #if os(Linux)
      return posix_fallocate(file, old, new - old)
    #else
      return ftruncate(file, new) == 0 ? 0 : errno
    #endif
  }
}
