import DeviceTreeChecks

extension Case {
  static let interrupts: [Case] = [
    Case(
      .interruptsProperty,
      "Warning (interrupts_property): /a:interrupts: size (3) is invalid, expected multiple of 4",
      "Warning (interrupts_property): /a: Missing interrupt-parent",
      "Warning (interrupts_property): /b:interrupt-parent: Invalid phandle",
      "Warning (interrupts_property): /b: Missing interrupt-parent",
      "Warning (interrupts_property): /c:interrupt-parent: Bad phandle",
      "Warning (interrupts_property): /e: Missing interrupt-controller or interrupt-map property",
      "Warning (interrupts_property): /f:#interrupt-cells: size is (4), expected multiple of 8",
      bad: [
        node("a", "interrupts" => .bytes([1, 2, 3])),
        node("b", "interrupt-parent" => [0], "interrupts" => [1]),
        node("c", "interrupt-parent" => [9], "interrupts" => [1]),
        node("d", "interrupt-parent" => [1], "interrupts" => [1]), node("e", "phandle" => [1]),
        node("f", "interrupt-parent" => [2], "interrupts" => [1]),
        node("g", "phandle" => [2], flag("interrupt-controller"), "#interrupt-cells" => [2]),
      ],
      good: [
        "interrupt-parent" => [2], node("f", "interrupts" => [1, 2]),
        node(
          "g", "phandle" => [2], flag("interrupt-controller"), "#interrupt-cells" => [2],
          node("h", "interrupts" => [1, 2, 3, 4])),
      ]),
    // Where nothing else is said, interrupts go to the nearest provider above; those of a provider itself go
    // further.
    Case(
      .interruptsProperty,
      "Warning (interrupts_property): /c:#interrupt-cells: size is (4), expected multiple of 8",
      "Warning (interrupts_property): /s/t:#interrupt-cells: size is (4), expected multiple of 8",
      bad: [
        node("g", "phandle" => [2], flag("interrupt-controller"), "#interrupt-cells" => [2]),
        node(
          "c", "interrupt-parent" => [2], flag("interrupt-controller"), "#interrupt-cells" => [1],
          "interrupts" => [1]), node("s", "interrupt-parent" => [2], node("t", "interrupts" => [3])),
      ],
      good: [
        node("g", "phandle" => [2], flag("interrupt-controller"), "#interrupt-cells" => [2]),
        node(
          "c", "interrupt-parent" => [2], flag("interrupt-controller"), "#interrupt-cells" => [1],
          "interrupts" => [1, 2], node("d", "interrupts" => [3])),
      ]),
    Case(
      .interruptsProperty,
      "Warning (interrupts_property): /g/h:#interrupt-cells: size is (4), expected multiple of 8",
      "Warning (interrupts_property): /g/i/j:#interrupt-cells: size is (12), expected multiple of 8",
      bad: [
        node(
          "g", "phandle" => [2], flag("interrupt-controller"), "#interrupt-cells" => [2],
          node("h", "interrupts" => [1]), node("i", node("j", "interrupts" => [1, 2, 3])))
      ],
      good: [
        node(
          "g", flag("interrupt-controller"), "#interrupt-cells" => [2],
          node("i", node("j", "interrupts" => [1, 2])))
      ]),
    Case(
      .interruptProvider,
      "Warning (interrupt_provider): /a: Missing '#interrupt-cells' in interrupt provider",
      "Warning (interrupt_provider): /b: '#interrupt-cells' found, but node is not an interrupt provider",
      bad: [node("a", flag("interrupt-controller")), node("b", "#interrupt-cells" => [1])],
      good: [node("a", flag("interrupt-controller"), "#interrupt-cells" => [1]), node("b")]),
    Case(
      .interruptMap,
      "Warning (interrupt_map): /a: Missing '#address-cells' in interrupt-map provider",
      "Warning (interrupt_map): /b:interrupt-map-mask: property size (4) is invalid, expected 8",
      "Warning (interrupt_map): /b:interrupt-map: property size (5) is invalid, expected multiple of 4",
      "Warning (interrupt_map): /c:interrupt-map: property size (8) too small, expected > 8",
      "Warning (interrupt_map): /d:interrupt-map: Cell 2 is not a phandle(-1)",
      "Warning (interrupt_map): /e:interrupt-map: Could not get phandle(9) node for (cell 2)",
      "Warning (interrupt_map): /f: Missing property '#interrupt-cells' in node / or bad phandle (referred from interrupt-map[2])",
      "Warning (interrupt_map): /g:interrupt-map: Missing property '#address-cells' in node /p, using 0 as fallback",
      "Warning (interrupt_map): /g:interrupt-map: property size (12) mismatch, expected 16",
      bad: [
        "phandle" => [7], node("a", "#interrupt-cells" => [1], "interrupt-map" => [1]),
        nexus("b", "interrupt-map" => .bytes([0, 0, 0, 1, 2]), "interrupt-map-mask" => [1]),
        nexus("c", "interrupt-map" => [0, 1]), nexus("d", "interrupt-map" => [0, 1, 0xFFFF_FFFF]),
        nexus("e", "interrupt-map" => [0, 1, 9]), nexus("f", "interrupt-map" => [0, 1, 7]),
        nexus("g", "interrupt-map" => [0, 1, 8]),
        node("p", "phandle" => [8], flag("interrupt-controller"), "#interrupt-cells" => [1]),
      ],
      good: [
        nexus(
          "b", "interrupt-map" => [0, 1, 8, 5, 6, 0, 2, 8, 7, 8], "interrupt-map-mask" => [0, 7]),
        nexus("p", "phandle" => [8], flag("interrupt-controller")), nexus("c", flag("interrupt-map")),
      ]),
    // Entries may have no address.
    Case(
      .interruptMap,
      "Warning (interrupt_map): /l:interrupt-map: property size (12) mismatch, expected 16",
      bad: [
        .node("l", counts(0, 0) + ["#interrupt-cells" => [1], "interrupt-map" => [1, 2, 5]]),
        .node(
          "p", counts(0, 0) + ["phandle" => [2], flag("interrupt-controller"), "#interrupt-cells" => [2]]),
      ],
      good: [
        .node("l", counts(0, 0) + ["#interrupt-cells" => [1], "interrupt-map" => [1, 2, 5, 6]]),
        .node(
          "p", counts(0, 0) + ["phandle" => [2], flag("interrupt-controller"), "#interrupt-cells" => [2]]),
      ]),
  ]

