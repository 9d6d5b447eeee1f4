import CPlatform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writing whole files, so that a reader sees the old one or the new one and never a part.
public enum FileReplacement {
  /// Writes `bytes` beside `path` and puts the result in its place; `-` is standard output.
  ///
  /// A path that is a symbolic link keeps being one: its target is replaced. What is no regular
  /// file (`/dev/null`, a pipe) or is open already (`/dev/stdout`, `/dev/fd/3`) is written to as it is.
  /// The new file belongs to whom the old one belonged, where the system allows that. On failure the file
  /// that was there is as it was and nothing is left beside it.
  ///
  /// With `isDurable` the new file is on the disk when this returns, so that losing power leaves
  /// either file whole, too.
  public static func write(
    _ bytes: [UInt8], to path: String, isDurable: Bool = false
  ) throws(FileError) {
    try write(to: path, isDurable: isDurable) { $0.write(bytes.span) }
  }

  /// The same with bytes that `body` hands over one after another.
  public static func write(
    to path: String, isDurable: Bool = false, _ body: (inout FileWriter) -> Void
  ) throws(FileError) {
    let code = unsafe path.withCString { path in
      unsafe replace(path, isDurable: isDurable, body)
    }
    if code != 0 { throw FileError(.write, path, Errno(rawValue: code)) }
  }

  /// Writes beside `path` what `body` hands over while it is being made, and puts it in the place of what is there if
  /// `body` says that it is whole. Otherwise all stays as it was, and false is returned.
  ///
  /// Nil, and nothing done, if this takes another way, or cannot be: then it is to be made first.
  public static func write(
    to path: String, ifWhole body: (inout FileWriter) -> Bool
  ) throws(FileError) -> Bool? {
    if path == "-" { return nil }
    var isBegun = false
    let code: Int32? = unsafe path.withCString { path in
      var there = stat()
      let isThere = unsafe lstat(path, &there) == 0
      if isThere, there.st_mode & S_IFMT != S_IFREG { return nil }
      return unsafe writeBeside(
        path, replacing: isThere ? there : nil, false,
        whole: { writer in
          isBegun = true
          return body(&writer)
        })
    }
    guard let code, isBegun else { return nil }
    if code > 0 { throw FileError(.write, path, Errno(rawValue: code)) }
    return code == 0
  }

  /// The same with bytes that `body` hands over one after another; 0, or what the system said.
  @unsafe
  public static func replace(
    _ path: UnsafePointer<CChar>, isDurable: Bool = false, _ body: (inout FileWriter) -> Void
  ) -> Int32 {
    if unsafe strcmp(path, "-") == 0 { return write(to: 1, body) }
    var there = stat()
    guard unsafe lstat(path, &there) == 0 else {
      return unsafe writeBeside(path, replacing: nil, isDurable, body)
    }
    switch there.st_mode & S_IFMT {
    case S_IFREG: return unsafe writeBeside(path, replacing: there, isDurable, body)
    case S_IFLNK: return unsafe writeThroughLink(path, isDurable, body)
    default: return unsafe writeInPlace(path, body)
    }
  }

  // What no system says.
  private static var isNotWhole: Int32 { -1 }

  private static func writeThroughLink(
    _ path: UnsafePointer<CChar>, _ isDurable: Bool, _ body: (inout FileWriter) -> Void
  ) -> Int32 {
    // Whoever opened it goes on with the file that it has, not with one that takes its place.
    if let descriptor = unsafe openDescriptor(path) { return write(to: descriptor, body) }
    var there = stat()
    let isThere = unsafe stat(path, &there) == 0
    if isThere, there.st_mode & S_IFMT != S_IFREG { return unsafe writeInPlace(path, body) }
    guard let end = unsafe realpath(path, nil) else {
      // A file that is open somewhere and has no name any more: the link's own name is not its.
      if isThere { return unsafe writeInPlace(path, body) }
      // A link that leads nowhere is itself replaced.
      return unsafe writeBeside(path, replacing: nil, isDurable, body)
    }
    defer { unsafe free(end) }
    return unsafe writeBeside(end, replacing: isThere ? there : nil, isDurable, body)
  }

