import DeviceTreeBindings
import SourceText

/// Where memory is, by the same rules as for other trees.
extension TreeIndex: MemoryTree {
  func memoryProperty(_ name: MemoryProperty, of node: Int) -> Property? {
    switch name {
    case .deviceType: property(.deviceType, of: node)
    case .reg: property(.reg, of: node)
    case .usableMemory: property(.usableMemory, of: node)
    }
  }

  func string(of property: Property) -> ArraySlice<UInt8> { bytes[string(property)] }

  func count(of property: Property) -> Int { Int(property.count) }

  /// The numbers of cells of addresses and sizes below a node; nil if one of them is invalid.
  func cellCounts(below node: Int) -> (address: Int, size: Int)? {
    let (address, size) = (nodes[node].addressCells, nodes[node].sizeCells)
    guard address != Self.badCells, size != Self.badCells else { return nil }
    return (Int(address), Int(size))
  }

  /// Whether neither a node nor one above it is disabled.
  func isEnabled(_ node: Int) -> Bool { nodes[node].isEnabled }
}
