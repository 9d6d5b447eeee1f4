extension DiffCase {
  private static let bus = """
    @@ /bus@1 → /bus@2 @@ b
    """
  private static let old = "b: bus@1 { c { p = <1>; q = <2>; }; }; k: k { }; u { r = <&k>; };"
  private static let new = "b: bus@2 { c { p = <9>; q = <2>; }; }; k: k { }; u { r = <&k>; };"

  /// Nodes that were renamed or moved.
  static let renamed = [
    DiffCase(
      "renamed, and changed below", old, new,
      """
      @@ /bus@1 → /bus@2 @@ b
      @@ /bus@2/c @@
      -	p = <0x1>;
      +	p = <0x9>;
      """),
    DiffCase("ignored by the new path", old, new, bus, flags: ["-x", "/bus@2/c/p"]),
    DiffCase("ignored by the old path", old, new, bus, flags: ["-x", "/bus@1/c/p"]),
    DiffCase("a node ignored by its new path", old, new, bus, flags: ["-x", "/bus@2/c"]),
    DiffCase("a node ignored by its old path", old, new, bus, flags: ["-x", "/bus@1/c/"]),
    DiffCase("ignored by its label", old, new, "", flags: ["-x", "&b"]),
    DiffCase("ignored below its label", old, new, bus, flags: ["-x", "&b/*/p"]),
    DiffCase(
      "references to what is ignored and renamed",
      "a: bus@1 { c: c { reg = <1>; }; }; u { r = <&c>; };",
      "a: bus@2 { c: c { reg = <1>; }; }; u { r = <&c>; };", "", flags: ["-x", "/bus@*"]),
    DiffCase(
      "references to a child that is ignored",
      "a: bus@1 { c: c { reg = <1>; }; }; u { r = <&c>; };",
      "a: bus@2 { c: c { reg = <1>; }; }; u { r = <&c>; };", "@@ /bus@1 → /bus@2 @@ a", flags: ["-x", "c"]),
    DiffCase(
      "ignored by an alias, unless something has the name",
      "aliases { r0 = &r; n = &s; }; r: rtc@1 { a = <1>; }; s: s { a = <1>; }; n { a = <1>; };",
      "aliases { r0 = &r; n = &s; }; r: rtc@1 { a = <2>; }; s: s { a = <2>; }; n { a = <2>; };",
      """
      @@ /s @@ s
      -	a = <0x1>;
      +	a = <0x2>;
      """, flags: ["-x", "r0", "-x", "n"]),
    DiffCase(
      "ignored below an alias", "aliases { r0 = &r; }; r: rtc@1 { a = <1>; b = <1>; };",
      "aliases { r0 = &r; }; r: rtc@1 { a = <2>; b = <2>; };",
      """
      @@ /rtc@1 @@ r
      -	b = <0x1>;
      +	b = <0x2>;
      """, flags: ["-x", "r0/a"]),
    DiffCase(
      "patterns that match nothing", "soc { rtc: rtc@1 { }; };", "soc { rtc: rtc@1 { }; };", "",
      flags: ["-x", "/soc/rtx@1", "-x", "&rtx", "-x", "*-suply", "-x", "/soc/rtc@1"],
      errors: """
        swiftdt: warning: --ignore '/soc/rtx@1' matches nothing in either tree
        help: did you mean '/soc/rtc@1'?
        swiftdt: warning: --ignore '&rtx' matches nothing in either tree
        help: did you mean '&rtc'?
        swiftdt: warning: --ignore '*-suply' matches nothing in either tree

        """),
    DiffCase(
      "a child has changed",
      "leds { compatible = \"gpio-leds\"; a { c = <1>; x = <1>; }; b { c = <2>; x = <2>; }; };",
      "gpio-leds { compatible = \"gpio-leds\"; a { c = <1>; x = <9>; }; b { c = <2>; x = <2>; }; };",
      """
      @@ /leds → /gpio-leds @@
      @@ /gpio-leds/a @@
      -	x = <0x1>;
      +	x = <0x9>;
      """),
    DiffCase(
      "nothing but children", "soc { a: a@1 { x; }; b@2 { y = <1>; }; };",
      "soc@0 { a: a@1 { x; }; b@2 { y = <2>; }; };",
      """
      @@ /soc → /soc@0 @@
      @@ /soc@0/b@2 @@
      -	y = <0x1>;
      +	y = <0x2>;
      """),
    DiffCase(
      "a child that is renamed and the same, and one that has changed",
      "l { u = <1>; a { c = <1>; x = <1>; }; b { c = <2>; x = <2>; }; };",
      "m { u = <1>; led-a { c = <1>; x = <1>; }; b { c = <2>; x = <3>; }; };",
      """
      @@ /l → /m @@
      @@ /l/a → /m/led-a @@
      @@ /m/b @@
      -	x = <0x2>;
      +	x = <0x3>;
      """),
    DiffCase(
      "two nodes, not one",
      "rtc@1 { compatible = \"a\"; reg = <1>; status = \"okay\"; };",
      "rtc@2 { compatible = \"b\"; reg = <2>; status = \"okay\"; };",
      """
      @@ / @@
      -	rtc@1 {
      -		compatible = "a";
      -		reg = <0x1>;
      -		status = "okay";
      -	};
      +	rtc@2 {
      +		compatible = "b";
      +		reg = <0x2>;
      +		status = "okay";
      +	};
      """),
    DiffCase(
      "two nodes by their labels", "a: reg-a { x = <1>; y = <2>; z = <3>; }; u { r = <&a>; };",
      "b: reg-b { x = <1>; y = <2>; z = <4>; }; u { r = <&b>; };",
      """
      @@ / @@
      -	a: reg-a {
      -		x = <0x1>;
      -		y = <0x2>;
      -		z = <0x3>;
      -	};
      +	b: reg-b {
      +		x = <0x1>;
      +		y = <0x2>;
      +		z = <0x4>;
      +	};
      @@ /u @@
      -	r = <&a>;
      +	r = <&b>;
      """),
    DiffCase(
      "nothing tells them apart", "a@1 { x = <1>; y = <2>; }; a@2 { x = <1>; y = <2>; };",
      "a@3 { x = <1>; y = <2>; }; a@4 { x = <1>; y = <2>; };",
      """
      @@ / @@
      -	a@1 {
      -		x = <0x1>;
      -		y = <0x2>;
      -	};
      -	a@2 {
      -		x = <0x1>;
      -		y = <0x2>;
      -	};
      +	a@3 {
      +		x = <0x1>;
      +		y = <0x2>;
      +	};
      +	a@4 {
      +		x = <0x1>;
      +		y = <0x2>;
      +	};
      """),
    DiffCase(
      "aliases",
      "aliases { i0 = &i; s0 = &u; t = \"/soc/i\"; x = \"/soc/u\"; }; chosen { stdout-path = \"/soc/u:115200\"; }; soc { i: i { a; }; u: u { b; }; v: v { c; }; };",
      "aliases { i0 = &i; s0 = &v; t = \"/soc/i\"; x = \"/soc@0/w\"; }; chosen { stdout-path = \"/soc@0/u:115200\"; }; soc@0 { i: i { a; }; u: u { b; }; v: v { c; }; };",
      """
      @@ /aliases @@
      -	s0 = "/soc/u";
      +	s0 = "/soc@0/v";
      -	x = "/soc/u";
      +	x = "/soc@0/w";
      @@ /soc → /soc@0 @@
      """, errors: "new.dts: note: 't' still leads to '/soc/i', which is now /soc@0/i\n"),
    DiffCase(
      "the console's options", "chosen { stdout-path = \"/u@1:115200\"; }; u: u@1 { };",
      "chosen { stdout-path = \"/u@2:9600\"; }; u: u@2 { };",
      """
      @@ /chosen @@
      -	stdout-path = "/u@1:115200";
      +	stdout-path = "/u@2:9600";
      @@ /u@1 → /u@2 @@ u
      """),
    DiffCase(
      "paths that a source states, and text", "p = \"x\", &u, &v; q = \"/u@1\"; u: u@1 { }; v: v@1 { };",
      "p = \"x\", &u, &v; q = \"/u@2\"; u: u@2 { }; v: v@2 { };",
      """
      @@ / @@
      -	q = "/u@1";
      +	q = "/u@2";
      @@ /u@1 → /u@2 @@ u
      @@ /v@1 → /v@2 @@ v
      """),
    DiffCase(
      "labels that were exchanged", "i2: i@2 { }; i3: i@3 { };", "i3: i@2 { }; i2: i@3 { };", "",
      errors: "new.dts: note: 2 labels differ: '&i2' is now /i@3, '&i3' is now /i@2\n"
        + "help: --labels compares them as well\n"),
    DiffCase(
      "labels of all kinds", "a: a { }; b: k: b { }; k2: c { }; d: d { }; x: e { };",
      "n: a { }; k: b { }; k2: c { }; d: m: d { }; d2: f { }; e { }; x: g { };",
      """
      @@ / @@
      +	d2: f {
      +	};
      +	x: g {
      +	};
      """,
      errors: "new.dts: note: 4 labels differ: '&x' is now /g, '&b' is gone, '&a' is now '&n', …\n"
        + "help: --labels compares them as well\n"),
    DiffCase(
      "labels of renamed nodes are compared by node", "soc { a: a { x; }; b { y; }; };",
      "soc@0 { a: a { x; }; b: b { y; }; };",
      """
      @@ /soc → /soc@0 @@
      @@ /__symbols__ @@
      +	b = "/soc@0/b";
      """, flags: ["--labels"]),
  ]
}
