import DeviceTree
import SourceText

/// What is ignored in two trees: what a pattern matches in either tree, its counterpart in the other one, and
/// everything below the two. Ignoring a part never adds a difference, since no pair is taken apart.
struct IgnoredPairs {
  private(set) var old: IgnoredParts
  private(set) var new: IgnoredParts

  init(_ pairing: NodePairing, _ options: ComparisonOptions) {
    old = options.ignoredInOld ?? IgnoredParts(pairing.old)
    new = options.ignoredInNew ?? IgnoredParts(pairing.new)
    if !options.comparesLabels {
      Self.add(BookkeepingNames.all, of: pairing.old, to: &old)
      Self.add(BookkeepingNames.all, of: pairing.new, to: &new)
    }
    old.nodes[NodeID.root.index] = false
    new.nodes[NodeID.root.index] = false
    spread(pairing)
  }

  private static func add(_ names: [String], of tree: DeviceTree, to parts: inout IgnoredParts) {
    let names = names.compactMap { tree.names.find($0) }
    for node in tree.children(of: .root) where names.contains(tree.name(of: node)) {
      parts.nodes[node.index] = true
    }
  }

  /// Spreads what is ignored to its counterparts, and then to everything below. It does not go on from there: a
  /// node that was moved out of what is ignored is not ignored where it is now.
  private mutating func spread(_ pairing: NodePairing) {
    let matched = old.nodes
    for node in pairing.new.nodes() where new.nodes[node.index] {
      if let other = pairing.oldOf[node.index] { old.nodes[other.index] = true }
    }
    for node in pairing.old.nodes() where matched[node.index] {
      if let other = pairing.newOf[node.index] { new.nodes[other.index] = true }
    }
    Self.spreadDownwards(&old, pairing.old)
    Self.spreadDownwards(&new, pairing.new)
  }

  private static func spreadDownwards(_ parts: inout IgnoredParts, _ tree: DeviceTree) {
    for node in tree.nodes() {
      if let parent = tree.parent(of: node), parts.nodes[parent.index] { parts.nodes[node.index] = true }
    }
  }
}
