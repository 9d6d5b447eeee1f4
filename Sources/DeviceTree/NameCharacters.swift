import SourceText

/// Which bytes names may consist of (Devicetree Specification 2.2.1 and 2.2.4).
enum NameCharacters {
  // A bit for each byte: what stands for a digit is bit 0x30 of the first word, and so on.
  private static var low: UInt64 { 0x03FF_7800_0000_0000 }
  /// With `*`, `#` and `?`.
  private static var propertyLow: UInt64 { low | 0x8000_0408_0000_0000 }
  private static var high: UInt64 { 0x07FF_FFFE_87FF_FFFE }

  static func isFit(_ byte: UInt8) -> Bool {
    (byte < 0x40 ? low >> UInt64(byte) : byte < 0x80 ? high >> UInt64(byte & 0x3F) : 0) & 1 != 0
  }

  static func isFitForProperty(_ byte: UInt8) -> Bool {
    (byte < 0x40 ? propertyLow >> UInt64(byte) : byte < 0x80 ? high >> UInt64(byte & 0x3F) : 0) & 1 != 0
  }

  static func areFit(_ name: Span<UInt8>) -> Bool { areFit(name, isFit) }

  static func areFitForProperty(_ name: Span<UInt8>) -> Bool { areFit(name, isFitForProperty) }

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
