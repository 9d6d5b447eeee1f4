import DeviceTreeChecks

extension Case {
  static let wellKnownNodes: [Case] = [
    Case(
      .obsoleteChosenInterruptController,
      "Warning (obsolete_chosen_interrupt_controller): /:interrupt-controller: /chosen has obsolete \"interrupt-controller\" property",
      bad: [node("chosen", flag("interrupt-controller"))],
      good: [
        node("z", node("chosen", flag("interrupt-controller"))),
        node("aliases", flag("interrupt-controller")), node("chosen"),
      ]),
    Case(
      .chosenNodeIsRoot, "Warning (chosen_node_is_root): /a/chosen: chosen node must be at root node",
      bad: [node("a", node("chosen"))], good: [node("chosen"), node("a", node("aliases"))]),
    Case(
      .chosenNodeBootargs, "Warning (chosen_node_bootargs): /chosen:bootargs: property is not a string",
      bad: [node("chosen", "bootargs" => [1])], good: [node("chosen", "bootargs" => "quiet")]),
    Case(
      .chosenNodeStdoutPath,
      "Warning (chosen_node_stdout_path): /chosen:linux,stdout-path: Use 'stdout-path' instead",
      "Warning (chosen_node_stdout_path): /chosen:linux,stdout-path: property is not a string",
      bad: [node("chosen", flag("linux,stdout-path"))],
      good: [node("chosen", "stdout-path" => "a", flag("linux,stdout-path"))]),
    Case(
      .aliasPaths, "Warning (alias_paths): /aliases:a: aliases property is not a valid node (/nope)",
      "Warning (alias_paths): /aliases:b: aliases property is not a valid node ((null))",
      "Warning (alias_paths): /aliases:c: aliases property is not a valid node (/)",
      "Warning (alias_paths): /aliases: aliases property name must include only lowercase and '-'",
      bad: [
        node("aliases", "a" => "/nope", flag("b"), "c" => "/", "D" => "/soc"), node("soc"),
      ],
      good: [
        node("aliases", "a-0" => "/soc", "b" => "soc/", "c" => "", "d" => "//soc", "phandle" => [1]),
        node("soc"),
      ]),
    // A node somewhere else does not count.
    Case(
      .aliasPaths, "Warning (alias_paths): /aliases:d: aliases property is not a valid node (/b)",
      bad: [node("aliases", "c" => "/a/b", "d" => "/b"), node("a", node("b"))],
      good: [node("aliases", "c" => "/a/b", "d" => "/a/b/", "e" => "a/b"), node("a", node("b"))]),
  ]

  /// One for each provider, with the names of its check, its property and its cell count.
  static let providers: [Case] = [
    ("clocks", CheckID.clocksProperty, "clocks", "#clock-cells"),
    ("cooling_device", .coolingDeviceProperty, "cooling-device", "#cooling-cells"),
    ("dmas", .dmasProperty, "dmas", "#dma-cells"),
    ("hwlocks", .hwlocksProperty, "hwlocks", "#hwlock-cells"),
    ("interrupts_extended", .interruptsExtendedProperty, "interrupts-extended", "#interrupt-cells"),
    ("io_channels", .ioChannelsProperty, "io-channels", "#io-channel-cells"),
    ("iommus", .iommusProperty, "iommus", "#iommu-cells"),
    ("mboxes", .mboxesProperty, "mboxes", "#mbox-cells"),
    ("mux_controls", .muxControlsProperty, "mux-controls", "#mux-control-cells"),
    ("phys", .physProperty, "phys", "#phy-cells"),
    ("power_domains", .powerDomainsProperty, "power-domains", "#power-domain-cells"),
    ("pwms", .pwmsProperty, "pwms", "#pwm-cells"),
    ("resets", .resetsProperty, "resets", "#reset-cells"),
    ("sound_dai", .soundDAIProperty, "sound-dai", "#sound-dai-cells"),
    ("thermal_sensors", .thermalSensorsProperty, "thermal-sensors", "#thermal-sensor-cells"),
    ("gpios", .gpiosProperty, "reset-gpios", "#gpio-cells"),
  ].map { name, check, property, cells in
    Case(
      check,
      "Warning (\(name)_property): /a: Missing property '\(cells)' in node /p or bad phandle (referred from \(property)[0])",
      "Warning (\(name)_property): /b:\(property): property size (3) is invalid, expected multiple of 4",
      "Warning (\(name)_property): /c:\(property): Could not get phandle node for (cell 2)",
      "Warning (\(name)_property): /d:\(property): property size (4) too small for cell size 1",
      "Warning (\(name)_property): /e:\(property): cell 0 is not a phandle reference",
      bad: [
        node("p", "phandle" => [1]), node("q", "phandle" => [2], cells => [1]),
        node("a", property => [1]), node("b", property => .bytes([0, 0, 1])),
        node("c", property => [2, 0, 9]), node("d", property => [2]),
        node("e", property => .labelled("l", 3)), node("f", "phandle" => [3], cells => [0]),
      ],
      good: [
        node("q", "phandle" => [2], cells => [1]), node("a", property => [2, 7, 0, 0xFFFF_FFFF, 2, 8]),
        node("r", .label("r"), "phandle" => [3], cells => [0]), node("b", property => .reference("r", 3)),
        node("c", flag(property)),
      ])
  }

  static let moreProviders: [Case] = [
    Case(
      .msiParentProperty,
      "Warning (msi_parent_property): /a:msi-parent: property size (4) too small for cell size 1",
      bad: [node("q", "phandle" => [2], "#msi-cells" => [1]), node("a", "msi-parent" => [2])],
      good: [node("q", "phandle" => [2]), node("a", "msi-parent" => [2])]),
    Case(
      .gpiosProperty,
      "Warning (gpios_property): /a:gpio: property size (1) is invalid, expected multiple of 4",
      "Warning (gpios_property): /a:gpios: property size (1) is invalid, expected multiple of 4",
      "Warning (gpios_property): /a:x-gpio: property size (1) is invalid, expected multiple of 4",
      bad: [
        node(
          "a", "gpio" => .bytes([1]), "gpios" => .bytes([1]), "x-gpio" => .bytes([1]),
          "v,nr-gpios" => .bytes([1]))
      ],
      good: [node("a", flag("gpio-hog"), "gpios" => .bytes([1])), node("b", "ngpios" => .bytes([1]))]),
    Case(
      .deprecatedGPIOProperty,
      "Warning (deprecated_gpio_property): /:x-gpio: '[*-]gpio' is deprecated, use '[*-]gpios' instead",
      bad: ["x-gpio" => [0]], good: ["x-gpios" => [0]]),
  ]
}
