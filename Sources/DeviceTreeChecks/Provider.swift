/// A property that refers to nodes, each followed by as many cells as that node specifies.
struct Provider: Sendable {
  let property: KnownProperty
  /// The property in which a provider specifies how many cells follow.
  let cells: KnownProperty
  let propertyCheck: CheckID
  let cellsCheck: CheckID
  /// Whether a provider without that property takes none.
  let isOptional: Bool

  private init(
    _ property: KnownProperty, _ cells: KnownProperty, _ propertyCheck: CheckID, _ cellsCheck: CheckID,
    isOptional: Bool = false
  ) {
    self.property = property
    self.cells = cells
    self.propertyCheck = propertyCheck
    self.cellsCheck = cellsCheck
    self.isOptional = isOptional
  }

  static let all = [
    Provider(.clocks, .clockCells, .clocksProperty, .clocksIsCell),
    Provider(.coolingDevice, .coolingCells, .coolingDeviceProperty, .coolingDeviceIsCell),
    Provider(.dmas, .dmaCells, .dmasProperty, .dmasIsCell),
    Provider(.hwlocks, .hwlockCells, .hwlocksProperty, .hwlocksIsCell),
    Provider(.interruptsExtended, .interruptCells, .interruptsExtendedProperty, .interruptsExtendedIsCell),
    Provider(.ioChannels, .ioChannelCells, .ioChannelsProperty, .ioChannelsIsCell),
    Provider(.iommus, .iommuCells, .iommusProperty, .iommusIsCell),
    Provider(.mboxes, .mboxCells, .mboxesProperty, .mboxesIsCell),
    Provider(.msiParent, .msiCells, .msiParentProperty, .msiParentIsCell, isOptional: true),
    Provider(.muxControls, .muxControlCells, .muxControlsProperty, .muxControlsIsCell),
    Provider(.phys, .phyCells, .physProperty, .physIsCell),
    Provider(.powerDomains, .powerDomainCells, .powerDomainsProperty, .powerDomainsIsCell),
    Provider(.pwms, .pwmCells, .pwmsProperty, .pwmsIsCell),
    Provider(.resets, .resetCells, .resetsProperty, .resetsIsCell),
    Provider(.soundDAI, .soundDAICells, .soundDAIProperty, .soundDAIIsCell),
    Provider(.thermalSensors, .thermalSensorCells, .thermalSensorsProperty, .thermalSensorsIsCell),
  ]
}
