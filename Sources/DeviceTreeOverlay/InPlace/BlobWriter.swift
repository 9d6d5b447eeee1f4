import SourceText

/// A sink for a blob's bytes, written in sequence.
protocol BlobSink: ~Copyable {
  /// Writes bytes of an arena.
  mutating func write(_ range: Range<Int>, of arena: borrowing FileArena)
  /// Writes bytes from elsewhere.
  mutating func write(_ bytes: Span<UInt8>)
  /// Writes a cell, big-endian.
  mutating func writeCell(_ cell: UInt32)
}

extension FileWriter: BlobSink {}

/// A sink that writes into memory of a fixed size.
@safe struct BlobWriter: BlobSink, ~Copyable {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  /// The number of bytes written.
  private(set) var count = 0

  @unsafe
  init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { unsafe self.bytes = bytes }

  /// Writes bytes of an arena; lack of room is a programming error.
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

  /// Writes a cell, big-endian.
  @inline(__always)
  mutating func writeCell(_ cell: UInt32) {
    precondition(unsafe 4 <= bytes.count &- count)
    unsafe UnsafeMutableRawBufferPointer(bytes).storeBytes(
      of: cell.bigEndian, toByteOffset: count, as: UInt32.self)
    count &+= 4
  }
}
