import TestSupport
import Testing

/// The options of dtc, one by one and together, against the system's dtc.
@Suite(.enabled(if: Bench.hasReference, "no dtc to compare with"))
struct DTCOptionTests {
  static let files = [
    "s.dts": """
    /dts-v1/;
    m: /memreserve/ 0x1000 0x2000;
    /memreserve/ 0x10 0x20;
    / {
    \t#address-cells = <1>;
    \t#size-cells = <1>;
    \tmodel = "x\\ty";
    \tz = "z";
    \ta = [01 02 03], "s", <1 &l2>;
    \tp: big = /bits/ 64 <0x1122334455667788 2>, /bits/ 16 <1 2>, /bits/ 8 <3 4>;
    \taliases { serial0 = &l1; };
    \tcpus {
    \t\t#address-cells = <1>;
    \t\t#size-cells = <0>;
    \t\tcpu@2 { reg = <2>; device_type = "cpu"; };
    \t\tcpu@1 { reg = <1>; device_type = "cpu"; };
    \t};
    \tsoc {
    \t\t#address-cells = <1>;
    \t\t#size-cells = <1>;
    \t\tranges;
    \t\tl1: uart@20 { reg = <0x20 4>; compatible = "a,b", "c"; status = "okay"; };
    \t\tl2: l3: uart@10 { reg = <0x10 4>; ref = <&l1>; path = &{/soc/uart@20}; phandle = <7>; };
    \t\t/omit-if-no-ref/ l4: uart@30 { reg = <0x30 4>; };
    \t};
    };
    """,
    "p.dtso": """
    /dts-v1/;
    /plugin/;
    / { x { l: y { a = <&out &l &l>; }; }; };
    &out { b = <&out2 &out>; };
    &{/soc} { c; };
    """,
    "w.dts": "/dts-v1/;\n/ {\n\ta@0 { };\n\tb { reg = <1 2>; };\n\tl: c@1 { };\n};\n",
    "b.dts": "/dts-v1/;\n/ {\n\tl: a { };\n\tl: b { p = <&nowhere>; };\n};\n",
    "i.dts": "/dts-v1/;\n/include/ \"i.dtsi\"\n",
    "inc/i.dtsi": "/ { a = /incbin/(\"blob\"); };\n",
    "inc/blob": "abc",
    "fs/compatible": "a,b\0",
    "fs/soc/reg": "\0\0\0\u{1}",
    "fs/soc/n@1/empty": "",
    "ph/n/phandle": "\0\0\0\u{5}",
    "ph/m/linux,phandle": "\0\0\0\u{6}",
    "ph/o/phandle": "\0\0\0\u{7}",
    "ph/o/linux,phandle": "\0\0\0\u{7}",
    "ph/__symbols__/l": "/n\0",
    "bad/phandle": "\0\0\0",
    "bad/o/phandle": "\0\0\0\u{7}",
    "bad/o/linux,phandle": "\0\0\0\u{8}",
    "long.dts":
      "/dts-v1/;\n/ { \(long) = <1>; \(long.dropLast()) = <2>; \(long)-x { \(long); }; \(long)-y { }; z { \(long) { b; }; }; };",
    "strings.dts": """
    /dts-v1/;
    / {
    \ta { b = \(strings); c { d = <1 2>, \(strings); }; };
    };
    """,
  ]
  /// Strings, of which some are broken in the middle, where a line is full.
  private static let strings = (0..<30).map { "\"Speaker \($0) Left\"" }.joined(separator: ", ")
  private static let long = String(repeating: "k", count: 129)

