/// One of dtc's checks, in the order of its table, which is the order of the findings.
public enum CheckID: UInt8, CaseIterable, Hashable, Sendable {
  case duplicateNodeNames, duplicatePropertyNames
  case nodeNameChars, nodeNameFormat, nodeNameNotEmpty, propertyNameChars
  case nameIsString, nameProperties, nodeNameVsPropertyName
  case duplicateLabel
  case explicitPhandles
  case phandleReferences, pathReferences, omitUnusedNodes

  case addressCellsIsCell, sizeCellsIsCell
  case deviceTypeIsString, modelIsString, statusIsString, labelIsString
  case compatibleIsStringList, namesIsStringList
  case propertyNameCharsStrict, nodeNameCharsStrict
  case addrSizeCells, regFormat, rangesFormat, dmaRangesFormat
  case unitAddressVsReg, unitAddressFormat
  case pciBridge, pciDeviceReg, pciDeviceBusNum
  case simpleBusBridge, simpleBusReg
  case i2cBusBridge, i2cBusReg
  case spiBusBridge, spiBusReg
  case avoidDefaultAddrSize, avoidUnnecessaryAddrSize
  case uniqueUnitAddress, uniqueUnitAddressIfEnabled
  case obsoleteChosenInterruptController
  case chosenNodeIsRoot, chosenNodeBootargs, chosenNodeStdoutPath

  case clocksProperty, clocksIsCell
  case coolingDeviceProperty, coolingDeviceIsCell
  case dmasProperty, dmasIsCell
  case hwlocksProperty, hwlocksIsCell
  case interruptsExtendedProperty, interruptsExtendedIsCell
  case ioChannelsProperty, ioChannelsIsCell
  case iommusProperty, iommusIsCell
  case mboxesProperty, mboxesIsCell
  case msiParentProperty, msiParentIsCell
  case muxControlsProperty, muxControlsIsCell
  case physProperty, physIsCell
  case powerDomainsProperty, powerDomainsIsCell
  case pwmsProperty, pwmsIsCell
  case resetsProperty, resetsIsCell
  case soundDAIProperty, soundDAIIsCell
  case thermalSensorsProperty, thermalSensorsIsCell

  case deprecatedGPIOProperty, gpiosProperty
  case interruptsProperty, interruptProvider, interruptMap
  case aliasPaths
  case graphNodes, graphPort, graphEndpoint
  case alwaysFail

  /// The number of checks, without building an array of them to count.
  public static var count: Int { Int(CheckID.alwaysFail.rawValue) + 1 }

  /// dtc's name for the check, such as `unit_address_vs_reg`.
  public var name: String { Check.table[Int(rawValue)].name }

  /// The checks that the source compiler performs itself, since it cannot use a tree in which one of
  /// them finds something; its own messages say more.
  static let askedByCompiler: [CheckID] = [
    .duplicateNodeNames, .duplicatePropertyNames, .nodeNameChars, .nodeNameFormat, .propertyNameChars,
    .nameProperties, .duplicateLabel, .explicitPhandles, .phandleReferences, .pathReferences,
    .omitUnusedNodes,
  ]

  /// The checks whose findings in an overlay depend on its base, which an `OutsideTree` describes: on cell
  /// counts, buses, what references lead to, and what is at the same addresses.
  public static let dependingOnBase: [CheckID] =
    [
      .regFormat, .rangesFormat, .dmaRangesFormat, .i2cBusReg, .spiBusReg, .simpleBusReg,
      .uniqueUnitAddress, .uniqueUnitAddressIfEnabled, .interruptsProperty, .gpiosProperty,
    ] + Provider.all.map(\.propertyCheck)

  /// Returns the check with this name; nil if there is none.
  public init?(name: some StringProtocol) {
    guard let check = Check.table.first(where: { $0.name == name }) else { return nil }
    self = check.id
  }

  var index: Int { Int(rawValue) }
}
