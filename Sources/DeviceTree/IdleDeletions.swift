public import SourceText

/// A `/delete-node/` or `/delete-property/` that found nothing to delete.
public struct IdleDeletion: Equatable, Sendable {
  /// The node in which it stands.
  public let node: NodeID
  /// What it was to delete.
  public let name: Symbol
  /// Whether that is a node.
  public let isNode: Bool
  /// Where it was written.
  public let origin: Origin
}

extension NodeRecord {
  /// Whether the record stands for a deletion and for nothing else: there never was such a node.
  var isIdleDeletion: Bool { flags.isSuperset(of: [.deleted, .deletion]) && lastMerged == .none }
}

extension PropertyRecord {
  /// The same of a property.
  var isIdleDeletion: Bool { isDeletion && superseded == .none }
}

/// A deletion of a block that was merged into a node which had nothing of that name.
///
/// It stands beside the tree: in it, it would be the place where a later definition comes to stand.
struct UnmetDeletion: BitwiseCopyable, Sendable {
  /// The node that the block was merged into.
  let target: NodeID
  /// The deletion, if it is one of a node.
  let node: NodeID
  /// The deletion, if it is one of a property.
  let property: PropertyID
}

extension DeviceTree {
  /// The deletions that were written but deleted nothing, in document order, those of later blocks behind
  /// those of a node's first one: in an overlay, which cannot delete what the base has, all that do not
  /// concern the overlay itself. What was defined after such a deletion does not make it have an effect.
  public func idleDeletions() -> [IdleDeletion] {
    let later = Dictionary(grouping: unmetDeletions, by: \.target)
    var found: [IdleDeletion] = []
    var next: NodeID? = .root
    while let node = next {
      var property = nodes[node.index].firstProperty
      while property != .none {
        // What was there first is what was overridden first.
        var first = property
        while let older = superseded(by: first) { first = older }
        if properties[first.index].isIdleDeletion { found.append(idleDeletion(first, of: node)) }
        property = properties[property.index].next
      }
      var child = nodes[node.index].firstChild
      while child != .none {
        if nodes[child.index].flags.contains(.deletion) { found.append(idleDeletion(child, of: node)) }
        child = nodes[child.index].nextSibling
      }
      for deletion in later[node] ?? [] {
        found.append(
          deletion.node == .none
            ? idleDeletion(deletion.property, of: node) : idleDeletion(deletion.node, of: node))
      }
      next = nodeAfter(node)
    }
    return found
  }

  /// Whether there may be such a deletion.
  public var mayHaveIdleDeletions: Bool {
    !unmetDeletions.isEmpty || nodes.contains { $0.flags.contains(.deletion) }
      || properties.contains { $0.isDeletion }
  }

  private func idleDeletion(_ property: PropertyID, of node: NodeID) -> IdleDeletion {
    IdleDeletion(node: node, name: name(of: property), isNode: false, origin: extent(of: property).place)
  }

  private func idleDeletion(_ child: NodeID, of node: NodeID) -> IdleDeletion {
    IdleDeletion(node: node, name: name(of: child), isNode: true, origin: extent(of: child).place)
  }

  /// Whether a node stands for a `/delete-node/` of the block that made its parent, and for nothing else.
  public func isIdleDeletion(_ node: NodeID) -> Bool { nodes[node.index].isIdleDeletion }
}
