import SourceText

/// What a property's name says about it, determined once for each symbol.
struct NameTraits: OptionSet, Sendable {
  let rawValue: UInt8

  /// The traits have been determined.
  static let known = NameTraits(rawValue: 1)
  /// Some check asks for the property.
  static let asked = NameTraits(rawValue: 2)
  /// Ends in `-names`.
  static let names = NameTraits(rawValue: 8)
  /// Refers to GPIOs.
  static let gpio = NameTraits(rawValue: 16)
  /// Begins with `spi-`.
  static let spi = NameTraits(rawValue: 32)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(of name: Span<UInt8>) {
    self = .known
    guard name.count >= 4 else { return }
    // The first or last byte rules out nearly all names.
    if name[0] == 0x73, name.begins(as: "spi-") { insert(.spi) }
    switch name[name.count - 1] {
    case 0x73:
      if name.ends(in: "-names") { insert(.names) }
      if name.ends(in: "-gpios") ? !name.ends(in: ",nr-gpios") : name.equals(text: "gpios") {
        insert(.gpio)
      }
    case 0x6F: if name.ends(in: "-gpio") || name.equals(text: "gpio") { insert(.gpio) }
    default: break
    }
  }
}

extension Span<UInt8> {
  /// Returns the index of the first byte for which `isWanted` holds.
  func first(from start: Int = 0, where isWanted: (UInt8) -> Bool) -> Int? {
    var index = start
    while index < count {
      if isWanted(self[index]) { return index }
      index += 1
    }
    return nil
  }
}
