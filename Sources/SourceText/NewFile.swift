import CPlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is made beside another one, to take its place.
///
/// Where the system has files without names (`O_TMPFILE`), it is one until it is complete, and nothing is
/// left of it, however the process ends. Elsewhere, and for as long as it takes to exchange it with the old
/// one, it is called `path.NUMBER.partial`.
@safe struct NewFile: ~Copyable {
  /// The open file.
  private(set) var descriptor: Int32
  /// Where it is to go, and what is there now.
  private let path: UnsafePointer<CChar>
  private let there: stat?
  /// Room for its own name, and the index of the suffix `.NUMBER.partial` in it.
  private let name: UnsafeMutablePointer<CChar>
  private let ending: Int
  /// The number to try first for its name.
  private var number: Int32 = 0
  private var hasName = false

  /// Makes a file with the owner and permissions of the old one, and calls `body` with it. Afterwards it is
  /// gone, unless it was placed. Returns 0 or the system's error number.
  @unsafe
  static func make(
    for path: UnsafePointer<CChar>, replacing there: stat?, _ body: (inout NewFile) -> Int32
  ) -> Int32 {
    let whole = unsafe strlen(path)
    var folder = whole
    while folder > 0, unsafe path[folder - 1] != 0x2F { folder -= 1 }
    // A name has at most 255 bytes, and this one is longer than the file's.
    let length = min(whole, folder + 255 - 28)
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 32) { room in
      guard let name = room.baseAddress else { return ENOMEM }
      unsafe name.update(from: path, count: length)
      var ending = length
      if length < whole {
        // Another thread may be writing a file whose name begins the same way.
        var hash: UInt32 = 0x811C_9DC5
        for index in folder..<whole {
          hash = unsafe (hash ^ UInt32(UInt8(bitPattern: path[index]))) &* 0x0100_0193
        }
        for _ in 0..<8 {
          unsafe name[ending] = CChar(truncatingIfNeeded: 0x61 + hash & 15)
          hash >>= 4
          ending += 1
        }
      }
      var file = unsafe NewFile(path, there, name, ending)
      var code = file.open(in: folder)
      if code == 0, let there { code = file.takeAfter(there) }
      if code == 0 { code = body(&file) }
      file.discard()
      return code
    }
  }

  @unsafe
  private init(
    _ path: UnsafePointer<CChar>, _ there: stat?, _ name: UnsafeMutablePointer<CChar>, _ ending: Int
  ) {
    descriptor = -1
    unsafe self.path = path
    self.there = there
    unsafe self.name = name
    self.ending = ending
  }

  private var permissions: mode_t { there.map { $0.st_mode & 0o7777 } ?? 0o666 }

  /// Opens a file without a name in the folder, whose path has `folder` bytes, or else one with a name.
  private mutating func open(in folder: Int) -> Int32 {
    if folder == 0 {
      descriptor = unsafe platform_open_unnamed(".", permissions)
    } else {
      let next = unsafe name[folder]
      unsafe name[folder] = 0
      descriptor = unsafe platform_open_unnamed(name, permissions)
      unsafe name[folder] = next
    }
    return descriptor >= 0 ? 0 : openNamed()
  }

  private mutating func openNamed() -> Int32 {
    number = getpid()
    return unsafe giveName { (file, name) in
      file.descriptor = unsafe openFile(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, file.permissions)
      return file.descriptor >= 0 ? 0 : errno
    }
  }

  /// Calls `make` with one name after another until it takes one that is free.
  ///
  /// A name may belong to a process that was killed, or to one that is still at work: in containers, nearly
  /// all processes have the same number, and some containers share a folder. Then a random number is tried.
  private mutating func giveName(_ make: (inout NewFile, UnsafePointer<CChar>) -> Int32) -> Int32 {
    for _ in 0..<64 {
      unsafe Self.appendEnding(number, to: name + ending)
      let code = unsafe make(&self, name)
      if code == 0 { hasName = true }
      if code != EEXIST { return code }
      number = Int32.random(in: 1...Int32.max)
    }
    return EEXIST
  }

  /// Writes `.NUMBER.partial` and a NUL; at most 20 bytes.
  @unsafe
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

  /// Gives it the owner and permissions of the old file, provided that the old file may be written to.
  private mutating func takeAfter(_ there: stat) -> Int32 {
    var made = stat()
    let isKnown = unsafe fstat(descriptor, &made) == 0
    let isOurs = isKnown && made.st_uid == there.st_uid
    // Replacing a file takes no permission to write to it, but to prevent that is why people remove the
    // permission. If we own the file, only the owner's permission counts; otherwise the system knows more and
    // is asked.
    if !isOurs || there.st_mode & 0o200 == 0, unsafe access(path, W_OK) != 0 { return errno }
    // Root edits files that others own; for anyone else, the system mostly refuses this, and nothing follows.
    let isOwned = isOurs && made.st_gid == there.st_gid
    if !isOwned { _ = fchown(descriptor, there.st_uid, there.st_gid) }
    // The umask may have reduced the permissions asked for at creation. Mostly it has not, and comparing
    // takes less than changing them.
    if !isOwned || made.st_mode & 0o7777 != permissions, fchmod(descriptor, permissions) != 0 { return errno }
    // As long as it exists, no other file has this number.
    if !hasName { number = Int32(truncatingIfNeeded: made.st_ino & 0x7FFF_FFFF) }
    return 0
  }

  private mutating func close() -> Int32 {
    let code = closeFile(descriptor) == 0 ? 0 : errno
    descriptor = -1
    return code
  }

  private mutating func discard() {
    if hasName { unsafe unlink(name) }
    if descriptor >= 0 { _ = close() }
  }

  // MARK: Placing

  /// Puts it where it is to go, once it is complete.
  mutating func place(_ isDurable: Bool) -> Int32 {
    if there != nil, unsafe FileReplacement.isKept(path) {
      return unsafe FileReplacement.copy(descriptor, over: path, isDurable)
    }
    if !hasName {
      if there == nil, unsafe platform_name_file(descriptor, path) == 0 {
        let code = close()
        if code != 0 { unsafe unlink(path) }
        if code == 0, isDurable { unsafe FileReplacement.syncFolder(of: path) }
        return code
      }
      // Another process has created one in the meantime, or there is one to be replaced.
      let code = takeName(isDurable)
      if code != 0 { return code }
    }
    let code = close()
    return code == 0 ? exchange(isDurable) : code
  }

  private mutating func takeName(_ isDurable: Bool) -> Int32 {
    let code = unsafe giveName { (file, name) in unsafe platform_name_file(file.descriptor, name) }
    return code == 0 || code == EEXIST ? code : copyToNamed(isDurable)
  }

  /// Goes on with a file that has a name and the same bytes, where the system cannot name open files: without
  /// `/proc`, for users other than root.
  mutating func copyToNamed(_ isDurable: Bool) -> Int32 {
    let unnamed = descriptor
    defer { closeFile(unnamed) }
    var code = openNamed()
    if code == 0, let there { code = takeAfter(there) }
    return code == 0 ? FileReplacement.copy(unnamed, to: descriptor, isDurable) : code
  }

  /// Exchanges it with what is at its path.
  ///
  /// Renaming over a file makes some file systems (ext4) begin to write the new one to disk at once, which
  /// takes as long as all of a small merge. Exchanging the two and removing the old one does not.
  private mutating func exchange(_ isDurable: Bool) -> Int32 {
    if there != nil, !isDurable, unsafe platform_exchange_names(name, path) == 0 {
      if unsafe unlink(name) == 0 {
        hasName = false
        return 0
      }
      // What was exchanged cannot be removed like a file: it was put there in the meantime.
      let code = errno
      if unsafe platform_exchange_names(name, path) == 0 { return code }
      hasName = false
      return 0
    }
    if unsafe rename(name, path) == 0 {
      hasName = false
      if isDurable { unsafe FileReplacement.syncFolder(of: path) }
      return 0
    }
    if errno != EBUSY { return errno }
    // A file that is itself a mount point, as single files in containers and sandboxes are, cannot be
    // replaced.
    descriptor = unsafe openFile(name, O_RDONLY | O_CLOEXEC)
    return descriptor < 0 ? errno : unsafe FileReplacement.copy(descriptor, over: path, isDurable)
  }
}
