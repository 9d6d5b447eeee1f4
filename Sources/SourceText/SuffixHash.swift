/// A hash of a text from its last byte to its first, so that those of all its ends fall out of one pass: FNV-1a.
///
/// Anybody can choose texts of which all have the same, so who has a table of them goes no further in it than
/// `HashSecret.longestWalk`.
@frozen
public struct SuffixHash: BitwiseCopyable, Sendable {
  @usableFromInline var state: UInt32 = 0x811C_9DC5

  /// The hash of no bytes.
  @inlinable
  public init() {}

  /// The hash of a whole text.
  @inlinable @inline(__always)
  public init(of text: Span<UInt8>) {
    var at = text.count
    while at > 0 {
      at &-= 1
      extend(by: text[at])
    }
  }

  /// Goes on to the byte before.
  @inlinable @inline(__always)
  public mutating func extend(by byte: UInt8) { state = (state ^ UInt32(byte)) &* 0x0100_0193 }

  /// The hash of the bytes so far.
  @inlinable
  public var value: UInt32 { @inline(__always) get { state ^ state >> 15 } }
}

/// The same for which nobody can choose texts (`HashSecret`): the bytes are a polynomial's coefficients, and the hash
/// is its value at a place that no file knows, modulo the prime 2⁶¹ − 1.
///
/// To begin FNV with a secret would not do: bytes that undo each other do so whatever came before.
public struct SecretSuffixHash: BitwiseCopyable, Sendable {
  private var state: UInt64 = 0
  private let place: UInt64
  private let factor: UInt64

  private static var prime: UInt64 { 1 << 61 - 1 }

  /// The hash of no bytes.
  public init() {
    var hasher = Hasher()
    hasher.combine(61)
    place = UInt64(truncatingIfNeeded: hasher.finalize()) & Self.prime
    factor = HashSecret.make()
  }

  /// Goes on to the byte before.
  public mutating func extend(by byte: UInt8) {
    let product = state.multipliedFullWidth(by: place)
    // 2⁶¹ is 1: what is above its bits is added.
    let sum = product.low & Self.prime &+ (product.high << 3 | product.low >> 61) &+ UInt64(byte) &+ 1
    state = sum & Self.prime &+ sum >> 61
  }

  /// Goes on to a text that stands before the bytes so far.
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
