public import DeviceTree

/// A node of an overlay that will have the unit address of a neighbour which is not beside it in the overlay.
public struct OutsideNamesake: Sendable {
  /// The node.
  public let node: NodeID
  /// The neighbour's path in the merged tree.
  public let other: String
  /// Whether one of the two is not in the base.
  public let isNew: Bool
  /// Whether neither of them is disabled in the merged tree.
  public let areEnabled: Bool

  /// Creates the record of a pair.
  public init(node: NodeID, other: String, isNew: Bool, areEnabled: Bool) {
    self.node = node
    self.other = other
    self.isNew = isNew
    self.areEnabled = areEnabled
  }
}
