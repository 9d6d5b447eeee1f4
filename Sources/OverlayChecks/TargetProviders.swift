import DeviceTree
import DeviceTreeChecks
import DeviceTreeOverlay
import SourceText

/// Finds the nodes that an overlay's references and interrupts lead to in its base: how many cells belong to a
/// reference is up to them.
struct TargetProviders {
  private let overlay: DeviceTree
  private let base: DeviceTree
  private let labels: NodeID?
  private let sites: SiteNumbers
  /// By node of the overlay: its place.
  private var places: PlainArray<Int?>
  /// By place: the first of the overlay's nodes there.
  private var first: PlainArray<NodeID?>
  /// By node of the overlay: the next one at its place.
  private var next: PlainArray<NodeID?>
  /// By place: the number in `list`.
  private var numbers: PlainArray<Int?>
  private var list: [OutsideProviders.Provider] = []
  /// By place, as far as they were looked up: where `interrupt-parent` leads, and where interrupts from below go.
  private var interruptParents: PlainArray<Receiver?>
  private var receivers: PlainArray<Receiver?>
  /// The nodes of the base by phandle; nil until one is looked up.
  private var owners: PhandleOwners?

  /// Returns what an overlay refers to whose nodes have these places in a base.
  static func find(
    in overlay: DeviceTree, at places: PlainArray<OverlayTarget.PlacedNode>, of base: DeviceTree
  ) -> OutsideProviders {
    // Tables of the base's size are not worth it for an overlay that only changes states.
    guard mayLeadOut(overlay, places) else { return OutsideProviders([], OutsideProviders.Tables()) }
    var search = TargetProviders(overlay, base, SiteNumbers(places, in: base))
    return search.run(places)
  }

  /// Whether some property refers to a node or is `interrupts`.
  private static func mayLeadOut(
    _ overlay: DeviceTree, _ places: PlainArray<OverlayTarget.PlacedNode>
  ) -> Bool {
    let interrupts = overlay.names.find("interrupts")
    for placed in places where !placed.isFragment {
      var next = overlay.firstProperty(of: placed.node)
      while let property = next {
        if overlay.value(of: property).hasReferences || overlay.name(of: property) == interrupts {
          return true
        }
        next = overlay.nextProperty(after: property)
      }
    }
    return false
  }

  // Tables by number instead of dictionaries: the first dictionary of a type takes as long as a small overlay.
  private init(_ overlay: DeviceTree, _ base: DeviceTree, _ sites: SiteNumbers) {
    self.overlay = overlay
    self.base = base
    self.sites = sites
    labels = base.node(atPath: "/__symbols__")
    places = PlainArray(repeating: nil, count: overlay.nodeCapacity)
    first = PlainArray(repeating: nil, count: sites.count)
    next = PlainArray(repeating: nil, count: overlay.nodeCapacity)
    numbers = PlainArray(repeating: nil, count: sites.count)
    interruptParents = PlainArray(repeating: nil, count: sites.count)
    receivers = interruptParents
  }

  private mutating func run(_ placed: PlainArray<OverlayTarget.PlacedNode>) -> OutsideProviders {
    for placed in placed.reversed() where !placed.isFragment {
      guard let place = placed.place else { continue }
      let index = sites[place]
      places[placed.node.index] = index
      next[placed.node.index] = first[index]
      first[index] = placed.node
    }
    var tables = OutsideProviders.Tables(for: overlay)
    var isSeen = PlainArray(repeating: false, count: overlay.names.count)
    let interrupts = overlay.names.find("interrupts")
    for placed in placed where !placed.isFragment {
      for property in overlay.properties(of: placed.node) {
        let value = overlay.value(of: property)
        if overlay.name(of: property) == interrupts, let place = controller(for: placed.node) {
          tables.controllers[placed.node.index] = number(of: place)
        }
        guard value.hasReferences else { continue }
        for marker in overlay.markers(of: value) where marker.kind == .phandleReference {
          let index = Int(marker.reference.rawValue)
          guard !isSeen[index] else { continue }
          isSeen[index] = true
          guard let place = place(of: marker.reference) else { continue }
          if let own = overlay.node(referredTo: marker.reference) {
            if isShared(place) { tables.nodes[own.index] = number(of: place) }
          } else {
            tables.labels[index] = number(of: place)
          }
        }
      }
    }
    return OutsideProviders(list, tables)
  }

  /// Whether something besides a single node of the overlay is at a place.
  private func isShared(_ place: Int) -> Bool {
    !sites.isAdded(place) || first[place].flatMap { next[$0.index] } != nil
  }

