public import SourceText

/// A block of a source as it was in one tree, to be put into another without being read again.
///
/// Its records are copies of the tree's, with links relative to the block: 0 is the block's own node, whose
/// record belongs to the tree that it is put into; everything else was made for the block, one after another,
/// and is numbered from 1 for nodes and from 0 for the rest.
public final class TreeCutting: Sendable {
  fileprivate let top: NodeRecord
  /// The position of the block's semicolon.
  public let end: SourceLocation
  fileprivate let nodes: PlainArray<NodeRecord>
  fileprivate let nodeExtents: PlainArray<Extent>
  fileprivate let properties: PlainArray<PropertyRecord>
  fileprivate let propertyExtents: ExtentList
  fileprivate let labels: PlainArray<LabelRecord>
  fileprivate let markers: PlainArray<Marker>
  fileprivate let bytes: [UInt8]

  fileprivate init(
    top: NodeRecord, end: SourceLocation, nodes: PlainArray<NodeRecord>, nodeExtents: PlainArray<Extent>,
    properties: PlainArray<PropertyRecord>, propertyExtents: ExtentList,
    labels: PlainArray<LabelRecord>, markers: PlainArray<Marker>, bytes: [UInt8]
  ) {
    self.top = top
    self.end = end
    self.nodes = nodes
    self.nodeExtents = nodeExtents
    self.properties = properties
    self.propertyExtents = propertyExtents
    self.labels = labels
    self.markers = markers
    self.bytes = bytes
  }

  /// How many bytes of memory it takes.
  public var size: Int {
    nodes.count * (MemoryLayout<NodeRecord>.stride + MemoryLayout<Extent>.stride)
      + properties.count * (MemoryLayout<PropertyRecord>.stride + MemoryLayout<Extent>.stride)
      + labels.count * MemoryLayout<LabelRecord>.stride + markers.count * MemoryLayout<Marker>.stride
      + bytes.count
  }
}

/// How much a tree contained at some time.
public struct TreeMark: Sendable {
  fileprivate let nodes: Int
  fileprivate let properties: Int
  fileprivate let labels: Int
  fileprivate let markers: Int
  fileprivate let bytes: Int
}

extension DeviceTree {
  /// Returns how much there is now, before a block is read into `top`; nil if that is not empty, or a
  /// transaction is open.
  public func mark(before top: NodeID) -> TreeMark? {
    let record = nodes[top.index]
    guard record.firstChild == .none, record.firstProperty == .none, record.firstLabel == .none,
      journal == nil
    else { return nil }
    return TreeMark(
      nodes: nodes.count, properties: properties.count, labels: labelRecords.count,
      markers: markerRecords.count, bytes: arena.count)
  }

  /// Returns the block that was read into `top` since then; nil if some part of it was defined twice, or was
  /// not written in the text but came from a macro of this one source.
  public func cutting(_ top: NodeID, since mark: TreeMark) -> TreeCutting? {
    func isWritten(_ origin: Origin) -> Bool { origin.expansion == 0 }
    func isWritten(_ extent: Extent) -> Bool { isWritten(extent.start) && isWritten(extent.name) }
    func relative(_ node: NodeID) -> NodeID {
      node == .none ? .none : node == top ? NodeID(rawValue: 0) : NodeID(node.index &- mark.nodes &+ 1)
    }
    func relative(_ property: PropertyID) -> PropertyID {
      property == .none ? .none : PropertyID(property.index &- mark.properties)
    }
    func relative(_ label: LabelID) -> LabelID {
      label == .none ? .none : LabelID(label.index &- mark.labels)
    }
    var ownNodes = PlainArray<NodeRecord>()
    ownNodes.reserve(nodes.count - mark.nodes)
    var ownProperties = PlainArray<PropertyRecord>()
    ownProperties.reserve(properties.count - mark.properties)
    var ownLabels = PlainArray<LabelRecord>()
    ownLabels.reserve(labelRecords.count - mark.labels)
    for index in mark.nodes..<nodes.count {
      guard isWritten(nodeExtents[index]), nodes[index].lastMerged == .none else { return nil }
      ownNodes.append(nodes[index].relinked(relative, relative, relative))
    }
    for index in mark.properties..<properties.count {
      var record = properties[index]
      guard isWritten(propertyExtents[index]), record.superseded == .none else { return nil }
      record.owner = relative(record.owner)
      record.next = relative(record.next)
      record.firstLabel = relative(record.firstLabel)
      if record.value.length > 0 || record.value.markerCount > 0 {
        record.value.start -= UInt32(truncatingIfNeeded: mark.bytes)
        record.value.firstMarker -= UInt32(truncatingIfNeeded: mark.markers)
      } else {
        record.value = .empty
      }
      ownProperties.append(record)
    }
    for index in mark.labels..<labelRecords.count {
      var record = labelRecords[index]
      record.next = relative(record.next)
      record.node = relative(record.node)
      record.property = relative(record.property)
      record.nextNamesake = .none
      ownLabels.append(record)
    }
    for index in mark.markers..<markerRecords.count {
      guard isWritten(markerRecords[index].origin) else { return nil }
    }
    return TreeCutting(
      top: nodes[top.index].relinked(relative, relative, relative), end: nodeExtents[top.index].end,
      nodes: ownNodes, nodeExtents: nodeExtents.copy(from: mark.nodes), properties: ownProperties,
      propertyExtents: propertyExtents.copy(from: mark.properties), labels: ownLabels,
      markers: markerRecords.copy(from: mark.markers), bytes: Array(arena.bytes[mark.bytes..<arena.count]))
  }

