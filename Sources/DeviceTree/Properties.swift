public import SourceText

/// What the properties of a tree are, and how to get from one to the next.
extension DeviceTree {
  /// A node's first property.
  @inlinable @inline(__always)
  public func firstProperty(of node: NodeID) -> PropertyID? {
    live(nodes[node.index].firstProperty)
  }

  /// The next property of the same node.
  @inlinable @inline(__always)
  public func nextProperty(after property: PropertyID) -> PropertyID? {
    live(properties[property.index].next)
  }

  @inlinable @inline(__always)
  func live(_ from: PropertyID) -> PropertyID? {
    var property = from
    while property != .none {
      let record = properties[property.index]
      if !record.isDeleted { return property }
      property = record.next
    }
    return nil
  }

  /// A property's name.
  @inlinable
  public func name(of property: PropertyID) -> Symbol { properties[property.index].name }

  /// The node that a property belongs to.
  @inlinable
  public func owner(of property: PropertyID) -> NodeID { properties[property.index].owner }

  /// Whether a property ever had a label, including deleted ones.
  @inlinable
  package func hasLabels(_ property: PropertyID) -> Bool {
    properties[property.index].firstLabel != .none
  }

  /// A property's value.
  @inlinable
  public func value(of property: PropertyID) -> PropertyValue { properties[property.index].value }

  /// The cell of a property that has exactly one; nil for others.
  public func onlyCell(of property: PropertyID) -> UInt32? {
    let value = value(of: property)
    return value.count == 4 ? cell(of: value, at: 0) : nil
  }

  /// A property's value up to its first NUL: what a C string in it would be.
  public func string(of property: PropertyID) -> ArraySlice<UInt8> {
    bytes(of: value(of: property)).prefix { $0 != 0 }
  }

  /// A node's property of this name.
  @inlinable @inline(__always)
  public func property(of node: NodeID, named name: Symbol) -> PropertyID? {
    guard let found = propertyWithDeleted(of: node, named: name) else { return nil }
    if !properties[found.index].isDeleted { return found }
    // A block may contain a namesake after its deletion.
    return Self.property(of: node, named: name, nodes, properties, propertyIndex, isLive: true)
  }

  /// A node's property with this name, given as text.
  public func property(of node: NodeID, named name: String) -> PropertyID? {
    names.find(name).flatMap { property(of: node, named: $0) }
  }

  @inlinable @inline(__always)
  func propertyWithDeleted(of node: NodeID, named name: Symbol) -> PropertyID? {
    Self.property(of: node, named: name, nodes, properties, propertyIndex)
  }

  // A static function, since a tree that is being modified would be copied to be read.
  @usableFromInline
  static func property(
    of node: NodeID, named name: Symbol, _ nodes: PlainArray<NodeRecord>,
    _ properties: PlainArray<PropertyRecord>, _ index: LinkIndex, isLive: Bool = false
  ) -> PropertyID? {
    let record = nodes[node.index]
    if record.propertyCount > Self.indexedAbove {
      return index.first(in: node, named: name, among: properties, isLive: isLive)
        .map(PropertyID.init(rawValue:))
    }
    var property = record.firstProperty
    while property != .none {
      let candidate = properties[property.index]
      if candidate.name == name, !(isLive && candidate.isDeleted) { return property }
      property = candidate.next
    }
    return nil
  }

  /// The record that holds what a property was before it was last overridden.
  public func superseded(by property: PropertyID) -> PropertyID? {
    properties[property.index].superseded.exists
  }

  /// Where a property was written.
  public func extent(of property: PropertyID) -> Extent { propertyExtents[property.index] }

  /// Notes where a property was written.
  @inlinable
  public mutating func setExtent(_ extent: Extent, of property: PropertyID) {
    propertyExtents[property.index] = extent
  }
}
