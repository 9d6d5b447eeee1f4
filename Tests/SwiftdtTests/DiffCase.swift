import Testing

/// Two sources, and the output of `swiftdt diff` for them.
struct DiffCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let old: String
  let new: String
  let text: String
  var flags: [String] = []
  var errors = ""

  init(
    _ name: String, _ old: String, _ new: String, _ text: String, flags: [String] = [], errors: String = ""
  ) {
    testDescription = name
    self.old = old
    self.new = new
    self.text = text
    self.flags = flags
    self.errors = errors
  }

  static let all = [
    DiffCase("nothing", "a = <1>; d; b { c; }; e { };", "d; a = <1>; e { }; b { c; };", ""),
    DiffCase(
      "properties", "a = <1>; b = \"x\"; c; d = [01 02];", "a = <2>; b = \"y\"; e; d = [01 03];",
      """
      @@ / @@
      -	a = <0x1>;
      +	a = <0x2>;
      -	b = "x";
      +	b = "y";
      +	e;
      -	d = [01 02];
      +	d = [01 03];
      -	c;
      """),
    DiffCase(
      "a flag that got a value", "a;", "a = \"\";",
      """
      @@ / @@
      -	a;
      +	a = "";
      """),
    DiffCase(
      "nodes", "x { y { a = <1>; }; }; z { };", "x { w { b; v { }; }; };",
      """
      @@ / @@
      -	z {
      -	};
      @@ /x @@
      -	y {
      -		a = <0x1>;
      -	};
      +	w {
      +		b;
      +		v {
      +		};
      +	};
      """),
    DiffCase(
      "phandles are other numbers", "b = <&a>; n { phandle = <7>; }; a: a { };",
      "b = <&a>; n { phandle = <1>; }; a: a { };", ""),
    DiffCase(
      "phandles as numbers", "b = <&a>; n { phandle = <7>; }; a: a { };",
      "b = <&a>; n { phandle = <1>; }; a: a { };",
      """
      @@ / @@
      -	b = <0x1>;
      +	b = <0x2>;
      @@ /n @@
      -	phandle = <0x7>;
      +	phandle = <0x1>;
      @@ /a @@ a
      -	phandle = <0x1>;
      +	phandle = <0x2>;
      """, flags: ["--phandles"]),
    DiffCase(
      "another node", "c = <&a 1>; d = <&b>; a: a { }; b: b { };",
      "c = <&b 1>; d = <&a>; a: a { }; b: b { };",
      """
      @@ / @@
      -	c = <&a 0x1>;
      +	c = <&b 0x1>;
      -	d = <&b>;
      +	d = <&a>;
      """),
    DiffCase(
      "a node without a label", "c = <&{/a}>; a { };", "c = <&{/b}>; a { }; b { };",
      """
      @@ / @@
      -	c = <&{/a}>;
      +	c = <&{/b}>;
      +	b {
      +	};
      """),
    DiffCase(
      "moved by its label", "r = <&u>; s { u: u@1 { a = <1>; }; };",
      "r = <&u>; t { u: v@2 { a = <2>; }; };",
      """
      @@ /s → /t @@
      @@ /s/u@1 → /t/v@2 @@ u
      -	a = <0x1>;
      +	a = <0x2>;
      """),
    DiffCase(
      "moved by its content", "s { u { a = <1>; b = \"x\"; w { }; }; }; t { };",
      "s { }; t { u { b = \"x\"; a = <1>; w { }; }; };",
      """
      @@ /s/u → /t/u @@
      """),
    DiffCase(
      "order", "a; b; c; x { }; y { };", "b; c; a; y { }; x { };",
      """
      @@ / @@
       	a moved
       	y { … } moved
      """, flags: ["--ordered"]),
    DiffCase(
      "element by element",
      "#address-cells = <1>; #size-cells = <1>; n { reg = <1 2 3 4 5 6 7 8 0x10000000 0x20000000 0x30000000 0x40000000>; };",
      "#address-cells = <1>; #size-cells = <1>; n { reg = <1 2 5 6 7 9 0x10000000 0x20000000 0x30000000 0x40000000 0x50000000 0x60000000>; };",
      """
      @@ /n @@
       	reg =
       		… 1 unchanged …
      -		<0x3 0x4>
       		… 1 unchanged …
      -		<0x7 0x8>
      +		<0x7 0x9>
       		… 2 unchanged …
      +		<0x50000000 0x60000000>
      """),
    DiffCase(
      "long string lists",
      "names = \"first-long-name\", \"second-long-name\", \"third-long-name\", \"fourth-long-name\", \"fifth\";",
      "names = \"first-long-name\", \"third-long-name\", \"fourth-long-name\", \"new-long-name\", \"fifth\";",
      """
      @@ / @@
       	names =
       		… 1 unchanged …
      -		"second-long-name"
       		… 2 unchanged …
      +		"new-long-name"
       		… 1 unchanged …
      """),
    DiffCase(
      "ignored by name", "a = <1>; b { a = <1>; c = <1>; };", "a = <2>; b { a = <2>; c = <2>; }; d { };",
      """
      @@ /b @@
      -	c = <0x1>;
      +	c = <0x2>;
      """, flags: ["--ignore", "a", "-x", "d*"]),
    DiffCase(
      "ignored by path", "a = <1>; b { a = <1>; c { d = <1>; }; };",
      "a = <2>; b { a = <2>; c { d = <2>; }; };",
      """
      @@ / @@
      -	a = <0x1>;
      +	a = <0x2>;
      """, flags: ["--ignore", "/b/a", "-x", "b/c"]),
    DiffCase(
      "references to what is ignored",
      "a { }; b { b { }; c: c { }; }; d { x-supply = <&c>; clocks = <&c 1>; };",
      "n { }; a { }; b { b { }; c: c { }; o: o { }; }; d { x-supply = <&c>; clocks = <&o 1>; };",
      """
      @@ / @@
      +	n {
      +	};
      @@ /d @@
      -	clocks = <&c 0x1>;
      +	clocks = <&o 0x1>;
      """, flags: ["-x", "/b"]),
    DiffCase(
      "what was moved out of what is ignored", "p { v: r { a; }; };", "p { }; v: w { b; };",
      """
      @@ /p/r → /w @@ v
      +	b;
      -	a;
      """, flags: ["-x", "/p"]),
    DiffCase(
      "what was moved into what is ignored", "p { }; v: w { b; };", "p { v: r { a; }; };",
      """
      @@ /w → /p/r @@ v
      +	a;
      -	b;
      """, flags: ["-x", "/p"]),
    DiffCase(
      "text that a terminal would take for something else", "", "a = \"\\x1b[31m\\x7f\\\"\";",
      """
      @@ / @@
      +	a = "\\x1b[31m\\x7f\\"";
      """),
    DiffCase(
      "colours", "a = <1 2>; b;", "a = <1 3>; b;",
      "\u{1B}[36m@@ / @@\u{1B}[0m\n"
        + "\u{1B}[31m-\ta = <0x1 \u{1B}[7m0x2\u{1B}[27m>;\u{1B}[0m\n"
        + "\u{1B}[32m+\ta = <0x1 \u{1B}[7m0x3\u{1B}[27m>;\u{1B}[0m", flags: ["--color", "always"]),
    DiffCase(
      "labels are not compared", "a: x { };", "b: x { };", "",
      errors: "new.dts: note: 1 label differs: '&a' is now '&b'\nhelp: --labels compares them as well\n"),
    DiffCase(
      "labels are compared", "a: x { };", "b: x { };",
      """
      @@ /__symbols__ @@
      +	b = "/x";
      -	a = "/x";
      """, flags: ["--labels"]),
  ]
}
