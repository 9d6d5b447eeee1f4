import DeviceTree
import DeviceTreeBindings
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
    guard let cells = tree.cellCounts(below: 0) else { return }
    var hasNode = false
    for node in tree.children(of: 0) where tree.isMemory(node) && tree.isEnabled(node) {
      hasNode = true
      if let property = tree.ranges(ofMemory: node) { checkMemory(property, node, cells, &layout) }
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
    _ property: TreeIndex.Property, _ node: Int, _ cells: (address: Int, size: Int),
    _ layout: inout BoardMemory
  ) {
    // A wrong `reg` is reported separately.
    if !tree.isWhole(property, cells), tree.kind(of: property) != .reg {
      report(
        .memoryFormat, node, property,
        "'\(name(property))' has \(SizeText.counted(property.count, "byte")), not a multiple of \((cells.address + cells.size) * 4): addresses have \(cellText(cells.address)), sizes \(cellText(cells.size))"
      )
    }
    tree.forEachEntry(of: property, cells) { start, bytes in
      guard bytes > 0 else { return }
      guard let range = AddressRange(start: start, size: bytes) else {
        report(
          .memoryFormat, node, property,
          "\(PrintableText.hex(bytes)) bytes of memory at \(PrintableText.hex(start)) do not fit into the address space"
        )
        return
      }
      guard layout.memory.count < BoardMemory.mostAreas else { return }
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

  func text(_ range: AddressRange) -> String { PrintableText.range(range.start, range.last) }
}