  /// Puts a block into an empty node, as if it had been read; false, with nothing done, if the node is not
  /// empty or there is no room for its values. Its names have to be this tree's.
  public mutating func insert(_ cutting: TreeCutting, into top: NodeID) -> Bool {
    guard mark(before: top) != nil, hasRoom(forBytes: cutting.bytes.count) else { return false }
    let shift = Shift(
      top: top, nodes: UInt32(truncatingIfNeeded: nodes.count) &- 1,
      properties: UInt32(truncatingIfNeeded: properties.count),
      labels: UInt32(truncatingIfNeeded: labelRecords.count))
    let (bytes, markers) = (
      UInt32(truncatingIfNeeded: arena.count), UInt32(truncatingIfNeeded: markerRecords.count)
    )
    let firstNode = nodes.count
    nodes.append(contentsOf: cutting.nodes) { $0.relinked(shift.moved, shift.moved, shift.moved) }
    nodeExtents.append(of: cutting.nodeExtents)
    let own = cutting.top.relinked(shift.moved, shift.moved, shift.moved)
    nodes.change { nodes in
      nodes[top.index].firstChild = own.firstChild
      nodes[top.index].lastChild = own.lastChild
      nodes[top.index].firstProperty = own.firstProperty
      nodes[top.index].lastProperty = own.lastProperty
      nodes[top.index].propertyCount = own.propertyCount
    }
    propertyExtents.append(of: cutting.propertyExtents, at: properties.count)
    properties.append(contentsOf: cutting.properties) {
      var record = $0
      record.owner = shift.moved(record.owner)
      record.next = shift.moved(record.next)
      record.firstLabel = shift.moved(record.firstLabel)
      if record.value.length > 0 || record.value.markerCount > 0 {
        record.value.start &+= bytes
        record.value.firstMarker &+= markers
      }
      return record
    }
    markerRecords.append(of: cutting.markers)
    let values = cutting.bytes
    arena.append(values.span)
    for label in cutting.labels {
      var record = label
      record.next = shift.moved(record.next)
      record.node = shift.moved(record.node)
      record.property = shift.moved(record.property)
      let added = LabelID(labelRecords.count)
      record.nextNamesake =
        record.node != .none ? index(added, named: record.name) : indexOfProperty(added, named: record.name)
      labelRecords.append(record)
    }
    index(from: firstNode, and: top)
    return true
  }

  /// Indexes what was put in, including the properties of `top`.
  private mutating func index(from first: Int, and top: NodeID) {
    childIndex.reserve(nodes.count - first, among: nodes)
    indexProperties(of: top)
    for number in first..<nodes.count {
      index(NodeID(number), at: .last)
      indexProperties(of: NodeID(number))
    }
  }

  /// Indexes a node's properties, if there are many.
  private mutating func indexProperties(of node: NodeID) {
    if nodes[node.index].propertyCount > Self.indexedAbove { indexAllProperties(of: node) }
  }
}

/// Where the links of a cutting lead in a tree.
private struct Shift {
  let top: NodeID
  let nodes: UInt32
  let properties: UInt32
  let labels: UInt32

  @inline(__always)
  func moved(_ node: NodeID) -> NodeID {
    node == .none ? .none : node.rawValue == 0 ? top : NodeID(rawValue: node.rawValue &+ nodes)
  }

  @inline(__always)
  func moved(_ property: PropertyID) -> PropertyID {
    property == .none ? .none : PropertyID(rawValue: property.rawValue &+ properties)
  }

  @inline(__always)
  func moved(_ label: LabelID) -> LabelID {
    label == .none ? .none : LabelID(rawValue: label.rawValue &+ labels)
  }
}

extension NodeRecord {
  /// Returns the record with its links to nodes, properties and labels mapped.
  @inline(__always)
  fileprivate func relinked(
    _ node: (NodeID) -> NodeID, _ property: (PropertyID) -> PropertyID, _ label: (LabelID) -> LabelID
  ) -> NodeRecord {
    var record = self
    record.parent = node(parent)
    record.firstChild = node(firstChild)
    record.lastChild = node(lastChild)
    record.nextSibling = node(nextSibling)
    record.firstProperty = property(firstProperty)
    record.lastProperty = property(lastProperty)
    record.firstLabel = label(firstLabel)
    return record
  }
}
