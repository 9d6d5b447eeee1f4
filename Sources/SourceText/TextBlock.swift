public import CPlatform

/// Sixteen bytes of text that are examined at once. Both sides of a comparison have to be blocks: with a
/// number on one side, Swift goes byte by byte.
public typealias TextBlock = SIMD16<UInt8>

/// Which bytes of a block match.
public typealias BlockMask = SIMDMask<SIMD16<Int8>>

extension SIMD16<UInt8> {
  /// The number of bytes in a block.
  @inlinable @inline(__always)
  public static var size: Int { 16 }

  /// Returns which bytes equal `byte`.
  @inlinable @inline(__always)
  public func has(_ byte: UInt8) -> BlockMask { self .== SIMD16(repeating: byte) }

  /// Returns which bytes are among the `count` values from `first` on.
  @inlinable @inline(__always)
  public func has(_ first: UInt8, count: UInt8) -> BlockMask {
    (self &- SIMD16(repeating: first)) .< SIMD16(repeating: count)
  }

  /// Returns which bytes are below `byte`, or not ASCII.
  @inlinable @inline(__always)
  public func isBelow(_ byte: Int8) -> BlockMask {
    unsafe unsafeBitCast(self, to: SIMD16<Int8>.self) .< SIMD16<Int8>(repeating: byte)
  }
}

extension SIMDMask<SIMD16<Int8>> {
  /// One bit for each byte; the first byte's is the lowest.
  @inlinable @inline(__always)
  public var bits: UInt32 {
    #if arch(x86_64)
      return unsafe platform_highest_bits(unsafeBitCast(self, to: TextBlock.self))
    #else
      return bitsByMultiplication
    #endif
  }

  /// The same for processors that have no instruction for it.
  @inlinable @inline(__always)
  var bitsByMultiplication: UInt32 {
    let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    // Each byte's bit is moved to its place in the highest byte.
    let low = (UInt64(littleEndian: words[0]) & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080
    let high = (UInt64(littleEndian: words[1]) & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080
    return UInt32(truncatingIfNeeded: low &>> 56 | (high &>> 56) &<< 8)
  }

  /// The index of the first byte that matches; 16 if there is none.
  @inlinable @inline(__always)
  public var first: Int { (bits | 1 &<< 16).trailingZeroBitCount }

  /// The index of the first byte that does not match; 16 if there is none.
  @inlinable @inline(__always)
  public var firstOther: Int { (.!self).first }
}

extension Span<UInt8> {
  /// The byte at an index that the caller has made sure is in bounds.
  @inlinable @inline(__always)
  @unsafe
  public subscript(known index: Int) -> UInt8 { unsafe self[unchecked: index] }

  /// Loads the block that begins at an index; an index out of bounds traps.
  @inlinable @inline(__always)
  public func block(at index: Int) -> TextBlock {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: TextBlock.self)
  }

  /// Loads the block that begins at an index, for callers that have made sure that all of it is in bounds.
  @inlinable @inline(__always)
  @unsafe
  public func block(unchecked index: Int) -> TextBlock {
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: TextBlock.self)
  }
}
