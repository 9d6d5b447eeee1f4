import DeviceTree
import SourceText

/// A property that some check asks for.
struct PropertySite: Sendable {
  let node: NodeID
  let property: PropertyID
}

/// A kind of bus that a node is the bridge or controller of.
enum Bus: UInt8, Sendable {
  case none, pci, simple, i2c, spi, graphPort, graphPorts
}

/// The names without unit address that checks ask for.
enum BaseName: UInt8, Sendable {
  case other, pci, pcie, i2c, i2cBus, i2cArbiter, spi, port, endpoint

  init(_ name: Span<UInt8>) {
    switch name.count {
    case 3: self = name.equals("pci") ? .pci : name.equals("i2c") ? .i2c : name.equals("spi") ? .spi : .other
    case 4: self = name.equals("port") ? .port : name.equals("pcie") ? .pcie : .other
    case 7: self = name.equals("i2c-bus") ? .i2cBus : name.equals("i2c-arb") ? .i2cArbiter : .other
    case 8: self = name.equals("endpoint") ? .endpoint : .other
    default: self = .other
    }
  }
}

/// What checks know of a node.
struct NodeFacts: Sendable {
  /// Which known properties it has, by `KnownProperty.bit`.
  var properties: UInt64 = 0
  /// `#address-cells` as dtc keeps it: 0 until it is read, -1 if there is none.
  var addressCells: Int32 = 0
  /// `#size-cells` likewise.
  var sizeCells: Int32 = 0
  /// How long the name is before its `@`.
  var baseLength: UInt32 = 0
  var bus = Bus.none
  var base = BaseName.other
  /// Whether something follows the `@`.
  var hasUnitAddress = false
  var hasEndpoint = false
  var isNameUnfit = false

  func has(_ property: KnownProperty) -> Bool { properties & property.bit != 0 }
}

/// What one walk over a tree finds for all checks: the nodes in order, what is known of each, and
/// where the properties are that checks ask for.
struct Survey: Sendable {
  private(set) var order: [NodeID] = []
  /// By node.
  var facts: [NodeFacts] = []
  /// The sites of all known properties, those of one property together and in document order.
  private(set) var sites: [PropertySite] = []
  private var siteStarts: [Int] = []
  /// The properties whose names have unfit characters.
  private(set) var unfitProperties: [PropertySite] = []
  private(set) var chosen: [NodeID] = []
  private(set) var aliases: [NodeID] = []
  /// By phandle: the first node that has it.
  private(set) var owners: [UInt32: NodeID] = [:]
  /// What is known of names, and found out further.
  private(set) var known: KnownNames

  /// A survey that has not been made.
  init(_ known: KnownNames) { self.known = known }

  /// Walks over the tree, unless that was done.
  mutating func survey(_ tree: DeviceTree) {
    guard order.isEmpty else { return }
    known.update(tree.names)
    facts = Array(repeating: NodeFacts(), count: tree.nodeCapacity)
    order.reserveCapacity(tree.nodeCapacity)
    var found: [(kind: KnownProperty, site: PropertySite)] = []
    var next: NodeID? = .root
    while let node = next {
      order.append(node)
      readName(of: node, tree)
      readProperties(of: node, tree, &found)
      let phandle = tree.phandle(of: node)
      if phandle != 0, owners[phandle] == nil { owners[phandle] = node }
      next = tree.nodeAfter(node)
    }
    sort(found)
  }

  /// Where in `sites` a property's sites are.
  func range(of property: KnownProperty) -> Range<Int> {
    siteStarts[property.index]..<siteStarts[property.index + 1]
  }

  private mutating func readName(of node: NodeID, _ tree: DeviceTree) {
    let name = tree.name(of: node)
    let isUnfit = known.traits(of: name, tree.names).contains(.unfitForNode)
    tree.names.withBytes(of: name) { bytes in
      let length = bytes.first { $0 == 0x40 } ?? bytes.count
      facts[node.index].baseLength = UInt32(truncatingIfNeeded: length)
      facts[node.index].hasUnitAddress = length + 1 < bytes.count
      facts[node.index].isNameUnfit = isUnfit
      facts[node.index].base = BaseName(bytes.extracting(0..<length))
    }
    if name == known.chosen { chosen.append(node) }
    if name == known.aliases { aliases.append(node) }
    if facts[node.index].base == .endpoint, let parent = tree.parent(of: node) {
      facts[parent.index].hasEndpoint = true
    }
  }

  private mutating func readProperties(
    of node: NodeID, _ tree: DeviceTree, _ found: inout [(kind: KnownProperty, site: PropertySite)]
  ) {
    var mask: UInt64 = 0
    var next = tree.firstProperty(of: node)
    while let property = next {
      let name = tree.name(of: property)
      let site = PropertySite(node: node, property: property)
      if let kind = known.property(name), mask & kind.bit == 0 {
        mask |= kind.bit
        found.append((kind, site))
      }
      let traits = known.traits(of: name, tree.names)
      if traits != .known {
        if traits.contains(.names) { found.append((.anyNames, site)) }
        if traits.contains(.gpio) { found.append((.anyGPIO, site)) }
        if traits.contains(.spi) { mask |= KnownProperty.anySPI.bit }
        if traits.contains(.unfitForProperty) { unfitProperties.append(site) }
      }
      next = tree.nextProperty(after: property)
    }
    facts[node.index].properties = mask
    if mask & KnownProperty.remoteEndpoint.bit != 0, let parent = tree.parent(of: node) {
      facts[parent.index].hasEndpoint = true
    }
  }

  /// A counting sort, which keeps the order of the tree.
  private mutating func sort(_ found: [(kind: KnownProperty, site: PropertySite)]) {
    var counts = [Int](repeating: 0, count: KnownProperty.allCases.count + 1)
    for item in found { counts[item.kind.index + 1] += 1 }
    for index in 1..<counts.count { counts[index] += counts[index - 1] }
    siteStarts = counts
    guard let any = found.first else { return }
    sites = Array(repeating: any.site, count: found.count)
    for item in found {
      sites[counts[item.kind.index]] = item.site
      counts[item.kind.index] += 1
    }
  }
}
