import BlobChecks

/// Returns a board with providers of most kinds, and these devices, which refer to them.
private func system(_ devices: String, provider: String = "") -> String {
  """
  / { interrupt-parent = <&ic>;
    ic: ic { interrupt-controller; #interrupt-cells = <2>; };
    clk: clk { #clock-cells = <1>; \(provider) };
    gpio: gpio { #gpio-cells = <2>; }; pins: pins { };
    \(devices) };
  """
}

/// Lists of references, the properties that say how many cells follow each, and those that name the entries.
private let namedReferences: [(list: String, cells: String, names: String)] = [
  ("dmas", "#dma-cells", "dma-names"), ("phys", "#phy-cells", "phy-names"),
  ("power-domains", "#power-domain-cells", "power-domain-names"), ("mboxes", "#mbox-cells", "mbox-names"),
  ("hwlocks", "#hwlock-cells", "hwlock-names"), ("pwms", "#pwm-cells", "pwm-names"),
  ("io-channels", "#io-channel-cells", "io-channel-names"),
  ("thermal-sensors", "#thermal-sensor-cells", "thermal-sensor-names"),
  ("nvmem-cells", "#nvmem-cell-cells", "nvmem-cell-names"),
  ("mux-controls", "#mux-control-cells", "mux-control-names"),
]

