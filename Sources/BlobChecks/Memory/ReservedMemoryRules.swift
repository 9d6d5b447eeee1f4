import DeviceTreeBindings
import SourceText

extension BlobExamination {
  // Linux reads /reserved-memory so early that it can say little: it leaves out what it does not like, and
  // the driver that needs the region fails much later, or writes into memory that others use. The rules are
  // those of drivers/of/of_reserved_mem.c and kernel/dma/contiguous.c.

  func checkReservedMemory(_ layout: inout BoardMemory) {
    guard let parent = tree.reservedMemory else { return }
    let root = tree.nodes[0]
    let own = tree.nodes[parent]
    // Invalid counts of the root are reported separately.
    if root.addressCells != TreeIndex.badCells, root.sizeCells != TreeIndex.badCells,
      !own.hasAddressCells || !own.hasSizeCells || own.addressCells != root.addressCells
        || own.sizeCells != root.sizeCells
    {
      report(
        .reservedCells, parent,
        "'#address-cells' and '#size-cells' must be present and the same as the root's (\(root.addressCells) and \(root.sizeCells))",
        notes: ["Linux ignores all reserved memory otherwise"])
    }
    if !tree.has(.ranges, parent) {
      report(
        .reservedRanges, parent, "'ranges' is missing",
        notes: ["Linux ignores all reserved memory without it"])
    }
    guard let cells = tree.cellCounts(below: parent) else { return }
    var count = 0
    var firstLost: Int?
    for node in tree.children(of: parent) where tree.isEnabled(node) {
      checkFlags(of: node)
      if tree.has(.reg, node) || tree.has(.size, node) { count += 1 }
      if count > Self.mostKeptRegions, firstLost == nil { firstLost = node }
      if let reg = tree.property(.reg, of: node) {
        checkFixedRegion(node, reg, cells, &layout)
        checkLentRegion(node, reg, start: 0, cells.address, cells.size)
      } else if let size = tree.property(.size, of: node) {
        checkDynamicRegion(node, size, cells.address, cells.size, &layout)
        checkLentRegion(node, size, start: nil, 0, cells.size)
      } else {
        report(
          .reservedWithoutSize, node, "the region has neither 'reg' nor 'size'",
          notes: ["Linux silently ignores it; whoever refers to it gets no memory"])
      }
    }
    layout.placeDynamicRegions()
    for index in layout.dynamic.indices {
      let region = layout.dynamic[index]
      guard region.place == nil, !layout.memory.isEmpty, layout.budget > 0 else { continue }
      report(
        .reservedNoRoom, region.node,
        "there is no room for \(SizeText.text(region.size)) aligned to \(SizeText.text(region.alignment))"
          + (region.isConfined ? " in its 'alloc-ranges'" : ""))
    }
    if let firstLost {
      let most = Self.mostKeptRegions
      report(
        .reservedCount, firstLost,
        "this is region \(most + 1) of \(count), and Linux before 6.13 keeps \(most)",
        notes: ["from here on, whoever refers to a region gets no memory"])
    }
  }

  /// The number of regions that Linux had room for (MAX_RESERVED_REGIONS).
  private static let mostKeptRegions = 64

  private func checkFlags(of node: Int) {
    let isReusable = tree.has(.reusable, node)
    if let noMap = tree.property(.noMap, of: node), isReusable {
      report(
        .reservedFlags, node, noMap, "'no-map' and 'reusable' are mutually exclusive",
        help: ["use 'no-map' for what the system must not touch, 'reusable' for what it may lend out"])
    }
    if let isDefault = tree.property(.cmaDefault, of: node), !isReusable {
      report(
        .reservedFlags, node, isDefault, "'linux,cma-default' requires 'reusable'",
        notes: ["Linux does not make the region a CMA area without it"])
    }
  }

  // MARK: Regions that Linux lends out

  /// The unit of the kernel's contiguous memory allocator (CMA) with pages of 4 KiB, in bytes: since 5.17,
  /// address and size must be multiples of it; before, and on 32-bit ARM, of twice as much.
  static let lentUnit: UInt64 = 2 << 20

  /// Whether Linux should make a CMA area of a region.
  private func isLent(_ node: Int) -> Bool {
    guard tree.has(.reusable, node), !tree.has(.noMap, node),
      let compatible = tree.property(.compatible, of: node)
    else { return false }
    let bytes = tree.bytes
    for name in tree.strings(compatible) where bytes.span.extracting(name).equals(text: "shared-dma-pool") {
      return true
    }
    return false
  }

  /// Checks that a CMA area consists of complete units; if it has no address, Linux chooses a suitable one.
  private func checkLentRegion(
    _ node: Int, _ property: TreeIndex.Property, start: Int?, _ address: Int, _ size: Int
  ) {
    guard size > 0, Int(property.count) >= (address + size) * 4, isLent(node) else { return }
    let first = start.map { tree.integer(property, $0, cells: address) } ?? 0
    let bytes = tree.integer(property, address, cells: size)
    guard bytes > 0, (first | bytes) % Self.lentUnit != 0 else { return }
    let what =
      first % Self.lentUnit != 0
      ? "begins at \(PrintableText.hex(first)), not a multiple"
      : "has \(SizeText.text(bytes)), not a multiple"
    report(
      .reservedAlignment, node, property, "the region \(what) of \(SizeText.text(Self.lentUnit))",
      notes: ["Linux with pages of 4 KiB says \"incorrect alignment of CMA region\" and lends none of it"],
      atMost: .warning)
  }

  // MARK: Regions with an address

