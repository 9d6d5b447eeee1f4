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

  /// Of a tree that was not read: there may be anything.
  init() { hints = Hints(rawValue: .max) }

  /// A scan of a tree by somebody who knows some names already.
  init(_ tree: DeviceTree, _ fitness: inout KnownFitness) {
    // Out of the tree for each name that is new, the table would be copied.
    let names = tree.names
    hints = []
    // By symbol: which node had a child or property of that name last, and whether a label has it.
    var seen = UniqueArray<UInt32>(repeating: 0, count: tree.names.count)
    var claimed = UniqueArray<Bool>(repeating: false, count: tree.names.count)
    var stamp: UInt32 = 0
    tree.forEachNode { node in
      if !fitness.isFitForNode(tree.name(of: node), names) { hints.insert(.unfitNames) }
      if tree.hasLabels(node) { claim(from: tree.firstLabel(of: node), tree, &claimed) }
      if tree.isOmittedIfUnreferenced(node) { hints.insert(.omissions) }
      stamp &+= 1
      tree.forEachProperty(of: node) { property, name, value in
        if seen[name.index] == stamp { hints.insert(.namesakes) }
        seen[name.index] = stamp
        if !fitness.isUsualForProperty(name, names) { hints.formUnion(fitness.hints(of: name)) }
        if tree.hasLabels(property) { claim(from: tree.firstLabel(of: property), tree, &claimed) }
        if value.hasReferences { readMarkers(of: property, value, tree, &claimed) }
      }
      stamp &+= 1
      tree.forEachChildWithDeleted(of: node) { _, name, isDeleted in
        if seen[name.index] == stamp { hints.insert(.namesakes) }
        if !isDeleted { seen[name.index] = stamp }
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
  private mutating func readMarkers(
    of property: PropertyID, _ value: PropertyValue, _ tree: DeviceTree, _ claimed: inout UniqueArray<Bool>
  ) {
    tree.forEachMarker(of: value) { number, marker in
      // Most markers are types, and what is most frequent is not to be guessed wrongly.
      if marker.kind.isType { return }
      switch marker.kind {
      case .phandleReference:
        references.append(UInt64(property.rawValue) << 32 | UInt64(UInt32(truncatingIfNeeded: number)))
      case .pathReference:
        if pathProperties.last != property.rawValue { pathProperties.append(property.rawValue) }
      default: claim(marker.reference, &claimed)
      }
    }
  }

  private mutating func claim(from first: LabelID?, _ tree: DeviceTree, _ claimed: inout UniqueArray<Bool>) {
    var label = first
    while let current = label {
      claim(tree.name(of: current), &claimed)
      label = tree.nextLabel(after: current)
    }
  }

  private mutating func claim(_ label: Symbol, _ claimed: inout UniqueArray<Bool>) {
    if claimed[label.index] { hints.insert(.repeatedLabels) }
    claimed[label.index] = true
  }
}
