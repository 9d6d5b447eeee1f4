import DeviceTree
import DeviceTreeBlob

/// Where the nodes of overlays will go in a base, before any overlay is applied.
struct MergedPlaces {
  private var target: OverlayTarget
  private let symbols: NodeID?
  private(set) var added = AddedNodes()

  init(in base: OverlayTarget) {
    target = base
    symbols = target.symbolsNode()
  }

  var base: DeviceTree { target.blob.tree }

  /// Returns the base's node with this name below a place.
  private mutating func baseChild(of place: OverlayTarget.NodePlace, _ name: Span<UInt8>) -> OverlayTarget
    .NodePlace?
  {
    guard case .base(let node) = place else { return nil }
    return target.children.child(of: node, named: name, in: &target.blob.tree).map { .base($0) }
  }

  /// Returns the place of a node that a fragment of an overlay, both given by index, has below a place.
  mutating func make(
    _ name: [UInt8], below parent: OverlayTarget.NodePlace, by overlay: Int, in fragment: Int
  ) -> OverlayTarget.NodePlace {
    baseChild(of: parent, name.span) ?? added.make(name, below: parent, by: overlay, in: fragment)
  }

  /// Returns where a path leads, which may begin with an alias; nil if the alias does not exist.
  mutating func place(atPath path: [UInt8]) -> OverlayTarget.NodePlace? {
    if let node = try? target.children.node(atPath: path.span, in: &target.blob.tree) { return .base(node) }
    if path.first == 0x2F { return place(atWay: path[...], below: .base(.root)) }
    let end = path.firstIndex(of: 0x2F) ?? path.count
    guard let top = try? target.children.node(atPath: path.span.extracting(0..<end), in: &target.blob.tree)
    else { return nil }
    return place(atWay: path[end...], below: .base(top))
  }

  mutating func place(atWay way: ArraySlice<UInt8>, below top: OverlayTarget.NodePlace)
    -> OverlayTarget.NodePlace
  {
    var place = top
    for name in way.split(separator: 0x2F) {
      place = baseChild(of: place, name.span) ?? added.child(of: place, named: Array(name))
    }
    return place
  }

  /// Returns the path that a label means in the base.
  func path(ofLabel label: String) -> [UInt8]? {
    symbols.flatMap { target.blob.tree.property(of: $0, named: label) }
      .map { Array(target.blob.tree.bytes(of: target.blob.tree.value(of: $0)).prefix { $0 != 0 }) }
  }

  /// Whether there is a node of the base at a path that can be referred to.
  mutating func hasPhandle(atPath path: [UInt8]) -> Bool {
    let node = try? target.children.node(atPath: path.span, in: &target.blob.tree)
    return node.map { target.blob.tree.phandle(of: $0) != 0 } ?? false
  }

  /// Returns the base's node with this phandle.
  mutating func place(ofPhandle phandle: UInt32) -> OverlayTarget.NodePlace? {
    target.phandles.node(phandle, in: target.blob.tree).map { .base($0) }
  }
}