  private func checkFixedRegion(
    _ node: Int, _ reg: TreeIndex.Property, _ cells: (address: Int, size: Int), _ layout: inout BoardMemory
  ) {
    // A wrong length is reported separately.
    guard tree.isWhole(reg, cells) else { return }
    tree.forEachEntry(of: reg, cells) { start, bytes in
      guard bytes > 0 else {
        report(.reservedEmpty, node, reg, "the region at \(PrintableText.hex(start)) is empty")
        return
      }
      guard let range = AddressRange(start: start, size: bytes) else {
        report(
          .reservedFormat, node, reg,
          "\(PrintableText.hex(bytes)) bytes at \(PrintableText.hex(start)) do not fit into the address space"
        )
        return
      }
      // Each range is compared with all that are kept, so those beyond the limit are not compared with any.
      guard layout.reserved.count < 2 * BoardMemory.mostAreas else { return }
      checkPlace(range, node, reg, layout)
      layout.reserved.append(.init(range: range, node: node, property: reg))
    }
    if let alignment = alignment(of: node, cells.address, isFixed: true), alignment > 1 {
      let start = tree.integer(reg, 0, cells: cells.address)
      if start % alignment != 0 {
        report(
          .reservedAlignment, node, reg,
          "the region begins at \(PrintableText.hex(start)), not a multiple of its 'alignment' of \(SizeText.text(alignment))",
          atMost: .warning)
      }
    }
  }

  private func checkPlace(
    _ range: AddressRange, _ node: Int, _ reg: TreeIndex.Property, _ layout: borrowing BoardMemory
  ) {
    for index in layout.reserved.indices {
      let other = layout.reserved[index]
      guard let shared = other.range.shared(range) else { continue }
      guard let otherNode = other.node else {
        continue
      }
      report(
        .reservedOverlap, node, reg,
        "\(text(range)) overlaps \(text(other.range)) of \(tree.path(of: otherNode)) by \(SizeText.text(shared.size))",
        notes: ["each assumes that it has these bytes to itself"])
    }
    guard !layout.memory.isEmpty else { return }
    var isInside = false
    for index in layout.memory.indices where layout.memory[index].range.overlaps(range) { isInside = true }
    if !isInside {
      report(.reservedOutside, node, reg, "\(text(range)) is outside of memory")
    } else if !layout.covers(range) {
      report(.reservedOutside, node, reg, "\(text(range)) is partly outside of memory")
    }
  }

  // MARK: Regions without an address

  private func checkDynamicRegion(
    _ node: Int, _ size: TreeIndex.Property, _ address: Int, _ cells: Int, _ layout: inout BoardMemory
  ) {
    guard cells > 0 else {
      report(.reservedFormat, node, size, "there can be no 'size', since '#size-cells' is 0")
      return
    }
    guard Int(size.count) == cells * 4 else {
      report(
        .reservedFormat, node, size,
        "'size' has \(SizeText.counted(size.count, "byte")), expected \(cells * 4) (\(cellText(cells)))",
        notes: ["Linux says \"invalid size property\" and ignores the region"])
      return
    }
    let bytes = tree.integer(size, 0, cells: cells)
    guard let alignment = alignment(of: node, address, isFixed: false) else { return }
    var allowed = 0..<0
    if let ranges = tree.property(.allocRanges, of: node) {
      let step = (address + cells) * 4
      guard ranges.count > 0, Int(ranges.count) % step == 0 else {
        report(
          .reservedFormat, node, ranges,
          "'alloc-ranges' has \(SizeText.counted(ranges.count, "byte")), not a multiple of \(step)",
          notes: ["Linux ignores the region"])
        return
      }
      allowed = layout.addWindows(ranges, tree, address: address, size: cells)
      if allowed.isEmpty {
        report(.reservedFormat, node, ranges, "'alloc-ranges' has only empty ranges")
        return
      }
    }
    if bytes == 0 {
      report(
        .reservedEmpty, node, size, "the region's 'size' is 0",
        notes: ["Linux reserves nothing; whoever refers to it gets no memory"])
      return
    }
    guard layout.dynamic.count < BoardMemory.mostAreas else { return }
    layout.dynamic.append(
      .init(
        node: node, size: bytes, alignment: isLent(node) ? max(alignment, Self.lentUnit) : alignment,
        firstWindow: allowed.lowerBound,
        windowEnd: allowed.upperBound))
  }

  /// Returns the region's alignment in bytes; nil, with a finding, if it is invalid. If it states none, it is
  /// a page where Linux chooses the address, and otherwise any address will do.
  private func alignment(of node: Int, _ cells: Int, isFixed: Bool) -> UInt64? {
    guard let property = tree.property(.alignment, of: node) else { return isFixed ? 1 : 4096 }
    guard cells > 0 else {
      report(
        .reservedFormat, node, property, "there can be no 'alignment', since '#address-cells' is 0",
        atMost: isFixed ? .warning : .error)
      return nil
    }
    guard Int(property.count) == cells * 4 else {
      report(
        .reservedFormat, node, property,
        "'alignment' has \(SizeText.counted(property.count, "byte")), expected \(cells * 4) (\(cellText(cells)))",
        notes: isFixed ? [] : ["Linux says \"invalid alignment property\" and ignores the region"],
        atMost: isFixed ? .warning : .error)
      return nil
    }
    let alignment = tree.integer(property, 0, cells: cells)
    guard alignment & (alignment &- 1) == 0 else {
      report(
        .reservedAlignment, node, property,
        "'alignment' is \(PrintableText.hex(alignment)), not a power of two")
      return nil
    }
    return max(alignment, 1)
  }
}
