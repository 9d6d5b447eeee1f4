import Testing

@testable import swiftdt

/// What can be reported about overlays because their base and the other overlays are known.
@Suite struct KnownBaseTests {
  private static let board = """
    /dts-v1/;
    / { #address-cells = <2>; #size-cells = <2>;
      soc: soc { #address-cells = <1>; #size-cells = <1>; ranges = <0 0 0 0x1000>;
        i2c: i2c@10 { reg = <0x10 1>; #address-cells = <1>; #size-cells = <0>; };
        codec: codec { #sound-dai-cells = <0>; };
        dummy: dummy { #sound-dai-cells = <0>; };
        card { sound-dai = <&codec>; quiet; };
        bare: bare { };
      };
    };
    """
  private static let sources = [
    "rtc.dts": "&i2c { rtc: rtc@51 { reg = <0x51>; }; };",
    "use.dts": "&rtc { wakeup-source; };",
    "card.dts":
      "&{/soc/card} { sound-dai = <&dummy>; quiet; loud; own = <1 &new>; }; &soc { new: new { }; };",
    "other.dts": "&{/soc/card} { sound-dai = <&new>; }; &soc { new: new { }; };",
    "deep.dts": "&{/} { soc { i2c@10 { a@1 { reg = <1>; }; }; b@2 { reg = <2 3 4>; }; }; };",
    "default.dts": "&bare { a@1 { reg = <1 2 3>; }; };",
    "path.dts": "&{/soc/i2c@11} { };",
    "cell.dts": "&soc { x = <1 &lost>; };",
  ]