  static let lines: [String] = [
    // Output formats and versions.
    "-q -O dtb s.dts", "-q -O yaml s.dts", "-q -O yaml p.dtso", "-q -O yaml long.dts",
    "-q -O yaml strings.dts", "-q -O null s.dts",
    "-q -O xyz s.dts", "-q -o o.yaml s.dts", "-q -o o.dtb s.dts", "-q -o o.dtbo p.dtso",
    "-q -V 1 -o o s.dts", "-q -V 2 -o o s.dts", "-q -V 3 -o o s.dts", "-q -V 16 -o o s.dts",
    "-q -V17 -o o s.dts", "-q -V 0 -o o s.dts", "-q -V 4 -o o s.dts", "-q -V 18 -o o s.dts",
    "-q -V x -o o s.dts", "-q -V 3 -H both -b 9 s.dts", "-q -I dtb -O dtb -V 1 s.dtb",
    "-q -I dtb -O dtb -V 16 s.dtb",
    // Sizes.
    "-q -R 4 s.dts", "-q -R 0 s.dts", "-q -R -1 s.dts", "-q -S 4096 s.dts", "-S 10 -q s.dts",
    "-S 10 -o o -Wno-unit_address_vs_reg s.dts", "-q -p 100 s.dts", "-q -p 0x10 s.dts",
    "-q -p 010 s.dts", "-q -a 64 s.dts", "-q -a 1 s.dts", "-q -a 3 s.dts", "-q -a 0 s.dts",
    "-q -a 4 -p 5 s.dts", "-q -S 1001 -a 256 s.dts", "-q -p 1 -S 5000 s.dts",
    "-q -S -5 -p -6 s.dts", "-q -S 5 -p -6 s.dts", "-q -p 6 -S -5 s.dts", "-q -p -6 s.dts", "-q -S -5 s.dts",
    "-q -p 0 -S 5 s.dts", "-q -p 4294967296 -S 5000 s.dts",
    "-q -I dtb -O dtb -p 64 s.dtb", "-q -p 4294967297 s.dts", "-q -S 0x100000000 s.dts",
    "-q -a 0x100000008 s.dts",
    // What is in the tree.
    "-q -b 3 s.dts", "-q -b 0x10 s.dts", "-q -b 4294967295 s.dts", "-q -b -1 s.dts", "-q -H legacy s.dts",
    "-q -H epapr s.dts", "-q -H both s.dts", "-q -H x s.dts", "-q -s s.dts", "-q -A s.dts", "-q -@ s.dts",
    "-q -@ -A s.dts", "-qs@ s.dts", "-q -@ p.dtso -O dtb", "-q -s -O dtb s.dtb",
    // Files.
    "-q -d dep -o o s.dts", "-q -d dep s.dts", "-q -d dep -o o -i inc i.dts", "-q i.dts", "-q -iinc i.dts",
    "-q -d dep -O dtb -o o s.dtb", "-q -d dep -O dtb -o o fs", "-q nope.dts", "-q -d none/x -o o s.dts",
    "-q -d - -o o s.dts",
    "-q -o none/o s.dts", "-q -o inc s.dts",
    // Input formats.
    "-q -I dts s.dts", "-q -I xyz s.dts", "-I fs -O dtb fs", "-I fs -O dtb none", "-I fs -O dtb s.dts",
    "-q -s -I fs -O dtb ph", "-q -s -b 9 -I fs -O dtb ph", "-q -s -I fs -O dtb bad", "-I dtb -O dtb fs",
    "-q -I dtb -b 7 -O dtb s.dtb", "-q -I dtb -b 0 -O dtb s.dtb",
    "-O dtb fs", "-I dtb -O dtb s.dts", "-I dts -O dtb s.dtb", "-I dtb -O yaml s.dtb", "-q -O dtb p.dtbo",
    "-T -I dtb -O dts s.dtb",
    // Checks.
    "w.dts", "-q w.dts", "-o o w.dts", "-Wno-unit_address_vs_reg w.dts", "-W no-reg_format w.dts",
    "-Wno_reg_format w.dts", "-E unit_address_vs_reg w.dts", "-E unit_address_vs_reg -f w.dts",
    "-E unit_address_vs_reg -f -q w.dts", "-E unit_address_vs_reg -fqq w.dts",
    "-E unit_address_vs_reg -fqqq w.dts", "-Wfoo w.dts", "-E no-foo w.dts", "b.dts", "-f b.dts",
    "-q -f b.dts", "-qq b.dts", "-qqq b.dts", "-E no-duplicate_label -f b.dts", "-W always_fail w.dts",
    // getopt.
    "-q --out-format=dtb s.dts", "-q --out-format dtb s.dts", "-q --out-f=dtb s.dts", "-q --out=o s.dts",
    "-q --out o s.dts", "-q --in-format dts -O dtb s.dts", "-q --symbols s.dts", "-q --sym s.dts",
    "--quiet --pad=8 s.dts", "--qui --align 16 s.dts", "-q --space=3000 s.dts", "-q --force b.dts",
    "-q --sort s.dts", "-q --auto-alias s.dts", "-q --phandle=both s.dts", "-q --boot-cpu 2 s.dts",
    "-q --reserve 2 s.dts", "-q --out-version 16 s.dts", "-q --out-dependency=dep -o o s.dts",
    "-q --include=inc i.dts", "-q --warning no-reg_format w.dts", "--error=reg_format w.dts",
    "-q --annotate s.dts", "-q --o o s.dts", "-q --foo s.dts", "-q --pad", "-q -p", "-Z s.dts",
    "-qZ s.dts", "-q --symbols=1 s.dts", "-qO dtb s.dts", "-qOdtb -oo s.dts", "-q -- s.dts", "-q s.dts --",
    "s.dts p.dtso", "-q s.dts -s", "-h", "--help", "-h -Z", "-Z -h",
  ]

