/// How a property refers to other nodes: what follows each phandle, and whether the property's node works
/// without the other.
struct ReferenceRule: Sendable {
  enum Arguments: Sendable {
    /// Phandles only.
    case none
    /// One phandle, and nothing else.
    case single
    /// As many cells as the provider says in this property. A provider without it takes none if `isOptional`;
    /// otherwise it is not a provider.
    case cells(PropertyKind, isOptional: Bool)
    /// This many cells, whatever the provider says.
    case fixed(Int)
    /// Entries of this many cells, with the phandle at this index.
    case entries(Int, phandleAt: Int)

    /// Returns which cell of an entry that begins at `start` is the phandle, and how many follow it; nil if the
    /// provider says so.
    func shape(from start: Int) -> (phandle: Int, following: Int?) {
      switch self {
      case .none, .single: (start, 0)
      case .fixed(let cells): (start, cells)
      case .entries(let cells, let offset): (start + offset, cells - 1 - offset)
      case .cells: (start, nil)
      }
    }

    /// Whether a cell of 0 in place of a phandle is an entry without a reference.
    var allowEmptyEntries: Bool {
      switch self {
      case .none, .cells: true
      case .single, .fixed, .entries: false
      }
    }
  }

  let arguments: Arguments
  /// Whether the property's node cannot work if the provider is disabled.
  var needsEnabled = true

  /// Returns the rule for a kind of property; nil if it refers to nothing. `interrupts` and `interrupt-map`
  /// have rules of their own.
  ///
  /// The properties are those known to the Devicetree Specification, the schemas of dt-schema, and Linux
  /// (drivers/of/property.c) as of 6.1. `PropertyShape` has the same rules for displaying values
  /// (`ReferenceRuleTests`), and more that only some bindings have.
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
    // A light works without its trigger.
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
