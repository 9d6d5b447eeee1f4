import DeviceTree
import SourceText
import Testing

@testable import DeviceTreeChecks

@Suite struct CheckRunTests {
  /// Fails `reg_format`, so that the checks that depend on it do not run, and say so.
  let short = DeviceTree([node("i2c", node("a", "reg" => .cells([1])))])

  @Test func failedPrerequisitesAreTold() {
    #expect(
      lines(short) == [
        "Warning (reg_format): /i2c/a:reg: property has invalid length (4 bytes) (#address-cells == 2, #size-cells == 1)",
        "Warning (unit_address_vs_reg): /i2c/a: node has a reg or ranges property, but no unit name",
        "Warning (pci_device_reg): Failed prerequisite 'reg_format'",
        "Warning (pci_device_bus_num): Failed prerequisite 'reg_format'",
        "Warning (simple_bus_reg): Failed prerequisite 'reg_format'",
        "Warning (i2c_bus_bridge): /i2c: incorrect #address-cells for I2C bus",
        "Warning (i2c_bus_bridge): /i2c: incorrect #size-cells for I2C bus",
        "Warning (i2c_bus_reg): Failed prerequisite 'reg_format'",
        "Warning (i2c_bus_reg): Failed prerequisite 'i2c_bus_bridge'",
        "Warning (spi_bus_reg): Failed prerequisite 'reg_format'",
        "Warning (avoid_default_addr_size): /i2c/a: Relying on default #address-cells value",
        "Warning (avoid_default_addr_size): /i2c/a: Relying on default #size-cells value",
        "Warning (avoid_unnecessary_addr_size): Failed prerequisite 'avoid_default_addr_size'",
        "Warning (unique_unit_address): Failed prerequisite 'avoid_default_addr_size'",
      ])
  }

  @Test func nothingRunsAfterAnError() throws {
    var selection = CheckSelection()
    try selection.apply("reg_format", asErrors: true)
    #expect(
      lines(short, selection) == [
        "ERROR (reg_format): /i2c/a:reg: property has invalid length (4 bytes) (#address-cells == 2, #size-cells == 1)"
      ])
  }

  /// A check whose findings are not shown stops at the first one, rather than examine all pairs of namesakes.
  @Test func silentNamesakes() {
    var selection = CheckSelection()
    selection.quietness = .errors
    for part in [node("a"), flag("a")] {
      var run = CheckRun(selection)
      var tree = DeviceTree(Array(repeating: part, count: 100_000))
      run.examine(&tree)
      #expect(run.hasErrors)
      #expect(run.findings == [])
    }
  }

  @Test func aDisabledPrerequisiteStillRunsButIsSilent() throws {
    let tree = DeviceTree([node("a#b@01")])
    var selection = CheckSelection()
    try selection.apply("no-node_name_chars", asErrors: true)
    #expect(!selection.isEnabled(.nodeNameFormat))
    #expect(
      lines(tree, only: .unitAddressFormat, selection) == [
        "Warning (unit_address_format): Failed prerequisite 'node_name_format'"
      ])
  }

  @Test func loweringACheckLowersItsDependents() throws {
    var selection = CheckSelection()
    try selection.apply("no_addr_size_cells", asErrors: false)
    #expect(!selection.isEnabled(.regFormat))
    #expect(!selection.isEnabled(.i2cBusReg))
    #expect(selection.isEnabled(.unitAddressVsReg))
    #expect(selection.isEnabled(.addressCellsIsCell))
    try selection.apply("i2c_bus_reg", asErrors: true)
    #expect(selection.isError(.addrSizeCells))
    #expect(selection.isError(.sizeCellsIsCell))
    #expect(!selection.isEnabled(.spiBusReg))
  }

  /// Whichever of its prerequisites is lowered, a check is as well; but errors do not lower warnings.
  @Test(arguments: [
    ("no-pci_bridge", false), ("no-simple_bus_bridge", false), ("no-device_type_is_string", false),
    ("no-size_cells_is_cell", false), ("no-node_name_format", true), ("no-name_is_string", true),
  ])
  func anyPrerequisiteCounts(option: String, isEnabled: Bool) throws {
    var selection = CheckSelection()
    for asErrors in [false, true] { try selection.apply(option, asErrors: asErrors) }
    #expect(selection.isEnabled(.unitAddressFormat) == isEnabled)
  }

  @Test func unknownNamesAreRefused() {
    var selection = CheckSelection()
    #expect(throws: UnknownCheck(name: "nope")) { try selection.apply("no-nope", asErrors: false) }
    #expect(throws: UnknownCheck(name: "nope")) { try selection.apply("nope", asErrors: true) }
  }

  @Test func quietnessHidesButDoesNotForgive() {
    let tree = DeviceTree([node("a"), node("a"), node("b@1")])
    var selection = CheckSelection()
    selection.quietness = .warnings
    #expect(lines(tree, selection) == ["ERROR (duplicate_node_names): /a: Duplicate node name"])
    selection.quietness = .errors
    var copy = tree
    var run = CheckRun(selection)
    run.examine(&copy)
    #expect(run.findings == [])
    #expect(run.hasErrors)
  }

  @Test func alwaysFailFailsAtEveryNode() throws {
    var selection = CheckSelection()
    try selection.apply("always_fail", asErrors: false)
    #expect(
      lines(DeviceTree([node("a")]), selection) == [
        "Warning (always_fail): /: always_fail check", "Warning (always_fail): /a: always_fail check",
      ])
  }

  /// In each step, the checks see the tree as it is at that point.
  @Test func stepsSeeTheTreeAsItIs() {
    var tree = DeviceTree([node("a", .label("l")), "interrupts" => [1]])
    var run = CheckRun()
    run.examineStructure(of: &tree)
    run.examineReferences(of: tree)
    #expect(run.findings == [])
    let added = tree.addNode(named: tree.names.intern("late@1"), to: .root)
    run.examineMeaning(of: tree)
    #expect(run.findings.map(\.check) == [.unitAddressVsReg, .interruptsProperty])
    #expect(run.findings.first?.node == added)
    #expect(run.findings.last?.text == "Missing interrupt-parent")
  }

  /// A value may be shorter than its cell counts say, and counts may be absurd.
  @Test func hostileValuesAreRead() {
    let tree = DeviceTree(
      counts(0xFFFF_FFFE, 0x7FFF_FFFF) + [
        node("a@1", "reg" => .bytes([1])), node("spi", node("b", "reg" => .bytes([1, 2]))),
        .node("soc", counts(0x4000_0000, 0) + ["compatible" => "simple-bus", node("c", "reg" => [])]),
        node("d", "clocks" => .cells([5])), node("e", "phandle" => [5], "#clock-cells" => [.max]),
        node("f", "interrupt-map" => .cells([1]), "#interrupt-cells" => [.max]),
      ])
    #expect(lines(tree).contains { $0.hasPrefix("Warning (clocks_property): /d:clocks: property size (4)") })
  }

  @Test func deepTreesAreWalked() {
    var tree = DeviceTree()
    var node = NodeID.root
    let name = tree.names.intern("n")
    for _ in 0..<50_000 { node = tree.addNode(named: name, to: node) }
    #expect(lines(tree) == [])
  }
}
