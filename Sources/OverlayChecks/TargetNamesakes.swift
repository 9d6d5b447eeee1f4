import DeviceTree
import DeviceTreeChecks
import DeviceTreeOverlay
import SourceText

/// Finds the nodes of an overlay that share their unit address with a neighbour which is not beside them in the
/// overlay's source: one of the base's, or one that another fragment adds.
struct TargetNamesakes {
  /// What is known of a place once the overlay is merged.
  private struct Site: BitwiseCopyable {
    var isRead = false
    var hasAddressCells = false
    var hasSizeCells = false
    var isDisabled = false
    /// Whether it is disabled in the base.
    var wasDisabled = false
    /// Whether the base's nodes below it have been listed.
    var isListed = false
    /// The overlay's first node there, if the base has none.
    var made: NodeID?
    /// The place above.
    var parent = 0
    /// The index in `devices` of the node there, plus 1; 0 is none.
    var device = 0
  }

  /// A node with a unit address.
  private struct Device: BitwiseCopyable {
    let site: Int
    let parent: Int
    let hash: UInt32
    /// The overlay's node; of several, the one that sets the status; nil if the overlay has none.
    var node: NodeID?
  }

  private let overlay: DeviceTree
  private let base: DeviceTree
  private let numbers: SiteNumbers
  private var sites: PlainArray<Site>
  private var devices: [Device] = []
  /// The hashes of the overlay's devices, by their low bits.
  private var hashes: UInt64 = 0

  /// The number of pairs that are looked at: a hostile overlay could have as many as pairs of its nodes.
  private static var mostPairs: Int { 1 << 20 }
  /// The number of bytes that the paths of those found may have together.
  private static var mostPathBytes: Int { 1 << 20 }

  /// Returns the pairs for an overlay whose nodes have these places in a base.
  static func find(
    in overlay: DeviceTree, at places: PlainArray<OverlayTarget.PlacedNode>, of base: DeviceTree
  ) -> [OutsideNamesake] {
    var search = TargetNamesakes(overlay, base, SiteNumbers(places, in: base))
    search.read(places)
    search.listNeighbours()
    return search.devices.count > 1 ? search.pairs() : []
  }

  private init(_ overlay: DeviceTree, _ base: DeviceTree, _ numbers: SiteNumbers) {
    self.overlay = overlay
    self.base = base
    self.numbers = numbers
    sites = PlainArray(repeating: Site(), count: numbers.count)
  }

  // Everything is `mutating`, also what changes nothing: otherwise, a call copies both trees.

  private mutating func isAdded(_ site: Int) -> Bool { numbers.isAdded(site) }

  // MARK: Reading

  private mutating func read(_ places: PlainArray<OverlayTarget.PlacedNode>) {
    // By node of the overlay: its site plus 1.
    var known = PlainArray(repeating: 0, count: overlay.nodeCapacity)
    for placed in places {
      guard let place = placed.place else { continue }
      let site = numbers[place]
      if case .base(let node) = place {
        readBase(node)
      } else if sites[site].made == nil {
        sites[site].made = placed.node
      }
      known[placed.node.index] = site + 1
      if placed.isFragment { continue }
      let hasStatus = read(placed.node, of: overlay, at: site)
      if sites[site].device != 0 {
        if hasStatus, !isAdded(site) { devices[sites[site].device - 1].node = placed.node }
      } else if let parent = overlay.parent(of: placed.node), known[parent.index] != 0 {
        sites[site].parent = known[parent.index] - 1
        add(site, placed.node)
      }
    }
  }

  /// Adds one of the overlay's nodes, which is at this place, if it has a unit address.
  private mutating func add(_ site: Int, _ node: NodeID) {
    // A fragment's content is called `__overlay__`.
    let own = numbers.node(at: site)
    let found = own.map { Self.unitHash(of: $0, in: base) } ?? Self.unitHash(of: node, in: overlay)
    guard let hash = found else { return }
    devices.append(Device(site: site, parent: sites[site].parent, hash: hash, node: node))
    sites[site].device = devices.count
    hashes |= 1 << UInt64(hash & 63)
  }

  /// Returns a hash of a node's unit address, if it has one.
  private static func unitHash(of node: NodeID, in tree: DeviceTree) -> UInt32? {
    tree.names.withBytes(of: tree.name(of: node)) { name in
      let at = name.first(0x40)
      guard at + 1 < name.count else { return nil }
      return SymbolHash.of(name.extracting(at + 1..<name.count))
    }
  }

  private mutating func readBase(_ node: NodeID) {
    guard !sites[node.index].isRead else { return }
    sites[node.index].isRead = true
    _ = read(node, of: base, at: node.index)
    sites[node.index].wasDisabled = sites[node.index].isDisabled
  }

