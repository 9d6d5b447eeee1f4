/// The hash that `SymbolTable` uses. It takes eight bytes at a time, since names are short and hashing byte
/// by byte would take longer than the rest of a lookup.
public enum SymbolHash {
  /// Returns the hash of these bytes. Names that differ only in the last byte (`uart1`, `uart2`) are
  /// neighbours.
  ///
  /// In a table that is too large for any cache, such names then share a cache line, while names that differ
  /// elsewhere are spread over all of it.
  @inlinable
  public static func of(_ bytes: Span<UInt8>) -> UInt32 {
    let count = bytes.count
    // The length goes where the words of a short name have no byte.
    var state = UInt64(truncatingIfNeeded: count) &<< 24
    // In names of up to four bytes, the last one counts like the others: there are few such names.
    var last: UInt64 = 0
    if count >= 8 {
      var position = 0
      while position &+ 8 < count {
        state = mixed(state ^ bytes.littleEndianWord(at: position))
        position &+= 8
      }
      // The last word may overlap the one before.
      let word = bytes.littleEndianWord(at: count &- 8)
      last = word &>> 56
      state ^= word &<< 8
    } else if count > 4 {
      let word = bytes.halfWord(at: count &- 4)
      last = word &>> 24
      state ^= bytes.halfWord(at: 0) &<< 32 | word & 0xFF_FFFF
    } else if count == 4 {
      state ^= bytes.halfWord(at: 0)
    } else if count > 0 {
      state ^=
        UInt64(bytes[0]) &<< 16 | UInt64(bytes[count &>> 1]) &<< 8 | UInt64(bytes[count &- 1])
    }
    return UInt32(truncatingIfNeeded: mixed(state) ^ last)
  }

  @inlinable @inline(__always)
  static func mixed(_ state: UInt64) -> UInt64 {
    let product = state.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
