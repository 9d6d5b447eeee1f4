import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// The output of `swiftdt blame`.
struct BlameTests {
  struct Position: Decodable {
    let file: String
    let line: Int

    var text: String { "\(file.split(separator: "/").last ?? ""):\(line)" }
  }

  struct Node: Decodable {
    struct Place: Decodable {
      struct Macro: Decodable {
        let name: String
      }

      let position: Position?
      let macros: [Macro]?
      let includedFrom: [Position]?
      let overlay: String?
      let fragment: String?
    }

    struct Write: Decodable {
      let text: String?
      let place: Place

      /// The value and its place, on one line.
      var line: String {
        var value = text ?? "deleted"
        if value.count > 48 { value = value.prefix(48) + "…" }
        var line = value + " | " + (place.position?.text ?? "")
        for macro in place.macros ?? [] { line += " in " + macro.name }
        for position in place.includedFrom ?? [] { line += " < " + position.text }
        if let overlay = place.overlay {
          line += " | \(overlay.split(separator: "/").last ?? "") \(place.fragment ?? "")"
        }
        return line
      }
    }

    struct Property: Decodable {
      let name: String
      let writes: [Write]
    }

    let path: String
    let properties: [Property]
  }

  private func check(_ table: [(String, [String])], _ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let result = try Tool.swiftdt.run(["blame", "--json"] + arguments + table.map(\.0), in: folder)
    #expect(result.errors == "")
    let nodes = try JSONDecoder().decode([Node].self, from: Data(result.output))
    #expect(nodes.count == table.count)
    for (node, expected) in zip(nodes, table) {
      #expect(node.properties.map { $0.writes.map(\.line) } == [expected.1], "\(expected.0)")
    }
  }

  @Test func embeddedBoard() throws {
    try check(BlameTables.embedded, [PackageFolder.path + "/Fixtures/kvim1s/board.json5"])
  }

  @Test(.enabled(if: PackageFolder.hasKhadas, "KHADAS_TREE is not there")) func vendorsBoard() throws {
    #expect(BlameTables.vendor.count >= 20)
    try check(
      BlameTables.vendor,
      ["--set", "KHADAS_TREE=" + PackageFolder.khadas, PackageFolder.path + "/Recipes/kvim1s-all.json5"])
  }

  static let files = [
    "soc.dtsi": """
    #define UART(n) uart##n: serial@n { status = "disabled"; clock = <n>; }
    / { soc: soc { gone { a; }; UART(1); UART(2); }; };

    """,
    "board.dts": """
    /dts-v1/;
    #include "soc.dtsi"
    / { model = "one"; aliases { serial0 = "/soc/serial@1"; }; };
    / { model = "two"; };
    &uart1 { /delete-property/ clock; status = "okay"; };
    &soc { /delete-node/ gone; };
    &soc { gone { a = <2>; }; };

    """,
    "on.dts":
      "/dts-v1/;\n/plugin/;\n&uart2 { status = \"fail\"; };\n&uart2 { status = \"okay\"; gps { }; };\n",
  ]

  private func blame(_ arguments: String...) throws -> Tool.Result {
    let folder = try TemporaryFolder(Self.files)
    let compiled = try Tool.swiftdt.run(["compile", "-o", "on.dtbo", "on.dts"], in: folder)
    #expect(compiled.status == 0)
    let base = try Tool.swiftdt.run(["compile", "-@", "-o", "board.dtb", "board.dts"], in: folder)
    #expect(base.status == 0)
    return try Tool.swiftdt.run(["blame"] + arguments, in: folder)
  }