  /// The open file that a path names as such, by as many links as it may be.
  private static func openDescriptor(_ path: UnsafePointer<CChar>) -> Int32? {
    var path = unsafe String(cString: path)
    for _ in 0..<16 {
      let end = path.utf8.lastIndex(of: 0x2F).map { path.utf8.index(after: $0) } ?? path.startIndex
      let name = path[end...]
      guard let folder = realPath(end == path.startIndex ? "." : String(path[..<end])) else { return nil }
      if folder == "/dev", name == "stdout" { return 1 }
      if folder == "/dev", name == "stderr" { return 2 }
      // Where /dev/fd and /proc/self/fd lead.
      if folder == "/proc/\(getpid())/fd" || folder == "/dev/fd" { return Int32(name) }
      guard let target = target(ofLink: path) else { return nil }
      path = target.hasPrefix("/") ? target : folder + "/" + target
    }
    return nil
  }

  private static func realPath(_ path: String) -> String? {
    guard let end = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(end) }
    return unsafe String(cString: end)
  }

  private static func target(ofLink path: String) -> String? {
    unsafe withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { target in
      guard let start = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
      let count = unsafe readlink(path, start, target.count)
      return count > 0 ? unsafe String(decoding: target.prefix(count), as: UTF8.self) : nil
    }
  }

  private static func writeInPlace(
    _ path: UnsafePointer<CChar>, _ body: (inout FileWriter) -> Void
  ) -> Int32 {
    let file = unsafe openFile(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    if file < 0 { return errno }
    defer { close(file) }
    return write(to: file, body)
  }

  static func write(to file: Int32, _ body: (inout FileWriter) -> Void) -> Int32 {
    var writer = FileWriter(file)
    body(&writer)
    return writer.finish()
  }

  private static func writeBeside(
    _ path: UnsafePointer<CChar>, replacing there: stat?, _ isDurable: Bool,
    _ body: (inout FileWriter) -> Void
  ) -> Int32 {
    unsafe writeBeside(
      path, replacing: there, isDurable,
      whole: { writer in
        body(&writer)
        return true
      })
  }

  /// Owner and permissions are those of the file that is replaced, or else those of any new file. What `body` says
  /// is whether it has written all.
  private static func writeBeside(
    _ path: UnsafePointer<CChar>, replacing there: stat?, _ isDurable: Bool,
    whole body: (inout FileWriter) -> Bool
  ) -> Int32 {
    let permissions = there.map { $0.st_mode & 0o7777 } ?? 0o666
    return unsafe withFileBeside(path, permissions) { file, beside in
      if let there {
        var made = stat()
        let isKnown = unsafe fstat(file, &made) == 0
        // Root edits what is somebody else's; to others the system mostly refuses it, and nothing follows.
        let isOwned = isKnown && made.st_uid == there.st_uid && made.st_gid == there.st_gid
        if !isOwned { _ = fchown(file, there.st_uid, there.st_gid) }
        // What is asked for when a file is made, the umask cuts down; mostly it does not, and to ask takes less
        // than to change them.
        if !isOwned || made.st_mode & 0o7777 != permissions { fchmod(file, permissions) }
      }
      var isWhole = false
      var code = write(to: file) { isWhole = body(&$0) }
      if code == 0, !isWhole { code = isNotWhole }
      if code == 0, isDurable, fsync(file) != 0 { code = errno }
      if close(file) != 0, code == 0 { code = errno }
      if code == 0 { code = unsafe putInPlace(beside, path, isReplacing: there != nil, isDurable) }
      if code != 0 { unsafe unlink(beside) }
      return code
    }
  }

  /// Puts a file that was written in the place of another one.
  ///
  /// To rename over a file makes some file systems (ext4) begin to write the new one to the disk at once,
  /// which takes as long as all of a small merge. To exchange the two and remove the old one does not.
  private static func putInPlace(
    _ beside: UnsafePointer<CChar>, _ path: UnsafePointer<CChar>, isReplacing: Bool, _ isDurable: Bool
  ) -> Int32 {
    if isReplacing, isKeptByNumber { return unsafe copy(beside, over: path, isDurable) }
    if isReplacing, !isDurable, unsafe platform_exchange_names(beside, path) == 0 {
      if unsafe unlink(beside) == 0 { return 0 }
      // What was exchanged is no file that can be removed: somebody has put it there meanwhile.
      let code = errno
      return unsafe platform_exchange_names(beside, path) == 0 ? code : 0
    }
    if unsafe rename(beside, path) != 0 {
      // A file that is mounted as such, as containers and sandboxes are given single ones, cannot be replaced.
      return errno == EBUSY ? unsafe copy(beside, over: path, isDurable) : errno
    }
    if isDurable { unsafe syncFolder(of: path) }
    return 0
  }

  /// Puts a new name on the disk; not all file systems can, and then there is nothing to be done.
  private static func syncFolder(of path: UnsafePointer<CChar>) {
    let path = unsafe String(cString: path)
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let file = unsafe openFile(folder, O_RDONLY | O_CLOEXEC)
    if file < 0 { return }
    _ = fsync(file)
    close(file)
  }

  /// Makes a file beside another one that nobody else has, `path.PID.partial`, and calls `body` with it and its name.
  ///
  /// There may be one already, of a process that was killed, or of one that is at work: in containers nearly all have the
  /// same number, and some share a folder. Then some other number is tried.
  private static func withFileBeside(
    _ path: UnsafePointer<CChar>, _ permissions: mode_t, _ body: (Int32, UnsafePointer<CChar>) -> Int32
  ) -> Int32 {
    let whole = unsafe strlen(path)
    var folder = whole
    while folder > 0, unsafe path[folder - 1] != 0x2F { folder -= 1 }
    // A name has 255 bytes at most, and this one is to have some more than the file's.
    let length = min(whole, folder + 255 - 28)
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 32) { name in
      guard let start = name.baseAddress else { return ENOMEM }
      unsafe start.update(from: path, count: length)
      var end = length
      if length < whole {
        // Another thread may be writing a file whose name begins in the same way.
        var hash: UInt32 = 0x811C_9DC5
        for index in folder..<whole {
          hash = unsafe (hash ^ UInt32(UInt8(bitPattern: path[index]))) &* 0x0100_0193
        }
        for _ in 0..<8 {
          unsafe name[end] = CChar(truncatingIfNeeded: 0x61 + hash & 15)
          hash >>= 4
          end += 1
        }
      }
      var number = getpid()
      for _ in 0..<64 {
        unsafe appendEnding(number, to: start + end)
        let file = unsafe openFile(start, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
        if file >= 0 { return unsafe body(file, start) }
        if errno != EEXIST { return errno }
        number = Int32.random(in: 1...Int32.max)
      }
      return EEXIST
    }
  }

  /// `.NUMBER.partial`, with its zero; 20 bytes at most.
  private static func appendEnding(_ number: Int32, to name: UnsafeMutablePointer<CChar>) {
    let suffix: StaticString = ".partial"
    unsafe name[0] = 0x2E
    var end = 1
    var divisor: Int32 = 1
    while number / divisor > 9 { divisor *= 10 }
    while divisor > 0 {
      unsafe name[end] = CChar(truncatingIfNeeded: 0x30 + number / divisor % 10)
      end += 1
      divisor /= 10
    }
    unsafe memcpy(name + end, suffix.utf8Start, suffix.utf8CodeUnitCount + 1)
  }
}
