public import DeviceTree

/// The layout of a CPU's address space: memory, the reserved parts of it, and devices whose `reg` can be
/// translated through the `ranges` of the buses above them (Devicetree Specification 2.3.8).
public struct MemoryMap: Sendable {
  /// What a region is.
  public enum Kind: String, Sendable {
    /// Memory that Linux would use (`MemoryTree`).
    case memory
    /// A part of memory that is reserved by `/reserved-memory`, unless it is disabled.
    case reserved
    /// An entry of the memory reservation block.
    case reservation
    /// A device's registers.
    case device
  }

  /// A range of addresses.
  public struct Region: Equatable, Sendable {
    /// The first address, as a CPU sees it.
    public let start: UInt64
    /// The size in bytes.
    public let size: UInt64
    /// What it is.
    public let kind: Kind
    /// The node whose `reg` it comes from; nil for a memory reservation.
    public let node: NodeID?
  }

  /// The regions in the order of their first addresses, larger ones first.
  public private(set) var regions: [Region] = []
  private let tree: DeviceTree

  /// Creates the map of a tree.
  public init(_ tree: DeviceTree) {
    self.tree = tree
    for entry in tree.reservations { add(entry.address, entry.size, .reservation, nil) }
    addMemory()
    let reservedMemory = tree.reservedMemory
    // By node: how addresses below it are translated to a CPU's; nil if they cannot be.
    var windows: [NodeID: [Window]?] = [.root: [Window(child: 0, parent: 0, size: .max)]]
    for node in tree.nodes() {
      guard let parent = tree.parent(of: node) else { continue }
      let above = windows[parent] ?? nil
      windows.updateValue(above.flatMap { self.windows(of: node, in: parent, above: $0) }, forKey: node)
      guard let above, parent != reservedMemory, parent != .root || !tree.isMemory(node) else { continue }
      // Registers are there even if the device is disabled.
      for (address, size) in entries(of: node, in: parent) {
        if let start = Self.translate(address, through: above) { add(start, size, .device, node) }
      }
    }
    regions.sort { ($0.start, $1.size) < ($1.start, $0.size) }
  }

  /// Adds memory and what is reserved of it, by the rules of `MemoryTree`.
  private mutating func addMemory() {
    let tree = tree
    if let cells = tree.cellCounts(below: .root) {
      for node in tree.children(of: .root) where tree.isMemory(node) && tree.isEnabled(node) {
        guard let ranges = tree.ranges(ofMemory: node) else { continue }
        tree.forEachEntry(of: ranges, cells) { add($0, $1, .memory, node) }
      }
    }
    guard let parent = tree.reservedMemory, let cells = tree.cellCounts(below: parent) else { return }
    for node in tree.children(of: parent) where tree.isEnabled(node) {
      guard let reg = tree.memoryProperty(.reg, of: node), tree.isWhole(reg, cells) else { continue }
      tree.forEachEntry(of: reg, cells) { add($0, $1, .reserved, node) }
    }
  }

  /// Adds a region, unless it is empty or reaches beyond the address space.
  private mutating func add(_ start: UInt64, _ size: UInt64, _ kind: Kind, _ node: NodeID?) {
    guard size > 0, !start.addingReportingOverflow(size - 1).overflow else { return }
    regions.append(Region(start: start, size: size, kind: kind, node: node))
  }

  /// A range of a bus's addresses, and where it is in a CPU's address space.
  private struct Window {
    let child: UInt64
    let parent: UInt64
    let size: UInt64
  }

  private static func translate(_ address: UInt64, through windows: [Window]) -> UInt64? {
    for window in windows where address >= window.child && address - window.child < window.size {
      let (sum, overflow) = window.parent.addingReportingOverflow(address - window.child)
      return overflow ? nil : sum
    }
    return nil
  }

  /// Returns the windows of a bus; nil if it has no `ranges`, or addresses that are too wide.
  private func windows(of node: NodeID, in parent: NodeID, above: [Window]) -> [Window]? {
    guard let ranges = tree.property(of: node, named: "ranges") else { return nil }
    let value = tree.value(of: ranges)
    if value.count == 0 { return above }
    let (own, outer, size) = (
      cells("#address-cells", node, 2), cells("#address-cells", parent, 2), cells("#size-cells", node, 1)
    )
    guard own <= 2, outer <= 2, size <= 2, own + outer + size > 0 else { return nil }
    var windows: [Window] = []
    var offset = 0
    while let child = number(value, &offset, own), let address = number(value, &offset, outer),
      let count = number(value, &offset, size), windows.count < 4096
    {
      if let start = Self.translate(address, through: above) {
        windows.append(Window(child: child, parent: start, size: count))
      }
    }
    return windows
  }

  /// Returns the addresses and sizes in a node's `reg`.
  private func entries(of node: NodeID, in parent: NodeID) -> [(UInt64, UInt64)] {
    guard let reg = tree.property(of: node, named: "reg") else { return [] }
    let (address, size) = (cells("#address-cells", parent, 2), cells("#size-cells", parent, 1))
    // Without sizes, these are not addresses in memory; with three cells, they are PCI's.
    guard address >= 1, address <= 2, size >= 1, size <= 2 else { return [] }
    let value = tree.value(of: reg)
    var offset = 0
    var entries: [(UInt64, UInt64)] = []
    while let start = number(value, &offset, address), let count = number(value, &offset, size),
      entries.count < 4096
    {
      entries.append((start, count))
    }
    return entries
  }

  private func cells(_ name: String, _ node: NodeID, _ other: Int) -> Int {
    guard let property = tree.property(of: node, named: name),
      let cell = tree.cell(of: tree.value(of: property), at: 0)
    else { return other }
    return Int(cell)
  }

  private func number(_ value: PropertyValue, _ offset: inout Int, _ cells: Int) -> UInt64? {
    var number: UInt64 = 0
    for _ in 0..<cells {
      guard let cell = tree.cell(of: value, at: offset) else { return nil }
      number = number << 32 | UInt64(cell)
      offset += 4
    }
    return offset <= value.count ? number : nil
  }
}
