import TestSupport
import Testing

@testable import swiftdt

/// Questions that `swiftdt blame` cannot answer, and its command lines.
struct BlameFailureTests {
  static let failures = [
    (
      ["board.dts", "/soc/serial@3"],
      """
      board.dts: error: there is no node or property '/soc/serial@3'
      note: /soc has no subnode or property 'serial@3'
      help: did you mean '/soc/serial@1'?
      help: did you mean '/soc/serial@2'?

      """
    ),
    (
      ["board.dts", "/sock/x"],
      "board.dts: error: there is no node or property '/sock/x'\nnote: / has no subnode 'sock'\nhelp: did you mean '/soc'?\n"
    ),
    (
      ["board.dts", "uart1/statsu"],
      """
      board.dts: error: there is no node or property 'uart1/statsu'
      note: /soc/serial@1 has no subnode or property 'statsu'
      help: did you mean '/soc/serial@1/status'?

      """
    ),
    (
      ["board.dts", "&uart3"],
      "board.dts: error: no node has the label 'uart3'\nhelp: did you mean '&uart1'?\nhelp: did you mean '&uart2'?\n"
    ),
    (
      ["board.dts", "serial7"],
      "board.dts: error: there is no alias or label 'serial7'\nhelp: did you mean 'serial0'?\n"
    ),
    (["board.dts", ""], "board.dts: error: the path is empty\n"),
    (
      ["board.dts", "/soc/serial"],
      "board.dts: error: '/soc/serial' is ambiguous: it matches 2 nodes\nnote: it could be /soc/serial@1\nnote: it could be /soc/serial@2\n"
    ),
    (
      ["board.dts", "/model/x"],
      "board.dts: error: there is no node or property '/model/x'\nnote: 'model' is a property of /\n"
    ),
    (["board.dts", "/soc/*/none"], "board.dts: error: no node or property matches '/soc/*/none'\n"),
    (["nope.dts"], "swiftdt: error: cannot read 'nope.dts': No such file or directory\n"),
    (
      ["board.dts", "-O", "lost.dts"],
      "lost.dts:3:1: error: overlay 'lost.dts': fragment@0 targets label 'nope', which the base does not export\n"
        + "    3 | &nope { };\n"
    ),
  ]

  @Test(arguments: failures) func failure(_ arguments: [String], _ beginning: String) throws {
    let folder = try TemporaryFolder(BlameTests.files)
    try folder.write(Array("/dts-v1/;\n/plugin/;\n&nope { };\n".utf8), to: "lost.dts")
    let result = try Tool.swiftdt.run(["blame"] + arguments, in: folder)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix(beginning), "\(result.errors)")
    #expect(result.text == "")
  }

  /// What was deleted can still be named, by its label as well.
  @Test(arguments: [
    ("&v", "/reg\n    dl.dts:2:8\n    deleted at dl.dts:3:15\n"),
    ("&v/p", "/reg: p\n    <0x1>\n        dl.dts:2:14\n  → (deleted with its node)\n        dl.dts:3:15\n"),
    ("/reg/p", "/reg: p\n    <0x1>\n        dl.dts:2:14\n  → (deleted with its node)\n        dl.dts:3:15\n"),
    ("/reg/sub", "/reg/sub\n    dl.dts:2:23\n    deleted at dl.dts:3:15\n"),
    (
      "/reg/sub/q",
      "/reg/sub: q\n    <0x2>\n        dl.dts:2:29\n  → (deleted with its node)\n        dl.dts:3:15\n"
    ),
  ]) func deletions(path: String, expected: String) throws {
    let folder = try TemporaryFolder([
      "dl.dts": "/dts-v1/;\n/ { v: reg { p = <1>; sub { q = <2>; }; }; };\n/delete-node/ &v;\n"
    ])
    let result = try Tool.swiftdt.run(["blame", "dl.dts", path], in: folder)
    #expect(result.text == expected && result.errors == "")
    let unknown = try Tool.swiftdt.run(["blame", "dl.dts", "&w"], in: folder)
    #expect(unknown.errors == "dl.dts: error: no node has the label 'w'\n")
  }

  @Test(arguments: ["a.dts", "r.json5 /x --set A=1", "b --json -O x --overlay y p q -Iinc"])
  func quickly(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try BlameRequest(quick: words[...])
    #expect(try quick == BlameCommand.parse(SourceFlags.separated(words[...])).request)
  }

  @Test func wrongUsage() throws {
    for (arguments, message) in [
      (["a.dts", "--set", "A=1"], "swiftdt: error: --set requires a recipe\n"),
      (["r.json5", "--set", "A"], "swiftdt: error: --set needs NAME=VALUE, not 'A'\n"),
      (["-", "-O", "-"], "swiftdt: error: only one of the files can be standard input\n"),
    ] {
      let result = try Tool.swiftdt.run(["blame"] + arguments, in: TemporaryFolder())
      #expect(result.status == 2)
      #expect(result.errors.hasPrefix(message), "\(result.errors)")
    }
  }
}
