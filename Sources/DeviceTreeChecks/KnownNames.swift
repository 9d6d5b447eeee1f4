import SourceText

/// What checks know of the names in one table: the symbols that they ask for, and each name's traits.
///
/// It is kept from one step of a run to the next, and from one tree to the next; meanwhile the table
/// can only have grown.
struct KnownNames: Sendable {
  private(set) var chosen: Symbol?
  private(set) var aliases: Symbol?
  private(set) var ports: Symbol?
  private(set) var overlay: Symbol?

  /// By known property: its symbol + 1, or 0 if the table lacks the name.
  private var symbols: [UInt32]
  /// By known property: the hash of its name.
  private let hashes: [UInt32]
  /// By symbol: the known property with that name + 1, or 0.
  private var properties: [UInt8] = []
  /// By symbol: the traits of the name of a property; 0 if they have not been determined.
  private var traits: [UInt8] = []

  init() {
    symbols = Array(repeating: 0, count: KnownProperty.count)
    var hashes = symbols
    for index in hashes.indices {
      if let spelling = KnownProperty(index: index).spelling {
        hashes[index] = SymbolHash.of(spelling.utf8.span)
      }
    }
    self.hashes = hashes
  }

  /// Looks up the names that the table did not have before.
  mutating func update(_ names: SymbolTable) {
    let added = names.count - traits.count
    guard added > 0 else { return }
    traits.append(contentsOf: repeatElement(0, count: added))
    properties.append(contentsOf: repeatElement(0, count: added))
    for index in 0..<KnownProperty.count where symbols[index] == 0 {
      guard let spelling = KnownProperty(index: index).spelling,
        let symbol = names.find(spelling.utf8.span, hash: hashes[index])
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

  /// Returns the known property with this name.
  func property(_ name: Symbol) -> KnownProperty? {
    let number = properties[name.index]
    return number == 0 ? nil : KnownProperty(index: Int(number) - 1)
  }

  /// Returns what a property's name says about it.
  @inline(__always)
  mutating func traits(of name: Symbol, _ names: SymbolTable) -> NameTraits {
    let known = traits[name.index]
    return known != 0 ? NameTraits(rawValue: known) : findTraits(of: name, names)
  }

  /// Whether some property of the trees surveyed so far may have this name.
  func mayBeProperty(_ name: Symbol) -> Bool { traits[name.index] != 0 }

  private mutating func findTraits(of name: Symbol, _ names: SymbolTable) -> NameTraits {
    var found = names.withBytes(of: name) { NameTraits(of: $0) }
    if properties[name.index] != 0 { found.insert(.asked) }
    traits[name.index] = found.rawValue
    return found
  }
}
