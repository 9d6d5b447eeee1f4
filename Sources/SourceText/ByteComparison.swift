#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Span<UInt8> {
  /// Whether these are the bytes of a text.
  public func equals(text: StaticString) -> Bool { count == text.utf8CodeUnitCount && begins(as: text) }

  /// Whether the first bytes are those of a text.
  public func begins(as text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && holds(text, at: 0)
  }

  /// Whether the last bytes are those of a text.
  public func ends(in text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && holds(text, at: count - text.utf8CodeUnitCount)
  }

  /// Whether the bytes from `start` on are those of a text; there have to be enough.
  private func holds(_ text: StaticString, at start: Int) -> Bool {
    unsafe withUnsafeBytes { own in
      guard let own = own.baseAddress else { return text.utf8CodeUnitCount == 0 }
      return unsafe memcmp(own + start, text.utf8Start, text.utf8CodeUnitCount) == 0
    }
  }
}
