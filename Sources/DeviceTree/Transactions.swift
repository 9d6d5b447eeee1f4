import SourceText

/// What it takes to roll a transaction back: how long the arrays were, and each older record that it changed,
/// as it was.
@usableFromInline
struct Journal: Sendable {
  @usableFromInline let nodeCount: Int
  @usableFromInline let propertyCount: Int
  @usableFromInline let arenaCount: Int
  @usableFromInline let markerCount: Int
  @usableFromInline var nodes = PlainArray<Change<NodeID, NodeRecord>>()
  @usableFromInline var properties = PlainArray<Change<PropertyID, PropertyRecord>>()

  /// A record as it was before it was changed.
  @usableFromInline
  struct Change<ID: BitwiseCopyable & Sendable, Record: BitwiseCopyable & Sendable>: BitwiseCopyable, Sendable
  {
    let id: ID
    let record: Record
  }

  @usableFromInline
  init(nodeCount: Int, propertyCount: Int, arenaCount: Int, markerCount: Int) {
    self.nodeCount = nodeCount
    self.propertyCount = propertyCount
    self.arenaCount = arenaCount
    self.markerCount = markerCount
  }
}

/// An overlay applies completely or not at all. Since applying adds records and changes few, a rollback costs
/// what was done, and not a copy of the tree.
///
/// What can be undone: adding nodes and properties, setting values and phandles, deleting nodes and
/// properties. Labels, names and cells overwritten in place are not journalled.
extension DeviceTree {
  /// Starts to journal changes; transactions do not nest.
  public mutating func beginTransaction() {
    precondition(journal == nil)
    journal = Journal(
      nodeCount: nodes.count, propertyCount: properties.count, arenaCount: arena.count,
      markerCount: markerRecords.count)
  }

  /// Keeps what has changed since `beginTransaction()`.
  public mutating func commit() { journal = nil }

  /// Undoes what has changed since `beginTransaction()`.
  public mutating func rollback() {
    guard let journal else { return }
    self.journal = nil
    for index in journal.nodes.indices.reversed() {
      nodes[journal.nodes[index].id.index] = journal.nodes[index].record
    }
    for index in journal.properties.indices.reversed() {
      properties[journal.properties[index].id.index] = journal.properties[index].record
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
    journal?.nodes.append(.init(id: node, record: nodes[node.index]))
  }

  @usableFromInline
  mutating func note(_ property: PropertyID) {
    guard let count = journal?.propertyCount, property.index < count else { return }
    journal?.properties.append(.init(id: property, record: properties[property.index]))
  }
}
