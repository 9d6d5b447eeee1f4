import DeviceTreeChecks

extension Case {
  static let addresses: [Case] = [
    Case(
      .regFormat, "Warning (reg_format): /: Root node has a \"reg\" property",
      bad: ["reg" => [1]], good: []),
    Case(
      .regFormat, "Warning (reg_format): /a@1:reg: property is empty",
      bad: [node("a@1", flag("reg"))], good: [node("a@1", "reg" => [0, 1, 0])]),
    Case(
      .regFormat,
      "Warning (reg_format): /a@1:reg: property has invalid length (8 bytes) (#address-cells == 2, #size-cells == 1)",
      bad: [node("a@1", "reg" => [1, 2])],
      good: counts(1, 1) + [node("a@1", "reg" => [1, 2, 3, 4])]),
    Case(
      .rangesFormat, "Warning (ranges_format): /:ranges: Root node has a \"ranges\" property",
      bad: [flag("ranges")], good: [node("a", .node("b", counts(2, 1) + [flag("ranges")]))]),
    Case(
      .rangesFormat,
      "Warning (ranges_format): /a:ranges: empty \"ranges\" property but its #address-cells (1) differs from / (2)",
      "Warning (ranges_format): /a:ranges: empty \"ranges\" property but its #size-cells (0) differs from / (1)",
      bad: [.node("a", counts(1, 0) + [flag("ranges")])],
      good: [.node("a", counts(2, 1) + [flag("ranges")])]),
    Case(
      .dmaRangesFormat,
      "Warning (dma_ranges_format): /a:dma-ranges: \"dma-ranges\" property has invalid length (4 bytes) (parent #address-cells == 2, child #address-cells == 1, #size-cells == 1)",
      bad: [.node("a", counts(1, 1) + ["dma-ranges" => [1]])],
      good: [.node("a", counts(1, 1) + ["dma-ranges" => [1, 2, 3, 4]])]),
    Case(
      .unitAddressVsReg,
      "Warning (unit_address_vs_reg): /a: node has a reg or ranges property, but no unit name",
      "Warning (unit_address_vs_reg): /b@1: node has a unit name, but no reg or ranges property",
      "Warning (unit_address_vs_reg): /c@: node has a reg or ranges property, but no unit name",
      bad: [node("a", "ranges" => [1]), node("b@1", flag("ranges")), node("c@", "reg" => [0, 3, 1])],
      good: [
        node("a", flag("ranges")), node("c@"), node("b@1", "reg" => [1]),
        node("fragment@0", node("__overlay__")),
      ]),
    // A fragment is what has content, not what is called so.
    Case(
      .unitAddressVsReg,
      "Warning (unit_address_vs_reg): /fragment@0: node has a unit name, but no reg or ranges property",
      bad: [node("fragment@0"), node("fragment@1", node("__overlay__"))],
      good: [node("fragment@1", node("__overlay__"))]),
    Case(
      .unitAddressFormat,
      "Warning (unit_address_format): /a@0x1: unit name should not have leading \"0x\"",
      "Warning (unit_address_format): /b@0x01: unit name should not have leading \"0x\"",
      "Warning (unit_address_format): /b@0x01: unit name should not have leading 0s",
      "Warning (unit_address_format): /c@0F: unit name should not have leading 0s",
      bad: [node("a@0x1"), node("b@0x01"), node("c@0F")],
      good: [
        node("a@1"), node("b@0"), node("c@0,1"), node("e@10"),
        node("s", "compatible" => "simple-bus", node("d@01")),
      ]),
    Case(
      .avoidDefaultAddrSize,
      "Warning (avoid_default_addr_size): /a@1: Relying on default #address-cells value",
      "Warning (avoid_default_addr_size): /a@1: Relying on default #size-cells value",
      bad: [node("a@1", "reg" => [0, 1, 2])], good: counts(1, 0) + [node("a@1", "reg" => [1])]),
    Case(
      .avoidDefaultAddrSize,
      "Warning (avoid_default_addr_size): /a: Relying on default #address-cells value",
      "Warning (avoid_default_addr_size): /a: Relying on default #size-cells value",
      bad: [node("a", flag("ranges"))], good: counts(2, 1) + [node("a", flag("ranges"))]),
    Case(
      .avoidUnnecessaryAddrSize,
      "Warning (avoid_unnecessary_addr_size): /a: unnecessary #address-cells/#size-cells without \"ranges\", \"dma-ranges\" or child \"reg\" or \"ranges\" property",
      bad: [.node("a", counts(1, 0) + [node("b")])],
      good: [
        .node("a", counts(1, 0) + [node("b", "reg" => [1])]), .node("c", counts(1, 0)),
        .node("d", counts(1, 1) + [node("b", flag("ranges"))]),
        .node("e", counts(1, 1) + [flag("dma-ranges"), node("b")]),
      ]),
    // Counts of the root, counts that are no numbers for dtc, and one alone are not unnecessary.
    Case(
      .avoidUnnecessaryAddrSize,
      "Warning (avoid_unnecessary_addr_size): /a: unnecessary #address-cells/#size-cells without \"ranges\", \"dma-ranges\" or child \"reg\" or \"ranges\" property",
      bad: counts(1, 0) + [.node("a", counts(0x7FFF_FFFF, 0) + [node("b")])],
      good: counts(1, 0) + [
        .node("a", counts(0x8000_0000, 0) + [node("b")]), .node("c", counts(1, .max) + [node("b")]),
        .node("d", counts(1, 0) + [flag("ranges"), node("b")]), node("e", "#size-cells" => [0], node("b")),
      ]),
    Case(
      .uniqueUnitAddress,
      "Warning (unique_unit_address): /a@1: duplicate unit-address (also used in node /b@1)",
      "Warning (unique_unit_address): /a@1: duplicate unit-address (also used in node /d@1)",
      "Warning (unique_unit_address): /b@1: duplicate unit-address (also used in node /d@1)",
      bad: counts(1, 0) + [node("a@1"), node("b@1"), node("c@2"), node("d@1"), node("e"), node("f")],
      good: counts(1, 0) + [
        node("a@1"), node("b@2", node("c@1")), node("p", node("a@1"), node("b@1")),
        node("q", "#address-cells" => [1], node("a@1"), node("b@1")),
        node("r", "#size-cells" => [1], node("a@1"), node("b@1")),
      ]),
    Case(
      .uniqueUnitAddress,
      "Warning (unique_unit_address): /p/a@1: duplicate unit-address (also used in node /p/b@1)",
      "Warning (unique_unit_address): /u/a@1: duplicate unit-address (also used in node /u/c@1)",
      "Warning (unique_unit_address): /u/b@2: duplicate unit-address (also used in node /u/d@2)",
      "Warning (unique_unit_address): /u/a@1: duplicate unit-address (also used in node /u/e@1)",
      "Warning (unique_unit_address): /u/c@1: duplicate unit-address (also used in node /u/e@1)",
      bad: [
        .node("p", counts(0, 0) + [node("a@1"), node("b@1")]),
        .node(
          "u",
          counts(1, 0) + [
            node("a@1"), node("b@2"), node("c@1"), node("d@2"), node("e@1"), node("f@12"), node("g@21"),
          ]),
      ],
      good: [.node("u", counts(1, 0) + [node("a@1"), node("b@2"), node("f@12"), node("g@21")])]),
    Case(
      .uniqueUnitAddressIfEnabled,
      "Warning (unique_unit_address_if_enabled): /a@1: duplicate unit-address (also used in node /c@1)",
      bad: counts(1, 0) + [node("a@1"), node("b@1", "status" => "disabled"), node("c@1")],
      good: counts(1, 0) + [node("a@1"), node("b@1", "status" => "disabled")]),
  ]

