import SourceText

/// What takes a blob's bytes, one after another.
protocol BlobSink: ~Copyable {
  /// Takes bytes that lie in an arena.
  mutating func write(_ range: Range<Int>, of arena: borrowing FileArena)
  /// Takes a big-endian cell.
  mutating func writeCell(_ cell: UInt32)
  /// Takes one byte.
  mutating func writeByte(_ byte: UInt8)
}

extension FileWriter: BlobSink {}

/// Bytes that are written one after another into memory that was taken once.
@safe struct BlobWriter: BlobSink, ~Copyable {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  /// How many were written.
  private(set) var count = 0

  @unsafe
  init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { unsafe self.bytes = bytes }

  /// Writes bytes; what there is no room for is a fault of the program.
  @inline(__always)
  mutating func write(_ range: Range<Int>, of arena: borrowing FileArena) {
    precondition(unsafe range.count <= bytes.count &- count)
    if range.isEmpty { return }
    arena.withBytes(range) { source in
      unsafe source.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = unsafe bytes.baseAddress else { return }
        unsafe (to + count).update(from: from, count: source.count)
      }
    }
    count &+= range.count
  }

  /// Writes a big-endian cell.
  @inline(__always)
  mutating func writeCell(_ cell: UInt32) {
    precondition(unsafe 4 <= bytes.count &- count)
    unsafe UnsafeMutableRawBufferPointer(bytes).storeBytes(
      of: cell.bigEndian, toByteOffset: count, as: UInt32.self)
    count &+= 4
  }

  /// Writes one byte.
  @inline(__always)
  mutating func writeByte(_ byte: UInt8) {
    precondition(unsafe 1 <= bytes.count &- count)
    unsafe bytes[count] = byte
    count &+= 1
  }
}
