public import SourceText

extension DeviceTree {
  /// Removes a node, everything below it, and all their properties and labels from the tree.
  public mutating func delete(_ node: NodeID) {
    var stack = [node]
    while let next = stack.popLast() {
      willChange(next)
      nodes[next.index].flags.insert(.deleted)
      var child = nodes[next.index].firstChild
      while child != .none {
        stack.append(child)
        child = nodes[child.index].nextSibling
      }
      var property = nodes[next.index].firstProperty
      while property != .none {
        delete(property)
        property = properties[property.index].next
      }
      deleteLabels(from: nodes[next.index].firstLabel)
    }
    childIndex.insertNamesake(behind: node.rawValue, among: nodes, isFinal: journal == nil)
  }

  /// Removes a property and its labels from the tree.
  public mutating func delete(_ property: PropertyID) {
    willChange(property)
    properties[property.index].isDeleted = true
    deleteLabels(from: properties[property.index].firstLabel)
    propertyIndex.insertNamesake(behind: property.rawValue, among: properties, isFinal: journal == nil)
  }

  private mutating func deleteLabels(from first: LabelID) {
    var label = first
    while label != .none {
      labelRecords[label.index].isDeleted = true
      label = labelRecords[label.index].next
    }
  }

  /// Adds a node that represents a deletion to a block: when the block is merged, the node's namesake is
  /// deleted.
  @inlinable
  public mutating func addDeletion(ofNode name: Symbol, to block: NodeID) -> NodeID {
    let node = makeRecord(name: name)
    nodes[node.index].flags = [.deleted, .deletion]
    move(node, to: block)
    return node
  }

  /// Adds a property that represents a deletion to a block: when the block is merged, its namesake is
  /// deleted.
  @inlinable
  public mutating func addDeletion(ofProperty name: Symbol, to block: NodeID) -> PropertyID {
    var record = PropertyRecord(name: name, owner: block, value: .empty)
    record.isDeleted = true
    record.isDeletion = true
    return add(record, to: block, at: .last, extent: .none)
  }

  /// Notes where the deletion of a node that has already been deleted was written.
  public mutating func noteDeletion(of node: NodeID, at extent: Extent) {
    let deletion = makeRecord(name: nodes[node.index].name)
    nodes[deletion.index].flags.insert(.deleted)
    nodeExtents[deletion.index] = extent
    link(deletion, asDeletionOf: node)
  }

  mutating func link(_ deletion: NodeID, asDeletionOf node: NodeID) {
    nodes[deletion.index].lastMerged = nodes[node.index].lastMerged
    nodes[node.index].lastMerged = deletion
  }
}
