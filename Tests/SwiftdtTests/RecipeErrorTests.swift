import TestSupport
import Testing

/// What `build` says about recipes.
struct RecipeErrorTests {
  static let cases: [RunCase] = [
    RunCase(
      ["build", "-o", "out", "unknown.json5"], status: 1,
      """
      unknown.json5: error: unknown key 'overlay'; there are variables, source, include, define, overlays, pad, size, align, output
      """),
    RunCase(
      ["build", "-o", "out", "missing.json5"], status: 1,
      """
      missing.json5: error: 'source' is missing
      """),
    RunCase(
      ["build", "-o", "out", "type.json5"], status: 1,
      """
      type.json5: error: 'source' must be a string
      """),
    RunCase(
      ["build", "-o", "out", "deeptype.json5"], status: 1,
      """
      deeptype.json5: error: 'overlays[0].folder' must be a string
      """),
    RunCase(
      ["build", "-o", "out", "variable.json5"], status: 1,
      """
      variable.json5: error: 'source': '${NOWHERE_SET}' stands for nothing: give --set NOWHERE_SET=VALUE or set it in the environment
      """),
    RunCase(
      ["build", "-o", "out", "syntax.json5"], status: 1,
      """
      syntax.json5:2:3: error: expected ',' or '}', found 'o'
      """),
    RunCase(
      ["build", "-o", "out", "empty.json5"], status: 1,
      """
      empty.json5: error: the file is empty
      """),
    RunCase(
      ["build", "-o", "out", "nooverlay.json5"], status: 1,
      """
      nooverlay.json5: error: 'overlays': overlay 'nope' was not found; tried 'nope.dts', 'nope.dtso', 'nope.dtbo'
      """),
    RunCase(
      ["build", "-o", "out", "nofolder.json5"], status: 1,
      """
      nofolder.json5: error: 'overlays': cannot list the folder 'nope/'
      """),
    RunCase(
      ["build", "-o", "out", "outside.json5"], status: 1,
      """
      outside.json5: error: 'output' must be a file's path below the output folder, not '../x.dtb'
      """),
    RunCase(
      ["build", "-o", "out", "align.json5"], status: 1,
      """
      align.json5: error: 'align' must be a power of two, not 3
      """),
    RunCase(
      ["build", "-o", "out", "pad.json5"], status: 1,
      """
      pad.json5: error: 'pad' must be a number of bytes from 0 to 2 GiB, not -1
      """),
    RunCase(
      ["build", "-o", "out", "nosource.json5"], status: 1,
      """
      swiftdt: error: cannot read 'nope.dts': No such file or directory
      """),
    RunCase(
      ["build", "-o", "out", "none.json5"], status: 1,
      """
      none.json5: error: cannot read 'none.json5': No such file or directory
      """),
    RunCase(
      ["build", "-o", "out", "d"], status: 1,
      """
      d: error: cannot read 'd': Is a directory
      """),
  ]

  @Test(arguments: cases)
  func messages(_ run: RunCase) throws { try run.check() }

  /// Foundation's JSON5 reader ends the program at bytes that are no text.
  @Test(arguments: [
    ([0xFF], "1:1: error: the text is not UTF-8: byte 0xff"),
    (Array("{\n  source: \"a\",\n".utf8) + [0xC3, 0x28], "3:1: error: the text is not UTF-8: byte 0xc3"),
    (Array("{ \u{e9}".utf8) + [0xE2, 0x82], "1:5: error: the text is not UTF-8: byte 0xe2"),
  ])
  func noText(bytes: [UInt8], message: String) throws {
    let folder = try workshop()
    try folder.write(bytes, to: "r.json5")
    let result = try Tool.swiftdt.run(["build", "r.json5"], in: folder)
    #expect(result.errors == "r.json5:" + message + "\n")
    #expect(result.status == 1)
    let listed = try Tool.swiftdt.run(
      ["overlay", "apply-tree", "--source", "d", "--out", "o", "--overlays", "r.json5"], in: folder)
    #expect(listed.errors == "r.json5:" + message + "\n")
    #expect(listed.status == 1)
  }
}
