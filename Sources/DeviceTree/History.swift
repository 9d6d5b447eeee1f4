public import SourceText

/// One of the values that a property has had.
public struct PropertyWrite: Equatable, Sendable {
  /// The value that it was given; empty for a deletion.
  public let value: PropertyValue
  /// Where that was written.
  public let extent: Extent
  /// Whether this deleted it.
  public let isDeletion: Bool
  /// Whether it was deleted afterwards, together with its node.
  public let wentWithItsNode: Bool
  /// The record that was made for this: later writes have higher numbers.
  public let record: PropertyID
}

/// One of the places where a node was written.
public struct NodeWrite: Equatable, Sendable {
  /// The place.
  public let extent: Extent
  /// Whether it was deleted there.
  public let isDeletion: Bool
  /// The record that was made for this: what was read later, of whichever node, has a higher number. Nil for
  /// what an overlay wrote.
  public let record: NodeID?

  /// Creates a write or deletion of a node at a place.
  public init(extent: Extent, isDeletion: Bool, record: NodeID? = nil) {
    self.extent = extent
    self.isDeletion = isDeletion
    self.record = record
  }
}

/// The past of a tree: nothing that is overridden or deleted is forgotten.
extension DeviceTree {
  /// Returns everything that a property was given, oldest first; the last is what it is now.
  public func writes(of property: PropertyID) -> [PropertyWrite] {
    var writes: [PropertyWrite] = []
    var next: PropertyID? = property
    while let held = next {
      let record = properties[held.index]
      next = record.superseded.exists
      // A record keeps what was overridden by the write it was made for, so `next` was made for this value.
      writes.append(
        PropertyWrite(
          value: record.value, extent: propertyExtents[held.index], isDeletion: record.isDeletion,
          wentWithItsNode: record.isDeleted && !record.isDeletion, record: next ?? property))
    }
    return writes.reversed()
  }

  /// Returns where a node was written, in order.
  public func writes(of node: NodeID) -> [NodeWrite] {
    var writes: [NodeWrite] = []
    var merged = nodes[node.index].lastMerged
    while merged != .none {
      writes.append(
        NodeWrite(extent: nodeExtents[merged.index], isDeletion: isDeleted(merged), record: merged))
      merged = nodes[merged.index].lastMerged
    }
    writes.append(
      NodeWrite(
        extent: nodeExtents[node.index], isDeletion: nodes[node.index].flags.contains(.deletion), record: node
      ))
    return writes.reversed()
  }

  /// Returns a node's property of this name if it was deleted.
  public func deletedProperty(of node: NodeID, named name: Symbol) -> PropertyID? {
    guard let found = propertyWithDeleted(of: node, named: name), properties[found.index].isDeleted,
      property(of: node, named: name) == nil, !properties[found.index].isIdleDeletion
    else { return nil }
    return found
  }

  /// A node's first property of this name, deleted or not.
  package struct FirstProperty {
    /// The property.
    package let property: PropertyID
    /// The value that it has or, if it was deleted, had; empty if it was never more than a deletion.
    package let value: PropertyValue
    /// Whether it was deleted.
    package let isDeleted: Bool
  }

  /// Returns a node's first property of this name, even if it was deleted.
  package func firstProperty(of node: NodeID, named name: Symbol) -> FirstProperty? {
    guard let found = propertyWithDeleted(of: node, named: name) else { return nil }
    let record = properties[found.index]
    let last = record.isDeleted ? superseded(by: found) : nil
    return FirstProperty(
      property: found, value: last.map { value(of: $0) } ?? record.value, isDeleted: record.isDeleted)
  }

  /// Returns a node's child of this name if it was deleted.
  public func deletedChild(of node: NodeID, named name: Symbol) -> NodeID? {
    guard let found = childWithDeleted(of: node, named: name), isDeleted(found),
      child(of: node, named: name) == nil, !nodes[found.index].isIdleDeletion
    else { return nil }
    return found
  }

  /// Returns where a node with this label, or one that contained it, was deleted; nil if none was.
  public func deletion(ofNodeLabelled label: Symbol) -> Extent? {
    deletedNode(labelled: label).flatMap { deletion(of: $0) }
  }

  /// Returns a node that had this label and was deleted, or was in one that was.
  public func deletedNode(labelled label: Symbol) -> NodeID? {
    for index in labelRecords.indices where labelRecords[index].name == label {
      let node = labelRecords[index].node
      if node != .none, deletion(of: node) != nil { return node }
    }
    return nil
  }

  /// Returns where a node, or one that contained it, was deleted; nil if none of them is.
  private func deletion(of node: NodeID) -> Extent? {
    var node = node
    while node != .none {
      if isDeleted(node), let deletion = writes(of: node).last(where: \.isDeletion) { return deletion.extent }
      node = nodes[node.index].parent
    }
    return nil
  }

  /// Inserts a value into a property's history, just before its present one: an intermediate step that was
  /// taken elsewhere, in an overlay's own source, and whose value was copied into this tree.
  public mutating func addWrite(
    _ write: PropertyWrite, _ value: PropertyValue, before property: PropertyID
  ) {
    willChange(property)
    let held = PropertyID(properties.count)
    var record = properties[property.index]
    record.value = value
    record.isDeletion = write.isDeletion
    record.isDeleted = write.wentWithItsNode
    record.next = .none
    record.owner = .none
    propertyExtents.append(write.extent, at: properties.count)
    properties.append(record)
    properties[property.index].superseded = held
  }
}
