import SourceText

/// The kind of a property, by which checks recognize it.
///
/// A name is classified once for each place in the strings block, so a check compares one byte.
enum PropertyKind: String, Sendable {
  /// A name that has no meaning for any check.
  case other

  case addressCells = "#address-cells"
  case sizeCells = "#size-cells"
  case reg, ranges
  case dmaRanges = "dma-ranges"
  case phandle
  case linuxPhandle = "linux,phandle"
  case status
  case deviceType = "device_type"
  case compatible, model
  case stdoutPath = "stdout-path"
  case linuxStdoutPath = "linux,stdout-path"
  case usableMemory = "linux,usable-memory"
  case size, alignment
  case allocRanges = "alloc-ranges"
  case noMap = "no-map"
  case reusable
  case cmaDefault = "linux,cma-default"

  case interrupts
  case interruptsExtended = "interrupts-extended"
  case interruptParent = "interrupt-parent"
  case interruptController = "interrupt-controller"
  case interruptMap = "interrupt-map"
  case interruptCells = "#interrupt-cells"
  case gpioHog = "gpio-hog"
  case gpioRanges = "gpio-ranges"
  case gpioCells = "#gpio-cells"
  case iommuMap = "iommu-map"
  case msiMap = "msi-map"
  case remoteEndpoint = "remote-endpoint"

  case clocks
  case assignedClocks = "assigned-clocks"
  case assignedClockParents = "assigned-clock-parents"
  case clockCells = "#clock-cells"
  case resets
  case resetCells = "#reset-cells"
  case dmas
  case dmaCells = "#dma-cells"
  case iommus
  case iommuCells = "#iommu-cells"
  case phys
  case phyCells = "#phy-cells"
  case powerDomains = "power-domains"
  case powerDomainCells = "#power-domain-cells"
  case performanceDomains = "performance-domains"
  case performanceDomainCells = "#performance-domain-cells"
  case mboxes
  case mboxCells = "#mbox-cells"
  case hwlocks
  case hwlockCells = "#hwlock-cells"
  case pwms
  case pwmCells = "#pwm-cells"
  case ioChannels = "io-channels"
  case ioChannelCells = "#io-channel-cells"
  case ioBackends = "io-backends"
  case ioBackendCells = "#io-backend-cells"
  case thermalSensors = "thermal-sensors"
  case thermalSensorCells = "#thermal-sensor-cells"
  case coolingDevice = "cooling-device"
  case coolingCells = "#cooling-cells"
  case nvmemCells = "nvmem-cells"
  case nvmemCellCells = "#nvmem-cell-cells"
  case interconnects
  case interconnectCells = "#interconnect-cells"
  case soundDAI = "sound-dai"
  case soundDAICells = "#sound-dai-cells"
  case msiParent = "msi-parent"
  case msiCells = "#msi-cells"
  case muxControls = "mux-controls"
  case muxControlCells = "#mux-control-cells"
  case muxStates = "mux-states"
  case muxStateCells = "#mux-state-cells"
  case accessControllers = "access-controllers"
  case accessControllerCells = "#access-controller-cells"
  case triggerSources = "trigger-sources"
  case triggerSourceCells = "#trigger-source-cells"

  case clockNames = "clock-names"
  case resetNames = "reset-names"
  case dmaNames = "dma-names"
  case phyNames = "phy-names"
  case powerDomainNames = "power-domain-names"
  case mboxNames = "mbox-names"
  case hwlockNames = "hwlock-names"
  case pwmNames = "pwm-names"
  case ioChannelNames = "io-channel-names"
  case thermalSensorNames = "thermal-sensor-names"
  case nvmemCellNames = "nvmem-cell-names"
  case muxControlNames = "mux-control-names"
  case pinctrlNames = "pinctrl-names"

  case memoryRegion = "memory-region"
  case cpu
  case nextLevelCache = "next-level-cache"
  case l2Cache = "l2-cache"
  case operatingPoints = "operating-points-v2"
  case requiredOPPs = "required-opps"
  case cpuIdleStates = "cpu-idle-states"
  case domainIdleStates = "domain-idle-states"
  case phyHandle = "phy-handle"
  case wakeupParent = "wakeup-parent"
  case interruptAffinity = "interrupt-affinity"
  case trip, backlight, nvmem, sram