  /// Calls `body` with each of the overlay's nodes at a place, in order.
  private func forEachNode(at place: Int, _ body: (NodeID) -> Void) {
    var node = first[place]
    while let current = node {
      body(current)
      node = next[current.index]
    }
  }

  /// Returns where a reference leads.
  private func place(of reference: Symbol) -> Int? {
    if let own = overlay.node(referredTo: reference) { return places[own.index] }
    guard let labels, let name = base.names.find(overlay.names.array(reference).span),
      let path = base.property(of: labels, named: name)
    else { return nil }
    return base.node(atPath: base.string(of: path).span)?.index
  }

  private mutating func number(of place: Int) -> Int {
    if let known = numbers[place] { return known }
    var provider = OutsideProviders.Provider(path: path(of: place))
    if let node = sites.node(at: place) { provider.add(node, of: base) }
    forEachNode(at: place) { provider.add($0, of: overlay) }
    numbers[place] = list.count
    list.append(provider)
    return list.count - 1
  }

  /// How many names of added nodes a path has at most; of a longer one, the beginning is left out.
  private static let longestPath = 100

  private func path(of place: Int) -> String {
    var names: [String] = []
    var next = place
    while sites.node(at: next) == nil, let node = first[next], let parent = parent(of: next) {
      names.append(overlay.names.printable(overlay.name(of: node)))
      if names.count == Self.longestPath { return "…/" + names.reversed().joined(separator: "/") }
      next = parent
    }
    let above = sites.node(at: next).map { base.printablePath(of: $0) } ?? ""
    return names.isEmpty ? above : (above == "/" ? "" : above) + "/" + names.reversed().joined(separator: "/")
  }

  // MARK: Interrupts

  /// Where a node's own properties send interrupts.
  private enum Receiver {
    /// Where its parent's go.
    case above
    case place(Int)
    /// An `interrupt-parent` leads nowhere, or to what is not known.
    case unknown
  }

  /// Returns where the interrupts of a node go, as dtc decides it, if that depends on the base.
  private mutating func controller(for node: NodeID) -> Int? {
    guard let place = places[node.index] else { return nil }
    var receiver = interruptParent(of: place)
    if case .above = receiver { receiver = parent(of: place).map { self.receiver(below: $0) } ?? .unknown }
    guard case .place(let place) = receiver, isShared(place) else { return nil }
    return place
  }

  /// Returns where interrupts of the nodes below a place go.
  private mutating func receiver(below place: Int) -> Receiver {
    var way: [Int] = []
    var above: Int? = place
    var found = Receiver.unknown
    while let place = above {
      if let known = receivers[place] {
        found = known
        break
      }
      way.append(place)
      found =
        has("interrupt-controller", place) || has("interrupt-map", place)
        ? .place(place) : interruptParent(of: place)
      guard case .above = found else { break }
      found = .unknown
      above = parent(of: place)
    }
    for place in way { receivers[place] = found }
    return found
  }

  private func parent(of place: Int) -> Int? {
    if let node = sites.node(at: place) { return base.parent(of: node)?.index }
    return first[place].flatMap { overlay.parent(of: $0) }.flatMap { places[$0.index] }
  }

  private func has(_ name: String, _ place: Int) -> Bool {
    if sites.node(at: place).flatMap({ base.property(of: $0, named: name) }) != nil { return true }
    var isFound = false
    forEachNode(at: place) { isFound = isFound || overlay.property(of: $0, named: name) != nil }
    return isFound
  }

  /// Returns where `interrupt-parent` at a place leads.
  private mutating func interruptParent(of place: Int) -> Receiver {
    if let known = interruptParents[place] { return known }
    let found = findInterruptParent(of: place)
    interruptParents[place] = found
    return found
  }

  private mutating func findInterruptParent(of place: Int) -> Receiver {
    let name = "interrupt-parent"
    // The last one counts.
    var own: PropertyID?
    forEachNode(at: place) { own = overlay.property(of: $0, named: name) ?? own }
    if let property = own {
      let marker = overlay.markers(of: overlay.value(of: property)).first { $0.kind == .phandleReference }
      return marker.flatMap { self.place(of: $0.reference) }.map { .place($0) } ?? .unknown
    }
    guard let property = sites.node(at: place).flatMap({ base.property(of: $0, named: name) }) else {
      return .above
    }
    return base.onlyCell(of: property).flatMap { owner(of: $0) }.map { .place($0.index) } ?? .unknown
  }

  private mutating func owner(of phandle: UInt32) -> NodeID? {
    let owners = self.owners ?? PhandleOwners(base)
    self.owners = owners
    return owners[phandle]
  }
}
