import DeviceTree
import SourceText

/// What each check does, and where: dtc walks the entire tree for each check; we walk it once, record
/// where the properties are that checks ask for, and show each check only its own.
extension Examination {
  mutating func carryOut(_ check: CheckID) {
    switch check {
    case .phandleReferences: return PhandleRules.phandleReferences(&self)
    case .pathReferences: return PhandleRules.pathReferences(&self)
    // It does nothing here, and passes if its prerequisites do.
    case .omitUnusedNodes: return
    default: break
    }
    // To be passed on, even to no effect, the tree would be copied.
    if survey.order.isEmpty { survey.survey(tree, outside) }
    if check.rawValue < CheckID.phandleReferences.rawValue {
      carryOutOnStructure(check)
    } else if check.rawValue < CheckID.addrSizeCells.rawValue {
      carryOutOnTypes(check)
    } else if check.rawValue < CheckID.clocksProperty.rawValue {
      carryOutOnBuses(check)
    } else {
      carryOutOnReferences(check)
    }
  }

  private mutating func carryOutOnStructure(_ check: CheckID) {
    switch check {
    case .duplicateNodeNames: NameRules.duplicateNodes(&self)
    case .duplicatePropertyNames: NameRules.duplicateProperties(&self)
    case .nodeNameChars: everyNode(NameRules.nodeCharacters)
    case .nodeNameFormat: everyNode(NameRules.oneUnitAddress)
    case .nodeNameNotEmpty: NameRules.notEmpty(&self)
    case .propertyNameChars: everyNode(NameRules.propertyCharacters)
    case .nameIsString: each(.name, TypeRules.isString)
    case .nameProperties: NameRules.nameProperties(&self)
    case .nodeNameVsPropertyName: everyNode(NameRules.nodeAgainstProperty)
    case .duplicateLabel: LabelRules.duplicates(&self)
    case .explicitPhandles: PhandleRules.explicit(&self)
    default: break
    }
  }

  private mutating func carryOutOnTypes(_ check: CheckID) {
    switch check {
    case .addressCellsIsCell: each(.addressCells, TypeRules.isCell)
    case .sizeCellsIsCell: each(.sizeCells, TypeRules.isCell)
    case .deviceTypeIsString: each(.deviceType, TypeRules.isString)
    case .modelIsString: each(.model, TypeRules.isString)
    case .statusIsString: each(.status, TypeRules.isString)
    case .labelIsString: each(.label, TypeRules.isString)
    case .compatibleIsStringList: each(.compatible, TypeRules.isStringList)
    case .namesIsStringList: each(.anyNames, TypeRules.isStringList)
    case .propertyNameCharsStrict: everyNode(NameRules.strictPropertyCharacters)
    case .nodeNameCharsStrict: everyNode(NameRules.strictNodeCharacters)
    default: break
    }
  }

  private mutating func carryOutOnBuses(_ check: CheckID) {
    switch check {
    case .addrSizeCells: AddressRules.readCells(&self)
    case .regFormat: each(.reg, AddressRules.reg)
    case .rangesFormat: each(.ranges) { AddressRules.ranges(&$0, $1, "ranges") }
    case .dmaRangesFormat: each(.dmaRanges) { AddressRules.ranges(&$0, $1, "dma-ranges") }
    case .unitAddressVsReg: everyNode(AddressRules.unitAddressAgainstReg)
    case .unitAddressFormat: everyNode(AddressRules.unitAddressFormat)
    case .pciBridge: each(.deviceType, PCIRules.bridge)
    case .pciDeviceReg: onBus(.pci) { $0.each(.reg, PCIRules.deviceReg) }
    case .pciDeviceBusNum: onBus(.pci) { $0.each(.reg, PCIRules.deviceBusNumber) }
    case .simpleBusBridge: each(.compatible, BusRules.simpleBridge)
    case .simpleBusReg: onBus(.simple) { $0.everyNode(BusRules.simpleReg) }
    case .i2cBusBridge: everyNode(BusRules.i2cBridge)
    case .i2cBusReg: onBus(.i2c) { $0.everyNode(BusRules.i2cReg) }
    case .spiBusBridge: everyNode(BusRules.spiBridge)
    case .spiBusReg: onBus(.spi) { $0.everyNode(BusRules.spiReg) }
    case .avoidDefaultAddrSize: everyNode(AddressRules.avoidDefault)
    case .avoidUnnecessaryAddrSize: everyNode(AddressRules.avoidUnnecessary)
    case .uniqueUnitAddress: UnitAddressRules.unique(&self, ifEnabled: false)
    case .uniqueUnitAddressIfEnabled: UnitAddressRules.unique(&self, ifEnabled: true)
    case .obsoleteChosenInterruptController: ChosenRules.obsoleteInterruptController(&self)
    case .chosenNodeIsRoot: every(.chosen, ChosenRules.isBelowRoot)
    case .chosenNodeBootargs: every(.chosen, ChosenRules.bootargs)
    case .chosenNodeStdoutPath: every(.chosen, ChosenRules.stdoutPath)
    default: break
    }
  }

  private mutating func carryOutOnReferences(_ check: CheckID) {
    switch check {
    case .deprecatedGPIOProperty: each(.anyGPIO, ProviderRules.deprecatedGPIO)
    case .gpiosProperty: each(.anyGPIO, ProviderRules.gpios)
    case .interruptsProperty: InterruptRules.interrupts(&self)
    case .interruptProvider: everyNode(InterruptRules.provider)
    case .interruptMap: each(.interruptMap, InterruptRules.map)
    case .aliasPaths: every(.aliases, ChosenRules.aliasPaths)
    case .graphNodes: everyNode(GraphRules.nodes)
    case .graphPort: onBus(.graphPort) { $0.everyNode(GraphRules.port) }
    case .graphEndpoint: onBus(.graphPort) { $0.everyNode(GraphRules.endpoint) }
    case .alwaysFail: everyNode { $0.fail($1, "always_fail check") }
    default:
      // Two checks for each kind of provider.
      let number = Int(check.rawValue - CheckID.clocksProperty.rawValue)
      let provider = Provider.all[number / 2]
      if check == provider.propertyCheck {
        each(provider.property) {
          ProviderRules.arguments(&$0, $1, cells: provider.cells, isOptional: provider.isOptional)
        }
      } else {
        each(provider.cells, TypeRules.isCell)
      }
    }
  }

  // MARK: Where to look

  @inline(__always)
  private mutating func everyNode(_ examine: (inout Examination, NodeID) -> Void) {
    for index in survey.order.indices { examine(&self, survey.order[index]) }
  }

  /// Examines the properties of one kind, in document order.
  @inline(__always)
  private mutating func each(
    _ property: KnownProperty, _ examine: (inout Examination, PropertySite) -> Void
  ) {
    for index in survey.range(of: property) { examine(&self, survey.sites[index]) }
  }

  /// Examines the nodes with a well-known name.
  private mutating func every(
    _ name: Survey.WellKnown, _ examine: (inout Examination, NodeID) -> Void
  ) {
    for index in survey.wellKnown.indices where survey.wellKnown[index].name == name {
      examine(&self, survey.wellKnown[index].node)
    }
  }

  /// Calls `examine` if some node is a bus of this kind.
  private mutating func onBus(_ bus: Bus, _ examine: (inout Examination) -> Void) {
    if survey.buses & (1 << bus.rawValue) != 0 { examine(&self) }
  }
}
