/// The bytes of all values, one behind the other.
///
/// The array is longer than what is in use, so that a cell is one store: each append of an array asks for
/// room and for other owners, and a tree has tens of thousands of them.
@usableFromInline
struct ValueArena: Sendable {
  /// What is in use, and room behind it.
  @usableFromInline var bytes: [UInt8] = []
  /// How many bytes are in use.
  @usableFromInline var count = 0

  @inlinable
  init() {}

  /// Makes room for so many bytes altogether.
  @usableFromInline
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Forgets the bytes from `count` on.
  @inlinable
  mutating func cut(to count: Int) { self.count = min(count, self.count) }

  @inlinable @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == bytes.count { grow(by: 1) }
    bytes[count] = byte
    count &+= 1
  }

  /// Appends a big-endian cell.
  @inlinable @inline(__always)
  mutating func append(cell: UInt32) {
    if bytes.count &- count < 4 { grow(by: 4) }
    put(cell, at: count)
    count &+= 4
  }

  /// Overwrites the big-endian cell at an offset.
  @inlinable @inline(__always)
  mutating func put(_ cell: UInt32, at offset: Int) {
    var all = bytes.mutableSpan
    // Bytes that are to be anything may be stored as a cell.
    var raw = unsafe all.mutableBytes
    raw.storeBytes(of: cell.bigEndian, toByteOffset: offset, as: UInt32.self)
  }

  @inlinable
  mutating func append(_ added: Span<UInt8>) {
    let size = added.count
    guard size > 0 else { return }
    if bytes.count &- count < size { grow(by: size) }
    let place = count
    count &+= size
    // Both ends of the copy lie inside: `grow` has seen to it.
    unsafe bytes.withUnsafeMutableBufferPointer { all in
      unsafe added.withUnsafeBufferPointer { source in
        guard let to = all.baseAddress, let from = source.baseAddress else { return }
        unsafe (to + place).update(from: from, count: size)
      }
    }
  }

  @inlinable
  mutating func append(_ added: ArraySlice<UInt8>) { append(added.span) }

  /// Makes further room: some at a time, since memory that is not touched costs nothing.
  @usableFromInline
  mutating func grow(by size: Int) {
    bytes.append(contentsOf: repeatElement(0, count: max(size, 1 << 12)))
  }
}
