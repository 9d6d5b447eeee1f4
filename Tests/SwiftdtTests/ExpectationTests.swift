import TestSupport
import Testing

@testable import swiftdt

/// Files of expectations that are met, that are not met, and that are invalid.
struct ExpectationTests {
  private func expect(_ text: String) throws -> [String] {
    let folder = try BlobCheckTests.folder(["e.json5": text])
    let arguments = ["check", "-Wno-reference-cells", "--expect", "e.json5", "t.dtb"]
    return try Tool.swiftdt.run(arguments, in: folder).errors.split(separator: "\n").map(String.init)
  }

  @Test func whatIsAsExpected() throws {
    let lines = try expect(
      """
      { model: "m", compatible: "c", enabled: "&clk", disabled: ["/dev@1"], absent: ["/nope", "&nope"],
        present: "/chosen", maxSize: +4e3,
        properties: { "/dev@1": { ref: { node: "&clk" }, cells: [1, 0x2], bytes: { bytes: "01 02" },
          nope: false, status: "disabled", reg: true },
          "/": { compatible: ["c,b", "c"], "#size-cells": 1 } } }
      """)
    #expect(lines == ["t.dtb: nothing found (final)"])
  }

  @Test(arguments: [
    ("{ model: 'M' }", "/: error: 'model' is \"m\", expected \"M\" [expectation]", "1:10"),
    (
      "{ enabled: '/dev@1' }",
      "/dev@1: error: the node is expected to be enabled, but its status is \"disabled\" [expectation]",
      "1:12"
    ),
    (
      "{ disabled: '&clk' }",
      "/clk: error: the node is expected to be disabled, but it is enabled [expectation]", "1:13"
    ),
    (
      "{ absent: ['/clk'] }", "/clk: error: the node is expected to be absent, but it exists [expectation]",
      "1:12"
    ),
    ("{ properties: { '/': { x: 1 } } }", "/: error: there is no property 'x' [expectation]", "1:27"),
    (
      "{ properties: { '/dev@1': { cells: [3] } } }",
      "/dev@1: error: 'cells' is <0x1 0x2>, expected <0x3> [expectation]", "1:36"
    ),
    (
      "{ properties: { '/dev@1': { ref: { node: '/chosen' } } } }",
      "/dev@1: error: 'ref' is <0x1>, expected a reference to /chosen [expectation]", "1:34"
    ),
    (
      "{ compatible: ['c', 'd'] }",
      "/: error: 'compatible' is \"c,b\", \"c\", expected \"d\" as well [expectation]", "1:15"
    ),
  ])
  func whatIsNot(text: String, line: String, place: String) throws {
    #expect(
      try expect(text) == ["t.dtb:" + line, "note: expected by e.json5:\(place)", "t.dtb: 1 error (final)"])
  }

  /// A blob without labels is named as the cause, with what to do in the reader's words.
  @Test(
    arguments: [
      (nil, "compile it with `-@`"),
      ("1", "build it with 'buildDeviceTree', or with 'DTC_FLAGS=-@' among the kernel's make flags"),
    ] as [(String?, String)])
  func labelsOfABlobWithoutLabels(reader: String?, help: String) throws {
    let folder = try TemporaryFolder([
      "t.dts": "/dts-v1/;\n/ { #address-cells = <1>; #size-cells = <1>; l: n { }; };\n",
      "e.json5": "{ present: '&l' }",
    ])
    #expect(try Tool.swiftdt.run(["compile", "-q", "-o", "t.dtb", "t.dts"], in: folder).status == 0)
    let result = try Tool.swiftdt.run(
      ["check", "-P", "base", "--expect", "e.json5", "t.dtb"], in: folder,
      environment: reader.map { ["SWIFTDT_NIX": $0, "LC_ALL": "C"] } ?? ["LC_ALL": "C"])
    #expect(
      result.errors.contains(
        """
        error: there is no node with the label 'l' [expected-path]
        note: the blob has no labels
        note: expected by e.json5:1:12
        help: \(help)

        """), "\(result.errors)")
  }

  @Test func longValuesAreCut() throws {
    let text = String(repeating: "x", count: 300)
    let folder = try TemporaryFolder([
      "t.dts": """
      /dts-v1/;
      / { #address-cells = <1>; #size-cells = <1>; model = "\(text)";
        odd = [\(String(repeating: "01", count: 35))]; };
      """,
      "e.json5": "{ model: 'm', properties: { '/': { odd: 'o' } } }",
    ])
    let result = try Tool.swiftdt.run(["check", "-P", "base", "--expect", "e.json5", "t.dts"], in: folder)
    let lines = result.errors.split(separator: "\n").filter { $0.contains("[expectation]") }
    #expect(lines.count == 2)
    #expect(lines.first?.contains("'model' is \"\(text.prefix(255))…, expected \"m\"") == true)
    #expect(
      lines.last?.contains("'odd' is [01\(String(repeating: " 01", count: 31)) …], expected \"o\"")
        == true)
  }

  /// The position of each expectation is looked for from the previous one on.
  @Test func manyExpectations() throws {
    let folder = try BlobCheckTests.folder([
      "e.json5": "{ present: [\n" + String(repeating: "'/chosen', ", count: 100_000)
        + "\n '/nope'], model: 'M' }"
    ])
    let arguments = ["check", "-Wno-reference-cells", "--expect", "e.json5", "t.dtb"]
    let errors = try Tool.swiftdt.run(arguments, in: folder).errors
    #expect(
      errors == """
        t.dtb: error: there is no node /nope [expected-path]
        note: expected by e.json5:3:2
        t.dtb:/: error: 'model' is "m", expected "M" [expectation]
        note: expected by e.json5:3:19
        t.dtb: 2 errors (final)

        """)
  }

  @Test func pathsThatAreNotThere() throws {
    #expect(
      try expect("{ enabled: ['/dev@2', '&clc', 'clk'] }") == [
        "t.dtb: error: there is no node /dev@2 [expected-path]", "note: expected by e.json5:1:13",
        "help: did you mean '/dev@1'?",
        "t.dtb: error: there is no node with the label 'clc' [expected-path]",
        "note: expected by e.json5:1:23", "help: did you mean '&clk'?",
        "t.dtb: error: there is no alias 'clk' [expected-path]", "note: expected by e.json5:1:31",
        "help: did you mean '&clk'?", "t.dtb: 3 errors (final)",
      ])
    let digest = try expect("{ sha256: '\(String(repeating: "0", count: 64))' }")
    #expect(digest[0].hasPrefix("t.dtb: error: the SHA-256 is "))
  }

  @Test func findingsThatAreAllowed() throws {
    let folder = try BlobCheckTests.folder([
      "e.json5": "{ profile: 'final', allow: [{ check: 'reference-cells', node: '/dev@1', reason: 'x' }] }",
      "f.json5": "{ checks: { 'reference-cells': 'note' }, allow: [{ check: 'headroom' }] }",
    ])
    let allowed = try Tool.swiftdt.run(["check", "--expect", "e.json5", "t.dtb"], in: folder)
    #expect(allowed.errors == "t.dtb: nothing found (final)\n")
    let unused = try Tool.swiftdt.run(["check", "--expect", "f.json5", "t.dtb"], in: folder)
    #expect(unused.status == 0)
    #expect(
      unused.errors == """
        t.dtb: warning: f.json5:1:50 allows a finding that no longer occurs [allowed-unused]
        help: remove the entry
        t.dtb:/dev@1: note: 'clocks' has 0 cells after its reference to /clk, which requires 1 [reference-cells]
        t.dtb: 1 warning, 1 note (final)

        """)
  }

  /// An entry that allows a finding of one of several inputs is used; one that none needs is reported
  /// once, unless an input could not be read.
  @Test(arguments: [
    (["good.dtb", "t.dtb"], "2 files checked: 0 with errors, 0 with warnings only\n"),
    (["t.dtb", "good.dtb", "good.dts"], "3 files checked: 0 with errors, 0 with warnings only\n"),
    (
      ["good.dtb", "good.dts"],
      """
      good.dtb: warning: e.json5:1:11 allows a finding that no longer occurs [allowed-unused]
      help: remove the entry
      2 files checked: 0 with errors, 1 with warnings only

      """
    ),
    (
      ["good.dts"],
      """
      good.dts: warning: e.json5:1:11 allows a finding that no longer occurs [allowed-unused]
      help: remove the entry
      good.dts: 1 warning (final)

      """
    ),
    (
      ["good.dtb", "none.dtb"],
      """
      swiftdt: error: cannot read 'none.dtb': No such file or directory
      2 files checked: 1 with errors, 0 with warnings only

      """
    ),
  ])
  func acceptedInOneOfSeveral(_ inputs: [String], _ lines: String) throws {
    let folder = try BlobCheckTests.folder([
      "e.json5": "{ allow: [{ check: 'reference-cells', node: '/dev@1' }] }",
      "good.dts": BlobCheckTests.source.replacing("clocks = <&clk>", with: "clocks = <&clk 0>"),
    ])
    #expect(
      try Tool.swiftdt.run(["compile", "-q", "-@", "-o", "good.dtb", "good.dts"], in: folder).status == 0)
    #expect(
      try Tool.swiftdt.run(["check", "-j", "1", "--expect", "e.json5"] + inputs, in: folder).errors == lines)
  }

  @Test(arguments: [
    ("", "1:1: error: the file is empty", ""),
    ("[]", "1:1: error: the file must be an object { … }, not a list", ""),
    ("{ model: 1 }", "1:10: error: 'model' must be a string, not a number", ""),
    ("{\n  modell: 'm' }", "2:3: error: unknown key 'modell'", "did you mean 'model'?"),
    (
      "{ profile: 'finel' }", "1:12: error: unknown profile 'finel'",
      "the profiles are base, overlay, final, uboot, nixos"
    ),
    ("{ headroom: -1 }", "1:13: error: 'headroom' must be a number of bytes below 2 GiB", ""),
    ("{ headroom: 0x+1 }", "1:13: error: '0x+1' is not a number", ""),
    (
      "{ checks: { headrom: 'off' } }", "1:13: error: unknown check 'headrom'", "did you mean 'headroom'?"
    ),
    (
      "{ checks: { 'unit-address-vs-reg': 'off' } }", "1:13: error: unknown check 'unit-address-vs-reg'",
      "did you mean 'unit_address_vs_reg'?"
    ),
    (
      "{ allow: [{ check: 'dtc' }] }", "1:20: error: unknown check 'dtc'",
      "`swiftdt check --list` lists them all"
    ),
    (
      "{ checks: { headroom: 'of' } }", "1:23: error: unknown severity 'of'",
      "the severities are off, note, warning, error"
    ),
    ("{ profile: 1 }", "1:12: error: 'profile' must be a string or a list of strings, not a number", ""),
    ("{ allow: [{ check: 1 }] }", "1:20: error: 'allow[0].check' must be a string, not a number", ""),
    (
      "{ properties: { '/a.b': [] } }",
      "1:25: error: 'properties./a.b' must be an object { … }, not a list", ""
    ),
    ("{ headroom: 1.5 }", "1:13: error: 'headroom' must be a number of bytes below 2 GiB", ""),
    ("{ allow: {} }", "1:10: error: 'allow' must be a list, not an object", ""),
    ("{ allow: [{ node: '/' }] }", "1:11: error: an entry of 'allow' needs 'check'", ""),
    ("{ enabled: [1] }", "1:13: error: 'enabled[0]' must be a string, not a number", ""),
    ("{ enabled: ['&'] }", "1:13: error: name a node by its path, a label (&label) or an alias", ""),
    (
      "{ properties: { '/': { a: null } } }",
      "1:27: error: null is not an expected value; use false for a property that must be absent", ""
    ),
    (
      "{ properties: { '/': { a: [1.5] } } }",
      "1:28: error: a cell must be a whole number from 0 to 0xffffffff", ""
    ),
    (
      "{ properties: { '/': { a: { b: 1 } } } }", "1:29: error: unknown key 'b'",
      "the keys are contains, bytes, node"
    ),
    (
      "{ properties: { '/': { a: { node: '/', bytes: '00' } } } }",
      "1:27: error: an expected value must have one key: contains, bytes or node", ""
    ),
    (
      "{ properties: { '/': { a: { bytes: '1' } } } }",
      "1:36: error: 'bytes' must be pairs of hexadecimal digits", ""
    ),
    ("{ sha256: 'x' }", "1:11: error: 'sha256' must be 64 hexadecimal digits", ""),
    ("{ model: 'a', model: 'b' }", "1:15: error: duplicate key 'model'", ""),
    ("{ model: '\\ud800\\u12", "1:19: error: expected 4 hexadecimal digits", ""),
    ("{ model: '\\ud800\\", "1:11: error: '\\ud800' is only half of a surrogate pair", ""),
    ("{ model: 'a\\", "1:10: error: string is not closed on its line", ""),
    ("{ model: m }", "1:10: error: 'm' is not a value: is it a string without quotes?", ""),
  ])
  func badFiles(text: String, line: String, help: String) throws {
    let lines = try expect(text)
    #expect(lines.first == "e.json5:" + line)
    #expect(lines.filter { $0.hasPrefix("help: ") } == (help.isEmpty ? [] : ["help: " + help]))
  }
}
