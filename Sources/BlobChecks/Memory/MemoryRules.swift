import DeviceTree
import SourceText

extension BlobExamination {
  /// Checks the sizes of addresses, memory, and reserved memory.
  func checkMemory(_ reservations: [MemoryReservation]) -> BoardMemory {
    checkAddresses()
    var layout = BoardMemory()
    guard !tree.isOverlay else { return layout }
    checkCPUs()
    checkMemoryNodes(&layout)
    for entry in reservations.prefix(BoardMemory.mostAreas) {
      guard let range = AddressRange(start: entry.address, size: entry.size) else { continue }
      layout.reserved.append(.init(range: range, node: nil, property: nil))
    }
    checkReservedMemory(&layout)
    return layout
  }

  // MARK: /memory

  private func checkMemoryNodes(_ layout: inout BoardMemory) {
    let root = tree.nodes[0]
    let (address, size) = (root.addressCells, root.sizeCells)
    guard address != TreeIndex.badCells, size != TreeIndex.badCells else { return }
    var hasNode = false
    for node in tree.children(of: 0) {
      guard let type = tree.property(.deviceType, of: node), tree.isString(type, "memory"),
        tree.nodes[node].isEnabled
      else { continue }
      hasNode = true
      // Linux prefers `linux,usable-memory`.
      guard
        let property = tree.property(.usableMemory, of: node) ?? tree.property(.reg, of: node)
      else { continue }
      checkMemory(property, node, Int(address), Int(size), &layout)
    }
    if !hasNode {
      report(
        .memoryMissing, nil, "there is no memory: no node below the root has device_type \"memory\"",
        help: ["this is right only if the boot loader adds it"])
    } else if layout.memory.isEmpty {
      report(
        .memoryEmpty, nil, "all memory nodes are empty",
        help: ["this is right only if the boot loader fills them"])
    }
  }

  private func checkMemory(
    _ property: TreeIndex.Property, _ node: Int, _ address: Int, _ size: Int,
    _ layout: inout BoardMemory
  ) {
    let entry = (address + size) * 4
    guard entry > 0, Int(property.count) % entry == 0 else {
      // A wrong `reg` is reported separately.
      if tree.kind(of: property) != .reg {
        report(
          .memoryFormat, node, property,
          "'\(name(property))' has \(SizeText.counted(property.count, "byte")), not a multiple of \(entry): addresses have \(cellText(address)), sizes \(cellText(size))"
        )
      }
      return
    }
    for number in 0..<Int(property.count) / entry {
      let start = tree.integer(property, number * (address + size), cells: address)
      let bytes = tree.integer(property, number * (address + size) + address, cells: size)
      guard bytes > 0 else { continue }
      guard let range = AddressRange(start: start, size: bytes) else {
        report(
          .memoryFormat, node, property,
          "\(PrintableText.hex(bytes)) bytes of memory at \(PrintableText.hex(start)) do not fit into the address space"
        )
        continue
      }
      guard layout.memory.count < BoardMemory.mostAreas else { continue }
      for index in layout.memory.indices where layout.memory[index].range.overlaps(range) {
        let other = layout.memory[index]
        report(
          .memoryOverlap, node, property,
          "memory \(text(range)) overlaps \(text(other.range))\(other.node.map { " of \(tree.path(of: $0))" } ?? "")"
        )
        break
      }
      layout.addMemory(range, node, property)
    }
  }

  func text(_ range: AddressRange) -> String { span(range.start, range.last) }
}
