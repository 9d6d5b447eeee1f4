extension [UInt8] {
  /// Appends the bytes of a span, in one copy.
  ///
  /// Every name and value of a tree passes through here several times; a loop over the bytes checks
  /// capacity and uniqueness for each of them.
  @inlinable
  public mutating func append(_ bytes: Span<UInt8>) {
    // The buffer is only read, and only here; the standard library offers no append of a span yet.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  /// Appends the bytes of a text.
  public mutating func append(text: String) {
    var text = text
    text.withUTF8 { unsafe append(contentsOf: $0) }
  }

  /// Appends a byte `count` times.
  mutating func append(_ byte: UInt8, times count: Int) {
    for _ in 0..<count { append(byte) }
  }
}
