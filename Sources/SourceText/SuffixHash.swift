/// A hash of a text from its last byte to its first, so that one pass yields those of all its suffixes:
/// FNV-1a.
///
/// Texts can be chosen that all have the same hash, so lookups in a table of them go no further than
/// `HashSecret.longestWalk`.
@frozen
public struct SuffixHash: BitwiseCopyable, Sendable {
  @usableFromInline var state: UInt32 = 0x811C_9DC5

  /// Creates the hash of no bytes.
  @inlinable
  public init() {}

  /// Creates the hash of a complete text.
  @inlinable @inline(__always)
  public init(of text: Span<UInt8>) {
    var at = text.count
    while at > 0 {
      at &-= 1
      extend(by: text[at])
    }
  }

  /// Extends the hash to the preceding byte.
  @inlinable @inline(__always)
  public mutating func extend(by byte: UInt8) { state = (state ^ UInt32(byte)) &* 0x0100_0193 }

  /// The hash of the bytes so far.
  @inlinable
  public var value: UInt32 { @inline(__always) get { state ^ state >> 15 } }
}

/// The same for which texts cannot be chosen (`HashSecret`): the bytes are the coefficients of a polynomial,
/// and the hash is its value at a point that no file can know, modulo the prime 2⁶¹ − 1.
///
/// Starting FNV from a secret would not do: bytes that cancel each other out do so whatever came before.
public struct SecretSuffixHash: BitwiseCopyable, Sendable {
  private var state: UInt64 = 0
  private let place: UInt64
  private let factor: UInt64

  private static var prime: UInt64 { 1 << 61 - 1 }

  /// Creates the hash of no bytes.
  public init() {
    var hasher = Hasher()
    hasher.combine(61)
    place = UInt64(truncatingIfNeeded: hasher.finalize()) & Self.prime
    factor = HashSecret.make()
  }

  /// Extends the hash to the preceding byte.
  public mutating func extend(by byte: UInt8) {
    let product = state.multipliedFullWidth(by: place)
    // 2⁶¹ is congruent to 1: what is above its bits is added.
    let sum = product.low & Self.prime &+ (product.high << 3 | product.low >> 61) &+ UInt64(byte) &+ 1
    state = sum & Self.prime &+ sum >> 61
  }

  /// Extends the hash to a text that precedes the bytes so far.
  public mutating func extend(by text: Span<UInt8>) {
    var at = text.count
    while at > 0 {
      at &-= 1
      extend(by: text[at])
    }
  }

  /// The hash of the bytes so far.
  public var value: UInt32 { UInt32(truncatingIfNeeded: (state &* factor) >> 32) }
}
