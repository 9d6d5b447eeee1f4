import DeviceTree
import SourceText

/// What checks know of the names in one table: the symbols that they ask for, and each name's traits.
///
/// It is kept from one step of a run to the next, in which the table can only have grown.
struct KnownNames: Sendable {
  private(set) var chosen: Symbol?
  private(set) var aliases: Symbol?
  private(set) var ports: Symbol?
  private(set) var overlay: Symbol?

  /// By known property: its symbol, or nil if nothing has that name.
  private var symbols: [Symbol?]
  /// By symbol: the known property of that name + 1, or 0.
  private var properties: [UInt8] = []
  private var traits: [NameTraits] = []

  init() {
    symbols = Array(repeating: nil, count: KnownProperty.allCases.count)
  }

  /// Looks for names that were not there before.
  mutating func update(_ names: SymbolTable) {
    let added = names.count - traits.count
    guard added > 0 else { return }
    traits.append(contentsOf: repeatElement([], count: added))
    properties.append(contentsOf: repeatElement(0, count: added))
    for property in KnownProperty.allCases where symbols[property.index] == nil {
      guard let spelling = property.spelling, let symbol = names.find(spelling) else { continue }
      symbols[property.index] = symbol
      properties[symbol.index] = property.rawValue + 1
    }
    chosen = chosen ?? names.find("chosen")
    aliases = aliases ?? names.find("aliases")
    ports = ports ?? names.find("ports")
    overlay = overlay ?? names.find("__overlay__")
  }

  /// The symbol of a known property.
  func symbol(_ property: KnownProperty) -> Symbol? { symbols[property.index] }

  /// The known property of this name.
  func property(_ name: Symbol) -> KnownProperty? {
    let number = properties[name.index]
    return number == 0 ? nil : KnownProperty(rawValue: number - 1)
  }

  /// What the bytes of a name tell.
  mutating func traits(of name: Symbol, _ names: SymbolTable) -> NameTraits {
    let known = traits[name.index]
    if known != [] { return known }
    let found = names.withBytes(of: name) { NameTraits(of: $0) }
    traits[name.index] = found
    return found
  }
}