  static let graph: [Case] = [
    Case(
      .graphNodes,
      "Warning (graph_nodes): /: root node contains endpoint node 'endpoint@1', potentially misplaced remote-endpoint property",
      "Warning (graph_nodes): /: root node contains endpoint node 'a', potentially misplaced remote-endpoint property",
      bad: [node("endpoint@1"), node("a", "remote-endpoint" => [1])],
      good: [node("port", node("endpoint@1"))]),
    Case(
      .graphPort, "Warning (graph_port): /a/b@2: graph node unit address error, expected \"1\"",
      "Warning (graph_port): /a/b@2: graph node '#address-cells' is -1, must be 1",
      "Warning (graph_port): /a/b@2:#size-cells: graph node '#size-cells' is -1, must be 0",
      "Warning (graph_port): /a/b@2: graph port node name should be 'port'",
      "Warning (graph_port): /a/port@3: graph node malformed 'reg' property",
      bad: [
        node(
          "a", node("b@2", "reg" => [1], "#size-cells" => [0], node("endpoint")),
          node("port@3", flag("reg"), node("endpoint")))
      ],
      good: [.node("a", counts(1, 0) + [node("port@1", "reg" => [1], node("endpoint"))])]),
    Case(
      .graphEndpoint,
      "Warning (graph_endpoint): /port/a: graph endpoint node name should be 'endpoint'",
      "Warning (graph_endpoint): /port/a:remote-endpoint: graph phandle is not valid",
      "Warning (graph_endpoint): /port/a:remote-endpoint: graph phandle is not valid",
      "Warning (graph_endpoint): /port/endpoint: graph connection to node '/port/a' is not bidirectional",
      bad: [
        node(
          "port", node("a", "phandle" => [1], "remote-endpoint" => [9]),
          node("endpoint", "phandle" => [2], "remote-endpoint" => [1]))
      ],
      good: [
        node("a", node("port", node("endpoint", "phandle" => [1], "remote-endpoint" => [2]))),
        node("b", node("port", node("endpoint", "phandle" => [2], "remote-endpoint" => [1]))),
        node("c", node("port", node("endpoint", "remote-endpoint" => [0]))),
      ]),
  ]

  private static func nexus(_ name: String, _ parts: Part...) -> Part {
    .node(name, counts(1, 0) + ["#interrupt-cells" => [1]] + parts)
  }
}
