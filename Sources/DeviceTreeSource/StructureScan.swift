import DeviceTree
import SourceText

/// What one walk over a parsed tree finds for the steps that follow: the references that are to be
/// filled in, and which of the steps can find anything at all.
///
/// Most sources give only the references anything to do. The steps themselves go through the tree once
/// more and say what is wrong and where; they are spared if nothing hints at it.
struct StructureScan: Sendable {
  /// What there may be in the tree.
  struct Hints: OptionSet, Sendable {
    let rawValue: UInt8

    /// Names with characters that dtc's checks do not let pass.
    static let unfitNames = Hints(rawValue: 1)
    /// Siblings of one name.
    static let namesakes = Hints(rawValue: 2)
    /// Properties that are called `name`.
    static let nameProperties = Hints(rawValue: 4)
    /// Labels that are given twice.
    static let repeatedLabels = Hints(rawValue: 8)
    /// Phandles that the source gives itself.
    static let phandles = Hints(rawValue: 16)
    /// Nodes that are left out if nothing refers to them.
    static let omissions = Hints(rawValue: 32)
  }

  /// A cell that refers to a node: the marker with this number in the value of a property.
  struct Reference {
    let property: PropertyID
    let number: Int
  }

  private(set) var hints: Hints
  /// The cells that refer to nodes, in document order, each the number of its property and of the
  /// marker in 32 bits.
  private var references = PlainArray<UInt64>()
  /// The numbers of the properties with paths of nodes, in document order.
  private var pathProperties = PlainArray<UInt32>()

  /// By symbol: what is known of a name.
  private struct Known {
    static let goodForNode: UInt8 = 1
    static let goodForProperty: UInt8 = 2
    static let label: UInt8 = 4
    static let phandle: UInt8 = 8
    static let name: UInt8 = 16
  }

  /// Of a tree that was not read: there may be anything.
  init() { hints = Hints(rawValue: .max) }

  /// A scan of a tree, in which phandles have these names.
  init(_ tree: DeviceTree, phandles: (Symbol, Symbol)) {
    hints = tree.clashingDeletions.isEmpty ? [] : .namesakes
    var known = UniqueArray<UInt8>(repeating: 0, count: tree.names.count)
    known[phandles.0.index] = Known.phandle
    known[phandles.1.index] = Known.phandle
    if let name = tree.names.find("name") { known[name.index] = Known.name }
    // By symbol: which node had a child or property of that name last.
    var seen = UniqueArray<UInt32>(repeating: 0, count: tree.names.count)
    var stamp: UInt32 = 0
    tree.forEachNode { node in
      readNode(node, tree, &known)
      stamp &+= 1
      tree.forEachProperty(of: node) { property, name, value in
        if seen[name.index] == stamp { hints.insert(.namesakes) }
        seen[name.index] = stamp
        let facts = known[name.index] & (Known.goodForProperty | Known.phandle | Known.name)
        if facts != Known.goodForProperty { readName(name, tree, &known) }
        if tree.hasLabels(property) { claim(from: tree.firstLabel(of: property), tree, &known) }
        readMarkers(of: property, value, tree, &known)
      }
      stamp &+= 1
      tree.forEachChild(of: node) { _, name in
        if seen[name.index] == stamp { hints.insert(.namesakes) }
        seen[name.index] = stamp
      }
    }
  }

  /// How many cells refer to nodes.
  var referenceCount: Int { references.count }

  /// A cell that refers to a node, by its number from 0.
  func reference(_ number: Int) -> Reference {
    let packed = references[number]
    return Reference(
      property: PropertyID(rawValue: UInt32(truncatingIfNeeded: packed >> 32)),
      number: Int(packed & 0xFFFF_FFFF))
  }

  /// How many properties have paths of nodes in them.
  var pathPropertyCount: Int { pathProperties.count }

  /// A property with paths of nodes in it, by its number from 0.
  func pathProperty(_ number: Int) -> PropertyID { PropertyID(rawValue: pathProperties[number]) }

  @inline(__always)
  private mutating func readNode(_ node: NodeID, _ tree: DeviceTree, _ known: inout UniqueArray<UInt8>) {
    let name = tree.name(of: node)
    if known[name.index] & Known.goodForNode == 0 {
      if tree.names.withBytes(of: name, { NameCharacters.areFitForNode(ofSource: $0) }) {
        known[name.index] |= Known.goodForNode
      } else {
        hints.insert(.unfitNames)
      }
    }
    if tree.hasLabels(node) { claim(from: tree.firstLabel(of: node), tree, &known) }
    if tree.isOmittedIfUnreferenced(node) { hints.insert(.omissions) }
  }

  private mutating func readName(
    _ name: Symbol, _ tree: DeviceTree, _ known: inout UniqueArray<UInt8>
  ) {
    if known[name.index] & Known.phandle != 0 { hints.insert(.phandles) }
    if known[name.index] & Known.name != 0 { hints.insert(.nameProperties) }
    let isGood = tree.names.withBytes(of: name) { NameCharacters.areFitForProperty(ofSource: $0) }
    if isGood { known[name.index] |= Known.goodForProperty } else { hints.insert(.unfitNames) }
  }

  @inline(__always)
  private mutating func readMarkers(
    of property: PropertyID, _ value: PropertyValue, _ tree: DeviceTree,
    _ known: inout UniqueArray<UInt8>
  ) {
    guard value.hasReferences else { return }
    tree.forEachMarker(of: value) { number, marker in
      switch marker.kind {
      case .phandleReference:
        references.append(UInt64(property.rawValue) << 32 | UInt64(UInt32(truncatingIfNeeded: number)))
      case .pathReference:
        if pathProperties.last != property.rawValue { pathProperties.append(property.rawValue) }
      case .label: claim(marker.reference, &known)
      case .uint8, .uint16, .uint32, .uint64, .string: break
      }
    }
  }

  private mutating func claim(from first: LabelID?, _ tree: DeviceTree, _ known: inout UniqueArray<UInt8>) {
    var label = first
    while let current = label {
      claim(tree.name(of: current), &known)
      label = tree.nextLabel(after: current)
    }
  }

  private mutating func claim(_ label: Symbol, _ known: inout UniqueArray<UInt8>) {
    if known[label.index] & Known.label != 0 { hints.insert(.repeatedLabels) }
    known[label.index] |= Known.label
  }
}
