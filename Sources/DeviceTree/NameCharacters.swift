public import SourceText

/// The bytes that names may consist of: sections 2.2.1 (node names) and 2.2.4 (property names) of the
/// Devicetree Specification.
public enum NameCharacters {
  // A bit for each byte: the digit 0 is bit 0x30 of the first word, and so on.
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

  /// Whether a byte may be in a node's name or unit address: letters, digits and `,._+-` (table 2.1).
  @inlinable
  public static func isFit(_ byte: UInt8) -> Bool { has(byte, low, high) }

  /// Whether a byte may be in a property's name: also `?#` (table 2.2), and `*`, which dtc accepts, too.
  @inlinable
  public static func isFitForProperty(_ byte: UInt8) -> Bool { has(byte, low | propertyMarks, high) }

  /// Whether a byte may be in a property's name but not in a node's.
  @inlinable
  public static func isFitForPropertyOnly(_ byte: UInt8) -> Bool { has(byte, propertyMarks, 0) }

  /// Whether a byte may be in a name in a source, a node's or a property's: also `@`.
  @inlinable
  public static func isFitInSource(_ byte: UInt8) -> Bool { has(byte, low | propertyMarks, high | 1) }

  /// Whether dtc recommends a byte for names: letters, digits and `,-`.
  @inlinable
  public static func isRecommended(_ byte: UInt8) -> Bool {
    has(byte, alphanumericLow | 0x0000_3000_0000_0000, alphanumericHigh)
  }

  /// Whether bytes may be a node's name, or the unit address after its `@`.
  public static func areFit(_ name: Span<UInt8>) -> Bool { areFit(name, isFit) }

  /// Whether bytes may be a property's name.
  public static func areFitForProperty(_ name: Span<UInt8>) -> Bool { areFit(name, isFitForProperty) }

  /// Whether bytes may be a node's name, including its unit address (an `@` and what follows), if it has one.
  public static func areFitForNode(_ name: Span<UInt8>) -> Bool {
    let sign = name.first(0x40)
    return areFit(name.extracting(0..<sign))
      && (sign == name.count || areFit(name.extracting(sign + 1..<name.count)))
  }

  /// Whether a name that a source's grammar has accepted, so that each of its bytes may be in some name, may
  /// be a node's.
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
    // The last word may overlap the one before.
    if at < name.count, at > 0, areUsual(name.littleEndianWord(at: name.count &- 8)) { return true }
    while at < name.count {
      if !isFit(name[at]) { return false }
      at &+= 1
    }
    return true
  }

  /// Whether eight bytes are letters, digits, and `,`, `-`, `.` or `_`, as nearly all are.
  ///
  /// A sum sets a byte's highest bit if the byte is not below a bound; bytes beyond ASCII have been excluded,
  /// so no sum carries into the next byte.
  @inline(__always)
  private static func areUsual(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops = ones &* 0x80
    if word & tops != 0 { return false }
    // Setting 0x20 makes letters lower-case, and an underscore 0x7F.
    let small = word | ones &* 0x20
    let letters = (small &+ ones &* (0x80 - 0x61)) & ~(small &+ ones &* (0x80 - 0x7B))
    let digits = (word &+ ones &* (0x80 - 0x30)) & ~(word &+ ones &* (0x80 - 0x3A))
    let marks = (word &+ ones &* (0x80 - 0x2C)) & ~(word &+ ones &* (0x80 - 0x2F))
    let underscores = tops &- (word ^ ones &* 0x5F)
    return (letters | digits | marks | underscores) & tops == tops
  }
}
