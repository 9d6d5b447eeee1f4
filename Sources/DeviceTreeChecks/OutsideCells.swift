public import DeviceTree

/// How many cells addresses and sizes below a node have that says nothing of it, since it is merged into one that
/// does.
public struct OutsideCells: BitwiseCopyable, Sendable {
  /// The node.
  public let node: NodeID
  /// What the other one has in `#address-cells`; nil is nothing.
  public let address: UInt32?
  /// What the other one has in `#size-cells`; nil is nothing.
  public let size: UInt32?
  /// Whether that is known; else nobody can tell what follows from it.
  public let isKnown: Bool

  /// The counts of a node.
  public init(node: NodeID, address: UInt32?, size: UInt32?) {
    self.node = node
    self.address = address
    self.size = size
    isKnown = true
  }

  /// A node that is merged into one of which nothing is known.
  public init(unknownTo node: NodeID) {
    self.node = node
    address = nil
    size = nil
    isKnown = false
  }
}
