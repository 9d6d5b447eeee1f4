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

extension DeviceTree {
  /// The deletions that were written but deleted nothing, in document order: in an overlay, which
  /// cannot delete what the base has, all that do not concern the overlay itself.
  public func idleDeletions() -> [IdleDeletion] {
    var found: [IdleDeletion] = []
    var next: NodeID? = .root
    while let node = next {
      var property = nodes[node.index].firstProperty
      while property != .none {
        let record = properties[property.index]
        if record.isIdleDeletion {
          found.append(
            IdleDeletion(
              node: node, name: record.name, isNode: false,
              origin: extent(of: property).place))
        }
        property = record.next
      }
      var child = nodes[node.index].firstChild
      while child != .none {
        let record = nodes[child.index]
        if record.isIdleDeletion {
          found.append(
            IdleDeletion(node: node, name: record.name, isNode: true, origin: extent(of: child).place))
        }
        child = record.nextSibling
      }
      next = nodeAfter(node)
    }
    return found
  }

  /// The deletions of a node that the same block has before them, of blocks that were merged into no
  /// earlier one: nothing carries them out, and dtc takes them for a second node of that name.
  public var clashingDeletions: [NodeID] {
    lateDeletions.filter { deletion in
      let parent = nodes[deletion.index].parent
      guard parent != .none, let first = child(of: parent, named: nodes[deletion.index].name),
        first.index < deletion.index
      else { return false }
      var above = parent
      while above != .root, above != .none, !isDeleted(above) { above = nodes[above.index].parent }
      return above == .root
    }
  }
}
