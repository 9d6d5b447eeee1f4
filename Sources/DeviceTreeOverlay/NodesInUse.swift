import DeviceTree
import DeviceTreeBindings

/// Which nodes of a base with overlays are in use, and for which overlays that matters (Devicetree
/// Specification 2.3.4).
struct NodesInUse {
  private typealias Place = OverlayIntent.Place

  private let intents: [OverlayIntent?]
  private let base: DeviceTree
  /// The overlays that have a node that the base lacks, in order, by path.
  private var makers: [String: [Int]] = [:]
  /// The overlays that set the node's status, in order, by path.
  private var setters: [String: [Int]] = [:]
  /// Whether the node can be in use with all overlays, by path, as far as it was looked up.
  private var known: [String: Bool] = [:]

  init(_ intents: [OverlayIntent?], on base: DeviceTree) {
    self.intents = intents
    self.base = base
    for (index, intent) in intents.enumerated() {
      for place in intent?.places ?? [] where place == .status(of: place.path) {
        setters[place.path, default: []].append(index)
      }
      for path in intent?.nodes ?? []
      where makers[path]?.last != index && base.node(atPath: path) == nil {
        makers[path, default: []].append(index)
      }
    }
  }

  /// Whether only this overlay adds a node, so that an overlay that writes to it builds on this one.
  func isAdded(_ path: String, only overlay: Int) -> Bool { makers[path] == [overlay] }

  /// Whether a node's own status, without what `overlay` sets, can leave it in use in the end.
  func canBeUsed(_ path: String, without overlay: Int? = nil) -> Bool {
    let others = (setters[path] ?? []).filter { $0 != overlay }
    if others.contains(where: { isOkay(path, in: $0) }) { return true }
    if let makers = makers[path] { return makers.contains { $0 != overlay && !others.contains($0) } }
    guard let status = base.node(atPath: path).flatMap({ base.property(of: $0, named: "status") }) else {
      return true
    }
    return NodeStatus.isOkay(base.bytes(of: base.value(of: status)))
  }

  /// Returns the overlays that set the node's status to "okay".
  func users(of path: String) -> [Int] { (setters[path] ?? []).filter { isOkay(path, in: $0) } }

  private func isOkay(_ path: String, in overlay: Int) -> Bool {
    intents[overlay]?.values[.status(of: path)].map { NodeStatus.isOkay($0.bytes[...]) } ?? false
  }

  /// Returns the nodes whose status an overlay sets to something other than "okay", with that status.
  func disabled(by overlay: Int) -> [(path: String, status: OverlayExplanation.Value)] {
    guard let intent = intents[overlay] else { return [] }
    return intent.places.compactMap { place in
      guard place == .status(of: place.path), let status = intent.values[place],
        !NodeStatus.isOkay(status.bytes[...])
      else { return nil }
      return (place.path, status)
    }
  }

  /// Returns the paths of the nodes that must be in use for what an overlay does.
  mutating func needed(by overlay: Int) -> Set<String> {
    guard let intent = intents[overlay] else { return [] }
    var needed: Set<String> = []
    for place in intent.places where !place.isPhandle && !isIdle(place, in: intent) {
      need(place.path, for: overlay, &needed)
    }
    for path in intent.nodes where makers[path] != nil { need(path, for: overlay, &needed) }
    for need in intent.needs {
      guard let path = need.path, need.users.contains(where: { isUsed($0, for: overlay) }) else { continue }
      self.need(path, for: overlay, &needed)
    }
    return needed
  }

  /// Whether a write leaves the base as it is.
  private func isIdle(_ place: OverlayIntent.Place, in intent: OverlayIntent) -> Bool {
    guard let value = intent.values[place], let node = base.node(atPath: place.path),
      let property = base.property(of: node, named: place.property)
    else { return false }
    return base.bytes(of: base.value(of: property)).elementsEqual(value.bytes)
  }

  private mutating func need(_ path: String, for overlay: Int, _ needed: inout Set<String>) {
    guard !needed.contains(path), isUsed(path, for: overlay) else { return }
    var path = path[...]
    while needed.insert(String(path)).inserted, let above = Self.parent(of: path) { path = above }
  }

  /// Whether a node and all its ancestors can be in use after an overlay.
  private mutating func isUsed(_ path: String, for overlay: Int) -> Bool {
    var path: Substring? = path[...]
    while let node = path.map({ String($0) }) {
      if let status = intents[overlay]?.values[.status(of: node)], !NodeStatus.isOkay(status.bytes[...]) {
        return false
      }
      let canBeUsed = known[node] ?? self.canBeUsed(node)
      known[node] = canBeUsed
      if !canBeUsed { return false }
      path = Self.parent(of: node[...])
    }
    return true
  }

  private static func parent(of path: Substring) -> Substring? {
    guard path.count > 1, let slash = path.lastIndex(of: "/") else { return nil }
    return slash == path.startIndex ? "/" : path[..<slash]
  }
}
