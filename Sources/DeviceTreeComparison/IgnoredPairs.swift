import DeviceTree
import SourceText

/// What is ignored in two trees: what a pattern matches in either tree, its counterpart in the other one, and
/// everything below the two. Nothing is compared with something that is ignored, so ignoring a part never adds
/// a difference.
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

  private mutating func spread(_ pairing: NodePairing) {
    var pending: [(node: NodeID, isNew: Bool)] = []
    for node in pairing.old.nodes() where old.nodes[node.index] { pending.append((node, false)) }
    for node in pairing.new.nodes() where new.nodes[node.index] { pending.append((node, true)) }
    while let (node, isNew) = pending.popLast() {
      if isNew {
        for child in pairing.new.children(of: node) where !new.nodes[child.index] {
          new.nodes[child.index] = true
          pending.append((child, true))
        }
        if let other = pairing.oldOf[node.index], !old.nodes[other.index] {
          old.nodes[other.index] = true
          pending.append((other, false))
        }
      } else {
        for child in pairing.old.children(of: node) where !old.nodes[child.index] {
          old.nodes[child.index] = true
          pending.append((child, false))
        }
        if let other = pairing.newOf[node.index], !new.nodes[other.index] {
          new.nodes[other.index] = true
          pending.append((other, true))
        }
      }
    }
  }
}
