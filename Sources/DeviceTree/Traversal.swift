public import SourceText

/// Complete walks, for code that looks at everything: records are read in place.
extension DeviceTree {
  /// Calls `body` with each node of the tree in document order, parents first.
  @inlinable @inline(__always)
  public func forEachNode(_ body: (NodeID) -> Void) {
    var node = NodeID.root
    while true {
      body(node)
      var next = nodes[node.index].firstChild
      while true {
        while next != .none, nodes[next.index].flags.contains(.deleted) {
          next = nodes[next.index].nextSibling
        }
        if next != .none { break }
        // Go up to the nearest node that has a next sibling.
        if node == .root { return }
        next = nodes[node.index].nextSibling
        node = nodes[node.index].parent
        if node == .none { return }
      }
      node = next
    }
  }

  /// Calls `body` with each property of a node, in order, with its name and value.
  @inlinable @inline(__always)
  public func forEachProperty(
    of node: NodeID, _ body: (PropertyID, Symbol, PropertyValue) -> Void
  ) {
    var next = nodes[node.index].firstProperty
    while next != .none {
      let property = next
      let record = properties[property.index]
      next = record.next
      if !record.isDeleted { body(property, record.name, record.value) }
    }
  }

  /// Calls `body` with each child of a node, in order, with its name.
  @inlinable @inline(__always)
  public func forEachChild(of node: NodeID, _ body: (NodeID, Symbol) -> Void) {
    forEachChildWithDeleted(of: node) { child, name, isDeleted in if !isDeleted { body(child, name) } }
  }

  /// Calls `body` with each child of a node, in order, including deleted ones and the deletions in the block
  /// that made the node.
  @inlinable @inline(__always)
  public func forEachChildWithDeleted(
    of node: NodeID, _ body: (_ child: NodeID, _ name: Symbol, _ isDeleted: Bool) -> Void
  ) {
    var next = nodes[node.index].firstChild
    while next != .none {
      let child = next
      let record = nodes[child.index]
      next = record.nextSibling
      body(child, record.name, record.flags.contains(.deleted))
    }
  }

  /// Calls `body` with each marker of a value, in order, with its number.
  @inlinable @inline(__always)
  public func forEachMarker(of value: PropertyValue, _ body: (Int, Marker) -> Void) {
    let range = value.markers
    guard !range.isEmpty else { return }
    for index in range { body(index &- range.lowerBound, markerRecords[index]) }
  }
}
