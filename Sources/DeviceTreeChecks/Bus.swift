public import DeviceTree
import SourceText

/// A kind of bus that a node is the bridge or controller of.
public enum Bus: UInt8, BitwiseCopyable, Sendable {
  /// The kinds that dtc knows; `none` is a node of no such kind.
  case none, pci, simple, i2c, spi, graphPort, graphPorts

  /// Returns the kind of bus that dtc takes a node for by its name or its `compatible`: only of those kinds
  /// that a device must fit whatever else its bus says.
  public static func named(_ node: NodeID, in tree: DeviceTree) -> Bus {
    switch base(of: node, in: tree) {
    case .i2cBus, .i2cArbiter: return .i2c
    case .i2c:
      var next = tree.firstChild(of: node)
      while let child = next {
        if base(of: child, in: tree) == .i2cBus { return .none }
        next = tree.nextSibling(of: child)
      }
      return .i2c
    case .spi: return tree.property(of: node, named: "spi-slave") == nil ? .spi : .none
    default: break
    }
    guard node != .root, let compatible = tree.property(of: node, named: "compatible") else { return .none }
    return isSimple(tree.value(of: compatible), in: tree) ? .simple : .none
  }

  private static func base(of node: NodeID, in tree: DeviceTree) -> BaseName {
    tree.names.withBytes(of: tree.name(of: node)) { bytes in
      let length = bytes.first(0x40)
      return length <= 8 ? BaseName(packed: bytes.bigEndian(upTo: length)) : .other
    }
  }

  /// Whether the value of a `compatible` has the string `simple-bus`.
  static func isSimple(_ compatible: PropertyValue, in tree: DeviceTree) -> Bool {
    tree.withBytes(of: compatible) { bytes in
      var start = 0
      while start < bytes.count {
        let end = bytes.first(from: start) { $0 == 0 } ?? bytes.count
        if bytes.extracting(start..<end).equals(text: "simple-bus") { return true }
        start = end + 1
      }
      return false
    }
  }
}
