public import DeviceTree

/// The properties that say where memory is.
public enum MemoryProperty: String, Sendable {
  /// What a node is.
  case deviceType = "device_type"
  /// Addresses and sizes.
  case reg
  /// The same for what Linux may use of it, as a boot loader notes it.
  case usableMemory = "linux,usable-memory"
}

/// A tree whose memory is to be found, however the tree is kept.
///
/// What counts as memory, and what of it as reserved, is decided here for all of them, as Linux does while it
/// boots (drivers/of/fdt.c, drivers/of/of_reserved_mem.c): it looks right below the root and right below
/// `/reserved-memory`, and translates no addresses.
public protocol MemoryTree: NamedLookup {
  /// What stands for a property.
  associatedtype PropertyHandle

  /// Returns a property of a node.
  func memoryProperty(_ name: MemoryProperty, of node: NodeHandle) -> PropertyHandle?

  /// Returns the value up to its first NUL.
  func string(of property: PropertyHandle) -> ArraySlice<UInt8>

  /// The size of a value in bytes.
  func count(of property: PropertyHandle) -> Int

  /// Returns the number in `cells` cells, from index `number` on; of more than two cells, only the last two
  /// count.
  func integer(_ property: PropertyHandle, _ number: Int, cells: Int) -> UInt64
}

extension MemoryTree {
  /// The node of reserved memory.
  public var reservedMemory: NodeHandle? { child(of: rootNode, named: "reserved-memory") }

  /// Whether a child of the root describes memory, enabled or not.
  public func isMemory(_ node: NodeHandle) -> Bool {
    memoryProperty(.deviceType, of: node).map { string(of: $0).elementsEqual("memory".utf8) } ?? false
  }

  /// Returns the property with the ranges of a memory node.
  public func ranges(ofMemory node: NodeHandle) -> PropertyHandle? {
    memoryProperty(.usableMemory, of: node) ?? memoryProperty(.reg, of: node)
  }

  /// Whether a value is a whole number of addresses and sizes. Of memory, Linux reads all that are complete;
  /// a region of reserved memory it ignores otherwise.
  public func isWhole(_ property: PropertyHandle, _ cells: (address: Int, size: Int)) -> Bool {
    let entry = (cells.address + cells.size) * 4
    return entry > 0 && count(of: property) % entry == 0
  }

  /// Calls `body` with each complete pair of an address and a size in a value.
  public func forEachEntry(
    of property: PropertyHandle, _ cells: (address: Int, size: Int),
    _ body: (_ start: UInt64, _ size: UInt64) -> Void
  ) {
    let step = cells.address + cells.size
    guard step > 0 else { return }
    for number in 0..<count(of: property) / 4 / step {
      body(
        integer(property, number * step, cells: cells.address),
        integer(property, number * step + cells.address, cells: cells.size))
    }
  }
}

extension DeviceTree: MemoryTree {
  /// Returns a property of a node.
  public func memoryProperty(_ name: MemoryProperty, of node: NodeID) -> PropertyID? {
    property(of: node, named: name.rawValue)
  }

  /// The size of a value in bytes.
  public func count(of property: PropertyID) -> Int { value(of: property).count }

  /// Returns the number in `cells` cells, from index `number` on.
  public func integer(_ property: PropertyID, _ number: Int, cells: Int) -> UInt64 {
    let value = value(of: property)
    return (number..<number + cells).reduce(0) { $0 << 32 | UInt64(cell(of: value, at: $1 * 4) ?? 0) }
  }

  /// The numbers of cells of addresses and sizes below a node; nil if one of them is invalid.
  public func cellCounts(below node: NodeID) -> (address: Int, size: Int)? {
    func count(_ name: String, otherwise: UInt32) -> Int? {
      guard let property = property(of: node, named: name) else { return Int(otherwise) }
      return cell(of: value(of: property), at: 0).flatMap { $0 <= 4 ? Int($0) : nil }
    }
    guard let address = count("#address-cells", otherwise: 2), let size = count("#size-cells", otherwise: 1)
    else { return nil }
    return (address, size)
  }

  /// Whether neither a node nor one above it is disabled.
  public func isEnabled(_ node: NodeID) -> Bool {
    var next: NodeID? = node
    while let current = next {
      if let status = property(of: current, named: "status"),
        !NodeStatus.isOkay(bytes(of: value(of: status)))
      {
        return false
      }
      next = parent(of: current)
    }
    return true
  }
}
