public import SourceText

/// A `/delete-node/` or `/delete-property/` that found nothing to delete.
public struct IdleDeletion: Equatable, Sendable {
  /// The node that contains it.
  public let node: NodeID
  /// The name of what it was to delete.
  public let name: Symbol
  /// Whether it was to delete a node.
  public let isNode: Bool
  /// Where it was written.
  public let origin: Origin
}

extension NodeRecord {
  /// Whether the record represents a deletion and nothing else: there never was such a node.
  var isIdleDeletion: Bool { flags.isSuperset(of: [.deleted, .deletion]) && lastMerged == .none }
}

extension PropertyRecord {
  /// The same for a property.
  var isIdleDeletion: Bool { isDeletion && superseded == .none }
}

/// A deletion in a block that was merged into a node that had nothing of that name.
///
/// It is kept beside the tree: inside, it would determine where a later definition goes.
struct UnmetDeletion: BitwiseCopyable, Sendable {
  /// The node that the block was merged into.
  let target: NodeID
  /// The deletion, if it is one of a node.
  let node: NodeID
  /// The deletion, if it is one of a property.
  let property: PropertyID
}

extension DeviceTree {
  /// Returns the deletions that deleted nothing, in document order, those in later blocks after those in a
  /// node's first one. In an overlay, which cannot delete what the base has, these are all that do not
  /// concern the overlay itself. A definition that follows such a deletion does not give it an effect.
  public func idleDeletions() -> [IdleDeletion] {
    let later = Dictionary(grouping: unmetDeletions, by: \.target)
    var found: [IdleDeletion] = []
    var next: NodeID? = .root
    while let node = next {
      var property = nodes[node.index].firstProperty
      while property != .none {
        // The oldest record has what was there first.
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

  /// Whether there may be any such deletion.
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

  /// Whether a node represents a `/delete-node/` in the block that made its parent, and nothing else.
  public func isIdleDeletion(_ node: NodeID) -> Bool { nodes[node.index].isIdleDeletion }
}
