/// The properties that checks ask for. Each is one bit of a node's mask, so there may be at most 64.
enum KnownProperty: String, Sendable {
  case reg, ranges
  case dmaRanges = "dma-ranges"
  case addressCells = "#address-cells"
  case sizeCells = "#size-cells"
  case name, phandle
  case linuxPhandle = "linux,phandle"
  case deviceType = "device_type"
  case model, status, label, compatible
  case busRange = "bus-range"
  case spiSlave = "spi-slave"
  case interrupts
  case interruptParent = "interrupt-parent"
  case interruptController = "interrupt-controller"
  case interruptMap = "interrupt-map"
  case interruptMapMask = "interrupt-map-mask"
  case bootargs
  case stdoutPath = "stdout-path"
  case linuxStdoutPath = "linux,stdout-path"
  case gpioHog = "gpio-hog"
  case gpioCells = "#gpio-cells"
  case remoteEndpoint = "remote-endpoint"

  case clocks
  case clockCells = "#clock-cells"
  case coolingDevice = "cooling-device"
  case coolingCells = "#cooling-cells"
  case dmas
  case dmaCells = "#dma-cells"
  case hwlocks
  case hwlockCells = "#hwlock-cells"
  case interruptsExtended = "interrupts-extended"
  case interruptCells = "#interrupt-cells"
  case ioChannels = "io-channels"
  case ioChannelCells = "#io-channel-cells"
  case iommus
  case iommuCells = "#iommu-cells"
  case mboxes
  case mboxCells = "#mbox-cells"
  case msiParent = "msi-parent"
  case msiCells = "#msi-cells"
  case muxControls = "mux-controls"
  case muxControlCells = "#mux-control-cells"
  case phys
  case phyCells = "#phy-cells"
  case powerDomains = "power-domains"
  case powerDomainCells = "#power-domain-cells"
  case pwms
  case pwmCells = "#pwm-cells"
  case resets
  case resetCells = "#reset-cells"
  case soundDAI = "sound-dai"
  case soundDAICells = "#sound-dai-cells"
  case thermalSensors = "thermal-sensors"
  case thermalSensorCells = "#thermal-sensor-cells"

  /// Any property whose name ends in `-names`.
  case anyNames
  /// Any property whose name says that it refers to GPIOs: `gpios`, `reset-gpios`, `enable-gpio`.
  case anyGPIO
  /// Any property whose name begins with `spi-`.
  case anySPI

  /// The number of cases.
  static var count: Int { anySPI.index + 1 }

  var bit: UInt64 { 1 << UInt64(index) }

  /// The case's number: its representation in memory, since no case has an associated value.
  var index: Int { Int(unsafe unsafeBitCast(self, to: UInt8.self)) }

  /// Creates the property with a number below `count`.
  init(index: Int) {
    precondition(index < Self.count)
    self = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: index), to: Self.self)
  }

  /// The name; nil for those that match many.
  var spelling: String? {
    switch self {
    case .anyNames, .anyGPIO, .anySPI: nil
    default: rawValue
    }
  }
}
