import SourceText

extension BlobExamination {
  /// Checks the sizes of `reg` and `ranges` against the cell counts around them.
  func checkAddresses() {
    for index in tree.facts.addresses.indices {
      let property = tree.properties[Int(tree.facts.addresses[index])]
      let node = Int(property.node)
      switch tree.kind(of: property) {
      case .reg: checkReg(property, node)
      case .ranges, .dmaRanges: checkRanges(property, node)
      case .addressCells, .sizeCells: checkCellCount(property, node)
      default: break
      }
    }
  }

  private func checkCellCount(_ property: TreeIndex.Property, _ node: Int) {
    if tree.nodes[node].isBookkeeping { return }
    guard property.count == 4, let cells = tree.cell(property, 0) else {
      report(
        .cellCount, node, property,
        "'\(name(property))' has \(SizeText.counted(property.count, "byte")), expected one cell")
      return
    }
    if cells > 4 {
      report(.cellCount, node, property, "'\(name(property))' is \(cells); the maximum is 4")
    }
  }

  /// Returns the numbers of cells of addresses and sizes below a node; nil if they are unknown: they are
  /// invalid, which is reported separately, or an overlay's base may state them.
  private func cells(below node: Int) -> (address: Int, size: Int)? {
    let own = tree.nodes[node]
    if own.addressCells == TreeIndex.badCells || own.sizeCells == TreeIndex.badCells { return nil }
    if !own.hasAddressCells || !own.hasSizeCells, tree.mayBeMerged(node) { return nil }
    return (Int(own.addressCells), Int(own.sizeCells))
  }

  /// Returns the numbers of cells around a node; nil if they are unknown, as around the target of a fragment.
  private func cells(around node: Int, below parent: Int) -> (address: Int, size: Int)? {
    tree.isOverlay && tree.isFragmentContent(node) ? nil : cells(below: parent)
  }

  private func checkReg(_ property: TreeIndex.Property, _ node: Int) {
    guard let parent = tree.parent(of: node), !tree.nodes[node].isBookkeeping else { return }
    if property.count == 0 {
      report(.regSize, node, property, "'reg' is empty", atMost: .warning)
      return
    }
    guard let (address, size) = cells(around: node, below: parent) else { return }
    let entry = (address + size) * 4
    if entry == 0 || Int(property.count) % entry != 0 {
      report(
        .regSize, node, property,
        "'reg' has \(SizeText.counted(property.count, "byte")), not a multiple of \(entry): addresses below \(tree.path(of: parent)) have \(cellText(address)), sizes \(cellText(size))"
      )
    }
  }

  private func checkRanges(_ property: TreeIndex.Property, _ node: Int) {
    guard let parent = tree.parent(of: node), !tree.nodes[node].isBookkeeping,
      let above = cells(around: node, below: parent), let below = cells(below: node)
    else { return }
    if property.count == 0 {
      if above.address != below.address || above.size != below.size {
        report(
          .rangesSize, node, property,
          "'\(name(property))' is empty, so addresses are the same below and above, but they have \(cellText(below.address)) and \(cellText(below.size)) below, \(cellText(above.address)) and \(cellText(above.size)) above",
          atMost: .warning)
      }
      return
    }
    let entry = (below.address + above.address + below.size) * 4
    if entry == 0 || Int(property.count) % entry != 0 {
      report(
        .rangesSize, node, property,
        "'\(name(property))' has \(SizeText.counted(property.count, "byte")), not a multiple of \(entry): \(cellText(below.address)) of address below, \(above.address) above, \(below.size) of size"
      )
    }
  }

  func cellText(_ count: Int) -> String { SizeText.counted(count, "cell") }
}
