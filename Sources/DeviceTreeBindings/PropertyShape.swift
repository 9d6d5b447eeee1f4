/// What common bindings say about a property's cells: which of them are phandles, and how many belong
/// together.
///
/// The rules are those of the Devicetree Specification and of the bindings that Linux, U-Boot and the BSDs
/// share; a board's own properties are `unknown`.
///
/// This is for code that shows or compares values, and wrong values are shown as well as possible. What has
/// to be correct is up to `ReferenceRule` of `BlobChecks`, which agrees on everything that both know.
public enum PropertyShape: Equatable, Sendable {
  /// Nothing is known.
  case unknown
  /// Text, or bytes, never a phandle.
  case plain
  /// Numbers, never a phandle.
  case numbers
  /// Addresses with sizes, as wide as the parent says (`reg`).
  case addresses
  /// Addresses below the node, addresses above it, and sizes (`ranges`).
  case ranges
  /// Interrupts, as wide as the controller says (`interrupts`).
  case interrupts
  /// `interrupt-map`: a child's address and interrupt, the controller, an address there and its interrupt.
  case interruptMap
  /// Entries of `before` cells, a phandle, and `after` more cells (`iommu-map`).
  case map(before: Int, after: Int)
  /// Phandles, each with arguments.
  case references(Arguments)

  /// How many cells follow a phandle.
  public enum Arguments: Equatable, Sendable {
    /// This many.
    case fixed(Int)
    /// As many as the phandle's node says in its property of this name. If that is missing, as many as
    /// `otherwise` says, or an unknown number.
    case stated(by: String, otherwise: Int?)
  }

  /// Returns the shape of properties with this name.
  public static func ofProperty(named name: Span<UInt8>) -> PropertyShape {
    let text = String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
    if let shape = byName[text] { return shape }
    if text.hasPrefix("#") { return .numbers }
    for (ending, shape) in byEnding where text.hasSuffix(ending) {
      // `nr-gpios` is a number of them.
      return text.hasSuffix("nr-gpios") ? .numbers : shape
    }
    if text.hasPrefix("pinctrl-"), text.dropFirst(8).utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
      return .references(.fixed(0))
    }
    // `rockchip,pipe-grf`, `rockchip,usbgrf`: registers that several devices share.
    if text.hasPrefix("rockchip,"), text.hasSuffix("grf") { return .references(.fixed(0)) }
    return .unknown
  }

  private static let byEnding: [(String, PropertyShape)] = [
    ("-supply", .references(.fixed(0))),
    ("-gpios", .references(.stated(by: "#gpio-cells", otherwise: nil))),
    ("-gpio", .references(.stated(by: "#gpio-cells", otherwise: nil))),
    ("-names", .plain), ("-frequency", .numbers), ("-rates", .numbers), ("-microvolt", .numbers),
    ("-microamp", .numbers), ("-ms", .numbers), ("-us", .numbers), ("-ns", .numbers), ("-hz", .numbers),
    ("-millivolt", .numbers), ("-millicelsius", .numbers), ("-mhz", .numbers), ("-width", .numbers),
  ]

  private static let byName: [String: PropertyShape] = {
    var table: [String: PropertyShape] = [
      "reg": .addresses, "ranges": .ranges, "dma-ranges": .ranges, "interrupts": .interrupts,
      "interrupt-map": .interruptMap, "iommu-map": .map(before: 1, after: 2),
      "msi-map": .map(before: 1, after: 2),
      // Bank, pin and function, and the pin's settings.
      "rockchip,pins": .map(before: 3, after: 0),
      "gpio-ranges": .references(.fixed(3)),
      "msi-parent": .references(.stated(by: "#msi-cells", otherwise: 0)),
      "nvmem-cells": .references(.stated(by: "#nvmem-cell-cells", otherwise: 0)),
      // Some bindings have an offset and a mask behind it; there is no such property in any node.
      "syscon": .references(.stated(by: "#syscon-cells", otherwise: nil)),
    ]
    for name in plainNames { table[name] = .plain }
    for name in numberNames { table[name] = .numbers }
    for name in loneNames { table[name] = .references(.fixed(0)) }
    for (name, cells) in statedNames { table[name] = .references(.stated(by: cells, otherwise: nil)) }
    return table
  }()

  private static let plainNames = [
    "compatible", "status", "model", "device_type", "name", "label", "bootargs", "stdout-path",
    "local-mac-address", "mac-address", "function", "pins", "groups", "linux,default-trigger",
  ]

  private static let numberNames = [
    "linux,code", "bus-range", "clock-latency", "interrupt-map-mask", "cell-index", "reg-shift",
    "reg-io-width", "phandle", "linux,phandle", "virtual-reg", "linux,initrd-start",
    "linux,initrd-end", "size", "alignment", "alloc-ranges", "linux,cma-default", "temperature",
    "hysteresis", "opp-hz", "opp-microvolt", "timestamp",
  ]

  private static let loneNames = [
    "interrupt-parent", "remote-endpoint", "memory-region", "phy-handle", "phy", "next-level-cache",
    "l2-cache", "cpu", "cpu-idle-states", "domain-idle-states", "operating-points-v2", "required-opps",
    "trip", "mmc-pwrseq", "backlight", "panel", "nvmem", "leds", "wakeup-parent", "extcon",
    "ddc-i2c-bus", "usb-phy", "frame-master", "bitclock-master", "dais", "post-init-providers",
    "pcs-handle", "sfp", "tbi-handle", "cci-control-port", "rockchip,pmu",
    "amlogic,ao-sysctrl", "amlogic,canvas", "secure-monitor", "sram", "interrupt-affinity",
    "pm_qos", "hdmi-phandle", "audio-aux-devs", "mdio-parent-bus", "shmem", "ports",
  ]

  private static let statedNames: [(String, String)] = [
    ("clocks", "#clock-cells"), ("assigned-clocks", "#clock-cells"),
    ("assigned-clock-parents", "#clock-cells"), ("clock-parents", "#clock-cells"),
    ("cooling-device", "#cooling-cells"), ("dmas", "#dma-cells"), ("hwlocks", "#hwlock-cells"),
    ("interrupts-extended", "#interrupt-cells"), ("io-channels", "#io-channel-cells"),
    ("io-backends", "#io-backend-cells"), ("iommus", "#iommu-cells"), ("mboxes", "#mbox-cells"),
    ("mux-controls", "#mux-control-cells"), ("mux-states", "#mux-state-cells"), ("phys", "#phy-cells"),
    ("power-domains", "#power-domain-cells"), ("pwms", "#pwm-cells"), ("resets", "#reset-cells"),
    ("sound-dai", "#sound-dai-cells"), ("thermal-sensors", "#thermal-sensor-cells"),
    ("interconnects", "#interconnect-cells"), ("access-controllers", "#access-controller-cells"),
    ("gpios", "#gpio-cells"), ("gpio", "#gpio-cells"), ("performance-domains", "#performance-domain-cells"),
    ("trigger-sources", "#trigger-source-cells"),
  ]
}
