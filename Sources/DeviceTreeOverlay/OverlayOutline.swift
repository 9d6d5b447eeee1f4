import DeviceTree
import SourceText

/// What can be told of an overlay without applying it: what it offers to others and needs of them.
struct OverlayOutline {
  var exports: [Export] = []
  var needs: [String] = []
  var fragments: [Fragment] = []

  /// A label, and the way to its node from where one of the fragments goes. (One that leads to no fragment is none of
  /// the base's.)
  struct Export {
    let label: String
    let place: (fragment: Int, way: [UInt8])
  }

  /// Where a fragment goes, and the nodes in it.
  struct Fragment {
    let target: Target
    var nodes: [Node] = []
  }

  /// A node of a fragment, in document order.
  struct Node {
    let name: [UInt8]
    /// The number of the node that it is below; nil is where the fragment goes.
    let parent: Int?
  }

  /// How a fragment says where it goes, as far as that tells something before it is applied.
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
    for property in Self.properties(of: "__symbols__", &input) {
      guard let place = Self.place(of: property, &input) else { continue }
      exports.append(Export(label: Self.name(of: property, input), place: place))
    }
    needs = Self.properties(of: "__fixups__", &input).map { Self.name(of: $0, input) }
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

  /// Where a label of `__symbols__` leads, as a merge reads it: `/fragment@0/__overlay__` and the way from there.
  private static func place(
    of symbol: PropertyID, _ input: inout OverlayInput
  ) -> (fragment: Int, way: [UInt8])? {
    let parts = input.string(input.tree.value(of: symbol))
      .split(separator: 0x2F, maxSplits: 3, omittingEmptySubsequences: false)
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
