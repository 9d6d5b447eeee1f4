import DeviceTree
import SourceText

/// What one walk over a tree finds for all checks: the nodes in order, what is known of each, and
/// where the properties are that checks ask for.
struct Survey: ~Copyable {
  /// Nodes that checks look up by name.
  enum WellKnown: UInt8, Sendable {
    case chosen, aliases
  }

  /// A node with a well-known name.
  struct WellKnownNode: BitwiseCopyable, Sendable {
    let name: WellKnown
    let node: NodeID
  }

  /// A property that some check asks for, and what it was found as.
  private struct Found: BitwiseCopyable {
    let site: PropertySite
    let kind: KnownProperty
  }

  private(set) var order = UniqueArray<NodeID>()
  /// By node.
  var facts = UniqueArray<NodeFacts>()
  /// The kinds of buses that occur, one bit each.
  private(set) var buses: UInt8 = 0
  /// The sites of all known properties, grouped by property, each group in document order.
  private(set) var sites = UniqueArray<PropertySite>()
  /// In document order.
  private(set) var wellKnown = UniqueArray<WellKnownNode>()
  /// Whether a node has no name.
  private(set) var hasEmptyName = false
  private(set) var owners = PhandleOwners()
  /// What is known of names; the walk adds to it.
  private(set) var known: KnownNames
  private var siteStarts = UniqueArray<Int>()
  /// The same as `sites`, in document order.
  private var found = UniqueArray<Found>()

  /// Creates a survey that has not been made.
  init(_ known: KnownNames) { self.known = known }

  /// Walks the tree; `outside` says which nodes are merged into others.
  mutating func survey(_ tree: DeviceTree, _ outside: OutsideTree?) {
    known.update(tree.names)
    facts.resize(to: tree.nodeCapacity, NodeFacts())
    order.reserve(tree.nodeCapacity)
    found.reserve(tree.propertyCapacity)
    tree.forEachNode { node in
      order.append(node)
      readName(of: node, tree)
      readProperties(of: node, tree)
      let phandle = tree.phandle(of: node)
      if phandle != 0 { owners.add(node, phandle) }
    }
    if let outside { note(outside.cells, tree) }
    sort()
  }

  private mutating func note(_ outside: PlainArray<OutsideCells>, _ tree: DeviceTree) {
    for cells in outside {
      facts[cells.node.index].isMerged = true
      facts[cells.node.index].hasUnknownCells = !cells.isKnown
      if cells.bus != .none { set(cells.bus, cells.node, in: tree) }
    }
  }

  /// Returns the range in `sites` of a property's sites.
  func range(of property: KnownProperty) -> Range<Int> {
    siteStarts[property.index]..<siteStarts[property.index + 1]
  }

  /// Returns a node's property of a kind, if it has one; kinds that match many names are not looked up.
  @inline(__always)
  func property(_ property: KnownProperty, of node: NodeID) -> PropertyID? {
    guard facts[node.index].has(property) else { return nil }
    return Self.find(property, of: node, from: Int(facts[node.index].firstFound), found)
  }

  private static func find(
    _ property: KnownProperty, of node: NodeID, from first: Int, _ found: borrowing UniqueArray<Found>
  ) -> PropertyID? {
    var index = first
    while index < found.count, found[index].site.node == node {
      if found[index].kind == property { return found[index].site.property }
      index += 1
    }
    return nil
  }

  /// Records what kind of bus a node is, also with its children, since most checks ask each node about that.
  mutating func set(_ bus: Bus, _ node: NodeID, in tree: DeviceTree) {
    facts[node.index].bus = bus
    buses |= 1 << bus.rawValue
    tree.forEachChild(of: node) { child, _ in facts[child.index].parentBus = bus }
  }

  private mutating func readName(of node: NodeID, _ tree: DeviceTree) {
    let name = tree.name(of: node)
    tree.names.withBytes(of: name) { bytes in
      let length = bytes.first(0x40)
      facts[node.index].baseLength = UInt32(truncatingIfNeeded: length)
      facts[node.index].hasUnitAddress = length + 1 < bytes.count
      if length <= 8 { facts[node.index].base = BaseName(packed: bytes.bigEndian(upTo: length)) }
      if length == 0, node != .root { hasEmptyName = true }
    }
    if name == known.chosen { wellKnown.append(WellKnownNode(name: .chosen, node: node)) }
    if name == known.aliases { wellKnown.append(WellKnownNode(name: .aliases, node: node)) }
    switch facts[node.index].base {
    case .endpoint: if let parent = tree.parent(of: node) { facts[parent.index].hasEndpoint = true }
    case .i2cBus: if let parent = tree.parent(of: node) { facts[parent.index].hasI2CBusChild = true }
    default: break
    }
  }

  private mutating func readProperties(of node: NodeID, _ tree: DeviceTree) {
    var mask: UInt64 = 0
    facts[node.index].firstFound = UInt32(truncatingIfNeeded: found.count)
    tree.forEachProperty(of: node) { property, name, _ in
      let traits = known.traits(of: name, tree.names)
      guard traits != .known else { return }
      let site = PropertySite(node: node, property: property)
      if traits.contains(.asked), let kind = known.property(name), mask & kind.bit == 0 {
        mask |= kind.bit
        found.append(Found(site: site, kind: kind))
      }
      if traits.contains(.names) { found.append(Found(site: site, kind: .anyNames)) }
      if traits.contains(.gpio) { found.append(Found(site: site, kind: .anyGPIO)) }
      if traits.contains(.spi) { mask |= KnownProperty.anySPI.bit }
    }
    facts[node.index].properties = mask
    guard mask & (KnownProperty.remoteEndpoint.bit | KnownProperty.anySPI.bit) != 0,
      let parent = tree.parent(of: node)
    else { return }
    if mask & KnownProperty.remoteEndpoint.bit != 0 { facts[parent.index].hasEndpoint = true }
    if mask & KnownProperty.anySPI.bit != 0 { facts[parent.index].hasSPIChild = true }
  }

  /// Sorts the sites by counting, which keeps the order of the tree.
  private mutating func sort() {
    let kinds = KnownProperty.count
    siteStarts.resize(to: kinds + 1, 0)
    for index in found.indices { siteStarts[found[index].kind.index + 1] += 1 }
    for kind in 0..<kinds { siteStarts[kind + 1] += siteStarts[kind] }
    guard found.count > 0 else { return }
    var places = UniqueArray<Int>()
    for kind in 0..<kinds { places.append(siteStarts[kind]) }
    sites.resize(to: found.count, found[0].site)
    for index in found.indices {
      let kind = found[index].kind.index
      sites[places[kind]] = found[index].site
      places[kind] += 1
    }
  }
}
