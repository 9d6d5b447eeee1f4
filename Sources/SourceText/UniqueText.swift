/// Text that is written one piece behind the other by somebody who has it for himself: a `ByteWriter` has to ask
/// before each piece whether its bytes have another owner.
extension UniqueArray<UInt8> {
  /// Adds a text that the program has.
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

  /// Adds a text.
  public mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  /// The bytes as an array.
  public func copy() -> [UInt8] { unsafe [UInt8](UnsafeBufferPointer(start: start, count: used)) }

  /// Adds the same byte some times.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8, times count: Int) {
    // Eight at a time: what is too many is written over later.
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

  /// Has bytes written by `body`, for which there is room for `size`: it gets all bytes and the place to begin at, and
  /// returns where it ended.
  @inlinable @inline(__always)
  public mutating func write(upTo size: Int, _ body: (inout MutableSpan<UInt8>, Int) -> Int) {
    if capacity &- used < size { reserve(used + size) }
    guard let memory = unsafe start else { return }
    // Bytes that are to be anything may be written where nothing was.
    var all = unsafe MutableSpan(_unsafeStart: memory, count: capacity)
    let end = body(&all, used)
    precondition(end >= used && end <= capacity)
    used = end
  }
}
