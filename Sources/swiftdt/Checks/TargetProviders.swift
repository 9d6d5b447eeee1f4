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
  /// By node of the overlay: its place, a node of the base or, after these, the number of an added node.
  private var places: PlainArray<Int?>
  /// The nodes of the overlay by place, in order.
  private var merged: [Int: [NodeID]] = [:]
  /// By place: the number in `list`.
  private var numbers: [Int: Int] = [:]
  private var list: [OutsideProviders.Provider] = []
  /// By place, as far as they were looked up: where `interrupt-parent` leads, and where interrupts from below go.
  private var interruptParents: [Int: Receiver] = [:]
  private var receivers: [Int: Receiver] = [:]
  /// By phandle: the node of the base; empty until one is looked up.
  private var owners: [UInt32: NodeID] = [:]

  /// Returns what an overlay refers to whose nodes have these places in a base.
  static func find(
    in overlay: DeviceTree, at places: PlainArray<OverlayTarget.PlacedNode>, of base: DeviceTree
  ) -> OutsideProviders {
    var search = TargetProviders(overlay, base)
    return search.run(places)
  }

  private init(_ overlay: DeviceTree, _ base: DeviceTree) {
    self.overlay = overlay
    self.base = base
    labels = base.node(atPath: "/__symbols__")
    places = PlainArray(repeating: nil, count: overlay.nodeCapacity)
  }

  private mutating func run(_ placed: PlainArray<OverlayTarget.PlacedNode>) -> OutsideProviders {
    for placed in placed where !placed.isFragment {
      guard let place = placed.place else { continue }
      let index =
        switch place {
        case .base(let node): node.index
        case .added(let number): base.nodeCapacity + number
        }
      places[placed.node.index] = index
      merged[index, default: []].append(placed.node)
    }
    var byLabel: [(Symbol, Int)] = []
    var byNode: [(NodeID, Int)] = []
    var byInterrupt: [(NodeID, Int)] = []
    var seen: Set<Symbol> = []
    let interrupts = overlay.names.find("interrupts")
    for placed in placed where !placed.isFragment {
      for property in overlay.properties(of: placed.node) {
        let value = overlay.value(of: property)
        if overlay.name(of: property) == interrupts, let place = controller(for: placed.node) {
          byInterrupt.append((placed.node, number(of: place)))
        }
        guard value.hasReferences else { continue }
        for marker in overlay.markers(of: value)
        where marker.kind == .phandleReference && seen.insert(marker.reference).inserted {
          guard let place = place(of: marker.reference) else { continue }
          if let own = overlay.node(referredTo: marker.reference) {
            if isShared(place) { byNode.append((own, number(of: place))) }
          } else {
            byLabel.append((marker.reference, number(of: place)))
          }
        }
      }
    }
    var found = OutsideProviders(list)
    for (label, number) in byLabel { found.note(label: label, number) }
    for (node, number) in byNode { found.note(node: node, number) }
    for (node, number) in byInterrupt { found.note(interruptsOf: node, number) }
    return found
  }

  private func isAdded(_ place: Int) -> Bool { place >= base.nodeCapacity }

  private func node(of place: Int) -> NodeID? {
    isAdded(place) ? nil : NodeID(rawValue: UInt32(truncatingIfNeeded: place))
  }

  /// Whether something besides a single node of the overlay is at a place.
  private func isShared(_ place: Int) -> Bool { !isAdded(place) || (merged[place]?.count ?? 0) > 1 }

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
    if let node = node(of: place) { provider.add(node, of: base) }
    for node in merged[place] ?? [] { provider.add(node, of: overlay) }
    numbers[place] = list.count
    list.append(provider)
    return list.count - 1
  }

  private func path(of place: Int) -> String {
    if let node = node(of: place) { return base.printablePath(of: node) }
    guard let node = merged[place]?.first, let parent = parent(of: place) else { return "" }
    let above = path(of: parent)
    return (above == "/" ? "" : above) + "/" + overlay.names.printable(overlay.name(of: node))
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
    var next: Int? = place
    var found = Receiver.unknown
    while let place = next {
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
      next = parent(of: place)
    }
    for place in way { receivers[place] = found }
    return found
  }

  private func parent(of place: Int) -> Int? {
    if let node = node(of: place) { return base.parent(of: node)?.index }
    return merged[place]?.first.flatMap { overlay.parent(of: $0) }.flatMap { places[$0.index] }
  }

  private func has(_ name: String, _ place: Int) -> Bool {
    node(of: place).flatMap { base.property(of: $0, named: name) } != nil
      || merged[place]?.contains { overlay.property(of: $0, named: name) != nil } ?? false
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
    for node in (merged[place] ?? []).reversed() {
      guard let property = overlay.property(of: node, named: name) else { continue }
      let marker = overlay.markers(of: overlay.value(of: property)).first { $0.kind == .phandleReference }
      return marker.flatMap { self.place(of: $0.reference) }.map { .place($0) } ?? .unknown
    }
    guard let property = node(of: place).flatMap({ base.property(of: $0, named: name) }) else {
      return .above
    }
    return base.onlyCell(of: property).flatMap { owner(of: $0) }.map { .place($0.index) } ?? .unknown
  }

  private mutating func owner(of phandle: UInt32) -> NodeID? {
    if owners.isEmpty {
      for node in base.nodes() {
        let phandle = base.phandle(of: node)
        if phandle != 0, owners[phandle] == nil { owners[phandle] = node }
      }
    }
    return owners[phandle]
  }
}
