#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Links, and those that lead nowhere.
extension FileReading {
  /// Returns the first part of a path that is a link to nothing, and what the link says; nil if there is none.
  public static func brokenLink(on path: String) -> (link: String, target: String)? {
    var end = path.utf8.startIndex
    while end < path.utf8.endIndex {
      end = path.utf8[path.utf8.index(after: end)...].firstIndex(of: 0x2F) ?? path.utf8.endIndex
      let part = String(path[..<end])
      var info = stat()
      if unsafe stat(part, &info) == 0 { continue }
      return target(ofLink: part).map { (part, $0) }
    }
    return nil
  }

  /// Returns a note on the first part of a path that is a link to nothing; nil if there is none.
  public static func noteOnBrokenLink(on path: String) -> Diagnostic.Note? {
    brokenLink(on: path).map { .init("'\($0)' is a link to '\($1)', which leads nowhere") }
  }

  /// Whether there is one that is relative, so that a copy of a larger folder would have what it leads to.
  public static func hasRelativeBrokenLink(on path: String) -> Bool {
    brokenLink(on: path).map { $0.target.utf8.first != 0x2F } ?? false
  }

  /// Returns what a link says; nil if it is not a link.
  public static func target(ofLink path: String) -> String? {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(PATH_MAX)) { text in
      guard let start = text.baseAddress else { return nil }
      let count = unsafe start.withMemoryRebound(to: CChar.self, capacity: text.count) {
        unsafe readlink(path, $0, text.count)
      }
      return count > 0 ? unsafe String(decoding: text[..<count], as: UTF8.self) : nil
    }
  }
}
