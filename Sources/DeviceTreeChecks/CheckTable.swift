extension Check {
  /// All checks of dtc 1.8.1 in its order; the index is the check's raw value.
  static let table: [Check] =
    structure + references + types + addresses + buses + style + providers + interrupts + graph

  private static let structure: [Check] = [
    Check(.duplicateNodeNames, "duplicate_node_names", .error, NameRules.duplicateNodes),
    Check(.duplicatePropertyNames, "duplicate_property_names", .error, NameRules.duplicateProperties),
    Check(.nodeNameChars, "node_name_chars", .error, NameRules.nodeCharacters),
    Check(
      .nodeNameFormat, "node_name_format", .error, after: [.nodeNameChars], NameRules.oneUnitAddress),
    Check(
      .nodeNameNotEmpty, "node_name_not_empty", .error, after: [.nodeNameChars], NameRules.notEmpty),
    Check(.propertyNameChars, "property_name_chars", .error, NameRules.propertyCharacters),
    Check(.nameIsString, "name_is_string", .error, TypeRules.isString(.name)),
    Check(
      .nameProperties, "name_properties", .error, after: [.nameIsString], NameRules.nameProperties),
    Check(
      .nodeNameVsPropertyName, "node_name_vs_property_name", .warning, after: [.nodeNameChars],
      NameRules.nodeAgainstProperty),
    Check(.duplicateLabel, "duplicate_label", .error, LabelRules.duplicates),
    Check(.explicitPhandles, "explicit_phandles", .error, PhandleRules.explicit),
  ]

  private static let references: [Check] = [
    Check(
      .phandleReferences, "phandle_references", .error,
      after: [.duplicateNodeNames, .explicitPhandles], PhandleRules.phandleReferences),
    Check(
      .pathReferences, "path_references", .error, after: [.duplicateNodeNames],
      PhandleRules.pathReferences),
    Check(
      .omitUnusedNodes, "omit_unused_nodes", .error, after: [.phandleReferences, .pathReferences],
      .nothing),
  ]

  private static let types: [Check] = [
    Check(.addressCellsIsCell, "address_cells_is_cell", .warning, TypeRules.isCell(.addressCells)),
    Check(.sizeCellsIsCell, "size_cells_is_cell", .warning, TypeRules.isCell(.sizeCells)),
    Check(.deviceTypeIsString, "device_type_is_string", .warning, TypeRules.isString(.deviceType)),
    Check(.modelIsString, "model_is_string", .warning, TypeRules.isString(.model)),
    Check(.statusIsString, "status_is_string", .warning, TypeRules.isString(.status)),
    Check(.labelIsString, "label_is_string", .warning, TypeRules.isString(.label)),
    Check(
      .compatibleIsStringList, "compatible_is_string_list", .warning,
      TypeRules.isStringList(.compatible)),
    Check(.namesIsStringList, "names_is_string_list", .warning, TypeRules.isStringList(.anyNames)),
    Check(
      .propertyNameCharsStrict, "property_name_chars_strict", .off,
      NameRules.strictPropertyCharacters),
    Check(.nodeNameCharsStrict, "node_name_chars_strict", .off, NameRules.strictNodeCharacters),
  ]

  private static let addresses: [Check] = [
    Check(
      .addrSizeCells, "addr_size_cells", .warning, after: [.addressCellsIsCell, .sizeCellsIsCell],
      AddressRules.readCells),
    Check(.regFormat, "reg_format", .warning, after: [.addrSizeCells], AddressRules.reg),
    Check(
      .rangesFormat, "ranges_format", .warning, after: [.addrSizeCells],
      AddressRules.ranges(.ranges, "ranges")),
    Check(
      .dmaRangesFormat, "dma_ranges_format", .warning, after: [.addrSizeCells],
      AddressRules.ranges(.dmaRanges, "dma-ranges")),
    Check(.unitAddressVsReg, "unit_address_vs_reg", .warning, AddressRules.unitAddressAgainstReg),
    Check(
      .unitAddressFormat, "unit_address_format", .warning,
      after: [.nodeNameFormat, .pciBridge, .simpleBusBridge], AddressRules.unitAddressFormat),
  ]

  private static let buses: [Check] = [
    Check(
      .pciBridge, "pci_bridge", .warning, after: [.deviceTypeIsString, .addrSizeCells],
      PCIRules.bridge),
    Check(
      .pciDeviceReg, "pci_device_reg", .warning, after: [.regFormat, .pciBridge], PCIRules.deviceReg),
    Check(
      .pciDeviceBusNum, "pci_device_bus_num", .warning, after: [.regFormat, .pciBridge],
      PCIRules.deviceBusNumber),
    Check(
      .simpleBusBridge, "simple_bus_bridge", .warning,
      after: [.addrSizeCells, .compatibleIsStringList], BusRules.simpleBridge),
    Check(
      .simpleBusReg, "simple_bus_reg", .warning, after: [.regFormat, .simpleBusBridge],
      BusRules.simpleReg),
    Check(.i2cBusBridge, "i2c_bus_bridge", .warning, after: [.addrSizeCells], BusRules.i2cBridge),
    Check(
      .i2cBusReg, "i2c_bus_reg", .warning, after: [.regFormat, .i2cBusBridge], BusRules.i2cReg),
    Check(.spiBusBridge, "spi_bus_bridge", .warning, after: [.addrSizeCells], BusRules.spiBridge),
    Check(
      .spiBusReg, "spi_bus_reg", .warning, after: [.regFormat, .spiBusBridge], BusRules.spiReg),
  ]

  private static let style: [Check] = [
    Check(
      .avoidDefaultAddrSize, "avoid_default_addr_size", .warning, after: [.addrSizeCells],
      AddressRules.avoidDefault),
    Check(
      .avoidUnnecessaryAddrSize, "avoid_unnecessary_addr_size", .warning,
      after: [.avoidDefaultAddrSize], AddressRules.avoidUnnecessary),
    Check(
      .uniqueUnitAddress, "unique_unit_address", .warning, after: [.avoidDefaultAddrSize],
      UnitAddressRules.unique(ifEnabled: false)),
    Check(
      .uniqueUnitAddressIfEnabled, "unique_unit_address_if_enabled", .off,
      after: [.avoidDefaultAddrSize], UnitAddressRules.unique(ifEnabled: true)),
    Check(
      .obsoleteChosenInterruptController, "obsolete_chosen_interrupt_controller", .warning,
      ChosenRules.obsoleteInterruptController),
    Check(.chosenNodeIsRoot, "chosen_node_is_root", .warning, ChosenRules.isBelowRoot),
    Check(.chosenNodeBootargs, "chosen_node_bootargs", .warning, ChosenRules.bootargs),
    Check(.chosenNodeStdoutPath, "chosen_node_stdout_path", .warning, ChosenRules.stdoutPath),
  ]

  /// Two checks each: what refers to a provider, and the provider's cell count.
  private static let providers: [Check] = Provider.all.flatMap { provider in
    [
      Check(
        provider.propertyCheck, provider.name + "_property", .warning,
        after: [provider.cellsCheck, .phandleReferences], ProviderRules.arguments(of: provider)),
      Check(
        provider.cellsCheck, provider.name + "_is_cell", .warning, TypeRules.isCell(provider.cells)),
    ]
  }

  private static let interrupts: [Check] = [
    Check(
      .deprecatedGPIOProperty, "deprecated_gpio_property", .off, ProviderRules.deprecatedGPIO),
    Check(
      .gpiosProperty, "gpios_property", .warning, after: [.phandleReferences], ProviderRules.gpios),
    // dtc means phandle_references to be a prerequisite here, but it is none.
    Check(.interruptsProperty, "interrupts_property", .warning, InterruptRules.interrupts),
    Check(
      .interruptProvider, "interrupt_provider", .warning, after: [.interruptsExtendedIsCell],
      InterruptRules.provider),
    Check(
      .interruptMap, "interrupt_map", .warning,
      after: [.phandleReferences, .addrSizeCells, .interruptProvider], InterruptRules.map),
    Check(.aliasPaths, "alias_paths", .warning, ChosenRules.aliasPaths),
  ]

  private static let graph: [Check] = [
    Check(.graphNodes, "graph_nodes", .warning, GraphRules.nodes),
    Check(.graphPort, "graph_port", .warning, after: [.graphNodes], GraphRules.port),
    Check(.graphEndpoint, "graph_endpoint", .warning, after: [.graphNodes], GraphRules.endpoint),
    Check(
      .alwaysFail, "always_fail", .off, .everyNode { $0.fail($1, "always_fail check") }),
  ]
}
