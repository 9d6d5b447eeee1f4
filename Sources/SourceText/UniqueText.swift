/// Appending text to bytes with one owner: a `ByteWriter` has to check before each piece whether its bytes
/// have another owner.
extension UniqueArray<UInt8> {
  /// Appends a string literal.
  @inlinable @inline(__always)
  public mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { text in
      let bytes = unsafe Span(_unsafeElements: text)
      write(upTo: bytes.count) { room, start in
        var raw = unsafe room.mutableBytes
        ByteWriter.store(bytes, at: start, in: &raw)
        return start &+ bytes.count
      }
    }
  }

  /// Appends a text.
  public mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  /// Returns the bytes as an array.
  public func copy() -> [UInt8] { unsafe [UInt8](UnsafeBufferPointer(start: start, count: used)) }

  /// Appends a byte `count` times.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8, times count: Int) {
    // Eight at a time: the excess is overwritten later.
    write(upTo: count &+ 7) { room, start in
      var raw = unsafe room.mutableBytes
      let end = start &+ count
      var place = start
      while place < end {
        raw.storeBytes(of: UInt64(byte) &* 0x0101_0101_0101_0101, toByteOffset: place, as: UInt64.self)
        place &+= 8
      }
      return end
    }
  }

  /// Lets `body` write in place, with room for at least `size` bytes. `body` gets all memory and the index to
  /// begin at, and returns the index at which it stopped.
  @inlinable @inline(__always)
  public mutating func write(upTo size: Int, _ body: (inout MutableSpan<UInt8>, Int) -> Int) {
    if capacity &- used < size { reserve(used + size) }
    guard let memory = unsafe start else { return }
    // Any bit pattern is valid for bytes, so memory that was never written to may be passed on for writing.
    var all = unsafe MutableSpan(_unsafeStart: memory, count: capacity)
    let end = body(&all, used)
    precondition(end >= used && end <= capacity)
    used = end
  }
}
