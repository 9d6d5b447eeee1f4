public import SourceText

extension DeviceTree {
  /// A node's labels, the last one added first (the order in which dtc writes symbols).
  public func labels(of node: NodeID) -> [Symbol] { labels(from: nodes[node.index].firstLabel) }

  /// A property's labels, the last one added first.
  public func labels(of property: PropertyID) -> [Symbol] {
    labels(from: properties[property.index].firstLabel)
  }

  /// Whether a node ever had a label, including deleted ones.
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

  /// The number of labels on nodes.
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

  /// Adds a label to a node, unless the node has it.
  public mutating func addLabel(_ name: Symbol, to node: NodeID) {
    let first = nodes[node.index].firstLabel
    let isAmongAll = name.index >= hasUnlinkedLabels.count || !hasUnlinkedLabels[name.index]
    let label = Self.label(name, in: first, firstLabelNamed, isAmongAll: isAmongAll, labelRecords) {
      $0.node == node
    }
    if let label { return revive(label) }
    let added = LabelID(labelRecords.count)
    var record = LabelRecord(name: name, next: first, node: node, property: .none)
    record.nextNamesake = index(added, named: name)
    labelRecords.append(record)
    nodes[node.index].firstLabel = added
  }

  /// Adds a label to a property, unless the property has it.
  public mutating func addLabel(_ name: Symbol, to property: PropertyID) {
    let first = properties[property.index].firstLabel
    let label = Self.label(name, in: first, firstPropertyLabelNamed, labelRecords) {
      $0.property == property
    }
    if let label { return revive(label) }
    let added = LabelID(labelRecords.count)
    var record = LabelRecord(name: name, next: first, node: .none, property: property)
    record.nextNamesake = indexOfProperty(added, named: name)
    labelRecords.append(record)
    properties[property.index].firstLabel = added
  }

  private mutating func revive(_ label: LabelID) {
    labelRecords[label.index].isDeleted = false
    guard labelRecords[label.index].isUnlinked else { return }
    labelRecords[label.index].isUnlinked = false
    labelRecords[label.index].nextNamesake = index(label, named: labelRecords[label.index].name)
  }

  /// Returns the label of this name among those of a node or property.
  ///
  /// If `isAmongAll`, it would be among all labels of its name as well, so both lists are walked at once and
  /// the shorter one decides: a source cannot make both long.
  // A static function, since a tree that is being modified would be copied to be read.
  @inline(__always)
  private static func label(
    _ name: Symbol, in chain: LabelID, _ firsts: PlainArray<LabelID>, isAmongAll: Bool = true,
    _ records: PlainArray<LabelRecord>, isOwn: (LabelRecord) -> Bool
  ) -> LabelID? {
    var namesake = name.index < firsts.count ? firsts[name.index] : .none
    var label = chain
    while label != .none, namesake != .none || !isAmongAll {
      if records[label.index].name == name { return label }
      label = records[label.index].next
      if namesake == .none { continue }
      if isOwn(records[namesake.index]) { return namesake }
      namesake = records[namesake.index].nextNamesake
    }
    return nil
  }

  /// Makes a node's label the first of its name, and returns the one that was.
  mutating func index(_ label: LabelID, named name: Symbol) -> LabelID {
    Self.replaceFirst(label, named: name, in: &firstLabelNamed, names.count)
  }

  /// The same for a property's label.
  mutating func indexOfProperty(_ label: LabelID, named name: Symbol) -> LabelID {
    Self.replaceFirst(label, named: name, in: &firstPropertyLabelNamed, names.count)
  }

  private static func replaceFirst(
    _ label: LabelID, named name: Symbol, in first: inout PlainArray<LabelID>, _ nameCount: Int
  ) -> LabelID {
    if name.index >= first.count {
      // With room for more: the symbols of labels have rising numbers.
      first.resize(to: max(name.index + name.index / 4 + 1, nameCount), .none)
    }
    let former = first[name.index]
    first[name.index] = label
    return former
  }

