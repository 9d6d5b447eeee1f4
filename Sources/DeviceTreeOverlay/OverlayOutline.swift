import DeviceTree
import SourceText

/// What is known of an overlay without applying it: what it provides to others and needs from them.
struct OverlayOutline {
  var exports: [Export] = []
  var needs: [Need] = []
  var fragments: [Fragment] = []

  /// A label, and the path to its node from the target of one of the fragments. (A label that is in no
  /// fragment does not become one of the base's.)
  struct Export {
    let label: String
    let place: Place
  }

  /// A label of the base, and the nodes with values that refer to it. (Targets of fragments are in
  /// `Fragment.target`.)
  struct Need {
    let label: String
    let users: [Place]
  }

  /// A node in a fragment: the fragment's index, and the path from its target.
  typealias Place = (fragment: Int, way: [UInt8])

  /// The target of a fragment, and the nodes in it.
  struct Fragment {
    let target: Target
    var nodes: [Node] = []
  }

  /// A node of a fragment, in document order.
  struct Node {
    let name: [UInt8]
    /// The index of its parent in the fragment; nil if that is the fragment's target.
    let parent: Int?
  }

  /// How a fragment specifies its target, as far as that is known before it is applied.
  enum Target {
    case path([UInt8])
    case label(String)
    case other
  }

  init(_ overlay: DeviceTree) {
    let labels = TargetLabels(overlay)
    var input = OverlayInput(overlay, named: "")
    for fragment in input.fragments {
      fragments.append(
        Fragment(
          target: Self.target(of: fragment.node, labels, input),
          nodes: Self.nodes(of: fragment, in: input.tree)))
    }
    for property in Self.properties(of: BookkeepingNames.symbols, &input) {
      let path = input.string(input.tree.value(of: property))
      guard let place = Self.place(ofPath: path[...], &input) else { continue }
      exports.append(Export(label: Self.name(of: property, input), place: place))
    }
    for property in Self.properties(of: BookkeepingNames.fixups, &input) {
      let users = Array(input.tree.bytes(of: input.tree.value(of: property))).split(separator: 0)
        .compactMap { Self.place(ofPath: $0.prefix { $0 != 0x3A }, &input) }
      needs.append(Need(label: Self.name(of: property, input), users: users))
    }
  }

  private static func nodes(of fragment: OverlayInput.Fragment, in tree: DeviceTree) -> [Node] {
    var nodes: [Node] = []
    var numbers: [NodeID: Int] = [:]
    var next = tree.nodeAfter(fragment.content, within: fragment.content)
    while let node = next {
      numbers[node] = nodes.count
      let parent = tree.parent(of: node).flatMap { numbers[$0] }
      nodes.append(Node(name: tree.names.array(tree.name(of: node)), parent: parent))
      next = tree.nodeAfter(node, within: fragment.content)
    }
    return nodes
  }

  private static func target(
    of fragment: NodeID, _ labels: TargetLabels, _ input: OverlayInput
  ) -> Target {
    if let label = labels.label(of: fragment, in: input.tree) {
      return .label(input.tree.names.string(label))
    }
    guard let property = input.tree.property(of: fragment, named: "target-path") else { return .other }
    return .path(input.string(input.tree.value(of: property)))
  }

  /// Returns where a path of the overlay leads, read as in a merge: `/fragment@0/__overlay__` and the path
  /// from there.
  private static func place(ofPath path: ArraySlice<UInt8>, _ input: inout OverlayInput) -> Place? {
    let parts = path.split(separator: 0x2F, maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0].isEmpty, parts[2].elementsEqual("__overlay__".utf8) else { return nil }
    let name = Array(parts[1])
    guard let node = input.children.child(of: .root, named: name.span, in: &input.tree),
      let number = input.fragmentNumber(at: node)
    else { return nil }
    return (number, parts.count > 3 ? Array(parts[3]) : [])
  }

  private static func name(of property: PropertyID, _ input: OverlayInput) -> String {
    input.tree.names.string(input.tree.name(of: property))
  }

  private static func properties(of node: String, _ input: inout OverlayInput) -> [PropertyID] {
    guard let node = input.node(named: node) else { return [] }
    var properties: [PropertyID] = []
    var next = input.tree.firstProperty(of: node)
    while let property = next {
      properties.append(property)
      next = input.tree.nextProperty(after: property)
    }
    return properties
  }
}