  @Test(arguments: lines)
  func sameAsDTC(line: String) throws {
    // dtc 1.8 takes this as four billion entries, and uses up all memory for them.
    if line.contains("-R -1"), Bench.version.contains(" 1.8") { return }
    let bench = try Bench(Self.files)
    try bench.make("s.dtb", ["-q", "-@", "s.dts"])
    try bench.make("p.dtbo", ["-q", "p.dtso"])
    try bench.compare(line.split(separator: " ").map(String.init))
  }

  /// Links to a node, to a property, to nowhere, and in a cycle.
  @Test(arguments: ["n", "n/p", "nowhere", "."])
  func linksInFolders(target: String) throws {
    let bench = try Bench(["fs/n/p": "x\0"])
    try bench.link("fs/l", to: target)
    try bench.compare(["-I", "fs", "-O", "dts", "-s", "fs"])
  }

  @Test(arguments: [
    "-q -I dts -O dtb", "-q -I dts -O dtb -", "-q -I dts -O dtb -o o -d dep -", "-q", "-q -I dts -- -",
    "-q -o - -", "-I dtb -O dtb", "-I dtb -O dtb -",
  ])
  func standardInput(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    for input in [Self.files["s.dts"] ?? "", "garbage", "", "/dts-v1/;"] {
      try Bench([:]).compare(words, input: input, ignoring: ["dep"])
    }
  }

  /// What comes through a pipe is a source, and is read once.
  @Test func pipes() throws {
    let bench = try Bench(["s.dts": "/dts-v1/;\n/ { };\n"])
    let shell = try #require(Tool(named: "sh"))
    let result = try shell.run(
      ["-c", "mkfifo p; cat s.dts > p & exec '\(bench.path)' -O dts p"], in: bench.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text == "/dts-v1/;\n\n/ {\n};\n")
  }

  /// Headers that are truncated, or whose sizes are wrong.
  @Test(arguments: [[0xD0, 0x0D, 0xFE], [0xD0, 0x0D, 0xFE, 0xED], [0xD0, 0x0D, 0xFE, 0xED, 0, 0, 0, 1]])
  func headers(bytes: [UInt8]) throws {
    for rest in [0, 1, 4, 30] {
      let bench = try Bench([:])
      try bench.write(bytes + [UInt8](repeating: 0, count: rest), to: "t.dtb")
      try bench.compare(["-I", "dtb", "-O", "dtb", "t.dtb"])
    }
  }
}
