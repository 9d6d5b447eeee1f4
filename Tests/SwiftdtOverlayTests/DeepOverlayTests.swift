import TestSupport
import Testing

@testable import swiftdt

/// Overlays whose nodes' paths are longer than they are.
@Suite struct DeepOverlayTests {
  private static func overlay(levels: Int) -> String {
    "/dts-v1/; /plugin/; &z { " + String(repeating: "a { p; ", count: levels)
      + String(repeating: "}; ", count: levels) + "};\n"
  }

  /// They can be applied, but not be explained.
  @Test(arguments: [(100, 0), (6000, 1)])
  func explanations(levels: Int, status: Int32) throws {
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/; / { z: z { }; };", "o.dts": Self.overlay(levels: levels),
    ])
    let message = """
      o.dts: error: its nodes are nested too deeply to be explained: their paths come to more than 64 MiB

      """
    for command in ["explain", "conflicts"] {
      let result = try Tool.swiftdt.run(["overlay", command, "-b", "base.dts", "o.dts"], in: folder)
      #expect(result.status == status)
      #expect(result.errors == (status == 0 ? "" : message))
    }
    let applied = try Tool.swiftdt.run(
      ["overlay", "apply", "-b", "base.dts", "-o", "o.dtb", "o.dts"], in: folder)
    #expect(applied.status == 0 && applied.errors == "")
  }

  /// A provider that two of an overlay's fragments make, so deep that a recursion would exhaust the stack.
  @Test func aDeepProvider() throws {
    let levels = 20_000
    let start = "&z { " + String(repeating: "a { ", count: levels)
    let end = String(repeating: "}; ", count: levels) + "};\n"
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/; / { z: z { }; };",
      "o.dts": "/dts-v1/; /plugin/;\n" + start + "l: b { #clock-cells = <1>; }; " + end + start
        + "b { x; }; c { clocks = <&l>; }; " + end,
    ])
    let result = try Tool.swiftdt.run(
      ["overlay", "apply", "-W", "clocks_property", "-b", "base.dts", "-o", "o.dtb", "o.dts"], in: folder)
    #expect(result.status == 0)
    let path = "…/" + String(repeating: "a/", count: 99) + "b"
    #expect(result.errors.contains("too small for cell size 1 (#clock-cells of \(path)) [clocks_property]"))
  }

  /// A path of the base that all of an overlay's properties have, too.
  @Test func aDeepBase() throws {
    let levels = 10_000
    let base = "/dts-v1/; / { " + String(repeating: "a { ", count: levels - 1) + "z: z { "
    let properties = (0..<4000).map { "p\($0); " }.joined()
    let folder = try TemporaryFolder([
      "base.dts": base + String(repeating: "}; ", count: levels) + "};\n",
      "o.dts": "/dts-v1/; /plugin/; &z { \(properties)};\n", "p.dts": "/dts-v1/; /plugin/; &z { p; };\n",
    ])
    for (name, status) in [("o.dts", 1), ("p.dts", 0)] {
      let result = try Tool.swiftdt.run(["overlay", "explain", "-b", "base.dts", name], in: folder)
      #expect(result.status == Int32(status))
    }
  }

  /// Annotated text is written as it comes.
  @Test func blame() throws {
    let levels = 10_000
    let folder = try TemporaryFolder([
      "t.dts": "/dts-v1/; / { " + String(repeating: "a { ", count: levels)
        + String(repeating: "}; ", count: levels) + "};\n"
    ])
    let shell = Tool(path: "/bin/sh")
    let result = try shell.run(
      ["-c", "ulimit -v 250000; \"$0\" blame t.dts | wc -c", Tool.swiftdt.path], in: folder)
    #expect(result.errors == "")
    #expect((Int(result.text.split { $0 == " " || $0 == "\n" }.first ?? "") ?? 0) > 100_000_000)
  }
}
