public import SourceText

extension DeviceTree {
  /// A node's labels, the last one that was added first (the order in which dtc writes symbols).
  public func labels(of node: NodeID) -> [Symbol] { labels(from: nodes[node.index].firstLabel) }

  /// A property's labels, the last one that was added first.
  public func labels(of property: PropertyID) -> [Symbol] {
    labels(from: properties[property.index].firstLabel)
  }

  /// Whether a node ever had a label, deleted ones counting.
  @inlinable
  public func hasLabels(_ node: NodeID) -> Bool { nodes[node.index].firstLabel != .none }

  /// A node's first label; see `labels(of:)`.
  @inlinable @inline(__always)
  public func firstLabel(of node: NodeID) -> LabelID? { live(nodes[node.index].firstLabel) }

  /// A property's first label; see `labels(of:)`.
  @inlinable @inline(__always)
  public func firstLabel(of property: PropertyID) -> LabelID? {
    live(properties[property.index].firstLabel)
  }

  /// The next label of the same node or property.
  @inlinable @inline(__always)
  public func nextLabel(after label: LabelID) -> LabelID? { live(labelRecords[label.index].next) }

  /// A label's name.
  @inlinable
  public func name(of label: LabelID) -> Symbol { labelRecords[label.index].name }

  /// How many labels the nodes of the tree have.
  public var nodeLabelCount: Int {
    var count = 0
    for index in labelRecords.indices
    where labelRecords[index].node != .none && !labelRecords[index].isDeleted {
      count += 1
    }
    return count
  }

  @inlinable @inline(__always)
  func live(_ from: LabelID) -> LabelID? {
    var label = from
    while label != .none {
      if !labelRecords[label.index].isDeleted { return label }
      label = labelRecords[label.index].next
    }
    return nil
  }

  private func labels(from first: LabelID) -> [Symbol] {
    var symbols: [Symbol] = []
    var next = live(first)
    while let label = next {
      symbols.append(labelRecords[label.index].name)
      next = live(labelRecords[label.index].next)
    }
    return symbols
  }

  /// Gives a node a label, unless it has it.
  public mutating func addLabel(_ name: Symbol, to node: NodeID) {
    if let label = addLabel(name, chain: nodes[node.index].firstLabel, node: node) {
      nodes[node.index].firstLabel = label
    }
  }

  /// Gives a property a label, unless it has it.
  public mutating func addLabel(_ name: Symbol, to property: PropertyID) {
    if let label = addLabel(name, chain: properties[property.index].firstLabel, node: .none) {
      properties[property.index].firstLabel = label
    }
  }

  private mutating func addLabel(_ name: Symbol, chain: LabelID, node: NodeID) -> LabelID? {
    if let label = label(name, in: chain, of: node) {
      labelRecords[label.index].isDeleted = false
      return nil
    }
    let added = LabelID(labelRecords.count)
    var record = LabelRecord(name: name, next: chain, node: node)
    if node != .none { record.nextNamesake = index(added, named: name) }
    labelRecords.append(record)
    return added
  }

  /// The label of this name among those of a node or, if there is none, of a property.
  private func label(_ name: Symbol, in chain: LabelID, of node: NodeID) -> LabelID? {
    // A node's is among those of its name as well: whichever are fewer, a source cannot have both many.
    var namesake = node != .none && name.index < firstLabelNamed.count ? firstLabelNamed[name.index] : .none
    var label = chain
    while label != .none, node == .none || namesake != .none {
      if labelRecords[label.index].name == name { return label }
      label = labelRecords[label.index].next
      if node == .none { continue }
      if labelRecords[namesake.index].node == node { return namesake }
      namesake = labelRecords[namesake.index].nextNamesake
    }
    return nil
  }

  /// Makes a label the first of its name, and returns the one that was.
  mutating func index(_ label: LabelID, named name: Symbol) -> LabelID {
    if name.index >= firstLabelNamed.count {
      // With room for further ones: labels come with rising numbers.
      firstLabelNamed.resize(to: max(name.index + name.index / 4 + 1, names.count), .none)
    }
    let former = firstLabelNamed[name.index]
    firstLabelNamed[name.index] = label
    return former
  }

  mutating func mergeLabels(of block: NodeID, into target: NodeID) {
    var label = nodes[block.index].firstLabel
    while label != .none {
      let record = labelRecords[label.index]
      addLabel(record.name, to: target)
      // The block is no node of the tree any more.
      discard(label)
      label = record.next
    }
  }

  /// Deletes a label of a node that never comes back, and takes it from among those of its name as long as it is one of
  /// the first two: blocks that repeat a label would be a long way to go.
  private mutating func discard(_ label: LabelID) {
    labelRecords[label.index].isDeleted = true
    let record = labelRecords[label.index]
    let first = firstLabelNamed[record.name.index]
    if first == label {
      firstLabelNamed[record.name.index] = record.nextNamesake
    } else if labelRecords[first.index].nextNamesake == label {
      labelRecords[first.index].nextNamesake = record.nextNamesake
    }
  }

  /// Whether some node ever had a label of this name.
  @inlinable @inline(__always)
  func isLabel(_ name: Symbol) -> Bool {
    name.index < firstLabelNamed.count && firstLabelNamed[name.index] != .none
  }

  /// The node of the tree that has a label: the first one in document order.
  public func node(labelled name: Symbol) -> NodeID? {
    switch holder(of: name) {
    case .nobody: nil
    case .node(let node): node
    case .several: firstNode(labelled: name)
    }
  }

  /// Who has a label.
  public enum LabelHolder: Sendable {
    /// No node of the tree.
    case nobody
    /// One node.
    case node(NodeID)
    /// More than one, which is an error of the source.
    case several
  }

  /// Who in the tree has a label.
  @inlinable @inline(__always)
  public func holder(of label: Symbol) -> LabelHolder {
    guard isLabel(label) else { return .nobody }
    return Self.holder(of: firstLabelNamed[label.index], labelRecords, nodes)
  }

  /// Who in the tree has this label or a namesake that comes after it.
  // By itself, since a tree that is held to be changed would be copied to be looked at.
  @usableFromInline
  static func holder(
    of first: LabelID, _ records: PlainArray<LabelRecord>, _ nodes: PlainArray<NodeRecord>
  ) -> LabelHolder {
    var label = first
    var found: NodeID?
    while label != .none {
      let record = records[label.index]
      if !record.isDeleted, isInTree(record.node, nodes) {
        if let found, found != record.node { return .several }
        found = record.node
      }
      label = record.nextNamesake
    }
    return found.map { .node($0) } ?? .nobody
  }

  private func firstNode(labelled name: Symbol) -> NodeID? {
    var next: NodeID? = .root
    while let node = next {
      var label = firstLabel(of: node)
      while let current = label {
        if self.name(of: current) == name { return node }
        label = nextLabel(after: current)
      }
      next = nodeAfter(node)
    }
    return nil
  }

  /// Whether a node hangs below the root and is not deleted.
  private static func isInTree(_ node: NodeID, _ nodes: PlainArray<NodeRecord>) -> Bool {
    var from = node
    while from != .root {
      let record = nodes[from.index]
      if record.flags.contains(.deleted) || record.parent == .none { return false }
      from = record.parent
    }
    return true
  }
}
