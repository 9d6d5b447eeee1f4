import SourceText

extension BlobExamination {
  /// The result of the search for an interrupt parent.
  private enum InterruptParent {
    case node(Int)
    /// A phandle on the way leads nowhere, which another check reports.
    case unresolved
    case none
    /// It is in the base of the overlay.
    case outside
  }

  /// Returns the node that receives a node's interrupts: going up, and sideways at each `interrupt-parent`,
  /// the first that has `#interrupt-cells` (Devicetree Specification 2.4.1, and Linux's of_irq_find_parent).
  private func interruptParent(of node: Int) -> InterruptParent {
    var current = node
    // A cycle is longer than any real path.
    for _ in 0..<256 {
      if let phandle = tree.cell(.interruptParent, of: current) {
        guard let owner = tree.owner(of: phandle) else {
          return tree.isOverlay ? .outside : .unresolved
        }
        if owner == current, !tree.has(.interruptCells, owner) { return .none }
        current = owner
      } else {
        guard let parent = tree.parent(of: current) else { return tree.isOverlay ? .outside : .none }
        if tree.isOverlay, tree.isFragmentContent(parent) { return .outside }
        current = parent
      }
      if tree.has(.interruptCells, current) { return .node(current) }
    }
    return .none
  }

  func checkInterrupts(_ property: TreeIndex.Property) {
    let node = Int(property.node)
    guard property.count > 0, !tree.nodes[node].isBookkeeping, !tree.has(.interruptsExtended, node) else {
      return
    }
    guard property.count % 4 == 0 else {
      report(
        .referenceSize, node, property,
        "'interrupts' has \(SizeText.counted(property.count, "byte")), not a multiple of 4")
      return
    }
    switch interruptParent(of: node) {
    case .unresolved, .outside: return
    case .none:
      report(
        .interruptParent, node, property,
        "'interrupts' has no interrupt parent: no node on the way up has '#interrupt-cells'")
    case .node(let parent):
      guard let cells = tree.cell(.interruptCells, of: parent), cells > 0, cells < 64 else {
        report(
          .interruptParent, node, property,
          "the interrupt parent \(tree.path(of: parent)) has an unusable '#interrupt-cells'")
        return
      }
      let count = Int(property.count) / 4
      if count % Int(cells) != 0 {
        report(
          .interruptSize, node, property,
          "'interrupts' has \(SizeText.counted(count, "cell")), not a multiple of the \(cells) that \(tree.path(of: parent)) requires"
        )
      }
    }
  }

  /// The controllers whose drivers read `interrupt-map` in their own ways. Linux keeps such a list as well
  /// (of_irq_imap_abusers in drivers/of/irq.c).
  private static let abusers: Set<String> = [
    "CBEA,platform-spider-pic", "sti,platform-spider-pic", "realtek,rtl-intc", "fsl,ls1021a-extirq",
    "fsl,ls1043a-extirq", "fsl,ls1088a-extirq",
  ]

  private func readsMapItself(_ node: Int) -> Bool {
    guard tree.has(.interruptController, node),
      let compatible = tree.property(.compatible, of: node)
    else { return false }
    return tree.strings(compatible).contains { Self.abusers.contains(tree.text($0)) }
  }

  /// Checks the entries of an interrupt map: child address and interrupt, the parent's phandle, the parent's
  /// address and interrupt (Devicetree Specification 2.4.3).
  func checkInterruptMap(_ property: TreeIndex.Property, _ stated: StatedReferences.Cells) {
    let node = Int(property.node)
    guard property.count > 0, !tree.nodes[node].isBookkeeping, !readsMapItself(node) else { return }
    if !tree.has(.interruptCells, node), tree.mayBeMerged(node) { return }
    guard property.count % 4 == 0, let own = tree.cell(.interruptCells, of: node), own < 64 else {
      report(
        .interruptMap, node, property,
        tree.has(.interruptCells, node)
          ? "'interrupt-map' has \(SizeText.counted(property.count, "byte")), not a multiple of 4"
          : "a node with 'interrupt-map' needs '#interrupt-cells'")
      return
    }
    let ownAddress = tree.nodes[node].addressCells
    guard ownAddress != TreeIndex.badCells,
      tree.nodes[node].hasAddressCells || !tree.mayBeMerged(node)
    else { return }
    let count = Int(property.count) / 4
    var number = 0
    while number < count {
      let place = number + Int(ownAddress) + Int(own)
      guard place < count, let phandle = tree.cell(property, place) else {
        report(.interruptMap, node, property, "'interrupt-map' ends in the middle of an entry")
        return
      }
      if !stated.isEmpty, !stated.contains(place) {
        report(
          .interruptMap, node, property,
          "'interrupt-map' has \(PrintableText.hex(phandle)) where the phandle of a parent belongs (cell \(place))",
          offset: Int(property.start) + place * 4)
        return
      }
      guard let parent = provider(phandle, property, place) else { return }
      let parentCells = tree.nodes[parent]
      if !parentCells.hasAddressCells || !tree.has(.interruptCells, parent), tree.mayBeMerged(parent) {
        return
      }
      guard let cells = tree.cell(.interruptCells, of: parent), cells < 64 else {
        report(
          .interruptMap, node, property,
          "'interrupt-map' refers to \(tree.path(of: parent)), which has no usable '#interrupt-cells'")
        return
      }
      // A parent without `#address-cells` has no address here, whatever the default is elsewhere.
      let address = parentCells.hasAddressCells ? Int(parentCells.addressCells) : 0
      number = place + 1 + address + Int(cells)
      // Where the source says which cells are references, an entry ends before what precedes the next one.
      let end = stated.first(from: place + 1).map { max(place + 1, $0 - Int(ownAddress) - Int(own)) }
      if end == nil ? number > count : number != end {
        report(
          .interruptMap, node, property,
          "'interrupt-map' has \(SizeText.counted((end ?? count) - place - 1, "cell")) after its reference to \(tree.path(of: parent)), which requires \(address + Int(cells))",
          offset: Int(property.start) + place * 4
        )
        return
      }
    }
  }
}