  static let buses: [Case] = [
    Case(
      .pciBridge, "Warning (pci_bridge): /bus: node name is not \"pci\" or \"pcie\"",
      "Warning (pci_bridge): /bus: missing ranges for PCI bridge (or not a bridge)",
      "Warning (pci_bridge): /bus: incorrect #address-cells for PCI bridge",
      "Warning (pci_bridge): /bus: incorrect #size-cells for PCI bridge",
      "Warning (pci_bridge): /bus:bus-range: value must be 2 cells",
      bad: [node("bus", "device_type" => "pci", "bus-range" => [1])],
      good: [pci("pcie@1"), node("cpu", "device_type" => "cpu")]),
    Case(
      .pciBridge,
      "Warning (pci_bridge): /pci:bus-range: 1st cell must be less than or equal to 2nd cell",
      "Warning (pci_bridge): /pcie:bus-range: maximum bus number must be less than 256",
      bad: [pci("pci", "bus-range" => [2, 1]), pci("pcie", "bus-range" => [0, 256])],
      good: [pci("pci", "bus-range" => [1, 1]), pci("pcie", "bus-range" => [0, 255])]),
    Case(
      .pciDeviceReg,
      "Warning (pci_device_reg): /pci/a@1:reg: PCI reg config space address cells 2 and 3 must be 0",
      "Warning (pci_device_reg): /pci/a@1:reg: PCI reg address is not configuration space",
      "Warning (pci_device_reg): /pci/a@1:reg: PCI reg config space address register number must be 0",
      "Warning (pci_device_reg): /pci/a@1: PCI unit address format error, expected \"1,1\"",
      bad: [pci("pci", node("a@1", "reg" => [0x0100_0901, 1, 0, 0, 0]))],
      good: [
        pci(
          "pci", node("a@1", "reg" => [0x800, 0, 0, 0, 0]), node("b@1,1", "reg" => [0x900, 0, 0, 0, 0]),
          node("c@2,0", "reg" => [0x1000, 0, 0, 0, 0])),
        node("d@9", "reg" => [0x0100_0901, 1, 2]),
      ]),
    Case(
      .pciDeviceBusNum,
      "Warning (pci_device_bus_num): /pci/a@0: PCI bus number 1 out of range, expected (0 - 0)",
      "Warning (pci_device_bus_num): /pcie/a@0:bus-range: PCI bus number 3 out of range, expected (1 - 2)",
      "Warning (pci_device_bus_num): /pcie/b@0:bus-range: PCI bus number 0 out of range, expected (1 - 2)",
      bad: [
        pci("pci", node("a@0", "reg" => [0x1_0000, 0, 0, 0, 0])),
        pci(
          "pcie", "bus-range" => [1, 2], node("a@0", "reg" => [0x3_0000, 0, 0, 0, 0]),
          node("b@0", "reg" => [0, 0, 0, 0, 0])),
      ],
      good: [
        pci("pci", node("a@0", "reg" => [0, 0, 0, 0, 0])),
        pci("pcie", "bus-range" => [1, 2], node("a@0", "reg" => [0x2_0000, 0, 0, 0, 0])),
      ]),
    Case(
      .simpleBusReg, "Warning (simple_bus_reg): /soc/a: missing or empty reg/ranges property",
      "Warning (simple_bus_reg): /soc/b@1: simple-bus unit address format error, expected \"100000002\"",
      "Warning (simple_bus_reg): /soc/c@3: simple-bus unit address format error, expected \"4\"",
      bad: [
        simple(
          "soc", node("a"), node("b@1", "reg" => [1, 2, 1]),
          .node("c@3", counts(1, 1) + ["ranges" => [9, 0, 4, 1]]))
      ],
      good: [
        simple(
          "soc", simple("inner"), node("b@100000002", "reg" => [1, 2, 1]),
          .node("c@4", counts(1, 1) + ["ranges" => [9, 0, 4, 1]]))
      ]),
    // Addresses of one cell or none; what is similar to a bus, and a root that is one, are not checked.
    Case(
      .simpleBusReg,
      "Warning (simple_bus_reg): /one/b@5: simple-bus unit address format error, expected \"6\"",
      "Warning (simple_bus_reg): /zero/b@1: simple-bus unit address format error, expected \"0\"",
      "Warning (simple_bus_reg): /nosize/b@5: simple-bus unit address format error, expected \"6\"",
      bad: [
        bus("one", counts(1, 1), node("a@5", "reg" => [5, 1]), node("b@5", "reg" => [6, 1])),
        bus("zero", counts(0, 1), node("a@0", "reg" => [1]), node("b@1", "reg" => [1])),
        bus("nosize", counts(1, 0), node("a@5", "reg" => [5]), node("b@5", "reg" => [6])),
      ],
      good: counts(2, 1) + [
        "compatible" => "simple-bus", node("a"),
        .node(
          "similar",
          counts(2, 1) + [
            "compatible" => .strings(["simple-bu", "simple-buss"]), node("a"),
            node("b@1", "reg" => [0, 2, 1]),
          ]),
      ]),
    Case(
      .i2cBusBridge, "Warning (i2c_bus_bridge): /i2c: incorrect #address-cells for I2C bus",
      "Warning (i2c_bus_bridge): /i2c: incorrect #size-cells for I2C bus",
      bad: [node("i2c", node("a"))],
      // If the bus has a node of its own below the controller's, the controller is not checked.
      good: [
        node("i2c"), .node("i2c-bus@1", counts(1, 0) + [node("a")]), node("i2c-mux", node("a")),
        node("i2c@2", node("a"), .node("i2c-bus", counts(1, 0) + [node("b")])),
      ]),
    Case(
      .i2cBusReg, "Warning (i2c_bus_reg): /i2c/a: missing or empty reg property",
      "Warning (i2c_bus_reg): /i2c/b@1: I2C bus unit address format error, expected \"80\"",
      "Warning (i2c_bus_reg): /i2c/b@1:reg: I2C address must be less than 7-bits, got \"0x80\". Set I2C_TEN_BIT_ADDRESS for 10 bit addresses or fix the property",
      "Warning (i2c_bus_reg): /i2c/c@80000400:reg: I2C address must be less than 10-bits, got \"0x80000400\"",
      bad: [
        .node(
          "i2c",
          counts(1, 0) + [
            node("a"), node("b@1", "reg" => [0x80]), node("c@80000400", "reg" => [0x8000_0400]),
          ])
      ],
      good: [
        .node(
          "i2c",
          counts(1, 0) + [
            node("b@7f", "reg" => [0x4000_007F, 1]), node("c@800003ff", "reg" => [0x8000_03FF]),
          ])
      ]),
    Case(
      .spiBusBridge, "Warning (spi_bus_bridge): /spi: incorrect #address-cells for SPI bus",
      "Warning (spi_bus_bridge): /spi: incorrect #size-cells for SPI bus",
      "Warning (spi_bus_bridge): /qspi@1: node name for SPI buses should be 'spi'",
      bad: [
        node("spi", node("a")),
        .node("qspi@1", counts(1, 0) + ["reg" => [0, 1, 1], node("a", flag("spi-cpol"))]),
      ],
      good: [
        node("spi"), .node("spi@1", counts(0, 0) + [flag("spi-slave"), node("slave")]),
        .node("qspi@1", counts(1, 0) + ["reg" => [0, 1, 1], node("a", flag("cpol"))]),
        .node("qspi@2", counts(2, 0) + ["reg" => [0, 2, 1], node("a", flag("spi-cpol"))]),
        .node("qspi@3", counts(1, 1) + ["reg" => [0, 3, 1], node("a", flag("spi-cpol"))]),
        .node("qspi", counts(1, 0) + [node("a", flag("spi-cpol"))]),
      ]),
    Case(
      .spiBusReg, "Warning (spi_bus_reg): /spi/a: missing or empty reg property",
      "Warning (spi_bus_reg): /spi/b@1: SPI bus unit address format error, expected \"2\"",
      bad: [.node("spi", counts(1, 0) + [node("a"), node("b@1", "reg" => [2])])],
      good: [
        .node("spi", counts(1, 0) + [node("b@2", "reg" => [2])]),
        .node("spi@1", counts(0, 0) + [flag("spi-slave"), node("slave")]),
      ]),
    Case(
      .spiBusReg, "Warning (spi_bus_reg): /qspi/a@1: SPI bus unit address format error, expected \"2\"",
      "Warning (spi_bus_reg): /qspi/b: missing or empty reg property",
      bad: [.node("qspi", counts(1, 0) + [node("a@1", flag("spi-cpol"), "reg" => [2]), node("b")])],
      good: [.node("qspi", counts(1, 0) + [node("a@1", "reg" => [2]), node("b")])]),
  ]

  private static func pci(_ name: String, _ parts: Part...) -> Part {
    .node(
      name,
      counts(3, 2) + ["device_type" => "pci", "ranges" => .cells(Array(repeating: 0, count: 7))] + parts)
  }

  private static func bus(_ name: String, _ counts: [Part], _ parts: Part...) -> Part {
    .node(name, counts + ["compatible" => "simple-bus"] + parts)
  }

  private static func simple(_ name: String, _ parts: Part...) -> Part {
    .node(name, counts(2, 1) + ["compatible" => .strings(["x", "simple-bus"])] + parts)
  }
}
