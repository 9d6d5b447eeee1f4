import DeviceTree
import SourceText

/// What checks know of the names in one table: the symbols that they ask for, and each name's traits.
///
/// It is kept from one step of a run to the next, and from one tree to the next, between which the table
/// can only have grown.
struct KnownNames: Sendable {
  private(set) var chosen: Symbol?
  private(set) var aliases: Symbol?
  private(set) var ports: Symbol?
  private(set) var overlay: Symbol?

  /// By known property: its symbol + 1, or 0 if nothing has that name.
  private var symbols: [UInt32]
  /// By symbol: the known property of that name + 1, or 0.
  private var properties: [UInt8] = []
  /// By symbol: the traits of what is known to be a property's name.
  private var traits: [UInt8] = []

  init() {
    symbols = Array(repeating: 0, count: KnownProperty.count)
  }

  /// Looks for names that were not there before.
  mutating func update(_ names: SymbolTable) {
    let added = names.count - traits.count
    guard added > 0 else { return }
    traits.append(contentsOf: repeatElement(0, count: added))
    properties.append(contentsOf: repeatElement(0, count: added))
    for index in 0..<KnownProperty.count where symbols[index] == 0 {
      guard let spelling = KnownProperty(index: index).spelling, let symbol = names.find(spelling.utf8.span)
      else { continue }
      symbols[index] = symbol.rawValue + 1
      properties[symbol.index] = UInt8(index + 1)
    }
    chosen = chosen ?? names.find("chosen".utf8.span)
    aliases = aliases ?? names.find("aliases".utf8.span)
    ports = ports ?? names.find("ports".utf8.span)
    overlay = overlay ?? names.find("__overlay__".utf8.span)
  }

  func symbol(_ property: KnownProperty) -> Symbol? {
    symbols[property.index] == 0 ? nil : Symbol(rawValue: symbols[property.index] - 1)
  }

  /// The known property of this name.
  func property(_ name: Symbol) -> KnownProperty? {
    let number = properties[name.index]
    return number == 0 ? nil : KnownProperty(index: Int(number) - 1)
  }

  /// What a property's name tells.
  @inline(__always)
  mutating func traits(of name: Symbol, _ names: SymbolTable) -> NameTraits {
    let known = traits[name.index]
    return known != 0 ? NameTraits(rawValue: known) : findTraits(of: name, names)
  }

  /// Whether some property may have this name, of the trees that were surveyed.
  func mayBeProperty(_ name: Symbol) -> Bool { traits[name.index] != 0 }

  private mutating func findTraits(of name: Symbol, _ names: SymbolTable) -> NameTraits {
    var found = names.withBytes(of: name) { NameTraits(of: $0) }
    if properties[name.index] != 0 { found.insert(.asked) }
    traits[name.index] = found.rawValue
    return found
  }
}
