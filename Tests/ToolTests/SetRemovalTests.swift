import TestSupport
import Testing

@testable import swiftdt

/// Warnings about names that refer to nodes that were removed.
@Suite struct SetRemovalTests {
  private static let source = """
    /dts-v1/;
    / {
      aliases { one = "/soc/a"; two = "/soc/a/b"; lost = "/soc/nothing"; };
      soc: soc { a: a { b: b { }; }; ab: a-b { }; };
      soc2: soc-2 { };
    };
    """

  /// Edits, and the warnings after `x.dtb: warning: `.
  @Test(arguments: [
    ([], []),
    (
      ["remove /soc/a/b"],
      [
        "/soc/a/b is removed, but the label 'b' still refers to it",
        "/soc/a/b is removed, but the alias 'two' still refers to it",
      ]
    ),
    (
      ["remove /soc/a"],
      [
        "/soc/a is removed, but 2 labels still refer to it",
        "/soc/a is removed, but 2 aliases still refer to it",
      ]
    ),
    (["remove /soc/a-b"], ["/soc/a-b is removed, but the label 'ab' still refers to it"]),
    (
      ["remove /soc-2", "remove /soc"],
      [
        "/soc-2 is removed, but the label 'soc2' still refers to it",
        "/soc is removed, but 4 labels still refer to it", "/soc is removed, but 3 aliases still refer to it",
      ]
    ),
    // A node covers all that are below it.
    (
      ["remove /soc/a", "remove /soc"],
      ["/soc is removed, but 4 labels still refer to it", "/soc is removed, but 3 aliases still refer to it"]
    ),
    // Only the final tree counts.
    (["remove /soc-2", "create /soc-2"], []),
    (["remove /soc-2", "delete /__symbols__ soc2"], []),
    (["remove /soc-2", "set /__symbols__ soc2 /soc"], []),
    (["remove /soc-2", "remove /__symbols__"], []),
    (["remove /*"], []),
  ])
  func danglingNames(edits: [String], warnings: [String]) throws {
    let bench = try Workbench(["x.dts": Self.source])
    let result = try bench.run(
      "swiftdt", ["set", "x.dtb", "--pad", "0"] + edits.flatMap { ["-e", $0] })
    #expect(result.errors == warnings.map { "x.dtb: warning: \($0)\n" }.joined())
    #expect(result.status == 0)
  }

  /// Names are searched once, not once for each node that is removed.
  @Test func manyNodes() throws {
    let nodes = (0..<1000).map { "l\($0): n\($0) { };" }.joined(separator: "\n")
    let bench = try Workbench(["x.dts": "/dts-v1/;\n/ {\n\(nodes)\n};\n"])
    let result = try bench.run("swiftdt", "set", "x.dtb", "-r", "/n*")
    let warnings = (0..<1000).map {
      "x.dtb: warning: /n\($0) is removed, but the label 'l\($0)' still refers to it\n"
    }
    #expect(result.errors == warnings.joined())
  }

  /// Paths and phandles in one value, each at its own place.
  @Test func pathsAndPhandlesInAValue() throws {
    let bench = try Workbench(["x.dts": Self.source])
    let value = #""s", &soc, <1 &a 2 &b>, &ab, [ff], &soc2"#
    #expect(try bench.run("swiftdt", "set", "x.dtb", "/", "p", value).errors == "")
    #expect(
      try bench.run("swiftdt", "get", "-t", "bytes", "x.dtb", "/", "p").text
        == """
        73 00 2f 73 6f 63 00 00 00 00 01 00 00 00 02 00 00 00 02 00 00 00 03 2f 73 6f 63 2f 61 2d 62 00 ff \
        2f 73 6f 63 2d 32 00

        """)
  }
}
