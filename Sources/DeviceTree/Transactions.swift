import SourceText

/// What a transaction needs to take itself back: how long the arrays were, and each older record
/// that it changed, as it was.
@usableFromInline
struct Journal: Sendable {
  @usableFromInline let nodeCount: Int
  @usableFromInline let propertyCount: Int
  @usableFromInline let arenaCount: Int
  @usableFromInline let markerCount: Int
  @usableFromInline var nodes: [(NodeID, NodeRecord)] = []
  @usableFromInline var properties: [(PropertyID, PropertyRecord)] = []

  @usableFromInline
  init(nodeCount: Int, propertyCount: Int, arenaCount: Int, markerCount: Int) {
    self.nodeCount = nodeCount
    self.propertyCount = propertyCount
    self.arenaCount = arenaCount
    self.markerCount = markerCount
  }
}

/// An overlay applies whole or not at all. Since applying adds records and changes few, taking it
/// back costs what it did, and not a copy of the tree.
///
/// What may be undone: adding nodes and properties, setting values and phandles, deleting nodes and
/// properties. Labels, names and cells overwritten in place are not journalled.
extension DeviceTree {
  /// Begins to note changes; transactions do not nest.
  public mutating func beginTransaction() {
    precondition(journal == nil)
    journal = Journal(
      nodeCount: nodes.count, propertyCount: properties.count, arenaCount: arena.count,
      markerCount: markerRecords.count)
  }

  /// Keeps what was changed since `beginTransaction()`.
  public mutating func commit() { journal = nil }

  /// Takes back what was changed since `beginTransaction()`.
  public mutating func rollback() {
    guard let journal else { return }
    self.journal = nil
    for (node, record) in journal.nodes.reversed() { nodes[node.index] = record }
    for (property, record) in journal.properties.reversed() {
      properties[property.index] = record
    }
    nodes.cut(to: journal.nodeCount)
    nodeExtents.cut(to: journal.nodeCount)
    properties.cut(to: journal.propertyCount)
    propertyExtents.cut(to: journal.propertyCount)
    arena.cut(to: journal.arenaCount)
    markerRecords.cut(to: journal.markerCount)
  }

  @inlinable @inline(__always)
  mutating func willChange(_ node: NodeID) {
    if journal != nil { note(node) }
  }

  @inlinable @inline(__always)
  mutating func willChange(_ property: PropertyID) {
    if journal != nil { note(property) }
  }

  @usableFromInline
  mutating func note(_ node: NodeID) {
    guard let count = journal?.nodeCount, node.index < count else { return }
    journal?.nodes.append((node, nodes[node.index]))
  }

  @usableFromInline
  mutating func note(_ property: PropertyID) {
    guard let count = journal?.propertyCount, property.index < count else { return }
    journal?.properties.append((property, properties[property.index]))
  }
}
