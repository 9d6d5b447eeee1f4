import SourceText

extension DeviceTree {
  /// Merges a block that is not in the tree into a node: the second and later definitions of a node.
  ///
  /// As in dtc, properties take the place of those of the same name and otherwise follow the existing ones,
  /// children merge with or follow the existing ones, and deletions in the block apply to what the node had.
  /// The block's records are used up.
  public mutating func merge(_ block: NodeID, into target: NodeID) {
    // Depth first and in order: a block may delete what it named before.
    var open = UniqueArray<Merging>()
    noteBlockUse()
    open.append(begin(block, into: target))
    while let merging = open.popLast() {
      let (child, target) = (merging.next, merging.target)
      guard child != .none else { continue }
      let record = nodes[child.index]
      open.append(Merging(next: record.nextSibling, target: target))
      let existing = childWithDeleted(of: target, named: record.name)
      if record.flags.contains(.deleted) {
        if let existing, !isDeleted(existing) {
          delete(existing)
          link(child, asDeletionOf: existing)
        } else {
          unmetDeletions.append(UnmetDeletion(target: target, node: child, property: .none))
        }
      } else if let existing {
        open.append(begin(child, into: existing))
      } else {
        move(child, to: target)
      }
    }
  }

  /// A block that has been partly merged into a node: the child to be merged next.
  private struct Merging: BitwiseCopyable, Sendable {
    let next: NodeID
    let target: NodeID
  }

  /// Merges everything in a block but its children.
  private mutating func begin(_ block: NodeID, into target: NodeID) -> Merging {
    nodes[target.index].flags.remove(.deleted)
    nodes[block.index].lastMerged = nodes[target.index].lastMerged
    nodes[target.index].lastMerged = block
    mergeLabels(of: block, into: target)
    mergeProperties(of: block, into: target)
    return Merging(next: nodes[block.index].firstChild, target: target)
  }

  private mutating func mergeProperties(of block: NodeID, into target: NodeID) {
    var next = nodes[block.index].firstProperty
    while next != .none {
      let property = next
      let record = properties[property.index]
      next = record.next
      let existing = propertyWithDeleted(of: target, named: record.name)
      if record.isDeleted {
        if let existing, !properties[existing.index].isDeleted {
          supersede(existing, by: property)
          delete(existing)
          properties[existing.index].value = .empty
          properties[existing.index].isDeletion = true
        } else {
          unmetDeletions.append(UnmetDeletion(target: target, node: .none, property: property))
        }
      } else if let existing {
        override(existing, by: property)
      } else {
        take(property, to: target)
      }
    }
  }

  /// Swaps the contents of two records, so that `property` has the new value in its old place, and the record
  /// that brought the new value keeps what was there before.
  private mutating func override(_ property: PropertyID, by newer: PropertyID) {
    mergeLabels(of: newer, into: property)
    let value = properties[newer.index].value
    supersede(property, by: newer)
    properties.change { properties in
      properties[property.index].value = value
      properties[property.index].isDeleted = false
      properties[property.index].isDeletion = false
    }
  }

  /// Lets the record of a block keep what a property was, and exchanges where the two were written.
  private mutating func supersede(_ property: PropertyID, by newer: PropertyID) {
    properties.change { properties in
      let old = properties[property.index]
      properties[property.index].superseded = newer
      var kept = properties[newer.index]
      kept.value = old.value
      kept.superseded = old.superseded
      kept.isDeleted = old.isDeleted
      kept.isDeletion = old.isDeletion
      kept.owner = .none
      kept.next = .none
      properties[newer.index] = kept
    }
    propertyExtents.swapAt(property.index, newer.index)
  }
}