  /// Any property whose name ends in `-supply`.
  case anySupply
  /// Any property whose name says that it refers to GPIOs: `gpios`, `reset-gpios`, `enable-gpio`.
  case anyGPIO
  /// `pinctrl-` and a number.
  case anyPinctrl

  /// The number of kinds.
  static var count: Int { anyPinctrl.index + 1 }

  /// Its number, which is how a value is stored, since the cases have no payloads.
  var index: Int { Int(unsafe unsafeBitCast(self, to: UInt8.self)) }

  /// Creates the kind with a number below `count`.
  init(index: Int) {
    precondition(index < Self.count)
    self = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: index), to: Self.self)
  }

  /// Its bit in the set of kinds that a node has; some kinds share one.
  var bit: UInt64 { 1 << UInt64(index & 63) }

  /// The kind of checks that look at properties of this kind.
  var site: PropertySite {
    switch self {
    case .other: .none
    case .phandle, .linuxPhandle: .phandle
    case .reg, .ranges, .dmaRanges, .addressCells, .sizeCells: .address
    case .interrupts, .interruptMap: .reference
    default: ReferenceRule.of(self) == nil ? .none : .reference
    }
  }

  /// The name; nil for a kind that stands for many.
  var spelling: String? {
    switch self {
    case .other, .anySupply, .anyGPIO, .anyPinctrl: nil
    default: rawValue
    }
  }

  /// Creates the kind of properties with this name, whose hash is known.
  init(_ name: Span<UInt8>, _ hash: UInt32) {
    self = .other
    // The patterns come first: their ends exclude nearly all names.
    guard name.count > 2 else { return }
    let last = name[name.count - 1]
    if last == 0x79, name.ends(in: "-supply") {
      self = .anySupply
    } else if last == 0x73, name.ends(in: "gpios"), Self.isGPIO(name, 5) {
      self = .anyGPIO
    } else if last == 0x6F, name.ends(in: "gpio"), Self.isGPIO(name, 4) {
      self = .anyGPIO
    } else if last &- 0x30 < 10, name.begins(as: "pinctrl-") {
      var index = 8
      while index < name.count, name[index] &- 0x30 < 10 { index += 1 }
      if index == name.count { self = .anyPinctrl }
    } else {
      self = Self.bySpelling.kind(of: name, hash)
    }
  }

  /// Whether a name that ends in a word of this length is that word, or has a dash before it; `nr-gpios`, a
  /// number of GPIOs, does not count.
  private static func isGPIO(_ name: Span<UInt8>, _ length: Int) -> Bool {
    let start = name.count - length
    if start == 0 { return true }
    return name[start - 1] == 0x2D && !name.ends(in: ",nr-gpios") && !name.equals(text: "nr-gpios")
  }

  /// All spellings, in a hash table of fixed size.
  private static let bySpelling = SpellingTable()
}

/// The kind of checks that look at a property: each goes over its own list.
enum PropertySite: UInt8 {
  case none, phandle, reference, address
}

/// A hash table from spellings to kinds, with open addressing and about four times as many slots as names.
private struct SpellingTable: Sendable {
  private static let size = 512
  private var places = [UInt8](repeating: 0, count: Self.size)

  init() {
    var places = places.mutableSpan
    for number in 0..<PropertyKind.count {
      guard let spelling = PropertyKind(index: number).spelling else { continue }
      // `NameTable` has this hash of a name.
      var place = Int(SymbolHash.of(spelling.utf8.span) % UInt32(Self.size))
      while places[place] != 0 { place = (place + 1) % Self.size }
      places[place] = UInt8(number)
    }
  }

  func kind(of name: Span<UInt8>, _ hash: UInt32) -> PropertyKind {
    let places = places.span
    var place = Int(hash % UInt32(Self.size))
    while places[place] != 0 {
      let kind = PropertyKind(index: Int(places[place]))
      if let spelling = kind.spelling, name.hasSameBytes(as: spelling.utf8.span) { return kind }
      place = (place + 1) % Self.size
    }
    return .other
  }
}
