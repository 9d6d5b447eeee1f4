import DeviceTree
import SourceText

/// Addresses and sizes: `reg`, `ranges` and the cell counts that they depend on.
enum AddressRules {
  /// Reads the cell counts for the other checks.
  static func readCells(_ examination: inout Examination) {
    for index in examination.survey.order.indices {
      let node = examination.survey.order[index].index
      examination.survey.facts[node].addressCells = -1
      examination.survey.facts[node].sizeCells = -1
    }
    if let outside = examination.outside {
      for cells in outside.cells {
        let node = cells.node.index
        examination.survey.facts[node].addressCells = cells.address.map { Int32(bitPattern: $0) } ?? -1
        examination.survey.facts[node].sizeCells = cells.size.map { Int32(bitPattern: $0) } ?? -1
      }
    }
    for index in examination.survey.range(of: .addressCells) {
      let site = examination.survey.sites[index]
      examination.survey.facts[site.node.index].addressCells = cells(site, examination)
    }
    for index in examination.survey.range(of: .sizeCells) {
      let site = examination.survey.sites[index]
      examination.survey.facts[site.node.index].sizeCells = cells(site, examination)
    }
  }

  private static func cells(_ site: PropertySite, _ examination: borrowing Examination) -> Int32 {
    let value = examination.tree.value(of: site.property)
    return examination.tree.cell(of: value, at: 0).map { Int32(bitPattern: $0) } ?? -1
  }

  static func reg(_ examination: inout Examination, _ site: PropertySite) {
    guard let parent = examination.tree.parent(of: site.node) else {
      examination.fail(site.node, "Root node has a \"reg\" property")
      return
    }
    let length = examination.tree.value(of: site.property).count
    if length == 0 { examination.fail(site, "property is empty") }
    guard examination.knowsCells(parent) else { return }
    let address = examination.addressCells(parent)
    let size = examination.sizeCells(parent)
    if !Examination.isMultiple(length, of: (address &+ size) &* 4) {
      examination.fail(
        site, "property has invalid length (", .number(length), " bytes) (#address-cells == ",
        .number(Int(address)), ", #size-cells == ", .number(Int(size)), ")")
    }
  }

  static func ranges(_ examination: inout Examination, _ site: PropertySite, _ name: String) {
    guard let parent = examination.tree.parent(of: site.node) else {
      examination.fail(site, "Root node has a \"", .text(name), "\" property")
      return
    }
    guard examination.knowsCells(parent), examination.knowsCells(site.node) else { return }
    let length = examination.tree.value(of: site.property).count
    let above = (examination.addressCells(parent), examination.sizeCells(parent))
    let below = (examination.addressCells(site.node), examination.sizeCells(site.node))
    guard length == 0 else {
      if !Examination.isMultiple(length, of: (above.0 &+ below.0 &+ below.1) &* 4) {
        examination.fail(
          site, "\"", .text(name), "\" property has invalid length (", .number(length),
          " bytes) (parent #address-cells == ", .number(Int(above.0)),
          ", child #address-cells == ", .number(Int(below.0)), ", #size-cells == ",
          .number(Int(below.1)), ")")
      }
      return
    }
    func compare(_ cells: StaticString, _ own: Int32, _ parents: Int32) {
      guard own != parents else { return }
      examination.fail(
        site, "empty \"", .text(name), "\" property but its ", .text("\(cells)"), " (",
        .number(Int(own)), ") differs from ", .path(parent), " (", .number(Int(parents)), ")")
    }
    compare("#address-cells", below.0, above.0)
    compare("#size-cells", below.1, above.1)
  }

  static func unitAddressAgainstReg(_ examination: inout Examination, _ node: NodeID) {
    let facts = examination.survey.facts[node.index]
    let hasAddress =
      facts.has(.reg) || examination.value(.ranges, of: node).map { $0.count > 0 } ?? false
    guard hasAddress != facts.hasUnitAddress else { return }
    // The node that it is merged into has the address.
    if facts.isMerged { return }
    // The numbers of an overlay's fragments are not addresses.
    if let overlay = examination.survey.known.overlay,
      examination.tree.child(of: node, named: overlay) != nil
    {
      return
    }
    if hasAddress {
      examination.fail(node, "node has a reg or ranges property, but no unit name")
    } else {
      examination.fail(node, "node has a unit name, but no reg or ranges property")
    }
  }

  static func unitAddressFormat(_ examination: inout Examination, _ node: NodeID) {
    let facts = examination.survey.facts[node.index]
    guard facts.hasUnitAddress, facts.parentBus == .none else { return }
    let (isPrefixed, isPadded) = examination.withUnitAddress(of: node) { unit in
      let isPrefixed = unit.begins(as: "0x")
      let start = isPrefixed ? 2 : 0
      let isPadded =
        unit.count > start + 1 && unit[start] == 0x30 && unit[start + 1].isHexDigit
      return (isPrefixed, isPadded)
    }
    if isPrefixed { examination.fail(node, "unit name should not have leading \"0x\"") }
    if isPadded { examination.fail(node, "unit name should not have leading 0s") }
  }

  static func avoidDefault(_ examination: inout Examination, _ node: NodeID) {
    let facts = examination.survey.facts[node.index]
    guard facts.has(.reg) || facts.has(.ranges), let parent = examination.tree.parent(of: node),
      examination.knowsCells(parent)
    else { return }
    if examination.survey.facts[parent.index].addressCells == -1 {
      examination.fail(node, "Relying on default #address-cells value")
    }
    if examination.survey.facts[parent.index].sizeCells == -1 {
      examination.fail(node, "Relying on default #size-cells value")
    }
  }

  static func avoidUnnecessary(_ examination: inout Examination, _ node: NodeID) {
    let facts = examination.survey.facts[node.index]
    guard node != .root, !facts.isMerged, facts.addressCells >= 0, facts.sizeCells >= 0,
      facts.has(.addressCells),
      facts.has(.sizeCells), !facts.has(.ranges), !facts.has(.dmaRanges),
      examination.tree.hasChildRecords(node)
    else { return }
    var next = examination.tree.firstChild(of: node)
    while let child = next {
      if examination.has(.reg, child) || examination.has(.ranges, child) { return }
      next = examination.tree.nextSibling(of: child)
    }
    examination.fail(
      node,
      "unnecessary #address-cells/#size-cells without \"ranges\", \"dma-ranges\" or child \"reg\" or \"ranges\" property"
    )
  }
}
