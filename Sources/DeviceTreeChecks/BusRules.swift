import DeviceTree
import SourceText

/// Simple buses, I2C and SPI, and the devices on them.
enum BusRules {
  // MARK: simple-bus

  static func simpleBridge(_ examination: inout Examination, _ site: PropertySite) {
    let isSimple = Bus.isSimple(examination.tree.value(of: site.property), in: examination.tree)
    if isSimple { examination.survey.set(.simple, site.node, in: examination.tree) }
  }

  static func simpleReg(_ examination: inout Examination, _ node: NodeID) {
    guard examination.isOn(.simple, node), let parent = examination.tree.parent(of: node),
      examination.knowsCells(parent), examination.knowsCells(node)
    else { return }
    let cells: (value: PropertyValue, first: Int)
    if let reg = examination.value(.reg, of: node) {
      cells = (reg, 0)
    } else if let ranges = examination.value(.ranges, of: node) {
      // The child's address comes first, then the parent's.
      cells = (ranges, Int(examination.addressCells(node)))
    } else {
      cells = (.empty, 0)
    }
    guard cells.value.count > 0 else {
      if parent != .root, examination.bus(node) != .simple, !examination.isMerged(node) {
        examination.fail(node, "missing or empty reg/ranges property")
      }
      return
    }
    var address: UInt64 = 0
    for number in 0..<min(max(Int(examination.addressCells(parent)), 0), cells.value.count / 4) {
      address = address << 32 | UInt64(examination.cell(cells.value, cells.first + number))
    }
    guard !examination.unitAddress(of: node, is: address) else { return }
    examination.fail(
      node, "simple-bus unit address format error, expected \"", .hex(address), "\"")
  }

  // MARK: I2C

  static func i2cBridge(_ examination: inout Examination, _ node: NodeID) {
    switch examination.survey.facts[node.index].base {
    case .i2cBus, .i2cArbiter: break
    // The controller's devices are then in that child.
    case .i2c: if examination.survey.facts[node.index].hasI2CBusChild { return }
    default: return
    }
    examination.survey.set(.i2c, node, in: examination.tree)
    guard examination.tree.hasChildRecords(node), examination.knowsCells(node) else { return }
    if examination.addressCells(node) != 1 {
      examination.fail(node, "incorrect #address-cells for I2C bus")
    }
    if examination.sizeCells(node) != 0 {
      examination.fail(node, "incorrect #size-cells for I2C bus")
    }
  }

  static func i2cReg(_ examination: inout Examination, _ node: NodeID) {
    guard examination.isOn(.i2c, node) else { return }
    guard let reg = examination.property(.reg, of: node) else {
      if !examination.isMerged(node) { examination.fail(node, "missing or empty reg property") }
      return
    }
    let value = examination.tree.value(of: reg)
    let ownAddress: UInt32 = 1 << 30
    let tenBits: UInt32 = 1 << 31
    let first = examination.cell(value, 0) & ~ownAddress
    if !examination.unitAddress(of: node, is: UInt64(first)) {
      examination.fail(
        node, "I2C bus unit address format error, expected \"", .hex(UInt64(first)), "\"")
    }
    for number in 0..<value.count / 4 {
      let address = examination.cell(value, number) & ~ownAddress
      if address & tenBits != 0 {
        guard address & ~tenBits > 0x3FF else { continue }
        examination.fail(
          node, reg, "I2C address must be less than 10-bits, got \"0x", .hex(UInt64(address)), "\"")
      } else if address > 0x7F {
        examination.fail(
          node, reg, "I2C address must be less than 7-bits, got \"0x", .hex(UInt64(address)),
          "\". Set I2C_TEN_BIT_ADDRESS for 10 bit addresses or fix the property")
      }
    }
  }

  // MARK: SPI

  static func spiBridge(_ examination: inout Examination, _ node: NodeID) {
    // The node that it is merged into has the name.
    if examination.bus(node) == .spi { return }
    if examination.survey.facts[node.index].base == .spi {
      examination.survey.set(.spi, node, in: examination.tree)
    } else {
      // A bus with another name is recognized by the `spi-` properties of its devices.
      guard examination.addressCells(node) == 1, examination.sizeCells(node) == 0,
        examination.survey.facts[node.index].hasSPIChild
      else { return }
      examination.survey.set(.spi, node, in: examination.tree)
      if examination.has(.reg, node) {
        examination.fail(node, "node name for SPI buses should be 'spi'")
      }
    }
    guard examination.tree.hasChildRecords(node), examination.knowsCells(node) else { return }
    if examination.addressCells(node) != (examination.has(.spiSlave, node) ? 0 : 1) {
      examination.fail(node, "incorrect #address-cells for SPI bus")
    }
    if examination.sizeCells(node) != 0 {
      examination.fail(node, "incorrect #size-cells for SPI bus")
    }
  }

  static func spiReg(_ examination: inout Examination, _ node: NodeID) {
    guard examination.isOn(.spi, node), let parent = examination.tree.parent(of: node),
      !examination.has(.spiSlave, parent)
    else { return }
    guard let reg = examination.value(.reg, of: node) else {
      if !examination.isMerged(node) { examination.fail(node, "missing or empty reg property") }
      return
    }
    let address = UInt64(examination.cell(reg, 0))
    if !examination.unitAddress(of: node, is: address) {
      examination.fail(
        node, "SPI bus unit address format error, expected \"", .hex(address), "\"")
    }
  }
}
