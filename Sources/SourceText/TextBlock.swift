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
  /// The index of the first byte that is what was asked for; 16 if there is none.
  @inlinable @inline(__always)
  public var first: Int {
    #if arch(x86_64)
      // One bit for each byte, and one behind them.
      let bits = unsafe platform_highest_bits(unsafeBitCast(self, to: TextBlock.self))
      return (bits | 1 &<< 16).trailingZeroBitCount
    #else
      return firstInWords
    #endif
  }

  @inlinable @inline(__always)
  var firstInWords: Int {
    let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    let low = UInt64(littleEndian: words[0])
    if low != 0 { return low.trailingZeroBitCount &>> 3 }
    return 8 &+ UInt64(littleEndian: words[1]).trailingZeroBitCount &>> 3
  }

  /// The index of the first byte that is not; 16 if there is none.
  @inlinable @inline(__always)
  public var firstOther: Int { (.!self).first }

  /// How many bytes are what was asked for, and the index of the last one; -1 if there is none.
  @inlinable @inline(__always)
  public var countAndLast: (count: Int, last: Int) {
    let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    let (low, high) = (UInt64(littleEndian: words[0]), UInt64(littleEndian: words[1]))
    let last = high != 0 ? 15 &- high.leadingZeroBitCount &>> 3 : 7 &- low.leadingZeroBitCount &>> 3
    return ((low.nonzeroBitCount &+ high.nonzeroBitCount) &>> 3, last)
  }
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

  /// The same, for a caller that has seen to it that the whole block lies inside.
  @inlinable @inline(__always)
  @unsafe
  public func block(unchecked index: Int) -> TextBlock {
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: TextBlock.self)
  }
}
