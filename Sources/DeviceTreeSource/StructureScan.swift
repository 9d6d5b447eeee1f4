import DeviceTree
import SourceText

/// What one walk over a parsed tree finds for the steps that follow: the references to be filled in,
/// and which of the steps can find anything at all.
///
/// In most sources only references need any work. The steps themselves walk the tree again and report
/// what is wrong and where; they are skipped if nothing suggests that.
struct StructureScan: Sendable {
  /// What there may be in the tree.
  struct Hints: OptionSet, Sendable {
    let rawValue: UInt8

    /// Names with characters that dtc's checks reject.
    static let unfitNames = Hints(rawValue: 1)
    /// Siblings with the same name.
    static let namesakes = Hints(rawValue: 2)
    /// Properties named `name`.
    static let nameProperties = Hints(rawValue: 4)
    /// Labels that are defined more than once.
    static let repeatedLabels = Hints(rawValue: 8)
    /// Phandles that the source assigns itself.
    static let phandles = Hints(rawValue: 16)
    /// Nodes that are omitted if nothing refers to them.
    static let omissions = Hints(rawValue: 32)
  }

  /// A cell that refers to a node: the marker with this number in the value of a property.
  struct Reference {
    let property: PropertyID
    let number: Int
  }

  private(set) var hints: Hints
  /// The cells that refer to nodes, in document order, each as the numbers of its property and of the
  /// marker, 32 bits each.
  private var references = PlainArray<UInt64>()
  /// The numbers of the properties with paths of nodes, in document order.
  private var pathProperties = PlainArray<UInt32>()

  /// Creates the scan of a tree that was not read: it may contain anything.
  init() { hints = Hints(rawValue: .max) }

  /// Scans a tree for a caller that knows some names already.
  init(_ tree: DeviceTree, _ fitness: inout KnownFitness) {
    // Taken out of the tree only once: doing so for each new name would copy the table.
    let names = tree.names
    hints = []
    // By symbol: which node last had a child or property with that name, and whether a label has it.
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

  /// The number of cells that refer to nodes.
  var referenceCount: Int { references.count }

  /// Returns a cell that refers to a node, by its number from 0.
  func reference(_ number: Int) -> Reference {
    let packed = references[number]
    return Reference(
      property: PropertyID(rawValue: UInt32(truncatingIfNeeded: packed >> 32)),
      number: Int(packed & 0xFFFF_FFFF))
  }

  /// The number of properties that contain paths of nodes.
  var pathPropertyCount: Int { pathProperties.count }

  /// Returns a property that contains paths of nodes, by its number from 0.
  func pathProperty(_ number: Int) -> PropertyID { PropertyID(rawValue: pathProperties[number]) }

  @inline(__always)
  private mutating func readMarkers(
    of property: PropertyID, _ value: PropertyValue, _ tree: DeviceTree, _ claimed: inout UniqueArray<Bool>
  ) {
    tree.forEachMarker(of: value) { number, marker in
      // Most markers are types, and the most frequent case should be predicted correctly.
      if marker.kind.isType { return }
      switch marker.kind {
      case .phandleReference:
        references.append(UInt64(property.rawValue) << 32 | UInt64(UInt32(truncatingIfNeeded: number)))
      case .pathReference:
        if pathProperties.last != property.rawValue { pathProperties.append(property.rawValue) }
      case .contents: break
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
