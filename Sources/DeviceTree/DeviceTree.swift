public import SourceText

/// A device tree: nodes, properties, values, labels and memory reservations, independent of any format.
///
/// Everything is in flat arrays with 32-bit links: records of nodes, of properties and of labels, and one
/// arena for the bytes of all values. The tree is a value: a copy costs nothing until one of the two is
/// changed. Names and values are bytes, since not every blob is UTF-8.
///
/// What is deleted keeps its record and its place among its siblings, as in dtc: a node that is defined again
/// after `/delete-node/` comes back where it was. All traversal skips what is deleted.
public struct DeviceTree: Sendable {
  /// The names of nodes, properties and labels.
  public var names: SymbolTable
  /// The entries of the memory reservation block, in order.
  public var reservations: [MemoryReservation] = []
  /// The physical number of the boot CPU (the header's `boot_cpuid_phys`).
  public var bootCPU: UInt32 = 0
  /// Whether the source says `/plugin/`: an overlay, whose references may remain unresolved.
  public var isPlugin = false

  @usableFromInline var nodes = PlainArray<NodeRecord>()
  @usableFromInline var properties = PlainArray<PropertyRecord>()
  /// How many references and labels have been put into values so far.
  @usableFromInline var referenceCount = 0
  @usableFromInline var labelRecords = PlainArray<LabelRecord>()
  @usableFromInline var arena = ByteWriter()
  @usableFromInline var markerRecords = PlainArray<Marker>()
  @usableFromInline var childIndex = LinkIndex()
  /// Holds the properties of nodes that have more than `indexedAbove`.
  @usableFromInline var propertyIndex = LinkIndex()
  /// By name: the first label of that name on a node.
  @usableFromInline var firstLabelNamed = PlainArray<LabelID>()
  /// By name: the first label of that name on a property.
  var firstPropertyLabelNamed = PlainArray<LabelID>()
  /// By name: whether labels of deleted nodes have been removed from the list of that name.
  var hasUnlinkedLabels = PlainArray<Bool>()
  /// The deletions in merged blocks that found nothing to delete; see `idleDeletions()`.
  var unmetDeletions = PlainArray<UnmetDeletion>()
  /// How many blocks are not in the tree: those that will be merged, and those that never were.
  @usableFromInline var blockCount = 0
  /// The first node that may be in one of them.
  @usableFromInline var firstOfBlocks = NodeID.none
  @usableFromInline var nodeExtents = PlainArray<Extent>()
  @usableFromInline var propertyExtents = ExtentList()
  @usableFromInline var journal: Journal?

  /// A node with more properties than this has them in `propertyIndex`; up to this many, walking
  /// the list is faster.
  @usableFromInline static let indexedAbove = 12

  /// Creates a tree with nothing but an empty root node, whose names are symbols of `names`.
  public init(names: SymbolTable = SymbolTable()) {
    self.names = names
    nodes.append(NodeRecord(name: .empty))
    nodeExtents.append(.none)
  }

  /// Makes the bytes of a file the first of the arena, so that they need not be copied to be a value.
  public mutating func adopt(_ file: [UInt8]) {
    precondition(arena.count == 0)
    arena = ByteWriter(file)
  }

  /// Returns the value with these bytes of the file that was adopted.
  @inlinable @inline(__always)
  public func adoptedValue(_ range: Range<Int>) -> PropertyValue {
    precondition(range.lowerBound >= 0 && range.upperBound <= arena.count)
    return PropertyValue(
      start: UInt32(truncatingIfNeeded: range.lowerBound),
      length: UInt32(truncatingIfNeeded: range.count), firstMarker: 0, markerCount: 0)
  }

  /// Makes room for about this many nodes, properties, markers and bytes of values and, for a tree from text
  /// (`isWritten`), for where its properties were written.
  public mutating func reserve(
    nodes: Int, properties: Int, markers: Int = 0, valueBytes: Int, isWritten: Bool = true
  ) {
    markerRecords.reserve(markers)
    self.nodes.reserve(nodes)
    childIndex.reserve(nodes, among: self.nodes)
    nodeExtents.reserve(nodes)
    self.properties.reserve(properties)
    if isWritten { propertyExtents.reserve(properties) }
    if valueBytes > 0 { arena.reserve(valueBytes) }
  }

  /// Makes room in the index for this many more properties of one node.
  package mutating func reserve(indexedProperties count: Int) {
    propertyIndex.reserve(count, among: properties)
  }

  /// The number of node records, including deleted and merged ones: the size of a side array indexed by node.
  @inlinable
  public var nodeCapacity: Int { nodes.count }

  /// The number of property records, including deleted ones.
  @inlinable
  public var propertyCapacity: Int { properties.count }
}

// MARK: - Nodes

extension DeviceTree {
  /// A node's name with its unit address; empty for the root.
  @inlinable
  public func name(of node: NodeID) -> Symbol { nodes[node.index].name }

  /// A node's parent; nil for the root and for a block that has not been merged into the tree.
  @inlinable
  public func parent(of node: NodeID) -> NodeID? { nodes[node.index].parent.exists }

  /// Whether a node was deleted.
  @inlinable
  public func isDeleted(_ node: NodeID) -> Bool { nodes[node.index].flags.contains(.deleted) }

