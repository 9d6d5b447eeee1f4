import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// The exact output of `swiftdt diff`.
struct DiffTests {
  @Test(arguments: DiffCase.all + DiffCase.renamed) func diff(_ test: DiffCase) throws {
    let folder = try TemporaryFolder([
      "old.dts": "/dts-v1/;\n/ {\n\(test.old)\n};\n", "new.dts": "/dts-v1/;\n/ {\n\(test.new)\n};\n",
    ])
    let result = try Tool.swiftdt.run(["diff", "old.dts", "new.dts"] + test.flags, in: folder)
    var head = "--- old.dts\n+++ new.dts\n"
    if test.flags.contains("always") {
      head = "\u{1B}[1m--- old.dts\u{1B}[0m\n\u{1B}[1m+++ new.dts\u{1B}[0m\n"
    }
    #expect(result.text == (test.text.isEmpty ? "" : head + test.text + "\n"))
    #expect(result.errors == test.errors)
    #expect(result.status == (test.text.isEmpty ? 0 : 1))
  }

  static let base = "/dts-v1/;\n/memreserve/ 0x1000 0x2000;\n/ { a: a { }; b { mine = <&a 5>; }; };\n"

  @Test func reservationsAndBlobs() throws {
    let folder = try TemporaryFolder([
      "old.dts": Self.base,
      "new.dts":
        "/dts-v1/;\n/memreserve/ 0x1000 0x3000;\n/ { n { phandle = <1>; }; a: a { }; b { mine = <&a 5>; }; };\n",
    ])
    let program = Tool.swiftdt
    for name in ["old", "new"] {
      #expect(
        try program.run(
          ["compile", "-b", name == "new" ? "3" : "0", "-o", name + ".dtb", name + ".dts"], in: folder
        ).status == 0)
    }
    let result = try program.run(["diff", "old.dtb", "new.dtb"], in: folder)
    #expect(
      result.text == """
        --- old.dtb
        +++ new.dtb
        @@ header @@
        -	boot_cpuid_phys 0
        +	boot_cpuid_phys 3
        -	/memreserve/ 0x1000 0x2000;
        +	/memreserve/ 0x1000 0x3000;
        @@ / @@
        +	n {
        +	};

        """)
    #expect(
      result.errors
        == "new.dtb: note: 1 value differs only in phandles, apparently of the same nodes: 'mine'\n"
        + "help: --phandles compares the numbers\n")
    #expect(result.status == 1)
    // If one of the inputs is a source, it decides which cells are references.
    let mixed = try program.run(["diff", "old.dts", "new.dtb", "--ignore", "n"], in: folder)
    #expect(mixed.errors == "")
    #expect(
      mixed.text == """
        --- old.dts
        +++ new.dtb
        @@ header @@
        -	boot_cpuid_phys 0
        +	boot_cpuid_phys 3
        -	/memreserve/ 0x1000 0x2000;
        +	/memreserve/ 0x1000 0x3000;

        """)
    let quiet = try program.run(["diff", "-q", "old.dtb", "new.dtb"], in: folder)
    #expect(quiet.text == "" && quiet.errors == "" && quiet.status == 1)
  }

  /// Blobs do not say which cells are phandles. Here, those of two nodes are swapped.
  @Test(arguments: [
    // A hog's lines are numbers, whatever node has such a phandle.
    ("hog { gpio-hog; gpios = <1 0>; };", "hog { gpio-hog; gpios = <1 0>; };", ""),
    (
      "hog { gpio-hog; gpios = <1 0>; };", "hog { gpio-hog; gpios = <2 0>; };",
      "@@ /hog @@\n-\tgpios = <0x1 0x0>;\n+\tgpios = <0x2 0x0>;\n"
    ),
    // Arguments are numbers: that two of them changed just as the phandles did may be chance.
    (
      "r { mboxes = <1 2>; interrupts = <0 8 0 1>; };", "r { mboxes = <2 1>; interrupts = <0 8 0 2>; };",
      "@@ /r @@\n-\tmboxes = <&{/m} 0x2>;\n+\tmboxes = <&{/m} 0x1>;\n"
        + "-\tinterrupts = <0x0 0x8 0x0 0x1>;\n+\tinterrupts = <0x0 0x8 0x0 0x2>;\n"
    ),
    ("r { syscon = <1 1>; };", "r { syscon = <2 1>; };", ""),
  ])
  func phandlesInBlobs(old: String, new: String, text: String) throws {
    let nodes = """
      interrupt-parent = <ONE>;
      m { phandle = <ONE>; #mbox-cells = <1>; #interrupt-cells = <4>; };
      n { phandle = <TWO>; };
      """
    let folder = try TemporaryFolder([
      "old.dts":
        "/dts-v1/;\n/ {\n\(nodes.replacing("ONE", with: "1").replacing("TWO", with: "2"))\n\(old)\n};\n",
      "new.dts":
        "/dts-v1/;\n/ {\n\(nodes.replacing("ONE", with: "2").replacing("TWO", with: "1"))\n\(new)\n};\n",
    ])
    for name in ["old", "new"] {
      let compiled = try Tool.swiftdt.run(["compile", "-q", "-o", name + ".dtb", name + ".dts"], in: folder)
      #expect(compiled.status == 0)
    }
    let result = try Tool.swiftdt.run(["diff", "old.dtb", "new.dtb"], in: folder)
    #expect(result.text == (text.isEmpty ? "" : "--- old.dtb\n+++ new.dtb\n" + text))
    #expect(result.errors == "")
  }

  /// Patterns are matched on the way down: the paths of a deep tree are long.
  @Test(arguments: [("/q/x", 1), ("/q/q", 0), ("**/q/y", 0), ("y", 0)])
  func ignoredInADeepTree(pattern: String, status: Int32) throws {
    func source(_ value: Int) -> String {
      "/dts-v1/;\n/ " + String(repeating: "{ q ", count: 20_000) + "{ y = <\(value)>; };"
        + String(repeating: "};", count: 20_000)
    }
    let folder = try TemporaryFolder(["old.dts": source(1), "new.dts": source(2)])
    let result = try Tool.swiftdt.run(["diff", "-q", "-x", pattern, "old.dts", "new.dts"], in: folder)
    #expect(result.errors == "")
    #expect(result.status == status)
  }

  /// JSON has the same values as the text, whatever flags say how they are written.
  @Test(arguments: DiffCase.all) func jsonAgrees(_ test: DiffCase) throws {
    let folder = try TemporaryFolder([
      "old.dts": "/dts-v1/;\n/ {\n\(test.old)\n};\n", "new.dts": "/dts-v1/;\n/ {\n\(test.new)\n};\n",
    ])
    let result = try Tool.swiftdt.run(["diff", "--json", "old.dts", "new.dts"] + test.flags, in: folder)
    struct Value: Decodable { let text: String }
    struct Edit: Decodable { let removed, added: [String] }
    struct Change: Decodable {
      let kind: String
      let old, new: Value?
      let edits: [Edit]?
    }
    struct Diff: Decodable { let changes: [Change] }
    let diff = try JSONDecoder().decode(Diff.self, from: Data(result.output))
    let text = test.text.replacing("\u{1B}[7m", with: "").replacing("\u{1B}[27m", with: "")
    #expect(diff.changes.isEmpty == test.text.isEmpty)
    for change in diff.changes where change.kind != "property-reordered" {
      // Of a long value, the text has only what changed.
      let values = [change.old, change.new].compactMap { $0?.text }
      let parts = (change.edits ?? []).flatMap { $0.removed + $0.added }
      let areShown = values.allSatisfy { $0.isEmpty || text.contains($0) }
      let areEditsShown = !parts.isEmpty && parts.allSatisfy { text.contains($0) }
      #expect(areShown || areEditsShown, "\(values) \(parts)")
    }
  }

  @Test func json() throws {
    let folder = try TemporaryFolder([
      "old.dts": "/dts-v1/;\n/ { a = \"x\", \"y\"; b { c; }; };\n",
      "new.dts": "/dts-v1/;\n/ { a = \"x\", \"z\"; };\n",
    ])
    let result = try Tool.swiftdt.run(["diff", "--json", "old.dts", "new.dts"], in: folder)
    #expect(
      result.text == """
        {
          "assumedPhandles" : [

          ],
          "changes" : [
            {
              "edits" : [
                {
                  "added" : [
                    "\\"z\\""
                  ],
                  "at" : 1,
                  "removed" : [
                    "\\"y\\""
                  ]
                }
              ],
              "kind" : "property-changed",
              "new" : {
                "hex" : "78007a00",
                "text" : "\\"x\\", \\"z\\""
              },
              "old" : {
                "hex" : "78007900",
                "text" : "\\"x\\", \\"y\\""
              },
              "path" : "/",
              "property" : "a"
            },
            {
              "kind" : "node-removed",
              "path" : "/b"
            },
            {
              "kind" : "property-removed",
              "old" : {
                "hex" : "",
                "text" : ""
              },
              "path" : "/b",
              "property" : "c"
            }
          ],
          "labelDifferences" : 0,
          "new" : "new.dts",
          "old" : "old.dts",
          "same" : false
        }

        """)
    #expect(result.status == 1)
  }

  @Test func bytes() throws {
    let folder = try TemporaryFolder([
      "old.dts": "/dts-v1/;\n/ { a = <1>; b = <2>; };\n", "new.dts": "/dts-v1/;\n/ { b = <2>; a = <1>; };\n",
      "other.dts": "/dts-v1/;\n/ { a = <1>; b = <2>; c; };\n",
    ])
    let program = Tool.swiftdt
    let result = try program.run(["diff", "--bytes", "old.dts", "new.dts"], in: folder)
    #expect(
      result.text == """
        --- old.dts
        +++ new.dts
        @@ layout: names in the strings block @@
        -	a
        +	a
        @@ layout: structure block @@
         	differs from byte 0x17 (23) onwards, at /: a
        @@ layout: strings block @@
         	differs from byte 0x0 (0) onwards

        """)
    #expect(result.status == 1)
    let same = try program.run(["diff", "--bytes", "old.dts", "old.dts"], in: folder)
    #expect(same.text == "" && same.status == 0)
    let other = try program.run(["diff", "--bytes", "-x", "c", "old.dts", "other.dts"], in: folder)
    #expect(
      other.text == """
        --- old.dts
        +++ other.dts
        @@ layout: header @@
        -	totalsize 0x6c (108)
        +	totalsize 0x7a (122)
        -	off_dt_strings 0x68 (104)
        +	off_dt_strings 0x74 (116)
        -	size_dt_strings 0x4 (4)
        +	size_dt_strings 0x6 (6)
        -	size_dt_struct 0x30 (48)
        +	size_dt_struct 0x3c (60)
        @@ layout: names in the strings block @@
        +	c
        @@ layout: structure block @@
         	differs from byte 0x2b (43) onwards, at the end of /
        -	0x30 (48) bytes
        +	0x3c (60) bytes
        @@ layout: strings block @@
         	differs from byte 0x4 (4) onwards
        -	0x4 (4) bytes
        +	0x6 (6) bytes

        """)
    #expect(other.status == 1)
  }

  static let troubles = [
    (["nope.dtb", "old.dts"], "swiftdt: error: cannot read 'nope.dtb': No such file or directory\n"),
    (["old.dts", "bad.dts"], "bad.dts:2:1: error: "),
    (["old.dts", "cut.dtb"], "cut.dtb: error: "),
    (["-", "-"], "swiftdt: error: only one of the two can be standard input\n"),
    (["old.dts"], "swiftdt: error: missing expected argument '<new>'\n"),
    (
      ["old.dts", "old.dts", "--color", "red"],
      "swiftdt: error: the value 'red' is invalid for '--color <when>'"
    ),
    (["old.dts", "old.dts", "--ignore", ""], "swiftdt: error: --ignore needs a pattern\n"),
  ]

  @Test(arguments: troubles) func trouble(_ arguments: [String], _ beginning: String) throws {
    let folder = try TemporaryFolder([
      "old.dts": Self.base, "bad.dts": "/dts-v1/;\n}\n", "cut.dtb": "\u{D0}\r",
    ])
    let result = try Tool.swiftdt.run(["diff"] + arguments, in: folder)
    #expect(result.status == 2)
    #expect(result.text == "")
    #expect(result.errors.hasPrefix(beginning), "\(result.errors)")
  }

  @Test(arguments: [
    "a b", "- b -q", "--phandles --ordered --labels --bytes --json a.dts b", "-x a --ignore /b/* a b",
    "a b -@ -Iinc -DA=1 --color never",
  ])
  func quickly(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try DiffRequest(quick: words[...])
    #expect(try quick == DiffCommand.parse(SourceFlags.separated(words[...])).request)
  }
}
