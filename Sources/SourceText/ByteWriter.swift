/// A buffer to which bytes are appended: the values of a tree, or a text.
///
/// The array is longer than what was written, so that writing a cell is one store. Each append to an array
/// would check capacity and uniqueness, and a tree or its text has tens of thousands of appends.
@frozen
public struct ByteWriter: Sendable {
  /// The bytes in use, followed by spare room.
  public var bytes: [UInt8]
  /// How many bytes are in use.
  @usableFromInline var used: Int

  /// Creates an empty writer.
  @inlinable
  public init() {
    bytes = []
    used = 0
  }

  /// Creates a writer that continues after these bytes, which are not copied before something is appended.
  @inlinable
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    used = bytes.count
  }

  /// How many bytes have been written.
  @inlinable
  public var count: Int { used }

  /// Makes room for `count` bytes in total.
  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Discards the bytes from `count` on.
  @inlinable
  public mutating func cut(to count: Int) { used = min(count, used) }

  /// Returns what was written, without the spare room, and leaves the writer empty.
  public mutating func finish() -> [UInt8] {
    let count = used
    used = 0
    // Move the array out of the writer first: with two owners, it would be copied to be cut.
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    taken.removeLast(taken.count - count)
    return taken
  }

  /// Appends a byte.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8) {
    if used == bytes.count { grow(by: 1) }
    bytes[used] = byte
    used &+= 1
  }

  /// Appends a big-endian cell.
  @inlinable @inline(__always)
  public mutating func append(cell: UInt32) {
    if bytes.count &- used < 4 { grow(by: 4) }
    put(cell, at: used)
    used &+= 4
  }

  /// Overwrites the big-endian cell at an offset.
  @inlinable @inline(__always)
  public mutating func put(_ cell: UInt32, at offset: Int) {
    var all = bytes.mutableSpan
    // Any bit pattern is valid for bytes, so a cell may be stored over them.
    var raw = unsafe all.mutableBytes
    raw.storeBytes(of: cell.bigEndian, toByteOffset: offset, as: UInt32.self)
  }

  /// Appends bytes.
  @inlinable
  public mutating func append(_ added: Span<UInt8>) {
    let size = added.count
    guard size > 0 else { return }
    if bytes.count &- used < size { grow(by: size) }
    let place = used
    used &+= size
    // Both ends of the copy are in bounds: `grow` made sure of it.
    unsafe bytes.withUnsafeMutableBufferPointer { all in
      unsafe added.withUnsafeBufferPointer { source in
        guard let to = all.baseAddress, let from = source.baseAddress else { return }
        unsafe (to + place).update(from: from, count: size)
      }
    }
  }

  /// Stores bytes at an offset, a word at a time; the last word may overlap the one before.
  @inlinable @inline(__always)
  static func store(_ added: Span<UInt8>, at place: Int, in raw: inout MutableRawSpan) {
    let size = added.count
    guard size >= 8 else {
      if size >= 4 {
        let low = UInt32(truncatingIfNeeded: added.halfWord(at: 0)).littleEndian
        let high = UInt32(truncatingIfNeeded: added.halfWord(at: size &- 4)).littleEndian
        raw.storeBytes(of: low, toByteOffset: place, as: UInt32.self)
        raw.storeBytes(of: high, toByteOffset: place &+ size &- 4, as: UInt32.self)
      } else {
        for at in 0..<size { raw.storeBytes(of: added[at], toByteOffset: place &+ at, as: UInt8.self) }
      }
      return
    }
    var at = 0
    while at &+ 8 < size {
      raw.storeBytes(of: added.word(at: at), toByteOffset: place &+ at, as: UInt64.self)
      at &+= 8
    }
    raw.storeBytes(of: added.word(at: size &- 8), toByteOffset: place &+ size &- 8, as: UInt64.self)
  }

  /// Appends a small number of bytes, a word at a time.
  @inlinable @inline(__always)
  public mutating func append(few added: Span<UInt8>) {
    let size = added.count
    if bytes.count &- used < size { grow(by: size) }
    let place = used
    used &+= size
    var all = bytes.mutableSpan
    var raw = unsafe all.mutableBytes
    Self.store(added, at: place, in: &raw)
  }

  /// Appends a little-endian number of eight bytes.
  @inlinable @inline(__always)
  public mutating func append(littleEndian number: UInt64) {
    if bytes.count &- used < 8 { grow(by: 8) }
    let place = used
    used &+= 8
    var all = bytes.mutableSpan
    var raw = unsafe all.mutableBytes
    raw.storeBytes(of: number.littleEndian, toByteOffset: place, as: UInt64.self)
  }

  /// Appends a small number of bytes, a word at a time, and up to three bytes of any value, so that the
  /// next ones begin at a multiple of four bytes.
  @inlinable @inline(__always)
  public mutating func append(padded added: Span<UInt8>) {
    let size = added.count
    if bytes.count &- used < size &+ 3 { grow(by: size &+ 3) }
    let place = used
    used = (place &+ size &+ 3) & ~3
    var all = bytes.mutableSpan
    var raw = unsafe all.mutableBytes
    Self.store(added, at: place, in: &raw)
  }

  /// Appends a copy of bytes that were written before.
  public mutating func append(own range: Range<Int>) {
    let size = range.count
    precondition(range.lowerBound >= 0 && range.upperBound <= used)
    if bytes.count &- used < size { grow(by: size) }
    let place = used
    used &+= size
    unsafe bytes.withUnsafeMutableBytes { all in
      guard let start = all.baseAddress else { return }
      unsafe (start + place).copyMemory(from: start + range.lowerBound, byteCount: size)
    }
  }

  /// Removes bytes and closes the gap.
  public mutating func remove(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= used)
    let rest = used &- range.upperBound
    unsafe bytes.withUnsafeMutableBytes { all in
      guard let start = all.baseAddress else { return }
      unsafe (start + range.lowerBound).copyMemory(from: start + range.upperBound, byteCount: rest)
    }
    used &-= range.count
  }

  /// Appends bytes and a terminating NUL.
  @inlinable @inline(__always)
  public mutating func append(terminated added: Span<UInt8>) {
    let size = added.count
    if bytes.count &- used <= size { grow(by: size &+ 1) }
    let place = used
    used &+= size &+ 1
    var all = bytes.mutableSpan
    var raw = unsafe all.mutableBytes
    Self.store(added, at: place, in: &raw)
    raw.storeBytes(of: 0, toByteOffset: place &+ size, as: UInt8.self)
  }

  /// Appends bytes.
  @inlinable
  public mutating func append(_ added: ArraySlice<UInt8>) { append(added.span) }

  /// Appends a string literal.
  @inlinable @inline(__always)
  public mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { text in
      unsafe append(few: Span(_unsafeElements: text))
    }
  }

  /// Appends a text.
  public mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  /// Appends a non-negative number in decimal digits.
  public mutating func append(decimal number: Int) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(0x30 + number / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends a byte `count` times.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8, times count: Int) {
    // Eight at a time: the excess is overwritten later.
    let room = (count &+ 7) & ~7
    if bytes.count &- used < room { grow(by: room) }
    var place = used
    let end = used &+ count
    used = end
    var all = bytes.mutableSpan
    var raw = unsafe all.mutableBytes
    while place < end {
      raw.storeBytes(of: UInt64(byte) &* 0x0101_0101_0101_0101, toByteOffset: place, as: UInt64.self)
      place &+= 8
    }
  }

  /// Lets `body` write in place, with room for at least `size` bytes. `body` gets all bytes, the index to
  /// begin at and the end of the room, and returns the index at which it stopped.
  @inlinable @inline(__always)
  public mutating func write(upTo size: Int, _ body: (inout MutableSpan<UInt8>, Int, Int) -> Int) {
    if bytes.count &- used < size { grow(by: size) }
    let start = used
    var all = bytes.mutableSpan
    let end = body(&all, start, all.count)
    precondition(end >= start && end <= all.count)
    used = end
  }

  /// Adds at least `size` bytes of room; more (up to 64 KiB) if much has been written, since memory that is
  /// not touched costs nothing. The new bytes are not initialized: bytes are read only after they have been
  /// written.
  @usableFromInline
  mutating func grow(by size: Int) {
    let more = max(size, min(used, 1 << 16), 1 << 12)
    if bytes.count + more > bytes.capacity { bytes.enlarge(to: bytes.count + more) }
    bytes.append(addingCapacity: more) { room in
      unsafe room.withUnsafeMutableBufferPointer { buffer, count in
        if let start = buffer.baseAddress { unsafe LargePages.askForAll(start, more) }
        count = more
      }
    }
  }
}
