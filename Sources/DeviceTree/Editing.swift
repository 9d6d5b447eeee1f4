public import SourceText

/// Where a new node or property goes among its siblings.
public enum LinkPosition: Sendable {
  /// Before the others: what libfdt does.
  case first
  /// After the others: what dtc does.
  case last
}

// MARK: - Adding

extension DeviceTree {
  /// Makes a node that is not in the tree yet: a block of a source before it is merged.
  @inlinable
  public mutating func makeNode(name: Symbol) -> NodeID {
    let node = makeRecord(name: name)
    if blockCount == 0 { firstOfBlocks = node }
    blockCount += 1
    return node
  }

  @inlinable
  mutating func makeRecord(name: Symbol) -> NodeID {
    let node = NodeID(nodes.count)
    nodes.append(NodeRecord(name: name))
    nodeExtents.append(.none)
    return node
  }

  /// Notes that a block was put into the tree, or its contents were.
  @inlinable
  mutating func noteBlockUse() {
    blockCount -= 1
    if blockCount == 0 { firstOfBlocks = .none }
  }

  /// Sets the name of a node that is not in the tree yet.
  @inlinable
  public mutating func setName(_ name: Symbol, of node: NodeID) {
    nodes[node.index].name = name
  }

  /// Adds a child to `parent`.
  @inlinable
  public mutating func addNode(
    named name: Symbol, to parent: NodeID, at position: LinkPosition = .last
  ) -> NodeID {
    if journal != nil { noteChange(of: parent, at: position) }
    let node = NodeID(nodes.count)
    nodes.append(NodeRecord(name: name)) { Self.hang(node, below: parent, at: position, &$0) }
    nodeExtents.append(.none)
    index(node, at: position)
    return node
  }

  /// Adds a node that is not in the tree yet to `parent`.
  @inlinable
  public mutating func attach(_ node: NodeID, to parent: NodeID) {
    noteBlockUse()
    move(node, to: parent)
  }

  /// Adds a node that was in a block to `parent`.
  @inlinable
  mutating func move(_ node: NodeID, to parent: NodeID) {
    if journal != nil { noteChange(of: parent, at: .last) }
    nodes.change { Self.hang(node, below: parent, at: .last, &$0) }
    index(node, at: .last)
  }

  @usableFromInline
  mutating func index(_ node: NodeID, at position: LinkPosition) {
    childIndex.insert(node.rawValue, among: nodes, at: position, isFinal: journal == nil)
  }

  @inlinable @inline(__always)
  static func hang(
    _ node: NodeID, below parent: NodeID, at position: LinkPosition, _ nodes: inout MutableSpan<NodeRecord>
  ) {
    nodes[node.index].parent = parent
    let last = nodes[parent.index].lastChild
    if last == .none {
      nodes[node.index].nextSibling = .none
      nodes[parent.index].firstChild = node
      nodes[parent.index].lastChild = node
    } else if position == .first {
      nodes[node.index].nextSibling = nodes[parent.index].firstChild
      nodes[parent.index].firstChild = node
    } else {
      nodes[node.index].nextSibling = .none
      nodes[last.index].nextSibling = node
      nodes[parent.index].lastChild = node
    }
  }

  /// Journals what adding a child changes.
  @usableFromInline
  mutating func noteChange(of parent: NodeID, at position: LinkPosition) {
    note(parent)
    let last = nodes[parent.index].lastChild
    if last != .none, position == .last { note(last) }
  }

  /// Adds a property to a node, without checking whether it has one of that name; `extent` is where it was
  /// written.
  @inlinable @discardableResult
  public mutating func addProperty(
    _ name: Symbol, _ value: PropertyValue, to node: NodeID, at position: LinkPosition = .last,
    extent: Extent = .none
  ) -> PropertyID {
    add(PropertyRecord(name: name, owner: node, value: value), to: node, at: position, extent: extent)
  }

  @inlinable @inline(__always)
  mutating func add(
    _ added: PropertyRecord, to node: NodeID, at position: LinkPosition, extent: Extent
  ) -> PropertyID {
    let property = PropertyID(properties.count)
    propertyExtents.append(extent, at: properties.count)
    willChange(node)
    let (neighbour, count) = nodes[node.index].take(property, at: position)
    var record = added
    if position == .first {
      record.next = neighbour
      properties.append(record)
    } else if neighbour == .none {
      properties.append(record)
    } else {
      willChange(neighbour)
      properties.append(record) { $0[neighbour.index].next = property }
    }
    if count > Self.indexedAbove {
      indexProperties(of: node, added: property, at: position, count: count)
    }
    return property
  }

  /// Moves a property of another node to the end of this node's.
  mutating func take(_ property: PropertyID, to node: NodeID) {
    willChange(node)
    let (previous, count) = nodes[node.index].take(property, at: .last)
    if previous != .none { willChange(previous) }
    properties.change { properties in
      properties[property.index].next = .none
      properties[property.index].owner = node
      if previous != .none { properties[previous.index].next = property }
    }
    if count > Self.indexedAbove { indexProperties(of: node, added: property, at: .last, count: count) }
  }

  @usableFromInline
  mutating func indexProperties(
    of node: NodeID, added property: PropertyID, at position: LinkPosition, count: Int
  ) {
    if count > Self.indexedAbove + 1 {
      index(property, at: position)
    } else if position == .first {
      indexPropertiesBackwards(of: node)
    } else {
      indexAllProperties(of: node)
    }
  }

  mutating func indexAllProperties(of node: NodeID) {
    var next = nodes[node.index].firstProperty
    while next != .none {
      index(next, at: .last)
      next = properties[next.index].next
    }
  }

  /// Indexes a node's properties from the last to the first, each in front of its namesakes: some may be in
  /// the index already, from a time when there were as many and some were rolled back.
  @inline(never)
  private mutating func indexPropertiesBackwards(of node: NodeID) {
    var all = UniqueArray<PropertyID>()
    var next = nodes[node.index].firstProperty
    while next != .none {
      all.append(next)
      next = properties[next.index].next
    }
    for number in all.indices.reversed() { index(all[number], at: .first) }
  }

  private mutating func index(_ property: PropertyID, at position: LinkPosition) {
    propertyIndex.insert(property.rawValue, among: properties, at: position, isFinal: journal == nil)
  }

  /// Changes a property's value; the former one remains reachable as `superseded(by:)`.
  public mutating func setValue(_ value: PropertyValue, of property: PropertyID) {
    willChange(property)
    let old = PropertyID(properties.count)
    var record = properties[property.index]
    record.next = .none
    record.owner = .none
    propertyExtents.append(propertyExtents[property.index], at: properties.count)
    properties.append(record)
    properties[property.index].value = value
    properties[property.index].superseded = old
  }

  /// Changes a property's value and forgets the former one: the value was completed, not changed.
  @inlinable
  public mutating func completeValue(_ value: PropertyValue, of property: PropertyID) {
    willChange(property)
    properties[property.index].value = value
  }
}