  mutating func mergeLabels(of block: NodeID, into target: NodeID) {
    var label = nodes[block.index].firstLabel
    while label != .none {
      let record = labelRecords[label.index]
      addLabel(record.name, to: target)
      // The block is no longer a node of the tree.
      labelRecords[label.index].isDeleted = true
      Self.discard(label, in: &firstLabelNamed, &labelRecords)
      label = record.next
    }
  }

  /// Gives a property the labels of the one that overrides it, which is no longer a property of the tree.
  mutating func mergeLabels(of newer: PropertyID, into property: PropertyID) {
    var label = properties[newer.index].firstLabel
    while label != .none {
      let record = labelRecords[label.index]
      addLabel(record.name, to: property)
      Self.discard(label, in: &firstPropertyLabelNamed, &labelRecords)
      label = record.next
    }
  }

  /// Removes a label that never comes back from the list of its name if it is one of the first two: blocks
  /// that repeat a label would make that list long.
  private static func discard(
    _ label: LabelID, in firsts: inout PlainArray<LabelID>, _ records: inout PlainArray<LabelRecord>
  ) {
    let record = records[label.index]
    let first = firsts[record.name.index]
    if first == label {
      firsts[record.name.index] = record.nextNamesake
    } else if first != .none, records[first.index].nextNamesake == label {
      records[first.index].nextNamesake = record.nextNamesake
    }
  }

  /// Removes the labels of deleted nodes from the list of a name that is about to be looked up, if there are
  /// several labels in it: each of them would slow down every later lookup.
  @inlinable @inline(__always)
  public mutating func dropDeletedLabels(named name: Symbol) {
    guard isLabel(name), labelRecords[firstLabelNamed[name.index].index].nextNamesake != .none else { return }
    unlinkDeletedLabels(named: name)
  }

  @usableFromInline
  mutating func unlinkDeletedLabels(named name: Symbol) {
    var label = firstLabelNamed[name.index]
    var last = LabelID.none
    while label != .none {
      let next = labelRecords[label.index].nextNamesake
      if labelRecords[label.index].isDeleted {
        labelRecords[label.index].isUnlinked = true
        if last == .none {
          firstLabelNamed[name.index] = next
        } else {
          labelRecords[last.index].nextNamesake = next
        }
        noteUnlinkedLabel(named: name)
      } else {
        last = label
      }
      label = next
    }
  }

  private mutating func noteUnlinkedLabel(named name: Symbol) {
    if name.index >= hasUnlinkedLabels.count {
      hasUnlinkedLabels.resize(to: max(name.index + name.index / 4 + 1, names.count), false)
    }
    hasUnlinkedLabels[name.index] = true
  }

  /// Whether some node may have a label of this name.
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

  /// Which node has a label.
  public enum LabelHolder: Sendable {
    /// No node of the tree.
    case nobody
    /// One node.
    case node(NodeID)
    /// More than one, which is an error of the source.
    case several
  }

  /// Returns which node of the tree has a label.
  @inlinable @inline(__always)
  public func holder(of label: Symbol) -> LabelHolder {
    guard isLabel(label) else { return .nobody }
    return Self.holder(of: firstLabelNamed[label.index], labelRecords, nodes, firstOfBlocks)
  }

  /// Returns which node of the tree has this label, or a namesake that comes after it.
  // A static function, since a tree that is being modified would be copied to be read.
  @usableFromInline
  static func holder(
    of first: LabelID, _ records: PlainArray<LabelRecord>, _ nodes: PlainArray<NodeRecord>,
    _ firstOfBlocks: NodeID
  ) -> LabelHolder {
    var label = first
    var found: NodeID?
    while label != .none {
      let record = records[label.index]
      if !record.isDeleted, isInTree(record.node, nodes, firstOfBlocks) {
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

  /// Whether a node is below the root and not deleted, as everything below a deleted node is.
  private static func isInTree(
    _ node: NodeID, _ nodes: PlainArray<NodeRecord>, _ firstOfBlocks: NodeID
  ) -> Bool {
    if nodes[node.index].flags.contains(.deleted) { return false }
    // What is older than the blocks outside the tree is in the tree: no need to climb, which takes long in
    // a deep tree.
    var from = node
    while from.rawValue >= firstOfBlocks.rawValue {
      from = nodes[from.index].parent
      if from == .none { return false }
    }
    return true
  }
}