  /// Whether a node has child records, including deleted ones: what dtc looks at to find out whether a node
  /// has children, since it keeps deleted nodes in its lists.
  @inlinable @inline(__always)
  public func hasChildRecords(_ node: NodeID) -> Bool { nodes[node.index].firstChild != .none }

  /// A node's first child, which may be a deleted one.
  public func firstChildWithDeleted(of node: NodeID) -> NodeID? { nodes[node.index].firstChild.exists }

  /// The next child of the same parent, which may be a deleted one.
  public func nextSiblingWithDeleted(of node: NodeID) -> NodeID? { nodes[node.index].nextSibling.exists }

  /// A node's first child.
  @inlinable @inline(__always)
  public func firstChild(of node: NodeID) -> NodeID? {
    live(nodes[node.index].firstChild)
  }

  /// The next child of the same parent.
  @inlinable @inline(__always)
  public func nextSibling(of node: NodeID) -> NodeID? {
    live(nodes[node.index].nextSibling)
  }

  @inlinable @inline(__always)
  func live(_ from: NodeID) -> NodeID? {
    var node = from
    while node != .none {
      let record = nodes[node.index]
      if !record.flags.contains(.deleted) { return node }
      node = record.nextSibling
    }
    return nil
  }

  /// Returns the node after `node` in document order (parents first), or nil at the end of the subtree of
  /// `top`. This walks a tree without a stack, however deep it is.
  @inlinable
  public func nodeAfter(_ node: NodeID, within top: NodeID = .root) -> NodeID? {
    if let child = firstChild(of: node) { return child }
    return nodeAfterSubtree(of: node, within: top)
  }

  /// Returns the node after `node` and everything below it, in document order.
  @inlinable
  public func nodeAfterSubtree(of node: NodeID, within top: NodeID = .root) -> NodeID? {
    var from = node
    while from != top {
      if let sibling = nextSibling(of: from) { return sibling }
      guard let parent = parent(of: from) else { return nil }
      from = parent
    }
    return nil
  }

  /// A node's child of exactly this name, unit address included.
  @inlinable @inline(__always)
  public func child(of node: NodeID, named name: Symbol) -> NodeID? {
    guard let child = childWithDeleted(of: node, named: name) else { return nil }
    if !isDeleted(child) { return child }
    // A block may contain a namesake after its deletion.
    return Self.child(of: node, named: name, nodes, childIndex, isLive: true)
  }

  @inlinable @inline(__always)
  func childWithDeleted(of node: NodeID, named name: Symbol) -> NodeID? {
    Self.child(of: node, named: name, nodes, childIndex)
  }

  @usableFromInline
  static func child(
    of node: NodeID, named name: Symbol, _ nodes: PlainArray<NodeRecord>, _ index: LinkIndex,
    isLive: Bool = false
  ) -> NodeID? {
    index.first(in: node, named: name, among: nodes, isLive: isLive).map(NodeID.init(rawValue:))
  }

  /// The number of nodes in the tree, including the root.
  public var nodeCount: Int {
    var count = 0
    forEachNode { _ in count += 1 }
    return count
  }

  /// A node's phandle, from its properties or as it was assigned; 0 if it has none.
  @inlinable
  public func phandle(of node: NodeID) -> UInt32 { nodes[node.index].phandle }

  /// Notes a node's phandle; the property is left to the caller.
  @inlinable
  public mutating func setPhandle(_ phandle: UInt32, of node: NodeID) {
    willChange(node)
    nodes[node.index].phandle = phandle
  }

  /// Sets all nodes' phandles to 0; their properties stay.
  public mutating func forgetPhandles() {
    for index in 0..<nodes.count { setPhandle(0, of: NodeID(index)) }
  }

  /// Whether a node is to be left out if nothing refers to it (`/omit-if-no-ref/`).
  public func isOmittedIfUnreferenced(_ node: NodeID) -> Bool {
    nodes[node.index].flags.contains(.omitIfUnreferenced)
  }

  /// Marks a node to be left out if nothing refers to it.
  public mutating func omitIfUnreferenced(_ node: NodeID) {
    nodes[node.index].flags.insert(.omitIfUnreferenced)
  }

  /// Whether any reference leads to a node.
  public func isReferenced(_ node: NodeID) -> Bool { nodes[node.index].flags.contains(.referenced) }

  /// Notes that a reference leads to a node.
  @inlinable
  public mutating func markReferenced(_ node: NodeID) {
    nodes[node.index].flags.insert(.referenced)
  }

  /// Where a node was written: its first definition, or the block that it came from.
  public func extent(of node: NodeID) -> Extent { nodeExtents[node.index] }

  /// Notes where a node was written.
  @inlinable
  public mutating func setExtent(_ extent: Extent, of node: NodeID) {
    nodeExtents[node.index] = extent
  }

  /// Where else a node was written (`&label { … };`, or its parent again), in order.
  public func furtherExtents(of node: NodeID) -> [Extent] {
    var extents: [Extent] = []
    var merged = nodes[node.index].lastMerged
    while merged != .none {
      if !isDeleted(merged) { extents.append(nodeExtents[merged.index]) }
      merged = nodes[merged.index].lastMerged
    }
    return extents.reversed()
  }
}
