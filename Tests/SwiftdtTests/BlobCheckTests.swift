import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// `check`, whole: what it writes, and files of expectations.
struct BlobCheckTests {
  private static let source = """
    /dts-v1/;
    / { model = "m"; compatible = "c,b", "c"; #address-cells = <1>; #size-cells = <1>;
      chosen { };
      clk: clk { #clock-cells = <1>; };
      dev@1 { reg = <1 1>; clocks = <&clk>; ref = <&clk>; cells = <1 2>; bytes = [01 02]; status = "disabled"; };
      memory@0 { device_type = "memory"; reg = <0 0x1000>; };
    };
    """

  private func folder(_ files: [String: String] = [:]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder(files.merging(["t.dts": Self.source]) { $1 })
    let compiled = try Tool.swiftdt.run(["compile", "-q", "-@", "-o", "t.dtb", "t.dts"], in: folder)
    #expect(compiled.status == 0)
    return folder
  }

  @Test func blobsAndSources() throws {
    let folder = try folder()
    let blob = try Tool.swiftdt.run(["check", "t.dtb"], in: folder)
    #expect(blob.status == 1)
    #expect(
      blob.errors == """
        t.dtb:/dev@1: error: 'clocks' has 0 cells behind its reference to /clk, which wants 1 [reference-cells]
        t.dtb: 1 error (final)

        """)
    let source = try Tool.swiftdt.run(["check", "t.dts"], in: folder)
    #expect(
      source.errors == """
        t.dts:5:24: error: /dev@1: 'clocks' has 0 cells behind its reference to /clk, which wants 1 [reference-cells]
            5 |   dev@1 { reg = <1 1>; clocks = <&clk>; ref = <&clk>; cells = <1 2>; bytes = [01 02]; status = "disabled"; };
              |                        ^~~~~~
        t.dts: 1 error (final)

        """)
    #expect(try Tool.swiftdt.run(["check", "-Eno-reference-cells", "t.dtb"], in: folder).status == 0)
    let strict = ["check", "-Eno-reference-cells", "--warnings-as-errors", "t.dtb"]
    #expect(try Tool.swiftdt.run(strict, in: folder).status == 1)
    let both = try Tool.swiftdt.run(["check", "-q", "t.dtb", "t.dts", "none.dtb"], in: folder)
    #expect(both.errors.hasSuffix("3 files checked: 3 with errors, 0 with warnings\n"))
    let dtc = try Tool.swiftdt.run(["check", "-Wdtc", "-Wno-reference-cells", "t.dtb"], in: folder)
    #expect(
      dtc.errors.split(separator: "\n").first
        == "t.dtb:/dev@1: warning: property size (4) too small for cell size 1 [clocks_property]")
  }

  /// The plainest command line has a way of its own, which says the same.
  @Test(arguments: [
    "t.dtb", "good.dtb", "cut.dtb", "zeros.dtb", "empty.dtb", "none.dtb", "t.dts", ".", "blob",
  ])
  func plainly(_ name: String) throws {
    let folder = try folder([
      "good.dts": "/dts-v1/; / { model = \"m\"; compatible = \"c\"; };", "empty.dtb": "",
    ])
    let compiled = try Tool.swiftdt.run(["compile", "-q", "-o", "good.dtb", "good.dts"], in: folder)
    #expect(compiled.status == 0)
    try folder.write(folder.read("t.dtb"), to: "blob")
    try folder.write(Array(folder.read("t.dtb").prefix(100)), to: "cut.dtb")
    try folder.write([UInt8](repeating: 0, count: 100), to: "zeros.dtb")
    let plain = try Tool.swiftdt.run(["check", name], in: folder)
    let usual = try Tool.swiftdt.run(["check", "-j1", name], in: folder)
    #expect(plain.status == usual.status && plain.status == (name == "good.dtb" ? 0 : 1))
    #expect(plain.errors == usual.errors && !plain.errors.isEmpty)
    #expect(plain.output == usual.output)
  }

  /// Names that would turn a terminal's text red, and turn it around.
  @Test func harmfulNames() throws {
    let folder = try folder()
    let blob = try folder.read("t.dtb")
    for (name, shown) in [
      ("a\u{1B}[3@1", "a?[3@1"), ("a\u{9B}3@1", "a?3@1"), ("\u{202E}bb", "?bb"),
      ("\u{E9}a\u{E9}1", "\u{E9}a\u{E9}1"),
    ] {
      // As long as `memory`, with as much behind it as makes the name whole.
      let bytes = Array((name + String(repeating: "x", count: 6 - name.utf8.count) + "@0\0").utf8)
      try folder.write(blob.replacing(Array("memory@0\0".utf8), with: bytes), to: "x.dtb")
      let result = try Tool.swiftdt.run(["check", "-Wnode_name_chars", "x.dtb"], in: folder)
      let padded = shown + String(repeating: "x", count: 6 - name.utf8.count) + "@0"
      #expect(result.errors.contains("x.dtb:/\(padded): error: the name has"))
      #expect(result.errors.contains("x.dtb:/\(padded): warning: Bad character"))
      #expect(!result.errors.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{202E}" })
    }
  }

  // MARK: Reports

  @Test func json() throws {
    let folder = try folder()
    let result = try Tool.swiftdt.run(["check", "--format", "json", "t.dtb"], in: folder)
    let root = try #require(JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    let blob = try #require((root["blobs"] as? [[String: Any]])?.first)
    #expect(blob["errors"] as? Int == 1)
    let finding = try #require((blob["findings"] as? [[String: Any]])?.first)
    #expect(finding["check"] as? String == "reference-cells")
    #expect(finding["node"] as? String == "/dev@1")
    #expect(finding["property"] as? String == "clocks")
    #expect(finding["offset"] is Int)
  }

  @Test func sarif() throws {
    let folder = try folder()
    let arguments = ["check", "--format", "sarif", "-o", "r.sarif", "t.dtb", "t.dts", "none.dtb"]
    #expect(try Tool.swiftdt.run(arguments, in: folder).status == 1)
    let root = try #require(
      JSONSerialization.jsonObject(with: Data(folder.read("r.sarif"))) as? [String: Any])
    #expect(root["version"] as? String == "2.1.0")
    let run = try #require((root["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 2)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      #expect(result["level"] as? String == "error")
    }
    let places = results.compactMap {
      ($0["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
    }
    #expect((places.last?["region"] as? [String: Int])?["startLine"] == 5)
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    #expect(invocation["executionSuccessful"] as? Bool == false)
  }

  @Test func junit() throws {
    let folder = try folder()
    let result = try Tool.swiftdt.run(["check", "--format", "junit", "t.dtb", "none.dtb"], in: folder)
    let text = result.text
    #expect(
      text.contains(
        """
            <testcase classname="t.dtb" name="reference-cells">
              <failure type="reference-cells" message="error: /dev@1: 'clocks' has 0 cells behind its reference to /clk, which wants 1">
        """))
    #expect(text.contains("failures=\"1\" errors=\"1\">"))
    #expect(JUnitXML.escaped("<a> & \"b\"\u{1}\n") == "&lt;a&gt; &amp; &quot;b&quot;\u{FFFD}&#10;")
  }

  /// The checks that ran have a test each, whether or not they found anything.
  @Test func junitOfWhatRan() throws {
    let folder = try folder([
      "e.json5": "{ model: 'm' }", "o.dts": "/dts-v1/; /plugin/; &{/chosen} { a = <1>; };",
    ])
    try folder.write(Array(folder.read("t.dtb").prefix(100)), to: "cut.dtb")
    func tests(_ arguments: String...) throws -> [String] {
      try Tool.swiftdt.run(["check", "--format", "junit"] + arguments, in: folder).text
        .split(separator: "\n").filter { $0.contains("<testcase ") }
        .map { String($0.split(separator: "\"")[3]) }
    }
    let plain = try tests("t.dtb")
    #expect(plain.contains("reg-size") && plain.contains("root-properties"))
    for other in ["headroom", "load-address", "expectation", "allowed-unused", "boot-file"] {
      #expect(!plain.contains(other), "\(other)")
    }
    #expect(
      try tests("-Wno-reg-size", "-Wheadroom", "t.dtb")
        == plain.filter { $0 != "reg-size" }
        .flatMap { $0 == "blob-size" ? ["headroom", $0] : [$0] })
    #expect(try tests("--at", "0", "t.dtb").contains("load-address"))
    #expect(try tests("--expect", "e.json5", "t.dtb").suffix(2) == ["expectation", "expected-path"])
    #expect(try tests("cut.dtb") == ["unreadable"])
    // Memory and the boot loader's wishes are the base's.
    let overlay = try tests("--profile", "final", "o.dts")
    #expect(
      overlay
        == plain.filter { !$0.hasPrefix("memory-") && !$0.hasPrefix("reserved-") && $0 != "root-properties" })
  }

  @Test func maps() throws {
    let folder = try folder()
    let text = try Tool.swiftdt.run(["check", "-q", "--map", "-", "t.dtb"], in: folder)
    #expect(text.text == "0x000-0xfff    4 KiB  memory@0\n  0x000-0xfff  4 KiB  free\n")
    #expect(try Tool.swiftdt.run(["check", "-q", "--map", "m.svg", "t.dtb"], in: folder).status == 1)
    let svg = String(decoding: try folder.read("m.svg"), as: UTF8.self)
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains("memory@0, 4 KiB"))
  }

  // MARK: Expectations

  private func expect(_ text: String) throws -> [String] {
    let folder = try folder(["e.json5": text])
    let arguments = ["check", "-Wno-reference-cells", "--expect", "e.json5", "t.dtb"]
    return try Tool.swiftdt.run(arguments, in: folder).errors.split(separator: "\n").map(String.init)
  }

  @Test func whatIsAsExpected() throws {
    let lines = try expect(
      """
      { model: "m", compatible: "c", enabled: "&clk", disabled: ["/dev@1"], absent: ["/nope", "&nope"],
        present: "/chosen", maxSize: 0x1000,
        properties: { "/dev@1": { ref: { node: "&clk" }, cells: [1, 0x2], bytes: { bytes: "01 02" },
          nope: false, status: "disabled", reg: true },
          "/": { compatible: ["c,b", "c"], "#size-cells": 1 } } }
      """)
    #expect(lines == ["t.dtb: nothing found (final)"])
  }

  @Test(arguments: [
    ("{ model: 'M' }", "/: error: 'model' is \"m\" where \"M\" is expected [expectation]", "1:10"),
    (
      "{ enabled: '/dev@1' }",
      "/dev@1: error: the node is expected to be enabled, but its status is \"disabled\" [expectation]",
      "1:12"
    ),
    (
      "{ disabled: '&clk' }",
      "/clk: error: the node is expected to be disabled, but it is enabled [expectation]", "1:13"
    ),
    ("{ absent: ['/clk'] }", "/clk: error: the node is there where none is expected [expectation]", "1:12"),
    ("{ properties: { '/': { x: 1 } } }", "/: error: there is no property 'x' [expectation]", "1:27"),
    (
      "{ properties: { '/dev@1': { cells: [3] } } }",
      "/dev@1: error: 'cells' is <0x1 0x2> where <0x3> is expected [expectation]", "1:36"
    ),
    (
      "{ properties: { '/dev@1': { ref: { node: '/chosen' } } } }",
      "/dev@1: error: 'ref' is <0x1> where a reference to /chosen is expected [expectation]", "1:34"
    ),
    (
      "{ compatible: ['c', 'd'] }",
      "/: error: 'compatible' is \"c,b\", \"c\" where also \"d\" is expected [expectation]", "1:15"
    ),
  ])
  func whatIsNot(text: String, line: String, place: String) throws {
    #expect(
      try expect(text) == ["t.dtb:" + line, "note: expected by e.json5:\(place)", "t.dtb: 1 error (final)"])
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
    #expect(lines.first?.contains("'model' is \"\(text.prefix(255))… where \"m\" is expected") == true)
    #expect(
      lines.last?.contains("'odd' is [01\(String(repeating: " 01", count: 31)) …] where \"o\" is expected")
        == true)
  }

  /// Where each is said is found going on from the one before.
  @Test func manyExpectations() throws {
    let folder = try folder([
      "e.json5": "{ present: [\n" + String(repeating: "'/chosen', ", count: 100_000)
        + "\n '/nope'], model: 'M' }"
    ])
    let arguments = ["check", "-Wno-reference-cells", "--expect", "e.json5", "t.dtb"]
    let start = ContinuousClock.now
    let errors = try Tool.swiftdt.run(arguments, in: folder).errors
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(
      errors == """
        t.dtb: error: there is no node /nope [expected-path]
        note: expected by e.json5:3:2
        t.dtb:/: error: 'model' is "m" where "M" is expected [expectation]
        note: expected by e.json5:3:19
        t.dtb: 2 errors (final)

        """)
  }

  @Test func pathsThatAreNotThere() throws {
    #expect(
      try expect("{ enabled: ['/dev@2', '&clc'] }") == [
        "t.dtb: error: there is no node /dev@2 [expected-path]", "note: expected by e.json5:1:13",
        "help: did you mean '/dev@1'?",
        "t.dtb: error: there is no node with the label 'clc' [expected-path]",
        "note: expected by e.json5:1:23", "help: did you mean '&clk'?", "t.dtb: 2 errors (final)",
      ])
    let digest = try expect("{ sha256: '\(String(repeating: "0", count: 64))' }")
    #expect(digest[0].hasPrefix("t.dtb: error: the SHA-256 is "))
  }

  @Test func findingsThatAreAllowed() throws {
    let folder = try folder([
      "e.json5": "{ profile: 'final', allow: [{ check: 'reference-cells', node: '/dev@1', reason: 'x' }] }",
      "f.json5": "{ checks: { 'reference-cells': 'note' }, allow: [{ check: 'headroom' }] }",
    ])
    let allowed = try Tool.swiftdt.run(["check", "--expect", "e.json5", "t.dtb"], in: folder)
    #expect(allowed.errors == "t.dtb: nothing found (final)\n")
    let unused = try Tool.swiftdt.run(["check", "--expect", "f.json5", "t.dtb"], in: folder)
    #expect(unused.status == 0)
    #expect(
      unused.errors == """
        t.dtb: warning: nothing is found any more that f.json5:1:50 allows [allowed-unused]
        help: remove the entry
        t.dtb:/dev@1: note: 'clocks' has 0 cells behind its reference to /clk, which wants 1 [reference-cells]
        t.dtb: 1 warning, 1 note (final)

        """)
  }

  /// What one of several inputs needs is not accepted in vain; what none needs is said once, unless
  /// something could not be read.
  @Test(arguments: [
    (["good.dtb", "t.dtb"], "2 files checked: 0 with errors, 0 with warnings\n"),
    (["t.dtb", "good.dtb", "good.dts"], "3 files checked: 0 with errors, 0 with warnings\n"),
    (
      ["good.dtb", "good.dts"],
      """
      good.dtb: warning: nothing is found any more that e.json5:1:11 allows [allowed-unused]
      help: remove the entry
      2 files checked: 0 with errors, 1 with warnings

      """
    ),
    (
      ["good.dts"],
      """
      good.dts: warning: nothing is found any more that e.json5:1:11 allows [allowed-unused]
      help: remove the entry
      good.dts: 1 warning (final)

      """
    ),
    (
      ["good.dtb", "none.dtb"],
      """
      swiftdt: error: cannot read 'none.dtb': No such file or directory
      2 files checked: 1 with errors, 0 with warnings

      """
    ),
  ])
  func acceptedInOneOfSeveral(_ inputs: [String], _ lines: String) throws {
    let folder = try folder([
      "e.json5": "{ allow: [{ check: 'reference-cells', node: '/dev@1' }] }",
      "good.dts": Self.source.replacing("clocks = <&clk>", with: "clocks = <&clk 0>"),
    ])
    #expect(
      try Tool.swiftdt.run(["compile", "-q", "-@", "-o", "good.dtb", "good.dts"], in: folder).status == 0)
    #expect(
      try Tool.swiftdt.run(["check", "-j", "1", "--expect", "e.json5"] + inputs, in: folder).errors == lines)
  }

  @Test(arguments: [
    ("", "1:1: error: the file is empty", ""),
    ("[]", "1:1: error: the file must be an object, not a list", ""),
    ("{ model: 1 }", "1:10: error: 'model' must be a string, not a number", ""),
    ("{\n  modell: 'm' }", "2:3: error: unknown key 'modell'", "did you mean 'model'?"),
    (
      "{ profile: 'finel' }", "1:12: error: there is no profile 'finel'",
      "there are base, overlay, final, uboot, nixos"
    ),
    ("{ headroom: -1 }", "1:13: error: 'headroom' must be a number of bytes below 2 GiB", ""),
    ("{ headroom: 0x+1 }", "1:13: error: 'headroom' must be a number of bytes below 2 GiB", ""),
    (
      "{ checks: { headrom: 'off' } }", "1:13: error: there is no check 'headrom'", "did you mean 'headroom'?"
    ),
    (
      "{ checks: { headroom: 'of' } }", "1:23: error: there is no severity 'of'",
      "there are off, note, warning, error"
    ),
    ("{ allow: {} }", "1:10: error: 'allow' must be a list, not an object", ""),
    ("{ allow: [{ node: '/' }] }", "1:11: error: an entry of 'allow' needs 'check'", ""),
    ("{ enabled: [1] }", "1:13: error: an entry of 'enabled' must be a string, not a number", ""),
    ("{ enabled: ['&'] }", "1:13: error: a node is named by a path, a label (&label) or an alias", ""),
    (
      "{ properties: { '/': { a: null } } }",
      "1:27: error: null is no expected value; false says that the property is not there", ""
    ),
    (
      "{ properties: { '/': { a: [1.5] } } }",
      "1:28: error: a cell must be a whole number from 0 to 0xffffffff", ""
    ),
    (
      "{ properties: { '/': { a: { b: 1 } } } }", "1:29: error: unknown key 'b'",
      "there are contains, bytes, node"
    ),
    (
      "{ properties: { '/': { a: { bytes: '1' } } } }",
      "1:36: error: 'bytes' must be pairs of hexadecimal digits", ""
    ),
    ("{ sha256: 'x' }", "1:11: error: 'sha256' must be 64 hexadecimal digits", ""),
    ("{ model: 'a', model: 'b' }", "1:15: error: 'model' stands here for the second time", ""),
    ("{ model: m }", "1:10: error: 'm' is no value: does a string lack its quotes?", ""),
  ])
  func badFiles(text: String, line: String, help: String) throws {
    let lines = try expect(text)
    #expect(lines.first == "e.json5:" + line)
    #expect(lines.filter { $0.hasPrefix("help: ") } == (help.isEmpty ? [] : ["help: " + help]))
  }

  @Test func wrongUsage() throws {
    let folder = try folder()
    for (arguments, message) in [
      (["check"], "no blob is given"),
      (["check", "-o", "x", "t.dtb"], "-o goes with --format json, sarif or junit"),
      (
        ["check", "--map", "-", "--format", "json", "-o", "-", "t.dtb"],
        "--map - and --format both go to standard output"
      ),
      (
        ["check", "--at", "0x+1000", "t.dtb"], "the value '0x+1000' is invalid for '--at <address>'"
      ),
      (["check", "--at", "+8", "t.dtb"], "the value '+8' is invalid for '--at <address>'"),
      (["check", "--map", "x.png", "t.dtb"], "--map needs a file that ends in .svg, or -"),
      (
        ["check", "-W", "headrom", "t.dtb"],
        "the value 'headrom' is invalid for '-W <check>': there is no check 'headrom'; did you mean 'headroom'?"
      ),
      (
        ["check", "-Eno-reg-format", "t.dtb"],
        "the value 'no-reg-format' is invalid for '-E <check>': there is no check 'reg-format'; "
          + "did you mean 'reg_format'?"
      ),
      (
        ["check", "--explain", "nothing_of_it"],
        "the value 'nothing_of_it' is invalid for '--explain <check>': there is no check 'nothing_of_it'; "
          + "swiftdt check --list names all"
      ),
    ] {
      let result = try Tool.swiftdt.run(arguments, in: folder)
      #expect(result.status == 2)
      #expect(result.errors.split(separator: "\n").first.map(String.init) == "swiftdt: error: " + message)
    }
    #expect(try Tool.swiftdt.run(["check", "--list"], in: folder).text.contains("reserved-no-room"))
    let text = try Tool.swiftdt.run(["check", "--explain", "reserved-ranges"], in: folder).text
    #expect(text.hasPrefix("reserved-ranges: /reserved-memory has no ranges\nbase error, overlay error, "))
  }
}
