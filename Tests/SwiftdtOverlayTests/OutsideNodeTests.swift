import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// The messages about children of an overlay's root that are in no fragment, and so merged into no board.
@Suite struct OutsideNodeTests {
  private static let source = """
    /dts-v1/; /plugin/;
    / {
      compatible = "acme,board";
      fan { speed: speed { }; };
      lamp { };
    };
    &uart_a { fan = <&speed>; };

    """
  private static let warning = """
    a.dts:4:3: warning: 'fan', 'lamp' are in no fragment, so they are not applied
        4 |   fan { speed: speed { }; };
          |   ^
    help: use '&{/} { … };' to merge them into the base's root

    """

  private func program(_ source: String = source) throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Array(source.utf8), to: "a.dts")
    try program.write(
      Array(#"{ source: "base.dtb", output: "m.dtb", overlays: ["a.dts"] }"#.utf8), to: "board.json5")
    return program
  }

  @Test(arguments: [
    ["compile", "-o", "a.dtbo", "a.dts"], ["overlay", "explain", "-b", "base.dtb", "a.dts"],
    ["overlay", "apply", "-b", "base.dtb", "-o", "m.dtb", "a.dts"],
    ["overlay", "conflicts", "-b", "base.dtb", "a.dts"], ["build", "board.json5"],
  ])
  func commands(arguments: [String]) throws {
    let outcome = try program().run(arguments)
    #expect(outcome.errors == Self.warning)
    #expect(outcome.status == 0)
    #expect(try program().run(arguments + ["-q"]).errors == "")
  }

  /// Most blobs are merged in place, by code that reports nothing.
  @Test func blobs() throws {
    let program = try program()
    #expect(try program.run("compile", "-q", "-o", "a.dtbo", "a.dts").status == 0)
    let outcome = try program.run("overlay", "apply", "-b", "base.dtb", "-o", "out.dtb", "a.dtbo")
    #expect(
      outcome.errors == """
        a.dtbo: warning: 'fan', 'lamp' are in no fragment, so they are not applied
        help: use '&{/} { … };' to merge them into the base's root

        """)
    let plain = try program.run("-i", "base.dtb", "-o", "plain.dtb", "a.dtbo", as: "fdtoverlay")
    #expect(plain == .init(status: 0, output: "", errors: ""))
    #expect(program.read("out.dtb") == program.read("plain.dtb"))
  }

  @Test func asAnError() throws {
    let program = try program()
    let outcome = try program.run("compile", "-E", "all", "-o", "a.dtbo", "a.dts")
    #expect(outcome.errors == Self.warning.replacing("warning", with: "error"))
    #expect(outcome.status == 1)
    #expect(program.read("a.dtbo") == nil)
  }

  @Test(arguments: [
    // Nodes for tools, and nodes that other messages are about.
    "/dts-v1/; /plugin/; / { a; metadata { title = \"t\"; }; __overrides__ { p; }; }; &uart_a { };",
    "/dts-v1/; /plugin/; / { f { target-path = \"/\"; }; g { __dormant__ { }; }; }; &uart_a { };",
    // The kernel's unit tests attach such trees to the root.
    "/dts-v1/; /plugin/; / { a { b = <&uart_a>; }; };",
    // A board.
    "/dts-v1/; / { a { }; };",
  ])
  func nothing(source: String) throws {
    let program = try program(source)
    let outcome = try program.run("compile", "-o", "a.dtbo", "a.dts")
    #expect(outcome == .init(status: 0, output: "", errors: ""))
  }

  @Test func many() throws {
    let nodes = (1...5).map { "n\($0) { };" }.joined(separator: " ")
    let program = try program("/dts-v1/; /plugin/; / { \(nodes) }; &uart_a { };")
    let outcome = try program.run("compile", "-o", "a.dtbo", "a.dts")
    #expect(outcome.errors.contains("warning: 'n1', 'n2', 'n3', 'n4', … are in no fragment"))
  }

  /// An overlay without fragments is reported as such.
  @Test func withoutFragments() throws {
    let program = try program("/dts-v1/; /plugin/; / { fan { }; };")
    let outcome = try program.run("overlay", "apply", "-b", "base.dtb", "-o", "m.dtb", "a.dts")
    #expect(
      outcome.errors == """
        a.dts: warning: there are no fragments: 'fan' has no '__overlay__', so nothing is applied
        help: in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, and '&{/} { … };' adds to its root

        """)
  }
}
