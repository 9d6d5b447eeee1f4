import Testing

@testable import swiftdt

/// Sources that are meant to be overlays but lack `/plugin/`.
@Suite struct ForgottenPluginTests {
  private static let hint = """
    warning: the source has no /plugin/, so it is not compiled as an overlay
    help: begin it with '/dts-v1/; /plugin/;'

    """

  @Test(arguments: [
    (["overlay", "apply", "-b", "base.dtb", "-o", "m.dtb", "a.dts"], true),
    (["overlay", "explain", "-b", "base.dtb", "a.dts"], true),
    (["overlay", "conflicts", "-b", "base.dtb", "a.dts"], true),
    (["overlay", "bisect", "-b", "base.dtb", "a.dts"], true),
    (["build", "board.json5"], true),
    (["compile", "-o", "a.dtbo", "a.dtso"], true),
    (["compile", "-o", "a.dtbo", "fragment.dts"], true),
    // Without a root node, it is not a board.
    (["compile", "-o", "a.dtbo", "a.dts"], true),
    (["compile", "-o", "a.dtbo", "comment.dts"], true),
    (["compile", "-o", "a.dtbo", "board.dts"], false),
    (["compile", "-o", "a.dtbo", "included.dts"], false),
    // The error is not about a label, so that /plugin/ would not help.
    (["compile", "-o", "a.dtbo", "syntax.dtso"], false),
  ])
  func says(_ arguments: [String], isTold: Bool) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    for name in ["a.dts", "a.dtso"] {
      try program.write(Array("/dts-v1/;\n&uart_a { status = \"okay\"; };\n".utf8), to: name)
    }
    try program.write(
      Array("/dts-v1/; / { f { target = <&uart_a>; __overlay__ { }; }; };".utf8), to: "fragment.dts")
    try program.write(Array("/dts-v1/;\n//plugin/;\n/* /plugin/; */\n&uart_a { };".utf8), to: "comment.dts")
    try program.write(Array("/dts-v1/; / { a = ; };".utf8), to: "syntax.dtso")
    try program.write(Array("/dts-v1/; /\n{ }; &uart_a { };".utf8), to: "board.dts")
    try program.write(Array("/dts-v1/;\n#include \"soc.dtsi\"\n&uart_a { };".utf8), to: "included.dts")
    try program.write(Array("/ { };".utf8), to: "soc.dtsi")
    try program.write(
      Array(#"{ source: "base.dtb", output: "m.dtb", overlays: ["a.dts"] }"#.utf8), to: "board.json5")
    let outcome = try program.run(arguments)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasSuffix(Self.hint) == isTold, "\(outcome.errors)")
    // It is a warning, though a helpful one.
    if arguments.contains("bisect") { return }
    let quiet = try program.run(arguments + ["-q"])
    #expect(quiet.status == 1)
    let lines = outcome.errors.split(separator: "\n").dropLast(isTold ? 2 : 0)
    #expect(quiet.errors == lines.map { $0 + "\n" }.joined())
  }
}
