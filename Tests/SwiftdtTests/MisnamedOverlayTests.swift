import TestSupport
import Testing

/// Overlays in blobs that are named like boards: what `compile` makes of `NAME.dts`.
struct MisnamedOverlayTests {
  private static let board = "/dts-v1/;\n/ {\n  compatible = \"b\";\n  led: led { };\n};\n"
  private static func overlay(_ name: String) -> String {
    "/dts-v1/;\n/plugin/;\n/ { compatible = \"b\"; };\n&led { \(name); };\n"
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder([
      "board.dts": Self.board, "ov/one.dts": Self.overlay("one"), "ov/two.dtso": Self.overlay("two"),
      "alone/one.dts": Self.overlay("one"),
      "r.json5": "{ source: \"board.dts\", overlays: { folder: \"pre\" }, output: \"b.dtb\" }\n",
      "n.json5":
        "{ source: \"board.dts\", overlays: { folder: \"pre\", names: [\"one\"] }, output: \"b.dtb\" }\n",
      "w.json5":
        "{ source: \"board.dts\", overlays: { folder: \"pre\", names: [\"one.dtb\"] }, output: \"b.dtb\" }\n",
      "a.json5": "{ source: \"board.dts\", overlays: { folder: \"lone\" }, output: \"b.dtb\" }\n",
      "list.json": "[{ name: \"on\", dtboFile: \"ov/two.dtso\" }]",
    ])
    for words in [
      ["-@", "-o", "pre/", "ov"], ["-@", "-o", "pre/board.dtb", "board.dts"], ["-@", "-o", "lone/", "alone"],
    ] {
      #expect(try Tool.swiftdt.run(["compile", "-q"] + words, in: folder).status == 0)
    }
    return folder
  }

  private static let warning = """
    pre/one.dtb: warning: this is an overlay, but named like a board: it is left out of the overlays in the folder 'pre/'
    help: rename it to 'one.dtbo'

    """

  /// A board beside the overlays is none of them.
  @Test(arguments: ["build r.json5", "blame r.json5 /led", "overlay bisect --recipe r.json5 -- true"])
  func inFolders(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let result = try Tool.swiftdt.run(words, in: folder())
    #expect(result.errors.hasPrefix(Self.warning), "\(result.errors)")
  }

  /// It must not be renamed onto the overlay that is there.
  @Test func besideItsOverlay() throws {
    let folder = try folder()
    try folder.write(folder.read("pre/one.dtb"), to: "pre/one.dtbo")
    #expect(try Tool.swiftdt.run(["build", "r.json5"], in: folder).errors == "")
  }

  @Test func quietAndStrict() throws {
    let folder = try folder()
    let quiet = try Tool.swiftdt.run(["build", "-q", "r.json5"], in: folder)
    #expect(quiet.status == 0 && quiet.errors == "")
    let strict = try Tool.swiftdt.run(["build", "-E", "all", "-o", "none", "r.json5"], in: folder)
    #expect(strict.status == 1)
    #expect(strict.errors == Self.warning.replacing("warning:", with: "error:"))
    #expect(!folder.names.contains("none"))
  }

  /// A blob beside its source was made of it.
  @Test func besideItsSource() throws {
    let folder = try folder()
    try folder.write(Array(Self.overlay("one").utf8), to: "pre/one.dts")
    let result = try Tool.swiftdt.run(["build", "r.json5"], in: folder)
    #expect(result.status == 0 && result.errors == "")
  }

  @Test(arguments: [
    (
      "n",
      """
      n.json5:1:59: error: 'overlays': overlay 'one' was not found; tried 'pre/one.dts', 'pre/one.dtso', 'pre/one.dtbo', 'pre/one'
          1 | { source: "board.dts", overlays: { folder: "pre", names: ["one"] }, output: "b.dtb" }
            |                                                           ^~~~~
      help: 'pre/one.dtb' is an overlay: rename it to 'one.dtbo', or write 'one.dtb'

      """
    ),
    (
      "a",
      """
      a.json5:1:34: error: 'overlays': there are no overlays in the folder 'lone/'
          1 | { source: "board.dts", overlays: { folder: "lone" }, output: "b.dtb" }
            |                                  ^~~~~~~~~~~~~~~~~~
      help: 'lone/one.dtb' is an overlay: rename it to 'one.dtbo'

      """
    ),
  ])
  func notFound(recipe: String, errors: String) throws {
    let result = try Tool.swiftdt.run(["build", recipe + ".json5"], in: folder())
    #expect(result.status == 1)
    #expect(result.errors == errors)
  }

  @Test func byItsWholeName() throws {
    let result = try Tool.swiftdt.run(["build", "w.json5"], in: folder())
    #expect(result.status == 0 && result.errors == "")
  }

  /// It is not taken for a board, but copied like other files.
  @Test func inTrees() throws {
    let folder = try folder()
    let words = ["overlay", "apply-tree", "--source", "pre", "-o", "out", "--overlays", "list.json"]
    let result = try Tool.swiftdt.run(words, in: folder)
    #expect(result.status == 0)
    #expect(
      result.errors == """
        pre/one.dtb: warning: this is an overlay, but named like a board: no overlays are applied to it
        help: rename it to 'one.dtbo'

        """)
    #expect(result.text == "blob       overlay  result\nboard.dtb  on       applied\n")
    #expect(try folder.read("out/one.dtb") == folder.read("pre/one.dtb"))
    let quiet = try Tool.swiftdt.run(words + ["-q"], in: folder)
    #expect(quiet.status == 0 && quiet.errors == "")
  }
}
