import DeviceTree
import SourceText

/// The properties that checks ask for. Each is one bit of a node's mask, so there may be 64.
enum KnownProperty: UInt8, CaseIterable, Sendable {
  case reg, ranges, dmaRanges, addressCells, sizeCells
  case name, phandle, linuxPhandle
  case deviceType, model, status, label, compatible
  case busRange, spiSlave
  case interrupts, interruptParent, interruptController, interruptMap, interruptMapMask
  case bootargs, stdoutPath, linuxStdoutPath
  case gpioHog, gpioCells, remoteEndpoint

  case clocks, clockCells, coolingDevice, coolingCells, dmas, dmaCells, hwlocks, hwlockCells
  case interruptsExtended, interruptCells, ioChannels, ioChannelCells, iommus, iommuCells
  case mboxes, mboxCells, msiParent, msiCells, muxControls, muxControlCells, phys, phyCells
  case powerDomains, powerDomainCells, pwms, pwmCells, resets, resetCells
  case soundDAI, soundDAICells, thermalSensors, thermalSensorCells

  /// Any whose name ends in `-names`.
  case anyNames
  /// Any that refers to GPIOs by its name: `gpios`, `reset-gpios`, `enable-gpio`.
  case anyGPIO
  /// Any whose name begins with `spi-`.
  case anySPI

  /// How many there are.
  static let count = Int(anySPI.rawValue) + 1

  var bit: UInt64 { 1 << UInt64(rawValue) }
  var index: Int { Int(rawValue) }

  /// The name; nil for those that stand for many.
  var spelling: String? {
    switch self {
    case .reg: "reg"
    case .ranges: "ranges"
    case .dmaRanges: "dma-ranges"
    case .addressCells: "#address-cells"
    case .sizeCells: "#size-cells"
    case .name: "name"
    case .phandle: "phandle"
    case .linuxPhandle: "linux,phandle"
    case .deviceType: "device_type"
    case .model: "model"
    case .status: "status"
    case .label: "label"
    case .compatible: "compatible"
    case .busRange: "bus-range"
    case .spiSlave: "spi-slave"
    case .interrupts: "interrupts"
    case .interruptParent: "interrupt-parent"
    case .interruptController: "interrupt-controller"
    case .interruptMap: "interrupt-map"
    case .interruptMapMask: "interrupt-map-mask"
    case .bootargs: "bootargs"
    case .stdoutPath: "stdout-path"
    case .linuxStdoutPath: "linux,stdout-path"
    case .gpioHog: "gpio-hog"
    case .gpioCells: "#gpio-cells"
    case .remoteEndpoint: "remote-endpoint"
    case .clocks: "clocks"
    case .clockCells: "#clock-cells"
    case .coolingDevice: "cooling-device"
    case .coolingCells: "#cooling-cells"
    case .dmas: "dmas"
    case .dmaCells: "#dma-cells"
    case .hwlocks: "hwlocks"
    case .hwlockCells: "#hwlock-cells"
    case .interruptsExtended: "interrupts-extended"
    case .interruptCells: "#interrupt-cells"
    case .ioChannels: "io-channels"
    case .ioChannelCells: "#io-channel-cells"
    case .iommus: "iommus"
    case .iommuCells: "#iommu-cells"
    case .mboxes: "mboxes"
    case .mboxCells: "#mbox-cells"
    case .msiParent: "msi-parent"
    case .msiCells: "#msi-cells"
    case .muxControls: "mux-controls"
    case .muxControlCells: "#mux-control-cells"
    case .phys: "phys"
    case .phyCells: "#phy-cells"
    case .powerDomains: "power-domains"
    case .powerDomainCells: "#power-domain-cells"
    case .pwms: "pwms"
    case .pwmCells: "#pwm-cells"
    case .resets: "resets"
    case .resetCells: "#reset-cells"
    case .soundDAI: "sound-dai"
    case .soundDAICells: "#sound-dai-cells"
    case .thermalSensors: "thermal-sensors"
    case .thermalSensorCells: "#thermal-sensor-cells"
    case .anyNames, .anyGPIO, .anySPI: nil
    }
  }
}
