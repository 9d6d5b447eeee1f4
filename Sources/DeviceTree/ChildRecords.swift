import SourceText

extension DeviceTree {
  /// Whether a node has child records, deleted ones among them: what dtc looks at when it asks
  /// whether a node has children, since it keeps deleted nodes in its lists.
  @inlinable @inline(__always)
  public func hasChildRecords(_ node: NodeID) -> Bool { nodes[node.index].firstChild != .none }
}
