import TestSupport
import Testing

/// The output of `swiftdt diff` where something has to be known that a blob does not say.
struct BlobDiffTests {
  private func folder(_ old: String, _ new: String, isOverlay: Bool = false) throws -> TemporaryFolder {
    let head = "/dts-v1/;\n" + (isOverlay ? "/plugin/;\n" : "")
    let folder = try TemporaryFolder(["old.dts": head + old + "\n", "new.dts": head + new + "\n"])
    for name in ["old", "new"] {
      let arguments = ["compile", "-q", "-@", "-o", name + ".dtb", name + ".dts"]
      #expect(try Tool.swiftdt.run(arguments, in: folder).status == 0)
    }
    return folder
  }

  private func check(
    _ folder: TemporaryFolder, _ old: String, _ new: String, _ text: String, _ errors: String = "",
    flags: [String] = []
  ) throws {
    let result = try Tool.swiftdt.run(["diff", old, new] + flags, in: folder)
    #expect(result.text == (text.isEmpty ? "" : "--- \(old)\n+++ \(new)\n" + text + "\n"))
    #expect(result.errors == errors)
    #expect(result.status == (text.isEmpty ? 0 : 1))
  }

  /// What a source states is shown for a blob as well.
  @Test func referencesOfASource() throws {
    let folder = try folder(
      "/ { u: u { }; n: n { }; p { x = <&u>; y = <&u 1 &u 2 &u 3>; z = <&u 1>; o = <7>; }; };",
      "/ { m: m { phandle = <1>; }; u: u { }; n: n { }; p { x = <&n>; y = <&u 1 &u 2 &u 4>; z = <&u 1>, <&n 2>; o = <&n>; }; };"
    )
    try check(
      folder, "old.dtb", "new.dts",
      """
      @@ / @@
      +	m: m {
      +	};
      @@ /p @@
      -	x = <&u>;
      +	x = <&n>;
      -	y = <&u 0x1>, <&u 0x2>, <&u 0x3>;
      +	y = <&u 0x1>, <&u 0x2>, <&u 0x4>;
      -	z = <&u 0x1>;
      +	z = <&u 0x1>, <&n 0x2>;
      -	o = <0x7>;
      +	o = <&n>;
      """)
    try check(
      folder, "new.dts", "old.dtb",
      """
      @@ / @@
      -	m: m {
      -	};
      @@ /p @@
      -	x = <&n>;
      +	x = <&u>;
      -	y = <&u 0x1>, <&u 0x2>, <&u 0x4>;
      +	y = <&u 0x1>, <&u 0x2>, <&u 0x3>;
      -	z = <&u 0x1>, <&n 0x2>;
      +	z = <&u 0x1>;
      -	o = <&n>;
      +	o = <0x7>;
      """)
    try check(folder, "old.dtb", "old.dts", "")
  }

  /// One pin has changed, and a new label has renumbered all settings.
  @Test func pins() throws {
    let folder = try folder(
      "/ { u: u { }; n: n { }; p { NAME = <0 1 0 &u 0 2 0 &u 0 3 0 &u>; }; };"
        .replacing("NAME", with: "rockchip,pins"),
      "/ { m: m { phandle = <1>; }; u: u { }; n: n { }; p { rockchip,pins = <0 1 0 &u 0 2 0 &n 0 3 0 &u>; }; };"
    )
    for name in ["old.dtb", "old.dts"] {
      try check(
        folder, name, "new.dtb",
        """
        @@ / @@
        +	m: m {
        +	};
        @@ /p @@
        -	rockchip,pins = <0x0 0x1 0x0 &u>, <0x0 0x2 0x0 &u>, <0x0 0x3 0x0 &u>;
        +	rockchip,pins = <0x0 0x1 0x0 &u>, <0x0 0x2 0x0 &n>, <0x0 0x3 0x0 &u>;
        """)
    }
  }

  /// The same for a property of which nothing is known.
  @Test func renumberedAndChanged() throws {
    let folder = try folder(
      "/ { u: u { }; n: n { }; p { a = <0 10 0 &u 0 20 0 &u 0 30 0 &u>; }; };",
      "/ { m: m { phandle = <1>; }; u: u { }; n: n { }; p { a = <0 10 0 &u 0 20 0 &n 0 30 0 &u>; }; };")
    try check(
      folder, "old.dtb", "new.dtb",
      """
      @@ / @@
      +	m: m {
      +	};
      @@ /p @@
      -	a = <0x0 0xa 0x0 &u 0x0 0x14 0x0 0x1 0x0 0x1e 0x0 &u>;
      +	a = <0x0 0xa 0x0 &u 0x0 0x14 0x0 0x3 0x0 0x1e 0x0 &u>;
      """,
      "new.dtb: note: in 1 value that differs, other cells are phandles, apparently of the same nodes: 'a'\n"
        + "help: --phandles compares the numbers\n")
    let json = try Tool.swiftdt.run(["diff", "--json", "old.dtb", "new.dtb"], in: folder)
    #expect(json.text.contains("\"assumedPhandles\" : [\n    \"/p/a\"\n  ]"))
    try check(
      folder, "old.dtb", "new.dtb",
      """
      @@ / @@
      +	m: m {
      +		phandle = <0x1>;
      +	};
      @@ /u @@ u
      -	phandle = <0x1>;
      +	phandle = <0x2>;
      @@ /n @@ n
      -	phandle = <0x2>;
      +	phandle = <0x3>;
      @@ /p @@
      -	a = <0x0 0xa 0x0 0x1 0x0 0x14 0x0 0x1 0x0 0x1e 0x0 0x1>;
      +	a = <0x0 0xa 0x0 0x2 0x0 0x14 0x0 0x3 0x0 0x1e 0x0 0x2>;
      """, flags: ["--phandles"])
  }