  private func program() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Array(Self.board.utf8), to: "board.dts")
    #expect(try program.run("compile", "-q", "-@", "-o", "base.dtb", "board.dts").status == 0)
    for (name, body) in Self.sources {
      try program.write(Array("/dts-v1/; /plugin/;\n\(body)\n".utf8), to: name)
    }
    for name in ["rtc", "card", "other"] {
      #expect(try program.run("compile", "-q", "-@", "-o", "\(name).dtbo", "\(name).dts").status == 0)
    }
    return program
  }

  /// The target decides how wide addresses are, whatever nodes are between it and the device.
  @Test(arguments: ["explain", "conflicts", "apply"])
  func cells(_ command: String) throws {
    let program = try program()
    let flags = ["overlay", command, "-b", "base.dtb"] + (command == "apply" ? ["-o", "m.dtb"] : [])
    #expect(try program.run(flags + ["rtc.dts"]).errors == "")
    #expect(
      try program.run(flags + ["deep.dts"]).errors == """
        deep.dts:2:52: warning: /fragment@0/__overlay__/soc/b@2:reg: property has invalid length (12 bytes) (#address-cells == 1, #size-cells == 1) [reg_format]
            2 | &{/} { soc { i2c@10 { a@1 { reg = <1>; }; }; b@2 { reg = <2 3 4>; }; }; };
              |                                                    ^~~

        """)
    #expect(
      try program.run(flags + ["default.dts"]).errors == """
        default.dts:2:9: warning: /fragment@0/__overlay__/a@1: Relying on default #address-cells value [avoid_default_addr_size]
            2 | &bare { a@1 { reg = <1 2 3>; }; };
              |         ^~~
        note: 1 more of 'avoid_default_addr_size'; -W all shows every one

        """)
  }

  /// Whatever gives a fragment its target: an alias, short names, the base's phandle, a label of its own, or
  /// a path to a node that an earlier fragment adds. Of a target that does not exist, nothing is known.
  @Test(arguments: ["explain", "conflicts", "apply", "apply-tree"])
  func cellsOfAnyTarget(_ command: String) throws {
    let program = try BuiltProgram()
    try program.write(
      Array(
        """
        /dts-v1/;
        / { compatible = "acme,board"; #address-cells = <2>; #size-cells = <2>; aliases { bus0 = "/soc"; };
          soc { #address-cells = <1>; #size-cells = <1>; ranges = <0 0 0 0x1000>;
            i2c@10 { reg = <0x10 1>; #address-cells = <1>; #size-cells = <0>; touch@5 { reg = <5>; }; };
            spi@20 { phandle = <77>; reg = <0x20 1>; #address-cells = <1>; #size-cells = <0>; };
          };
        };
        """.utf8), to: "board.dts")
    #expect(try program.run("compile", "-q", "-@", "-o", "base.dtb", "board.dts").status == 0)
    try program.write(#require(program.read("base.dtb")), to: "in/base.dtb")
    let flags =
      command == "apply-tree"
      ? ["--source", "in", "-o", "out", "--overlays", "list.json"]
      : ["-b", "in/base.dtb", "a.dts"] + (command == "apply" ? ["-o", "m.dtb"] : [])
    func run(_ last: String) throws -> BuiltProgram.Outcome {
      let source = """
        /dts-v1/; /plugin/;
        / { compatible = "acme,board";
          fragment@0 { target-path = "bus0/i2c"; __overlay__ { a@1 { reg = <1>; }; }; };
          fragment@1 { target-path = "/soc/i2c"; __overlay__ { b@2 { reg = <2>; }; }; };
          fragment@2 { target = <77>; __overlay__ { c@3 { reg = <3>; }; }; };
          fragment@3 { target-path = "/soc"; __overlay__ {
            mux@30 { reg = <0x30 1>; #address-cells = <1>; #size-cells = <0>; };
            i2c@10 { touch@5 { status = "okay"; }; };
          }; };
          fragment@4 { target-path = "/soc/mux"; __overlay__ {
            own: i2c@7 { reg = <7>; #address-cells = <1>; #size-cells = <0>; };
          }; };
          fragment@5 { target = <&own>; __overlay__ { d@4 { reg = <4>; }; }; };
          fragment@6 { \(last) };
        };

        """
      try program.write(Array(source.utf8), to: "a.dts")
      try program.write(Array(#"[{ "name": "a.dts", "dtsFile": "a.dts" }]"#.utf8), to: "list.json")
      return try program.run(["overlay", command] + flags)
    }
    #expect(try run(#"target = <&own>; __overlay__ { d@5 { reg = <5>; }; };"#).errors == "")
    let unknown = try run(
      #"target-path = "/lost"; __overlay__ { d@5 { reg = <5>; }; i2c { e@6 { reg = <6>; }; }; };"#)
    #expect(!unknown.errors.contains("warning"), "\(unknown.errors)")
    #expect(
      try run(#"target-path = "bus0"; __overlay__ { d@5 { reg = <5>; }; };"#).errors.hasPrefix(
        "a.dts:14:58: warning: /fragment@6/__overlay__/d@5:reg: property has invalid length (4 bytes) (#address-cells == 1, #size-cells == 1) [reg_format]\n"
      ))
  }

  /// What a node lacks in an overlay, the node that it is merged into may have.
  @Test func whatTheBaseHas() throws {
    let program = try BuiltProgram()
    let board = """
      /dts-v1/;
      / { #address-cells = <1>; #size-cells = <1>; interrupt-parent = <&gic>; chosen { };
        gic: gic@1 { reg = <1 1>; interrupt-controller; #interrupt-cells = <1>; #address-cells = <0>; };
        gpio: gpio@2 { reg = <2 1>; gpio-controller; #gpio-cells = <2>; };
        spi: spi@3 { reg = <3 1>; #address-cells = <1>; #size-cells = <0>; a@2 { reg = <2>; }; };
        i2c: i2c@4 { reg = <4 1>; #address-cells = <1>; #size-cells = <0>; b@2 { reg = <2>; }; };
        pci: pci@5 { device_type = "pci"; reg = <5 1>; ranges = <0 0 0 0 0 0>; #address-cells = <3>; #size-cells = <2>; bus-range = <0 1>; };
      };

      """
    let overlay = """
      /dts-v1/; /plugin/;
      &{/} {
        chosen { bootargs = ""; };
        spi@3 { #address-cells = <1>; #size-cells = <0>; a@2 { x; }; };
        i2c@4 { b@2 { x; }; };
        own: gpio@2 { x; };
        pci@5 { device_type = "pci"; x; };
        led@6 { reg = <6 1>; gpios = <&own 1 1>; interrupts = <1>; };
      };
      &gic { interrupt-controller; };

      """
    try program.write(Array(board.utf8), to: "board.dts")
    try program.write(Array(overlay.utf8), to: "a.dts")
    let explained = try program.run("overlay", "explain", "-W", "all", "-b", "board.dts", "a.dts")
    #expect(
      explained.errors == """
        a.dts:10:2: warning: fragment@1 changes nothing
           10 | &gic { interrupt-controller; };
              |  ^

        """)
    // As dtc reports it, which does not know the base.
    let compiled = try program.run("compile", "-o", "a.dtbo", "-W", "all", "a.dts").errors
    let checks = [
      "pci_bridge", "chosen_node_is_root", "gpios_property", "interrupts_property", "interrupt_provider",
      "avoid_default_addr_size",
    ]
    for check in checks { #expect(compiled.contains("[\(check)]"), "\(compiled)") }
  }

  /// Without the base, the cell counts are not known.
  @Test func cellsWithoutTheBase() throws {
    let outcome = try program().run("compile", "-o", "rtc.dtbo", "rtc.dts")
    #expect(outcome.errors.contains("(#address-cells == 2, #size-cells == 1) [reg_format]"))
  }

  @Test(arguments: ["rtc.dts", "rtc.dtbo"], [["explain"], ["apply", "-o", "m.dtb"]])
  func givenTooEarly(_ later: String, _ command: [String]) throws {
    let outcome = try program().run(["overlay"] + command + ["-b", "base.dtb", "use.dts", later])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == """
        use.dts:2:1: error: overlay 'use.dts': fragment@0 targets label 'rtc', which the base does not export
            2 | &rtc { wakeup-source; };
              | ^~~~
        note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
        help: '\(later)', which is given later, exports it: give it before 'use.dts'

        """)
  }

  /// Nor does a search make use of an overlay that comes too late.
  @Test(arguments: ["first", "minimal"]) func givenTooEarlyToASearch(_ strategy: String) throws {
    let outcome = try program().run(
      "overlay", "bisect", "--strategy", strategy, "-b", "base.dtb", "use.dts", "rtc.dts")
    let found =
      strategy == "first"
      ? "overlay 1 is the first bad one: use.dts\n  good: the base alone\n  bad: overlay 1\n"
      : "overlay 1 is bad on its own: use.dts\n"
    #expect(
      outcome.output.hasPrefix(
        found + """
          why use.dts does not apply:
            overlay 'use.dts': fragment@0 targets label 'rtc', which the base does not export
            note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
            help: 'rtc.dts', which is given later, exports it: give it before 'use.dts'

          """), "\(outcome.output)")
    #expect(
      try program().run("overlay", "bisect", "-b", "base.dtb", "use.dts", "rtc.dts", "--", "true").errors
        .contains("help: 'rtc.dts', which is given later, exports it: give it before 'use.dts'\n"))
  }

  @Test func givenTooEarlyToABaseWithoutLabels() throws {
    let program = try program()
    try program.write(Array("/dts-v1/; / { };".utf8), to: "bare.dts")
    #expect(try program.run("compile", "-o", "bare.dtb", "bare.dts").status == 0)
    try program.write(Array("/dts-v1/; /plugin/; &{/} { rtc: rtc { }; };".utf8), to: "makes.dts")
    let outcome = try program.run(
      "overlay", "apply", "-k", "-b", "bare.dtb", "-o", "m.dtb", "use.dts", "makes.dts")
    #expect(outcome.errors.contains("help: 'makes.dts', which is given later, exports it"))
    #expect(outcome.errors.hasSuffix("error: 1 of 2 overlays was left out: 'use.dts'\n"))
  }

  /// References are shown as what they refer to, as in `diff`, since the numbers are the merge's.
  @Test(arguments: ["card.dts", "card.dtbo"])
  func references(_ overlay: String) throws {
    let outcome = try program().run("overlay", "explain", "--all", "-b", "base.dtb", overlay)
    #expect(
      outcome.output.replacing(" (line 2)", with: "") == """
        \(overlay): applies
          fragment@0 → /soc/card
            ~ sound-dai = <&dummy>, was <&codec>
            = quiet, unchanged
            + loud
            + own = <0x1 &new>
          fragment@1 → /soc (label 'soc')
            + /soc/new
            + new: phandle = <0x6>
          needs
            dummy → /soc/dummy
            soc → /soc
          exports
            new → /soc/new
          compatible: not stated

        """)
  }

  /// A node with several labels is shown with the base's first one, whichever the overlay uses.
  @Test func referencesByOtherLabels() throws {
    let program = try program()
    let base = "/dts-v1/; / { card: card { }; c: one: codec { }; two: two { }; };"
    try program.write(Array(base.utf8), to: "labels.dts")
    let overlay = "/dts-v1/; /plugin/; &card { sound-dai = <&one>, <&two>, <&c>; };"
    try program.write(Array(overlay.utf8), to: "dai.dts")
    #expect(try program.run("compile", "-@", "-o", "labels.dtb", "labels.dts").status == 0)
    let outcome = try program.run("overlay", "explain", "-b", "labels.dtb", "dai.dts")
    #expect(outcome.output.contains("    + sound-dai = <&c &two &c>"), "\(outcome.output)")
  }

  @Test func referencesInConflict() throws {
    let outcome = try program().run("overlay", "conflicts", "-b", "base.dtb", "card.dtbo", "other.dtbo")
    #expect(
      outcome.output == """
        overlay    overlay     conflict
        card.dtbo  other.dtbo  /soc/card: sound-dai = <&dummy> vs <&new>

        """)
  }

  @Test func referencesInBisection() throws {
    let outcome = try program().run(
      "overlay", "bisect", "-b", "base.dtb", "rtc.dtbo", "card.dtbo", "--", "sh", "-c", "! grep -qa loud {}")
    #expect(
      outcome.output.contains(
        """
        what card.dtbo does:
          ~ /soc/card: sound-dai = <&dummy>, was <&codec>
          + /soc/card: loud
          + /soc/card: own = <0x1 &new>

        """), "\(outcome)")
  }

  /// A reference is underlined as a whole, wherever in it the error is.
  @Test(arguments: [
    ("path.dts", "    2 | &{/soc/i2c@11} { };\n      | ^~~~~~~~~~~~~~\n"),
    ("cell.dts", "    2 | &soc { x = <1 &lost>; };\n      |               ^~~~~\n"),
  ])
  func carets(_ overlay: String, _ excerpt: String) throws {
    let outcome = try program().run("overlay", "apply", "-b", "base.dtb", "-o", "m.dtb", overlay)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(excerpt), "\(outcome.errors)")
  }
}