extension Case {
  static let references: [Case] = [
    Case(
      .phandleValue, bad: "/ { a { linux,phandlx = <1>; phandle = <2>; }; };",
      good: "/ { a { linux,phandle = <2>; phandle = <2>; }; };",
      "error /a: 'linux,phandle' is 0x1 but 'phandle' is 0x2",
      replaced: [("linux,phandlx", "linux,phandle")]),
    Case(
      .phandleValue, bad: "/ { a { phandlx = <0>; }; b { phandlx = [01]; }; };",
      good: "/ { a { phandle = <1>; }; };",
      "error /a: 'phandle' is 0x0, which is not a valid phandle",
      "error /b: 'phandle' has 1 byte, expected 4", replaced: [("phandlx", "phandle")]),
    Case(
      .phandleDuplicate, bad: "/ { a { phandlx = <1>; }; b { phandlx = <1>; }; };",
      good: "/ { a { phandle = <1>; }; b { phandle = <2>; }; };",
      "error /b: 'phandle' is 0x1, which /a already has",
      "  help: every reference to it leads to the first of them", replaced: [("phandlx", "phandle")]),
    Case(
      .referenceSize, bad: system("d { clocks = [00 00 01]; };"), good: system("d { clocks = <&clk 1>; };"),
      "error /d: 'clocks' has 3 bytes, not a multiple of 4"),
    Case(
      .referenceSize, bad: system("d { vdd-supply = <&clk &clk>; };"),
      good: system("d { vdd-supply = <&clk>; };"),
      "error /d: 'vdd-supply' has 2 cells, expected one phandle"),
    // An old way of saying that interrupts end here.
    Case(
      .referenceSize, bad: system("d { interrupt-parent; };"),
      good: system("d { interrupt-parent = <&ic>; };"),
      "note /d: 'interrupt-parent' is empty"),
    Case(
      .referenceSize, bad: system("d { interrupts = [00 01]; };"), good: system("d { interrupts = <1 2>; };"),
      "error /d: 'interrupts' has 2 bytes, not a multiple of 4"),
    Case(
      .referenceUnresolved, bad: system("d { clocks = <77 1>; };"),
      good: system("d { clocks = <0>, <&clk 1>; };"),
      "error /d: 'clocks' refers to phandle 0x4d (cell 0), which no node has"),
    Case(
      .referenceUnresolved, bad: system("d { pinctrl-0 = <&pins 99>; };"),
      good: system("d { pinctrl-0 = <&pins>; pinctrl-names = \"x\"; };"),
      "error /d: 'pinctrl-0' refers to phandle 0x63 (cell 1), which no node has"),
    Case(
      .referencePlaceholder, bad: system("d { resets = <0xffffffff 1>; };"), good: system("d { };"),
      "error /d: 'resets' has 0xffffffff where a phandle belongs"),
    Case(
      .referenceCells, bad: system("d { reset-gpios = <&gpio 1>; };"),
      good: system("d { reset-gpios = <&gpio 1 2>; };"),
      "error /d: 'reset-gpios' has 1 cell after its reference to /gpio, which requires 2"),
    Case(
      .referenceCells, bad: system("d { resets = <&clk 1>; };"),
      good: system("d { resets = <&clk 1>; };", provider: "#reset-cells = <1>;"),
      "error /d: 'resets' refers to /clk, which has no '#reset-cells'"),
    Case(
      .referenceCells, bad: system("d { iommu-map = <0 &clk 1>; };"),
      good: system("d { iommu-map = <0 &clk 1 2>; };"),
      "error /d: 'iommu-map' has 1 cell after its reference to /clk, which requires 2"),
    Case(
      .referenceCells, bad: system("d { iommu-map = <0>; };"),
      good: system("d { iommu-map = <0 &clk 1 2>; };"),
      "error /d: 'iommu-map' ends in the middle of an entry"),
    Case(
      .referenceCells, bad: system("d { dmas = <&clk 1>; };", provider: "#dma-cells = <1 2>;"),
      good: system("d { dmas = <&clk 1>; };", provider: "#dma-cells = <1>;"),
      "error /d: 'dmas' refers to /clk, whose '#dma-cells' is not one cell"),
    Case(
      .referenceCells, bad: system("d { a-gpios = <&gpio 1>; b-gpios = <&gpio>; };"),
      good: system("d { a-gpios = <&gpio 1 2>; b-gpios = <&gpio 1 2>; };"),
      "error /d: 'a-gpios' has 1 cell after its reference to /gpio, which requires 2",
      "  note: '#gpio-cells' of /gpio is 2, but 2 properties give other numbers of cells",
      "error /d: 'b-gpios' has 0 cells after its reference to /gpio, which requires 2"),
    Case(
      .referenceCells, bad: system("d { gpio-ranges = <&pins 0 0>; };"),
      good: system("d { gpio-ranges = <&pins 0 0 8>; gpio { gpio-hog; gpios = <1 2>; }; };"),
      "error /d: 'gpio-ranges' has 2 cells after its reference to /pins, which requires 3"),
    Case(
      .referenceDisabled, bad: system("d { clocks = <&clk 1>; };", provider: "status = \"disabled\";"),
      good: system("d { status = \"disabled\"; clocks = <&clk 1>; };", provider: "status = \"disabled\";"),
      "warning /d: 'clocks' refers to /clk, which is disabled"),
    // Only what does not work without the other node.
    Case(
      .referenceDisabled, bad: system("d { memory-region = <&clk>; };", provider: "status = \"disabled\";"),
      good: system("d { pinctrl-0 = <&clk>; cpu = <&clk>; };", provider: "status = \"disabled\";"),
      "warning /d: 'memory-region' refers to /clk, which is disabled"),
    Case(
      .namesCount, bad: system("d { clocks = <&clk 1>, <0>; clock-names = \"a\", \"b\", \"c\", \"e\"; };"),
      good: system("d { clocks = <&clk 1>, <0>; clock-names = \"a\", \"b\"; reset-names = \"of others\"; };"),
      "warning /d: 'clock-names' has 4 names, but 'clocks' has 2 entries", "  note: 'c' has no entry"),
    Case(
      .namesCount,
      bad: system("d { resets = <&clk>; reset-names = \"a\", \"b\"; };", provider: "#reset-cells = <0>;"),
      good: system("d { clocks = <&clk 1>, <&clk 2>; clock-names = \"a\"; };"),
      "warning /d: 'reset-names' has 2 names, but 'resets' has 1 entry", "  note: 'b' has no entry"),
    Case(
      .namesCount,
      bad: system(
        namedReferences.map { "\($0.names) { \($0.list) = <&clk>; \($0.names) = \"a\", \"b\"; };" }.joined(),
        provider: namedReferences.map { "\($0.cells) = <0>;" }.joined()),
      good: system(
        namedReferences.map { "\($0.names) { \($0.list) = <&clk>; \($0.names) = \"a\"; };" }.joined(),
        provider: namedReferences.map { "\($0.cells) = <0>;" }.joined()),
      lines: namedReferences.flatMap {
        [
          "warning /\($0.names): '\($0.names)' has 2 names, but '\($0.list)' has 1 entry",
          "  note: 'b' has no entry",
        ]
      }),
    Case(
      .pinctrlNames, bad: system("d { pinctrl-0 = <&pins>; };"),
      good: system("d { status = \"disabled\"; pinctrl-0 = <&pins>; };"),
      "warning /d: 'pinctrl-0' has no name, since there is no 'pinctrl-names'",
      "  note: Linux never sets up its pins",
      "  help: pinctrl-names = \"default\";"),
    Case(
      .pinctrlNames, bad: system("d { pinctrl-names = \"default\"; pinctrl-0; pinctrl-1 = <&pins>; };"),
      good: system("d { pinctrl-names = \"default\", \"sleep\"; pinctrl-0; pinctrl-1 = <&pins>; };"),
      "warning /d: 'pinctrl-1' has no name: 'pinctrl-names' has 1", "  note: Linux never sets up its pins"),
    Case(
      .pinctrlNames,
      bad: "/plugin/; &a { pinctrl-names = \"default\"; pinctrl-256 = <&pins>; pins: pins { }; };",
      good: "/plugin/; &a { pinctrl-0 = <&pins>; pinctrl-99999999999999999999 = <&pins>; pins: pins { }; };",
      "warning /fragment@0/__overlay__: 'pinctrl-256' has no name: 'pinctrl-names' has 1",
      "  note: Linux never sets up its pins"),
    Case(
      .interruptParent, bad: system("i: i { #interrupt-cells = <64>; d { interrupts = <1>; }; };"),
      good: system("i: i { #interrupt-cells = <63>; d { interrupts = <1>; }; };"),
      "error /i/d: the interrupt parent /i has an unusable '#interrupt-cells'"),
    Case(
      .interruptParent, bad: system("i: i { #interrupt-cells = <0>; d { interrupts = <1>; }; };"),
      good: system("i: i { #interrupt-cells = <1>; d { interrupts = <1>; }; };"),
      "error /i/d: the interrupt parent /i has an unusable '#interrupt-cells'"),
    Case(
      .interruptParent, bad: "/ { d { interrupts = <1>; }; };", good: system("d { interrupts = <1 2>; };"),
      "error /d: 'interrupts' has no interrupt parent: no node on the way up has '#interrupt-cells'"),
    Case(
      .interruptSize, bad: system("d { interrupts = <1 2 3>; };"),
      good: system("d { interrupts = <1 2 3 4>; };"),
      "error /d: 'interrupts' has 3 cells, not a multiple of the 2 that /ic requires"),
    Case(
      .interruptMap,
      bad: system("m { #interrupt-cells = <1>; #address-cells = <0>; interrupt-map = <1 &ic 2>; };"),
      good: system("m { #interrupt-cells = <1>; #address-cells = <0>; interrupt-map = <1 &ic 2 3>; };"),
      "error /m: 'interrupt-map' has 1 cell after its reference to /ic, which requires 2"),
    Case(
      .interruptMap, bad: system("m { interrupt-map = <1 &ic 2 3>; };"),
      good: system(
        "m { interrupt-controller; compatible = \"fsl,ls1088a-extirq\"; interrupt-map = <1 &ic 2>; };"),
      "error /m: a node with 'interrupt-map' needs '#interrupt-cells'"),
    Case(
      .endpointPair, bad: "/ { a: a { remote-endpoint = <&b>; }; b: b { }; };",
      good: "/ { a: a { remote-endpoint = <&b>; }; b: b { remote-endpoint = <&a>; }; };",
      "warning /a: 'remote-endpoint' leads to /b, which has no 'remote-endpoint' of its own"),
    Case(
      .endpointPair,
      bad:
        "/ { a { remote-endpoint = <&b>; }; b: b { remote-endpoint = <&c>; }; c: c { remote-endpoint = <&b>; }; };",
      good: "/ { b: b { remote-endpoint = <&c>; }; c: c { remote-endpoint = <&b>; }; };",
      "warning /a: 'remote-endpoint' leads to /b, whose own leads to /c"),
    Case(
      .aliasPath, bad: "/ { aliases { serial0 = \"/seriel@1\"; }; serial@1 { }; };",
      good: "/ { aliases { serial0 = \"/serial\"; }; serial@1 { }; };",
      "warning /aliases: alias 'serial0' is '/seriel@1', which does not exist",
      "  help: did you mean '/serial@1'?"),
    Case(
      .aliasPath, bad: "/ { aliases { serial0 = \"/SOC/uart\"; }; sod { }; soc { uart { }; }; };",
      good: "/ { aliases { serial0 = \"/soc/uart\"; }; soc { uart { }; }; };",
      "warning /aliases: alias 'serial0' is '/SOC/uart', which does not exist", "  help: did you mean '/soc'?"
    ),
    Case(
      .aliasDisabled, bad: "/ { aliases { s = \"/s\"; }; s { status = \"fail\"; }; };",
      good: "/ { aliases { s = \"/s\"; }; s { status = \"ok\"; }; };",
      "warning /aliases: alias 's' is /s, which is disabled"),
    Case(
      .stdoutPath, bad: "/ { chosen { stdout-path = \"uart0:115200n8\"; }; };",
      good: "/ { aliases { uart0 = \"/s\"; }; chosen { stdout-path = \"uart0:115200n8\"; }; s { }; };",
      "error /chosen: 'stdout-path' is 'uart0:115200n8', which leads to no node"),
    Case(
      .stdoutDisabled,
      bad:
        "/ { chosen { stdout-path = \"/b/s\"; }; b { status = \"disabled\"; s { status = \"okay\"; }; }; };",
      good: "/ { chosen { stdout-path = \"/b/s\"; }; b { s { }; }; };",
      "error /chosen: 'stdout-path' is '/b/s', which leads to /b/s: it is disabled",
      "  help: set its status to \"okay\", or there is no console"),
    Case(
      .symbolPath, bad: "/ { __symbols__ { uart = \"/s\"; }; };", good: "/ { uart: s { }; };",
      "warning /__symbols__: label 'uart' is '/s', which does not exist", symbols: true),
    Case(
      .referenceCells,
      bad: system("a { mux-states = <&clk 1>; access-controllers = <&clk>; trigger-sources = <&clk>; };"),
      good: system(
        "a { mux-states = <&p 1>; access-controllers = <&p 1 2>; trigger-sources = <&p>, <&p>; };",
        provider:
          "}; p: p { #mux-state-cells = <1>; #access-controller-cells = <2>; #trigger-source-cells = <0>;"),
      "error /a: 'mux-states' refers to /clk, which has no '#mux-state-cells'",
      "error /a: 'access-controllers' refers to /clk, which has no '#access-controller-cells'",
      "error /a: 'trigger-sources' refers to /clk, which has no '#trigger-source-cells'"),
    Case(
      .leftoverFixups, bad: "/ { __fixups__ { uart = \"/a:b:0\"; }; a { b = <0>; }; };", good: "/ { };",
      "error /__fixups__: 1 label is not resolved: 'uart'",
      "  help: this is an overlay, or a base that was merged with one by hand"
    ),
    Case(
      .overlayFragment, bad: "/dts-v1/; /plugin/; &{/} { };", good: "/ { fragment@0 { }; };",
      "error /fragment@0: the fragment of an overlay was not applied",
      "  help: an overlay is not a complete tree: apply it to a base",
      settings: asking(.final)),
    Case(
      .fixupPlace, bad: "/ { __fixups__ { uart = \"/a:b:4\", \"/a:c:0\", \"a\"; }; a { b = <0>; }; };",
      good: "/dts-v1/; /plugin/; &uart { };",
      "error /__fixups__: '/a:b:4' leads past the property's 4 bytes",
      "error /__fixups__: '/a:c:0' leads to no property",
      "error /__fixups__: 'a' is not PATH:PROPERTY:OFFSET"),
    Case(
      .fixupPlace, bad: "/ { __fixups__ { uart = \"/a:b:9223372036854775807\"; }; a { b = <0>; }; };",
      good: "/ { __fixups__ { uart = \"/a:b:0\"; }; a { b = <0>; }; };",
      "error /__fixups__: '/a:b:9223372036854775807' leads past the property's 4 bytes"),
    Case(
      .fixupPlace, bad: "/ { __fixups__ { uart = [2f 61 3a 62 3a 30]; none; }; a { b = <0>; }; };",
      good: "/ { __fixups__ { uart = [2f 61 3a 62 3a 30 00]; }; a { b = <0>; }; };",
      "error /__fixups__: 'uart' does not end in a zero byte",
      "error /__fixups__: 'none' does not end in a zero byte"),
    Case(
      .fixupPlace,
      bad: overlay(
        """
        y = <0>; fragment@0 { __overlay__ {
          x = <4>, <0>, <1>, <0xffffffff>; short = <0>; odd = [00 00 00]; none; missing = <0>;
          lost { deep { x = <9>; }; }; child { x = <0>; };
        }; };
        """),
      good: overlay("fragment { __overlay__ { x = <0>; none; child { x = <4>, <2>; }; }; };"),
      "error /__local_fixups__: '/:y' leads to no property",
      "error /__local_fixups__/fragment@0/__overlay__: '/fragment@0/__overlay__:x:4' leads past the property's 4 bytes",
      "error /__local_fixups__/fragment@0/__overlay__: '/fragment@0/__overlay__:x:1' leads past the property's 4 bytes",
      "error /__local_fixups__/fragment@0/__overlay__: '/fragment@0/__overlay__:x:4294967295' leads past the property's 4 bytes",
      "error /__local_fixups__/fragment@0/__overlay__: '/fragment@0/__overlay__:short:0' leads past the property's 3 bytes",
      "error /__local_fixups__/fragment@0/__overlay__: 'odd' has 3 bytes, not a multiple of 4",
      "error /__local_fixups__/fragment@0/__overlay__: '/fragment@0/__overlay__:missing' leads to no property",
      "error /__local_fixups__/fragment@0/__overlay__/lost: '/fragment@0/__overlay__/lost' leads to no node"),
    Case(
      .fixupPlace, bad: overlay("fragment@1 { };"),
      good: "/ { __local_fixups__ { a { x = <4>; }; b { }; }; a { x = <0>; }; };",
      "error /__local_fixups__/fragment@1: '/fragment@1' leads to no node"),
    Case(
      .fragmentContent,
      bad:
        "/ { f { __overlay__ { }; }; g { target = <0>; _overlay__ { }; }; h { target-path = \"/\"; }; i { __dormant__ { }; }; j { target = <0>; __dormant__@0 { }; }; };",
      good:
        "/ { f { target = <0>; __overlay__ { }; }; g { }; __symbols__ { target = \"/f/__overlay__\"; }; };",
      "warning /g: there is a 'target' but no '__overlay__', so nothing is applied",
      "  help: did you mean '__overlay__' instead of '_overlay__'?",
      "warning /h: there is a 'target-path' but no '__overlay__', so nothing is applied",
      "  help: put its changes into '__overlay__ { … };'",
      "note /i: the fragment is dormant and not applied: only the Raspberry Pi firmware applies such fragments, if a parameter says so",
      "note /j: the fragment is dormant and not applied: only the Raspberry Pi firmware applies such fragments, if a parameter says so"
    ),
    Case(
      .outsideFragments, bad: "/dts-v1/; /plugin/; / { fan { }; aliases { }; }; &{/} { };",
      good:
        "/dts-v1/; /plugin/; / { compatible = \"a\"; metadata { }; __overrides__ { }; f { target = <1>; }; g { __dormant__ { }; }; }; &{/} { };",
      "warning /fan: the node is in no fragment, so it is not applied",
      "  note: the same applies to 1 more node of the root",
      "  help: use '&{/} { … };' to merge them into the base's root"),
  ]
}

/// Returns an overlay with these local fixups.
private func overlay(_ localFixups: String) -> String {
  """
  / {
    fragment@0 {
      target-path = "/";
      __overlay__ { x = <0>; short = [00 00 00]; odd; none; child { x = <0 0>; }; };
    };
    __local_fixups__ { \(localFixups) };
  };
  """
}
