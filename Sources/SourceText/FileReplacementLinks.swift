#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are written through symbolic links.
extension FileReplacement {
  static func writeThroughLink(
    _ path: UnsafePointer<CChar>, _ isDurable: Bool, _ body: (inout FileWriter) -> Void
  ) -> Int32 {
    let link = unsafe Array(UnsafeBufferPointer(start: path, count: strlen(path) + 1))
    // The process that opened it goes on with the file that it has, not with one that takes its place.
    if let descriptor = openDescriptor(link) { return write(to: descriptor, body) }
    var there = stat()
    // The system follows the link first: there are links in world-writable folders that it refuses to follow.
    guard unsafe stat(path, &there) == 0 else {
      guard errno == ENOENT, let end = end(ofLink: link) else { return errno }
      return unsafe writeBeside(end, replacing: nil, isDurable, body)
    }
    // Not a regular file, or one that is open somewhere but has lost its name: the link's text is not its
    // path.
    guard there.st_mode & S_IFMT == S_IFREG, let end = unsafe realpath(path, nil) else {
      return unsafe writeInPlace(path, body)
    }
    defer { unsafe free(end) }
    return unsafe writeBeside(end, replacing: there, isDurable, body)
  }

  /// Returns where a dangling link leads, through up to 40 links; nil, with `errno` set, if there are more.
  private static func end(ofLink link: [CChar]) -> [CChar]? {
    var path = link
    for _ in 0..<40 {
      guard let target = target(ofLink: path) else { return path }
      path = target
    }
    errno = ELOOP
    return nil
  }

  /// The same for a path that need not be a link: where its file is created.
  static func end(ofLink path: String) -> String {
    guard let end = end(ofLink: Array(path.utf8CString)) else { return path }
    return String(decoding: end.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Returns the descriptor that a path names, through up to 16 links; nil if it does not name one.
  private static func openDescriptor(_ link: [CChar]) -> Int32? {
    var path = link
    for _ in 0..<16 {
      let text = unsafe path.withUnsafeBufferPointer {
        unsafe $0.baseAddress.map { unsafe String(cString: $0) } ?? ""
      }
      let end = text.utf8.lastIndex(of: 0x2F).map { text.utf8.index(after: $0) } ?? text.startIndex
      let name = text[end...]
      guard let folder = realPath(end == text.startIndex ? "." : String(text[..<end])) else { return nil }
      if folder == "/dev", name == "stdout" { return 1 }
      if folder == "/dev", name == "stderr" { return 2 }
      // Where /dev/fd and /proc/self/fd lead.
      if folder == "/proc/\(getpid())/fd" || folder == "/dev/fd" { return Int32(name) }
      guard let target = target(ofLink: path) else { return nil }
      path = target
    }
    return nil
  }

  private static func realPath(_ path: String) -> String? {
    guard let end = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(end) }
    return unsafe String(cString: end)
  }

  /// Returns the target of a link, relative to the same folder as `path`; nil if it is not a link. Both end
  /// in a NUL.
  private static func target(ofLink path: [CChar]) -> [CChar]? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { target in
      guard let start = target.baseAddress else { return nil }
      let count = unsafe readlink(path, start, target.count)
      guard count > 0 else { return nil }
      let isAbsolute = unsafe target[0] == 0x2F
      let folder = isAbsolute ? [] : path[..<((path.lastIndex(of: 0x2F) ?? -1) + 1)]
      return unsafe folder + target[..<count] + [0]
    }
  }
}
