import SourceText

/// What takes a blob's bytes, one after another.
protocol BlobSink: ~Copyable {
  /// Takes bytes that lie in an arena.
  mutating func write(_ range: Range<Int>, of arena: borrowing FileArena)
  /// Takes bytes that lie elsewhere.
  mutating func write(_ bytes: Span<UInt8>)
  /// Takes a big-endian cell.
  mutating func writeCell(_ cell: UInt32)
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
    arena.withBytes(range) { write($0) }
  }

  @inline(__always)
  mutating func write(_ source: Span<UInt8>) {
    precondition(unsafe source.count <= bytes.count &- count)
    unsafe source.withUnsafeBufferPointer { source in
      guard let from = source.baseAddress, let to = unsafe bytes.baseAddress else { return }
      unsafe (to + count).update(from: from, count: source.count)
    }
    count &+= source.count
  }

  /// Writes a big-endian cell.
  @inline(__always)
  mutating func writeCell(_ cell: UInt32) {
    precondition(unsafe 4 <= bytes.count &- count)
    unsafe UnsafeMutableRawBufferPointer(bytes).storeBytes(
      of: cell.bigEndian, toByteOffset: count, as: UInt32.self)
    count &+= 4
  }
}
