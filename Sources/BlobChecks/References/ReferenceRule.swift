/// How a property has to refer to other nodes: what follows each phandle, and whether it works without the other node.
struct ReferenceRule: Sendable {
  enum Arguments: Sendable {
    /// A list of phandles alone.
    case none
    /// One phandle, and nothing else.
    case single
    /// As many cells as the provider says in this property; a provider that says nothing wants none
    /// if `isOptional`, and is none otherwise.
    case cells(PropertyKind, isOptional: Bool)
    /// This many, whatever the provider says.
    case fixed(Int)
    /// Entries of so many cells, with the phandle at this one.
    case entries(Int, phandleAt: Int)
  }

  let arguments: Arguments
  /// Whether a disabled provider means that the property's node cannot work.
  var needsEnabled = true

  /// The rule of a kind of property; nil for what refers to nothing. `interrupts` and
  /// `interrupt-map` have rules of their own.
  ///
  /// The properties are those that the Devicetree Specification, the schemas of dt-schema and Linux
  /// (drivers/of/property.c) know; the tree is the kernel's of version 6.1. `PropertyShape` knows the same
  /// of them for whoever shows values (`ReferenceRuleTests`), and more that only some bindings have.
  static func of(_ kind: PropertyKind) -> ReferenceRule? {
    switch kind {
    case .clocks, .assignedClocks, .assignedClockParents: .with(.clockCells)
    case .resets: .with(.resetCells)
    case .dmas: .with(.dmaCells)
    case .iommus: .with(.iommuCells)
    case .phys: .with(.phyCells)
    case .powerDomains: .with(.powerDomainCells)
    case .performanceDomains: .with(.performanceDomainCells)
    case .mboxes: .with(.mboxCells)
    case .hwlocks: .with(.hwlockCells)
    case .pwms: .with(.pwmCells)
    case .ioChannels: .with(.ioChannelCells)
    case .ioBackends: .with(.ioBackendCells)
    case .thermalSensors: .with(.thermalSensorCells)
    case .coolingDevice: .with(.coolingCells)
    case .nvmemCells: .with(.nvmemCellCells, isOptional: true)
    case .interconnects: .with(.interconnectCells)
    case .soundDAI: .with(.soundDAICells)
    case .msiParent: .with(.msiCells, isOptional: true)
    case .muxControls: .with(.muxControlCells)
    case .muxStates: .with(.muxStateCells)
    case .accessControllers: .with(.accessControllerCells)
    // A light works without what it shows.
    case .triggerSources:
      ReferenceRule(arguments: .cells(.triggerSourceCells, isOptional: false), needsEnabled: false)
    case .interruptsExtended: .with(.interruptCells)
    case .anyGPIO: .with(.gpioCells)
    case .gpioRanges: ReferenceRule(arguments: .fixed(3))
    case .iommuMap, .msiMap: ReferenceRule(arguments: .entries(4, phandleAt: 1))
    case .anySupply, .phyHandle, .interruptParent, .remoteEndpoint, .nextLevelCache, .l2Cache, .cpu,
      .trip, .wakeupParent:
      ReferenceRule(arguments: .single, needsEnabled: kind == .anySupply)
    case .anyPinctrl, .memoryRegion, .operatingPoints, .requiredOPPs, .cpuIdleStates,
      .domainIdleStates, .interruptAffinity, .backlight, .nvmem, .sram:
      ReferenceRule(arguments: .none, needsEnabled: kind == .memoryRegion)
    default: nil
    }
  }

  private static func with(_ cells: PropertyKind, isOptional: Bool = false) -> ReferenceRule {
    ReferenceRule(arguments: .cells(cells, isOptional: isOptional))
  }
}
