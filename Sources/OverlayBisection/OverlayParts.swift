public import DeviceTree
import DeviceTreeOverlay
import SourceText

/// An overlay in parts: its fragments, or the properties that it sets.
///
/// `tree(keeping:)` makes an overlay of some of them. Nothing remains of what is left out: its entries in
/// `__fixups__` and `__local_fixups__` and its labels in `__symbols__` are removed as well, since an overlay
/// with a fixup for something that it does not have cannot be applied. A node that is left out but referred
/// to remains, with nothing but its phandle.
public struct OverlayParts: Sendable {
  /// How finely an overlay is divided.
  public enum Level: String, Sendable, CaseIterable {
    /// Its fragments.
    case fragments
    /// The properties that it sets, and the nodes that it adds without setting any in them.
    case properties
  }

  /// A part of an overlay.
  public struct Part: Equatable, Sendable {
    /// The name of the fragment's node.
    public let fragment: String
    /// What the fragment targets: `&label`, a path, or a phandle in brackets.
    public let target: String
    /// The path from the target to the node; empty for the target itself, nil if the part is a fragment.
    public let path: String?
    /// The property's name; nil if the part is a fragment or a node without properties.
    public let property: String?

    /// The part in words: `fragment@0 (&uart_c)`, `&uart_c: status` or `&soc/led`.
    public var name: String {
      guard let path else { return "\(fragment) (\(target))" }
      let place = path.isEmpty ? target : target == "/" ? target + path : "\(target)/\(path)"
      return property.map { "\(place): \($0)" } ?? place
    }
  }

  /// The parts, in the order in which they apply.
  public private(set) var parts: [Part] = []
  /// How finely it is divided.
  public let level: Level
  private let overlay: DeviceTree
  private var elements: [Element] = []

  private enum Element {
    case fragment(NodeID)
    case node(NodeID)
    case property(PropertyID)
  }

  /// Divides an overlay.
  public init(_ overlay: DeviceTree, _ level: Level) {
    self.overlay = overlay
    self.level = level
    let labels = TargetLabels(overlay)
    let own = LocalLinks(overlay).labels(ofTargetsIn: overlay)
    for found in OverlayFragments.fragments(of: overlay) {
      let (fragment, content) = (found.node, found.content)
      let name = overlay.names.string(overlay.name(of: fragment))
      let target = own[fragment] ?? Self.target(of: fragment, labels, in: overlay)
      switch level {
      case .fragments:
        elements.append(.fragment(fragment))
        parts.append(Part(fragment: name, target: target, path: nil, property: nil))
      case .properties:
        let top = overlay.path(of: content).utf8.count
        for node in overlay.nodes(from: content) {
          let path = String(decoding: overlay.pathBytes(of: node).dropFirst(top + 1), as: UTF8.self)
          let properties = Self.properties(of: node, in: overlay)
          for property in properties {
            elements.append(.property(property))
            let property = overlay.names.string(overlay.name(of: property))
            parts.append(Part(fragment: name, target: target, path: path, property: property))
          }
          if properties.isEmpty, overlay.firstChild(of: node) == nil {
            elements.append(.node(node))
            parts.append(Part(fragment: name, target: target, path: path, property: nil))
          }
        }
      }
    }
  }

  /// Returns a fragment's target in words, found as in a merge.
  private static func target(
    of fragment: NodeID, _ labels: TargetLabels, in overlay: DeviceTree
  ) -> String {
    if let label = labels.label(of: fragment, in: overlay) { return "&" + overlay.names.string(label) }
    if let property = overlay.property(of: fragment, named: "target"),
      let phandle = overlay.cell(of: overlay.value(of: property), at: 0), phandle != 0
    {
      return "<\(PrintableText.hex(phandle))>"
    }
    if let property = overlay.property(of: fragment, named: "target-path") {
      return String(decoding: overlay.string(of: property), as: UTF8.self)
    }
    return "no target"
  }

  /// The nodes and properties of an overlay that are kept.
  private struct Kept {
    let overlay: DeviceTree
    private(set) var nodes: Set<NodeID> = []
    var properties: Set<PropertyID> = []

    init(of overlay: DeviceTree) { self.overlay = overlay }

    /// Keeps a node and all its ancestors.
    mutating func keep(_ node: NodeID) {
      var next: NodeID? = node
      while let kept = next, nodes.insert(kept).inserted { next = overlay.parent(of: kept) }
    }

    /// Keeps the nodes that are referred to, without their properties. They may be in fragments that in turn
    /// target other nodes of the overlay.
    mutating func keepReferences(_ fragments: Set<NodeID>) {
      let links = LocalLinks(overlay).links
      var hasGrown = true
      while hasGrown {
        hasGrown = false
        for (property, node) in links where !nodes.contains(node) {
          let owner = overlay.owner(of: property)
          guard properties.contains(property) || fragments.contains(owner) && nodes.contains(owner) else {
            continue
          }
          keep(node)
          hasGrown = true
        }
      }
    }
  }

  /// Returns the overlay with only some of its parts.
  public func tree(keeping set: PartSet) -> DeviceTree {
    var kept = Kept(of: overlay)
    for part in set.parts where part < elements.count {
      switch elements[part] {
      case .fragment(let fragment):
        for node in overlay.nodes(from: fragment) {
          kept.keep(node)
          kept.properties.formUnion(Self.properties(of: node, in: overlay))
        }
      case .node(let node): kept.keep(node)
      case .property(let property):
        kept.properties.insert(property)
        kept.keep(overlay.owner(of: property))
      }
    }
    let fragments = OverlayFragments.fragments(of: overlay).map(\.node)
    kept.keepReferences(Set(fragments))
    var tree = overlay
    for fragment in fragments {
      var next: NodeID? = fragment
      while let node = next {
        guard kept.nodes.contains(node) else {
          next = overlay.nodeAfterSubtree(of: node, within: fragment)
          tree.delete(node)
          continue
        }
        // The properties of the fragment's node itself specify its target.
        if node != fragment {
          for property in Self.properties(of: node, in: overlay) where !kept.properties.contains(property) {
            tree.delete(property)
          }
        }
        next = overlay.nodeAfter(node, within: fragment)
      }
    }
    FixupPruning.prune(&tree)
    return tree
  }

  /// Returns a node's properties except its phandle, which is kept or removed with the node.
  private static func properties(of node: NodeID, in tree: DeviceTree) -> [PropertyID] {
    let phandles = PhandleNames.known(in: tree.names)
    return tree.properties(of: node).filter { !phandles.contains(tree.name(of: $0)) }
  }
}
