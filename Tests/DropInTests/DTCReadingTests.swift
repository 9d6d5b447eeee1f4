import TestSupport
import Testing

/// How dtc 1.8.1 splits and reads sources where others would do otherwise, and what it then prints.
@Suite struct DTCReadingTests {
  private static let v1 = "/dts-v1/;\n"
  private static let plugin = "/dts-v1/;\n/plugin/;\n"
  private static let refused = "FATAL ERROR: Syntax error parsing input tree\n"
  private static let unparsed = "FATAL ERROR: Unable to parse input tree\n"

  private static let files = [
    "A": "12", "h": "1234", "s": "ab\0cd\0", "z": "q\0", "a\nb": "n", "d/f": "",
    "name": " p;\n", "semicolon": ";\n", "delete": "/delete-node/ &l;\n",
  ]

  /// Properties, and what is written for them.
  static let values: [(value: String, text: String)] = [
    // A literal goes on after an escaped quote only if another quote follows, and may go on over lines.
    (#"<'\'>"#, "<0x27>"), (#"<'\''>"#, "<0x27>"), ("<'\n'>", "<0x0a>"),
    // Names of files have escapes, and end at a NUL.
    (#"/incbin/("\x41")"#, "[31 32]"), (#"/incbin/("\101\0x")"#, "[31 32]"), (#"/incbin/("a\nb")"#, "[6e]"),
    // A file's contents do not end the type before them, and nothing separates the two.
    (#"[02], /incbin/("A")"#, "[0231 32]"), (#"[02], /incbin/("h"), [03]"#, "[0231 32 33 34], [03]"),
    (#"/bits/ 16 <1>, /incbin/("h")"#, "/bits/ 16 <0x010x3132 0x3334>"),
    (#"<1>, /incbin/("h"), <2>"#, "<0x01 0x31323334>, <0x02>"), (#""x", /incbin/("z")"#, #""x""q""#),
    // Without a type before it, the type of each is guessed.
    (#"/incbin/("h"), /incbin/("A")"#, "<0x31323334>, [31 32]"), (#"/incbin/("s")"#, #""ab", "cd""#),
    (#"/incbin/("s"), /incbin/("A")"#, #""ab",  "cd", [31 32]"#), (#"/incbin/("s"), "x""#, #""x""#),
  ]

  @Test(arguments: values.indices)
  func properties(number: Int) throws {
    let (value, text) = Self.values[number]
    let bench = try Bench(Self.files.merging(["t.dts": Self.v1 + "/ { p = \(value); };\n"]) { $1 })
    let result = try bench.run(["-O", "dts", "t.dts"])
    #expect(result.errors == "")
    #expect(result.text == "/dts-v1/;\n\n/ {\n\tp = \(text);\n};\n")
  }

  /// Sources that dtc reads or refuses, its exit status, and what it says.
  static let sources: [(source: String, status: Int32, errors: String)] = [
    ("/dts-v1//include/ \"semicolon\"\n/ { };\n", 0, ""),
    (v1 + "/memreserve//* c */ 1 2;\n/ { };\n", 0, ""),
    (v1 + "/ { };\n// end", 1, "Error: t.dts:3.2-3 syntax error\n" + unparsed),
    (v1 + "/ { };\n// end\n", 0, ""),
    (v1 + "/include/ /* */ \"name\"\n/ { };\n", 1, "Error: t.dts:2.2-9 syntax error\n" + unparsed),
    (
      v1 + "/ { a = <'\\\\'>; b = <'c'>; };\n", 1,
      "Lexical error: t.dts:2.10-23 Character literal has 10 characters instead of 1\n"
        + "Lexical error: t.dts:2.23-24 Unexpected 'c'\nError: t.dts:2.24-25 syntax error\n" + unparsed
    ),
    // The rest of a marker's line has the number before it; numbers are an `int`.
    (v1 + "# 7 \"f\" 1 / { b = ; };\n", 1, "Error: f:6.19-20 syntax error\n" + unparsed),
    (v1 + "# 99999999999 \"f\"\n/ { b = ; };\n", 1, "Error: f:1215752191.9-10 syntax error\n" + unparsed),
    // An error has the name that the file has when dtc prints it.
    (
      v1 + "/ { };\n&x {\n# 9 \"f\"\n};\n", 1, "Error: f:3.1-3 Label or path x not found\n" + refused
    ),
    // Files that cannot be read.
    (v1 + "/ { a = /incbin/(\"d\"); };\n", 1, "FATAL ERROR: Error reading file into data: Is a directory"),
    (
      v1 + "/ { a = /incbin/(\"A\", (0-1), 1); };\n", 1,
      "FATAL ERROR: Couldn't seek to offset 18446744073709551615 in \"A\": Invalid argument"
    ),
    (
      v1 + "/ { a = /incbin/(\"\\x\"); };\n", 1,
      "FATAL ERROR: \\x used with no following hex digits\n"
    ),
    (
      v1 + "/ { a = /incbin/(\"\\x42\"); };\n", 1,
      "FATAL ERROR: Couldn't open \"B\": No such file or directory\n"
    ),
    (v1 + "/include/ \"d\"\n/ { };\n", 2, "input in flex scanner failed\n"),
    (v1 + "/ { };\n/include/ \"t.dts\"\n", 1, "Error: t.dts:1.1-9 syntax error\n" + unparsed),
    // References, of which the same text may contain several.
    (
      plugin + "/ { l: x { }; };\nm: &{l/b} { };\n", 1,
      """
      Error: t.dts:4.1-3 Label-relative reference l/b not supported in plugin
      Error: t.dts:4.4-10 Label or path l/b not found
      \(refused)
      """
    ),
    (
      v1 + "&x { l: a { }; };\n&l { };\n", 1, "Error: t.dts:2.4-18 Label or path x not found\n" + refused
    ),
    (
      v1 + "/ { l: a { }; };\n/include/ \"delete\"\n/include/ \"delete\"\n", 1,
      "Error: delete:1.15-17 Label or path l not found\n" + refused
    ),
  ]

  /// Properties called `name` that are deleted: dtc takes a node's first one, deleted or not.
  static let names: [(source: String, finding: String)] = [
    ("/ { n { /delete-property/ name; }; };", "2.7-35 (null)"),
    ("/ { l: n { name = \"m\"; }; };\n&l { /delete-property/ name; };", "2.10-26 m 3.4-32"),
    ("/ { n { name = \"n\"; /delete-property/ name; }; };", ""),
    ("/ { n { /delete-property/ name; name = \"n\"; }; };", "2.7-47 (null)"),
    ("/ { l: n { }; };\n&l { /delete-property/ name; };", ""),
    ("/ { l: n { name = \"m\"; }; };\n/delete-node/ &l;\n/ { n { }; };", "2.10-26 m 4.7-11"),
  ]

  @Test(arguments: names.indices)
  func deletedNames(number: Int) throws {
    let (source, finding) = Self.names[number]
    let bench = try Bench(["t.dts": Self.v1 + source + "\n"])
    let result = try bench.run(["-O", "dtb", "-o", "o", "t.dts"])
    var errors = ""
    let words = finding.split(separator: " ")
    if words.count > 1 {
      errors =
        "t.dts:\(words[0]): ERROR (name_properties): /n: \"name\" property is incorrect "
        + "(\"\(words[1])\" instead of base node name)\n"
      if words.count > 2 { errors += "  also defined at t.dts:\(words[2])\n" }
      errors += "ERROR: Input tree has errors, aborting (use -f to force output)\n"
    }
    #expect(result.errors == errors)
    #expect(result.status == (errors.isEmpty ? 0 : 2))
  }

  /// dtc does not look at the last compatible version, and reads other versions as those that it knows.
  @Test(
    arguments: [
      (17, [18, 1000], [17, 18, UInt32.max]), (16, [17], [16]), (1, [0, 18], [0, 1]), (3, [99], [3, 15]),
    ] as [(Int, [UInt32], [UInt32])])
  func versions(written: Int, compatible: [UInt32], given: [UInt32]) throws {
    let bench = try Bench(["t.dts": Self.v1 + "/memreserve/ 1 2;\n/ { a { b = \"long enough\"; }; };\n"])
    _ = try bench.run(["-V", "\(written)", "-o", "t.dtb", "t.dts"])
    let blob = try bench.folder.read("t.dtb")
    let text = try bench.run(["-I", "dtb", "t.dtb"]).text
    #expect(text.contains("b = \"long enough\""))
    for version in given {
      for last in compatible + [UInt32(written)] {
        var changed = blob
        for (index, field) in [version, last].enumerated() {
          for byte in 0..<4 {
            changed[20 + index * 4 + byte] = UInt8(truncatingIfNeeded: field >> (24 - 8 * byte))
          }
        }
        try bench.folder.write(changed, to: "u.dtb")
        let result = try bench.run(["-I", "dtb", "u.dtb"])
        #expect(result.status == 0 && result.errors == "" && result.text == text, "\(version) \(last)")
      }
    }
  }

  @Test(arguments: sources.indices)
  func ends(number: Int) throws {
    let (source, status, errors) = Self.sources[number]
    let bench = try Bench(Self.files.merging(["t.dts": source]) { $1 })
    let result = try bench.run(["-O", "dtb", "-o", "o", "t.dts"])
    #expect(result.status == status)
    #expect(result.errors == errors)
    #expect(bench.folder.names.contains("o") == (status == 0))
  }

  @Test func manyErrors() throws {
    let count = 1500
    let bench = try Bench(["t.dts": Self.v1 + "/ { };\n" + (0..<count).map { "&n\($0) { };\n" }.joined()])
    let errors = try bench.run(["t.dts"]).errors
    #expect(errors.split(separator: "\n").count == count + 1)
    #expect(errors.contains("Error: t.dts:1502.1-7 Label or path n1499 not found\n"))
  }

  /// A source may include 199 files, whether or not inside each other.
  @Test(arguments: [(199, 0 as Int32), (200, 1)])
  func depth(of levels: Int, status: Int32) throws {
    var files = ["t.dts": Self.v1 + "/ { };\n/include/ \"f1\"\n", "f\(levels)": "/ { p; };\n", "e": "\n"]
    for level in 1..<levels { files["f\(level)"] = "/include/ \"f\(level + 1)\"\n" }
    let bench = try Bench(files)
    #expect(try bench.run(["t.dts", "-o", "o"]).status == status)
    try bench.write(
      Array((Self.v1 + "/ { };\n" + String(repeating: "/include/ \"e\"\n", count: levels)).utf8), to: "u.dts")
    let done = try bench.run(["u.dts", "-o", "o"])
    #expect(done.status == status)
    #expect(done.errors == (status == 0 ? "" : "FATAL ERROR: Includes nested too deeply"))
  }

  /// Annotations name files relative to the source's folder.
  @Test func annotationsInFolder() throws {
    let bench = try Bench(["s/t.dts": Self.v1 + "/include/ \"i\"\n", "s/i": "/ { a; };\n"])
    let result = try bench.run(["-T", "-O", "dts", "s/t.dts"])
    #expect(result.text == "/dts-v1/;\n\n/ { /* i:1 */\n\ta; /* i:1 */\n}; /* i:1 */\n")
  }

  /// Only an extension that dtc knows decides on the output.
  @Test func overlaySourceAsOutput() throws {
    let bench = try Bench(["t.dts": Self.v1 + "/ { };\n"])
    #expect(try bench.run(["-o", "o.dtso", "t.dts"]).status == 0)
    #expect(try bench.folder.read("o.dtso").starts(with: [0xD0, 0x0D, 0xFE, 0xED]))
  }
}
