public import CPlatform

/// Sixteen bytes of text, which are looked at in one go. Both sides of a comparison have to be blocks: with a
/// number on one side Swift goes from byte to byte.
public typealias TextBlock = SIMD16<UInt8>

/// Which bytes of a block are what was asked for.
public typealias BlockMask = SIMDMask<SIMD16<Int8>>

extension SIMD16<UInt8> {
  /// How many bytes there are.
  @inlinable @inline(__always)
  public static var size: Int { 16 }

  /// Which bytes are this one.
  @inlinable @inline(__always)
  public func has(_ byte: UInt8) -> BlockMask { self .== SIMD16(repeating: byte) }

  /// Which bytes are among the `count` ones from `first` on.
  @inlinable @inline(__always)
  public func has(_ first: UInt8, count: UInt8) -> BlockMask {
    (self &- SIMD16(repeating: first)) .< SIMD16(repeating: count)
  }

  /// Which bytes are below this one, or no ASCII.
  @inlinable @inline(__always)
  public func isBelow(_ byte: Int8) -> BlockMask {
    unsafe unsafeBitCast(self, to: SIMD16<Int8>.self) .< SIMD16<Int8>(repeating: byte)
  }
}

extension SIMDMask<SIMD16<Int8>> {
  /// One bit for each byte, the first one's lowest.
  @inlinable @inline(__always)
  public var bits: UInt32 {
    #if arch(x86_64)
      return unsafe platform_highest_bits(unsafeBitCast(self, to: TextBlock.self))
    #else
      return bitsByMultiplication
    #endif
  }

  /// The same on processors that have no instruction for it.
  @inlinable @inline(__always)
  var bitsByMultiplication: UInt32 {
    let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    // Each byte's bit goes to its place in the highest byte.
    let low = (UInt64(littleEndian: words[0]) & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080
    let high = (UInt64(littleEndian: words[1]) & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080
    return UInt32(truncatingIfNeeded: low &>> 56 | (high &>> 56) &<< 8)
  }

  /// The index of the first byte that is what was asked for; 16 if there is none.
  @inlinable @inline(__always)
  public var first: Int { (bits | 1 &<< 16).trailingZeroBitCount }

  /// The index of the first byte that is not; 16 if there is none.
  @inlinable @inline(__always)
  public var firstOther: Int { (.!self).first }
}

extension Span<UInt8> {
  /// A byte, for a caller that has seen to it that it lies inside.
  @inlinable @inline(__always)
  @unsafe
  public subscript(known index: Int) -> UInt8 { unsafe self[unchecked: index] }

  /// The block that begins at an index; a bad index stops the program.
  @inlinable @inline(__always)
  public func block(at index: Int) -> TextBlock {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: TextBlock.self)
  }

  /// The block that begins at an index, for a caller that has seen to it that all of it lies inside.
  @inlinable @inline(__always)
  @unsafe
  public func block(unchecked index: Int) -> TextBlock {
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: TextBlock.self)
  }
}
