import DeviceTree
import SourceText

/// PCI bridges and the devices below them.
enum PCIRules {
  static func bridge(_ examination: inout Examination, _ site: PropertySite) {
    let node = site.node
    guard examination.isString(examination.tree.value(of: site.property), "pci") else { return }
    examination.survey.set(.pci, node, in: examination.tree)
    let base = examination.survey.facts[node.index].base
    if base != .pci, base != .pcie { examination.fail(node, "node name is not \"pci\" or \"pcie\"") }
    if !examination.has(.ranges, node), !examination.isMerged(node) {
      examination.fail(node, "missing ranges for PCI bridge (or not a bridge)")
    }
    if examination.knowsCells(node) {
      if examination.addressCells(node) != 3 {
        examination.fail(node, "incorrect #address-cells for PCI bridge")
      }
      if examination.sizeCells(node) != 2 {
        examination.fail(node, "incorrect #size-cells for PCI bridge")
      }
    }
    guard let range = examination.property(.busRange, of: node) else { return }
    let value = examination.tree.value(of: range)
    guard value.count == 8 else {
      examination.fail(node, range, "value must be 2 cells")
      return
    }
    let last = examination.cell(value, 1)
    if examination.cell(value, 0) > last {
      examination.fail(node, range, "1st cell must be less than or equal to 2nd cell")
    }
    if last > 0xFF { examination.fail(node, range, "maximum bus number must be less than 256") }
  }

  static func deviceBusNumber(_ examination: inout Examination, _ site: PropertySite) {
    guard examination.isOn(.pci, site.node), let parent = examination.tree.parent(of: site.node)
    else { return }
    let bus = examination.cell(examination.tree.value(of: site.property), 0) >> 16 & 0xFF
    let range = examination.property(.busRange, of: parent)
    let value = range.map { examination.tree.value(of: $0) } ?? .empty
    let first = examination.cell(value, 0)
    let last = examination.cell(value, 1)
    guard bus < first || bus > last else { return }
    // dtc reports the bridge's property at the device's path.
    examination.fail(
      site.node, range, "PCI bus number ", .number(Int(bus)), " out of range, expected (",
      .number(Int(Int32(bitPattern: first))), " - ", .number(Int(Int32(bitPattern: last))), ")")
  }

  static func deviceReg(_ examination: inout Examination, _ site: PropertySite) {
    guard examination.isOn(.pci, site.node) else { return }
    let value = examination.tree.value(of: site.property)
    if examination.cell(value, 1) != 0 || examination.cell(value, 2) != 0 {
      examination.fail(site, "PCI reg config space address cells 2 and 3 must be 0")
    }
    let address = examination.cell(value, 0)
    if address & 0xFF00_0000 != 0 {
      examination.fail(site, "PCI reg address is not configuration space")
    }
    if address & 0xFF != 0 {
      examination.fail(site, "PCI reg config space address register number must be 0")
    }
    let device = UInt64(address >> 11 & 0x1F)
    let function = UInt64(address >> 8 & 7)
    if function == 0, examination.unitAddress(of: site.node, is: device) { return }
    let expected = String(device, radix: 16) + "," + String(function, radix: 16)
    let bytes = Array(expected.utf8)
    if examination.withUnitAddress(of: site.node, { $0.hasSameBytes(as: bytes.span) }) { return }
    examination.fail(
      site.node, "PCI unit address format error, expected \"", .text(expected), "\"")
  }
}
