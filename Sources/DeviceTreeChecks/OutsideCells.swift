public import DeviceTree

/// The numbers of address and size cells below a node that does not state them, since it is merged
/// into one that does; and the kind of bus that the other node is.
public struct OutsideCells: BitwiseCopyable, Sendable {
  /// The node.
  public let node: NodeID
  /// The other node's `#address-cells`; nil if it has none.
  public let address: UInt32?
  /// The other node's `#size-cells`; nil if it has none.
  public let size: UInt32?
  /// Whether these are known; if not, nothing can be concluded from them.
  public let isKnown: Bool
  /// The kind of bus that the other node is by its name or its `compatible`.
  public let bus: Bus

  /// Creates the counts of a node.
  public init(node: NodeID, address: UInt32?, size: UInt32?, bus: Bus = .none) {
    self.node = node
    self.address = address
    self.size = size
    self.bus = bus
    isKnown = true
  }

  /// Creates the entry of a node that is merged into one of which nothing is known.
  public init(unknownTo node: NodeID) {
    self.node = node
    address = nil
    size = nil
    bus = .none
    isKnown = false
  }
}
