/// A property that refers to nodes, each followed by as many cells as that node asks for.
struct Provider: Sendable {
  /// What dtc's names of the two checks begin with.
  let name: String
  let property: KnownProperty
  /// Where a provider says how many cells follow.
  let cells: KnownProperty
  let propertyCheck: CheckID
  let cellsCheck: CheckID
  /// Whether a provider that does not say wants none.
  var isOptional = false

  static let all = [
    Provider(
      name: "clocks", property: .clocks, cells: .clockCells, propertyCheck: .clocksProperty,
      cellsCheck: .clocksIsCell),
    Provider(
      name: "cooling_device", property: .coolingDevice, cells: .coolingCells,
      propertyCheck: .coolingDeviceProperty, cellsCheck: .coolingDeviceIsCell),
    Provider(
      name: "dmas", property: .dmas, cells: .dmaCells, propertyCheck: .dmasProperty,
      cellsCheck: .dmasIsCell),
    Provider(
      name: "hwlocks", property: .hwlocks, cells: .hwlockCells, propertyCheck: .hwlocksProperty,
      cellsCheck: .hwlocksIsCell),
    Provider(
      name: "interrupts_extended", property: .interruptsExtended, cells: .interruptCells,
      propertyCheck: .interruptsExtendedProperty, cellsCheck: .interruptsExtendedIsCell),
    Provider(
      name: "io_channels", property: .ioChannels, cells: .ioChannelCells,
      propertyCheck: .ioChannelsProperty, cellsCheck: .ioChannelsIsCell),
    Provider(
      name: "iommus", property: .iommus, cells: .iommuCells, propertyCheck: .iommusProperty,
      cellsCheck: .iommusIsCell),
    Provider(
      name: "mboxes", property: .mboxes, cells: .mboxCells, propertyCheck: .mboxesProperty,
      cellsCheck: .mboxesIsCell),
    Provider(
      name: "msi_parent", property: .msiParent, cells: .msiCells, propertyCheck: .msiParentProperty,
      cellsCheck: .msiParentIsCell, isOptional: true),
    Provider(
      name: "mux_controls", property: .muxControls, cells: .muxControlCells,
      propertyCheck: .muxControlsProperty, cellsCheck: .muxControlsIsCell),
    Provider(
      name: "phys", property: .phys, cells: .phyCells, propertyCheck: .physProperty,
      cellsCheck: .physIsCell),
    Provider(
      name: "power_domains", property: .powerDomains, cells: .powerDomainCells,
      propertyCheck: .powerDomainsProperty, cellsCheck: .powerDomainsIsCell),
    Provider(
      name: "pwms", property: .pwms, cells: .pwmCells, propertyCheck: .pwmsProperty,
      cellsCheck: .pwmsIsCell),
    Provider(
      name: "resets", property: .resets, cells: .resetCells, propertyCheck: .resetsProperty,
      cellsCheck: .resetsIsCell),
    Provider(
      name: "sound_dai", property: .soundDAI, cells: .soundDAICells,
      propertyCheck: .soundDAIProperty, cellsCheck: .soundDAIIsCell),
    Provider(
      name: "thermal_sensors", property: .thermalSensors, cells: .thermalSensorCells,
      propertyCheck: .thermalSensorsProperty, cellsCheck: .thermalSensorsIsCell),
  ]
}