  /// Reads what a node says about its place; returns whether it has a status.
  private mutating func read(_ node: NodeID, of tree: DeviceTree, at site: Int) -> Bool {
    if Self.hasCount("#address-cells", node, tree) { sites[site].hasAddressCells = true }
    if Self.hasCount("#size-cells", node, tree) { sites[site].hasSizeCells = true }
    guard let status = tree.property(of: node, named: "status") else { return false }
    sites[site].isDisabled = tree.bytes(of: tree.value(of: status)).prefix { $0 != 0 }.elementsEqual(
      "disabled".utf8)
    return true
  }

  private static func hasCount(_ name: String, _ node: NodeID, _ tree: DeviceTree) -> Bool {
    tree.property(of: node, named: name).flatMap { tree.cell(of: tree.value(of: $0), at: 0) }
      .map { $0 <= Int32.max } ?? false
  }

  private mutating func name(of site: Int) -> [UInt8] {
    if let node = numbers.node(at: site) { return base.names.array(base.name(of: node)) }
    return sites[site].made.map { overlay.names.array(overlay.name(of: $0)) } ?? []
  }

  private mutating func unitAddress(of site: Int) -> ArraySlice<UInt8> {
    name(of: site).drop { $0 != 0x40 }.dropFirst()
  }

  /// Adds the base's nodes beside those that the overlay adds or enables, as far as they may have one of the
  /// unit addresses.
  private mutating func listNeighbours() {
    for device in devices {
      let parent = device.parent
      guard isAdded(device.site) || isEnabled(device.site), let above = numbers.node(at: parent),
        !sites[parent].isListed
      else { continue }
      sites[parent].isListed = true
      var next = base.firstChild(of: above)
      while let child = next {
        next = base.nextSibling(of: child)
        guard sites[child.index].device == 0, let hash = Self.unitHash(of: child, in: base),
          hashes >> UInt64(hash & 63) & 1 == 1
        else { continue }
        readBase(child)
        sites[child.index].parent = parent
        devices.append(Device(site: child.index, parent: parent, hash: hash, node: nil))
      }
    }
  }

  /// Whether the overlay enables a node of the base.
  private mutating func isEnabled(_ site: Int) -> Bool { sites[site].wasDisabled && !sites[site].isDisabled }

  // MARK: Comparing

  private mutating func pairs() -> [OutsideNamesake] {
    let devices = devices
    let sorted = devices.indices.sorted { a, b in
      (devices[a].parent, devices[a].hash, a) < (devices[b].parent, devices[b].hash, b)
    }
    var found: [(device: Int, pair: OutsideNamesake)] = []
    var room = Self.mostPairs
    var pathRoom = Self.mostPathBytes
    var start = 0
    for end in sorted.indices {
      let later = devices[sorted[end]]
      if devices[sorted[start]].parent != later.parent || devices[sorted[start]].hash != later.hash {
        start = end
      }
      guard sites[later.parent].hasAddressCells, sites[later.parent].hasSizeCells else { continue }
      for index in start..<end where room > 0 {
        room -= 1
        // Neighbours of the base come last, and so are in no pair without an overlay's node.
        guard devices[sorted[index]].node != nil else { break }
        guard let pair = pair(devices[sorted[index]], later) else { continue }
        found.append((sorted[index], pair))
        pathRoom -= pair.other.utf8.count
        if pathRoom <= 0 { room = 0 }
      }
    }
    return found.sorted { $0.device < $1.device }.map(\.pair)
  }

  private mutating func pair(_ first: Device, _ later: Device) -> OutsideNamesake? {
    let isNew = isAdded(first.site) || isAdded(later.site)
    guard isNew || isEnabled(first.site) || isEnabled(later.site), let node = first.node else { return nil }
    // dtc's check of the overlay itself compares what is in one node of it.
    if let other = later.node, overlay.parent(of: node) == overlay.parent(of: other) { return nil }
    guard unitAddress(of: first.site) == unitAddress(of: later.site) else { return nil }
    // In the merged tree, what is added last comes first, which is where dtc reports it.
    let (place, other) =
      switch later.node {
      case let found? where isAdded(later.site) || !isAdded(first.site): (found, first)
      default: (node, later)
      }
    return OutsideNamesake(
      node: place, other: path(of: other.site), isNew: isNew,
      areEnabled: !sites[first.site].isDisabled && !sites[later.site].isDisabled)
  }

  /// Returns the path of a place in the merged tree.
  private mutating func path(of site: Int) -> String {
    var names: [[UInt8]] = []
    var place = site
    while isAdded(place) {
      names.append(name(of: place))
      place = sites[place].parent
    }
    var path = numbers.node(at: place).map { base.pathBytes(of: $0) } ?? []
    if path == [0x2F] { path = [] }
    for name in names.reversed() { path += [0x2F] + name }
    return PrintableText.unique(path[...])
  }
}