  @Test func properties() throws {
    let result = try blame(
      "board.dts", "-O", "on.dts", "/model", "serial0/status", "&uart1/clock", "/soc/gone", "&uart2")
    #expect(
      result.text == """
        /: model
            "one"
                board.dts:3:5
          → "two"
                board.dts:4:5
        /soc/serial@1 (uart1): status
            "disabled"
                soc.dtsi:2:29
                in the expansion of macro 'UART' (soc.dtsi:1:9)
                included from board.dts:2
          → "okay"
                board.dts:5:35
        /soc/serial@1 (uart1): clock
            <0x1>
                soc.dtsi:2:29
                in the expansion of macro 'UART' (soc.dtsi:1:9)
                included from board.dts:2
          → (deleted)
                board.dts:5:10
        /soc/gone
            soc.dtsi:2:16
              included from board.dts:2
            deleted at board.dts:6:8
            board.dts:7:8
          a
            (empty)
                deleted later with its node
                soc.dtsi:2:23
                included from board.dts:2
          → <0x2>
                board.dts:7:15
        /soc/serial@2 (uart2)
            soc.dtsi:2:38
              in the expansion of macro 'UART' (soc.dtsi:1:9)
              included from board.dts:2
            on.dts:3:2
              overlay on.dts, fragment@0
            on.dts:4:2
              overlay on.dts, fragment@1
          status
            "disabled"
                soc.dtsi:2:38
                in the expansion of macro 'UART' (soc.dtsi:1:9)
                included from board.dts:2
            "fail"
                on.dts:3:10
                overlay on.dts, fragment@0
          → "okay"
                on.dts:4:10
                overlay on.dts, fragment@1
          clock
          → <0x2>
                soc.dtsi:2:38
                in the expansion of macro 'UART' (soc.dtsi:1:9)
                included from board.dts:2
          phandle
          → <0x3>
                generated by the compiler

        """)
    #expect(result.errors == "")
    #expect(result.status == 0)
  }

  @Test(arguments: [
    ("/soc/*/status", ["/soc/serial@1 (uart1): status", "/soc/serial@2 (uart2): status"]),
    ("&soc/**/clock", ["/soc/serial@2 (uart2): clock"]),
    ("/mod*", ["/: model"]),
    ("/soc/*", ["/soc/gone", "/soc/serial@1 (uart1)", "/soc/serial@2 (uart2)"]),
    ("soc/gon[e]/a", ["/soc/gone: a"]),
    ("&{/soc/serial@1/status}", ["/soc/serial@1 (uart1): status"]),
    // Deleted properties are found by their exact names only.
    ("uart1/clock", ["/soc/serial@1 (uart1): clock"]),
  ])
  func names(_ path: String, _ found: [String]) throws {
    let result = try blame("board.dts", path)
    #expect(result.text.split(separator: "\n").filter { $0.hasPrefix("/") }.map(String.init) == found)
    #expect(result.errors == "")
  }

  @Test func blobs() throws {
    let result = try blame("board.dtb", "-O", "on.dtbo", "uart2/status")
    #expect(
      result.text == """
        /soc/serial@2 (uart2): status
            "disabled"
                in board.dtb
            "fail"
                overlay on.dtbo, fragment@0
          → "okay"
                overlay on.dtbo, fragment@1

        """)
  }

  @Test func annotated() throws {
    let text = """
      /dts-v1/;

      / { /* board.dts:3, board.dts:4 */
      \tmodel = "two"; /* board.dts:4; before: board.dts:3 */

      \tsoc: soc { /* soc.dtsi:2, board.dts:6, board.dts:7 */

      \t\tgone { /* soc.dtsi:2, deleted at board.dts:6, board.dts:7 */
      \t\t\ta = <0x02>; /* board.dts:7; before: soc.dtsi:2 */
      \t\t};

      \t\tuart1: serial@1 { /* soc.dtsi:2 by UART, board.dts:5 */
      \t\t\tstatus = "okay"; /* board.dts:5; before: soc.dtsi:2 by UART */
      \t\t};
      """
    let folder = try TemporaryFolder(Self.files)
    let result = try Tool.swiftdt.run(["compile", "-T", "board.dts"], in: folder)
    #expect(
      result.text.hasPrefix("/dts-v1/;\n\n/ { /* soc.dtsi:2, board.dts:3, board.dts:4 */\n"), "\(result.text)"
    )
    for line in text.split(separator: "\n").dropFirst(2) {
      #expect(result.text.contains(line + "\n"), "\(line)\n\(result.text)")
    }
    let whole = try blame("board.dts", "-O", "on.dts")
    #expect(
      whole.text.contains(
        "status = \"okay\"; /* on.dts:4 [on.dts, fragment@1]; before: soc.dtsi:2 by UART, on.dts:3 [on.dts, fragment@0] */\n"
      ), "\(whole.text)")
    // The annotations do not change the tree.
    try folder.write(whole.output, to: "annotated.dts")
    #expect(
      try Tool.swiftdt.run(["overlay", "apply", "-b", "board.dts", "-o", "m.dtb", "on.dts"], in: folder)
        .status == 0)
    let same = try Tool.swiftdt.run(["diff", "annotated.dts", "m.dtb"], in: folder)
    #expect(same.text == "" && same.status == 0, "\(same.text)\(same.errors)")
  }

  /// The bytes of an included file have no type; none of them is left out.
  @Test func annotatedFiles() throws {
    let folder = try TemporaryFolder([
      "f": "abc",
      "t.dts": """
      /dts-v1/;
      / { a = /incbin/("f"), [FE ED]; b = "a", /incbin/("f"); c = <1>, "x"; d = "a", /incbin/("f"), <1>; };
      """,
    ])
    #expect(
      try Tool.swiftdt.run(["compile", "-T", "t.dts"], in: folder).text == """
        /dts-v1/;

        / { /* t.dts:2 */
        \ta = [61 62 63 fe ed]; /* t.dts:2 */
        \tb = [61 00 61 62 63]; /* t.dts:2 */
        \tc = <0x01>, "x"; /* t.dts:2 */
        \td = [61 00 61 62 63 00 00 00 01]; /* t.dts:2 */
        };

        """)
  }

  /// For a blob only its name is known, which is shown only where something else wrote as well.
  @Test func annotatedBlobs() throws {
    let text = try blame("board.dtb", "-O", "on.dtbo").text
    for line in [
      "\tmodel = \"two\";\n",
      "\t\tuart2: serial@2 { /* board.dtb, [on.dtbo, fragment@0], [on.dtbo, fragment@1] */\n",
      "\t\t\tstatus = \"okay\"; /* [on.dtbo, fragment@1]; before: board.dtb, [on.dtbo, fragment@0] */\n",
      "\t\t\tgps { /* [on.dtbo, fragment@1] */\n",
    ] {
      #expect(text.contains(line), "\(line)\(text)")
    }
  }
}