  static let overlays = [
    (
      "&a { status = \"okay\"; }; &b { clock = <1>; };",
      "&c { status = \"okay\"; }; &a { status = \"okay\"; }; &b { clock = <1>; };",
      """
      @@ / @@
      +	fragment@0 {
      +		target = <&c>;
      +		__overlay__ {
      +			status = "okay";
      +		};
      +	};
      """
    ),
    // Neither the number nor the order matters.
    ("&a { p = <1>; }; &b { q = <1>; };", "&b { q = <1>; }; &a { p = <1>; };", ""),
    ("&a { p = <1>; }; &a { q = <1>; };", "&a { q = <1>; }; &a { p = <1>; };", ""),
    ("&a { p = <1>; }; &b { p = <1>; };", "&b { p = <1>; }; &a { p = <1>; };", ""),
    (
      "&a { x { p = <1>; }; }; &a { y { p = <2>; }; };", "&a { y { p = <2>; }; }; &a { x { p = <1>; }; };", ""
    ),
    // The last one to write a property decides.
    (
      "&a { p = <1>; }; &a { p = <2>; };", "&a { p = <2>; }; &a { p = <1>; };",
      "@@ / @@\n \tfragment@0 { … } moved"
    ),
    // A node may have two labels, and be below another one.
    (
      "&a { p = <1>; }; &b { p = <2>; };", "&b { p = <2>; }; &a { p = <1>; };",
      "@@ / @@\n \tfragment@0 { … } moved"
    ),
    (
      "&a { b { p = <1>; }; }; &b { p = <2>; };", "&b { p = <2>; }; &a { b { p = <1>; }; };",
      "@@ / @@\n \tfragment@0 { … } moved"
    ),
    // The first one adds the target of the second one.
    (
      "&{/} { n { p = <1>; }; }; &{/n} { q = <2>; };", "&{/n} { q = <2>; }; &{/} { n { p = <1>; }; };",
      "@@ / @@\n \tfragment@0 { … } moved"
    ),
    // A name without an address leads to a node with one.
    (
      "&{/} { n@1 { p = <1>; }; }; &{/n} { q = <2>; };", "&{/n} { q = <2>; }; &{/} { n@1 { p = <1>; }; };",
      "@@ / @@\n \tfragment@0 { … } moved"
    ),
    (
      "&a { n { p = <1>; }; }; &a { n@1 { p = <2>; }; };",
      "&a { n@1 { p = <2>; }; }; &a { n { p = <1>; }; };",
      "@@ / @@\n \tfragment@0 { … } moved"
    ),
    (
      "&a { n@0 { p = <1>; }; }; &a { n@1 { p = <2>; }; };",
      "&a { n@1 { p = <2>; }; }; &a { n@0 { p = <1>; }; };", ""
    ),
    (
      "&a { p = <1>; q = <1>; }; &b { p = <1>; };", "&b { p = <1>; }; &a { p = <3>; q = <1>; };",
      """
      @@ / @@
       	fragment@0 { … } moved
      @@ /fragment@1/__overlay__ @@
      -	p = <0x1>;
      +	p = <0x3>;
      """
    ),
    // Another target.
    (
      "&a { p = <1>; q = <1>; }; &b { r = <1>; };", "&b { r = <1>; }; &c { p = <1>; q = <1>; };",
      """
      @@ /fragment@1 @@
      -	target = <&a>;
      +	target = <&c>;
      """
    ),
    // Several of one target, one of which has changed, and one is new.
    (
      "&a { p = <1>; }; &a { q { r = <1>; }; };",
      "&a { s = <1>; }; &a { p = <1>; }; &a { q { r = <2>; }; };",
      """
      @@ / @@
      +	fragment@0 {
      +		target = <&a>;
      +		__overlay__ {
      +			s = <0x1>;
      +		};
      +	};
      @@ /fragment@2/__overlay__/q @@
      -	r = <0x1>;
      +	r = <0x2>;
      """
    ),
  ]

  @Test(arguments: overlays) func fragments(old: String, new: String, text: String) throws {
    let folder = try folder(old, new, isOverlay: true)
    try check(folder, "old.dts", "new.dts", text)
    try check(folder, "old.dtb", "new.dtb", text)
    try check(folder, "old.dtb", "new.dts", text)
  }
}
