import DeviceTree
import SourceText

/// What names are fit for, once determined: for most names, a batch does so once for all of its sources.
///
/// It belongs to one table of names, which can only grow between uses.
struct KnownFitness: Sendable {
  /// By symbol.
  private var facts = PlainArray<UInt8>()

  private static let fitForNode: UInt8 = 1
  private static let fitForProperty: UInt8 = 2
  private static let unfitForProperty: UInt8 = 4
  private static let phandle: UInt8 = 8
  private static let name: UInt8 = 16

  /// Extends it to the names that the table has now.
  mutating func update(_ names: SymbolTable, phandles: PhandleNames) {
    facts.resize(to: names.count, 0)
    facts[phandles.modern.index] |= Self.phandle
    facts[phandles.legacy.index] |= Self.phandle
    if let name = names.find("name") { facts[name.index] |= Self.name }
  }

  /// Whether a name is fit for a node.
  @inline(__always)
  mutating func isFitForNode(_ name: Symbol, _ names: SymbolTable) -> Bool {
    if facts[name.index] & Self.fitForNode != 0 { return true }
    guard names.withBytes(of: name, { NameCharacters.areFitForNode(ofSource: $0) }) else { return false }
    facts[name.index] |= Self.fitForNode
    return true
  }

  /// Whether a name is fit for a property and has no significance for the tree beyond that.
  @inline(__always)
  mutating func isUsualForProperty(_ name: Symbol, _ names: SymbolTable) -> Bool {
    let mask = Self.fitForProperty | Self.unfitForProperty | Self.phandle | Self.name
    if facts[name.index] & mask == Self.fitForProperty { return true }
    if facts[name.index] & (Self.fitForProperty | Self.unfitForProperty) == 0 {
      let isFit = names.withBytes(of: name) { NameCharacters.areFitForProperty(ofSource: $0) }
      facts[name.index] |= isFit ? Self.fitForProperty : Self.unfitForProperty
    }
    return facts[name.index] & (Self.unfitForProperty | Self.phandle | Self.name) == 0
  }

  /// Returns what the name of a property that is not usual hints at.
  func hints(of name: Symbol) -> StructureScan.Hints {
    var hints: StructureScan.Hints = []
    let known = facts[name.index]
    if known & Self.unfitForProperty != 0 { hints.insert(.unfitNames) }
    if known & Self.phandle != 0 { hints.insert(.phandles) }
    if known & Self.name != 0 { hints.insert(.nameProperties) }
    return hints
  }
}
