import Foundation
import TestSupport
import Testing

/// `Docs/recipes.md` and `Docs/checks.md` describe the keys of JSON5 files: all that are accepted, and no others.
@Suite struct DocumentedKeysTests {
  /// A table of keys, and a command that complains about the key `zzzqqq` in `in.json5` and lists the right ones.
  struct Table: CustomTestStringConvertible {
    /// The document.
    let document: String
    /// A line of text before the table.
    let lead: String
    /// The file's text with an unknown key.
    let text: String
    let command: String

    var testDescription: String { lead }
  }

  private static let check = "check --expect in.json5 a.dts"

  @Test(arguments: [
    Table(document: "recipes", lead: "# Recipes", text: "{ zzzqqq: 1 }", command: "build in.json5"),
    Table(
      document: "recipes", lead: "## Overlays", text: "{ source: 'a', output: 'b', overlays: { zzzqqq: 1 } }",
      command: "build in.json5"),
    Table(document: "checks", lead: "## Expectation files", text: "{ zzzqqq: 1 }", command: check),
    Table(
      document: "checks", lead: "An entry of `allow`:", text: "{ allow: [{ zzzqqq: 1 }] }", command: check),
  ])
  func allKeys(_ table: Table) throws {
    let folder = try TemporaryFolder(["in.json5": table.text, "a.dts": "/dts-v1/; / { };"])
    let errors = try Tool.swiftdt.run(table.command.split(separator: " ").map(String.init), in: folder).errors
    let listed = try #require(errors.split(separator: "\n").first { $0.hasPrefix("help: the keys are ") })
    let accepted = listed.dropFirst("help: the keys are ".count).split(separator: ", ").map(String.init)
    #expect(try Self.rows(behind: table.lead, of: table.document).map(\.key).sorted() == accepted.sorted())
  }

  /// What the table says is required is an error to leave out, and nothing else is.
  @Test func requiredKeys() throws {
    let required = try Self.rows(behind: "# Recipes", of: "recipes").filter { $0.default == "required" }.map(
      \.key)
    let all = required.map { "\($0): 'a.dts'" }
    let folder = try TemporaryFolder(["a.dts": "/dts-v1/; / { };"])
    func status(_ members: [String]) throws -> Int32 {
      try folder.write(Array("{ \(members.joined(separator: ", ")) }".utf8), to: "in.json5")
      return try Tool.swiftdt.run(["build", "-q", "-o", "out", "in.json5"], in: folder).status
    }
    #expect(try status(all) == 0)
    for index in all.indices {
      var others = all
      others.remove(at: index)
      #expect(try status(others) == 1, "\(required[index])")
    }
  }

  /// The examples are accepted.
  @Test func examples() throws {
    let folder = try TemporaryFolder([
      "board.dts": "/dts-v1/; / { a: a { }; b { }; };", "acme.dts": "/dts-v1/; / { a: a { }; };",
      "spi0.dts": "/dts-v1/; /plugin/; &a { spi; };", "uart.dts": "/dts-v1/; /plugin/; &a { uart; };",
    ])
    for name in ["spi0", "uart"] {
      _ = try Tool.swiftdt.run(["compile", "-@", "-o", name + ".dtbo", name + ".dts"], in: folder)
    }
    let recipes = try Self.blocks(of: "recipes").filter { $0.hasPrefix("{") }
    for recipe in recipes {
      let text = recipe.replacing("${LINUX}/arch/arm64/boot/dts/acme/board.dts", with: "acme.dts")
      try folder.write(Array(text.utf8), to: "in.json5")
      let result = try Tool.swiftdt.run(["build", "-q", "-o", "out", "in.json5"], in: folder)
      #expect(result.status == 0, "\(recipe)\n\(result.errors)")
    }
    #expect(recipes.count == 2)
    let expectations = try Self.blocks(of: "checks").filter { $0.hasPrefix("{") }
    for text in expectations {
      try folder.write(Array(text.utf8), to: "in.json5")
      let errors = try Tool.swiftdt.run(["check", "--expect", "in.json5", "board.dts"], in: folder).errors
      #expect(errors.contains("[expectation]") && !errors.contains("in.json5:1:1: error"), "\(errors)")
    }
    #expect(expectations.count == 1)
  }

  /// A row of a table: its key, and what is in its third column.
  private typealias Row = (key: String, default: String)

  /// Returns the rows of the first table of keys after a line.
  private static func rows(behind lead: String, of document: String) throws -> [Row] {
    let lines = try text(of: document).split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == lead }, "no line '\(lead)'")
    let head = try #require(lines[start...].firstIndex { $0.hasPrefix("| Key ") })
    return lines[(head + 2)...].prefix { $0.hasPrefix("|") }.map { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return (cells[0].replacing("`", with: ""), cells[2])
    }
  }

  /// Returns the indented blocks.
  private static func blocks(of document: String) throws -> [String] {
    try text(of: document).split(separator: "\n\n").filter { $0.hasPrefix("    ") }.map { block in
      block.split(separator: "\n").map { String($0.dropFirst(4)) }.joined(separator: "\n")
    }
  }

  private static func text(of document: String) throws -> String {
    try String(contentsOfFile: PackageFolder.path + "/Docs/\(document).md", encoding: .utf8)
  }
}
