public import SourceText

/// Which bytes names may consist of: sections 2.2.1 (names of nodes) and 2.2.4 (names of properties) of the Devicetree
/// Specification.
public enum NameCharacters {
  // A bit for each byte: what stands for a digit is bit 0x30 of the first word, and so on.
  @usableFromInline static var alphanumericLow: UInt64 { 0x03FF_0000_0000_0000 }
  @usableFromInline static var alphanumericHigh: UInt64 { 0x07FF_FFFE_07FF_FFFE }
  /// With `+`, `,`, `-` and `.`.
  @usableFromInline static var low: UInt64 { alphanumericLow | 0x0000_7800_0000_0000 }
  /// `#`, `*` and `?`.
  @usableFromInline static var propertyMarks: UInt64 { 0x8000_0408_0000_0000 }
  /// With `_`.
  @usableFromInline static var high: UInt64 { alphanumericHigh | 0x0000_0000_8000_0000 }

  @inlinable @inline(__always)
  static func has(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
    (byte < 0x40 ? low >> UInt64(byte) : byte < 0x80 ? high >> UInt64(byte & 0x3F) : 0) & 1 != 0
  }

  /// Letters, digits and `,._+-`: what a node's name and its unit address may have (table 2.1).
  @inlinable
  public static func isFit(_ byte: UInt8) -> Bool { has(byte, low, high) }

  /// These and `?#` (table 2.2), and `*`, which dtc takes, too.
  @inlinable
  public static func isFitForProperty(_ byte: UInt8) -> Bool { has(byte, low | propertyMarks, high) }

  /// What properties may have and nodes may not.
  @inlinable
  public static func isFitForPropertyOnly(_ byte: UInt8) -> Bool { has(byte, propertyMarks, 0) }

  /// What a name in a source may have, be it a node's or a property's: `@` and what properties may have.
  @inlinable
  public static func isFitInSource(_ byte: UInt8) -> Bool { has(byte, low | propertyMarks, high | 1) }

  /// Letters, digits and `,-`: what dtc recommends.
  @inlinable
  public static func isRecommended(_ byte: UInt8) -> Bool {
    has(byte, alphanumericLow | 0x0000_3000_0000_0000, alphanumericHigh)
  }

  /// Whether bytes may be a node's name, or the unit address behind its `@`.
  public static func areFit(_ name: Span<UInt8>) -> Bool { areFit(name, isFit) }

  /// Whether bytes may be a property's name.
  public static func areFitForProperty(_ name: Span<UInt8>) -> Bool { areFit(name, isFitForProperty) }

  /// Whether bytes may be a node's name with its unit address, if it has one: an `@` and what follows.
  public static func areFitForNode(_ name: Span<UInt8>) -> Bool {
    let sign = name.first(0x40)
    return areFit(name.extracting(0..<sign))
      && (sign == name.count || areFit(name.extracting(sign + 1..<name.count)))
  }

  /// Whether a name that a source's grammar has let through, which has nothing but what may stand in some name, may be
  /// a node's.
  @inlinable @inline(__always)
  public static func areFitForNode(ofSource name: Span<UInt8>) -> Bool {
    var signs = 0
    for place in name.indices {
      let byte = name[place]
      if isFitForPropertyOnly(byte) { return false }
      if byte == 0x40 { signs &+= 1 }
    }
    return signs <= 1
  }

  /// Whether such a name may be a property's.
  @inlinable @inline(__always)
  public static func areFitForProperty(ofSource name: Span<UInt8>) -> Bool { name.first(0x40) == name.count }

  @inline(__always)
  private static func areFit(_ name: Span<UInt8>, _ isFit: (UInt8) -> Bool) -> Bool {
    var at = 0
    while at &+ 8 <= name.count {
      if !areUsual(name.littleEndianWord(at: at)) {
        for place in at..<at &+ 8 where !isFit(name[place]) { return false }
      }
      at &+= 8
    }
    // The last word may begin in the one before.
    if at < name.count, at > 0, areUsual(name.littleEndianWord(at: name.count &- 8)) { return true }
    while at < name.count {
      if !isFit(name[at]) { return false }
      at &+= 1
    }
    return true
  }

  /// Whether eight bytes are letters, digits, and `,`, `-`, `.` or `_`, which nearly all are.
  ///
  /// A sum leaves a byte's highest bit set where the byte is not below a bound; bytes beyond ASCII were left
  /// out before, so that no sum runs over into the next byte.
  @inline(__always)
  private static func areUsual(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops = ones &* 0x80
    if word & tops != 0 { return false }
    // In letters, 0x20 is what small ones have more; an underscore becomes 0x7F by it.
    let small = word | ones &* 0x20
    let letters = (small &+ ones &* (0x80 - 0x61)) & ~(small &+ ones &* (0x80 - 0x7B))
    let digits = (word &+ ones &* (0x80 - 0x30)) & ~(word &+ ones &* (0x80 - 0x3A))
    let marks = (word &+ ones &* (0x80 - 0x2C)) & ~(word &+ ones &* (0x80 - 0x2F))
    let underscores = tops &- (word ^ ones &* 0x5F)
    return (letters | digits | marks | underscores) & tops == tops
  }
}
