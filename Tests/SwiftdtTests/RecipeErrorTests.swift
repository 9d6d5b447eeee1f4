import TestSupport
import Testing

/// Messages about recipes, from `build` and the other commands that take them.
struct RecipeErrorTests {
  static let cases: [RunCase] = [
    RunCase(
      ["build", "-o", "out", "unknown.json5"], status: 1,
      """
      unknown.json5:1:40: error: unknown key 'overlay'
          1 | { source: "base.dts", output: "x.dtb", overlay: [] }
            |                                        ^~~~~~~
      help: did you mean 'overlays'?
      """),
    RunCase(
      ["build", "-o", "out", "missing.json5"], status: 1,
      """
      missing.json5: error: 'source' is missing
      """),
    RunCase(
      ["build", "-o", "out", "type.json5"], status: 1,
      """
      type.json5:1:11: error: 'source' must be a string, not a number
          1 | { source: 1, output: "x.dtb" }
            |           ^
      """),
    RunCase(
      ["build", "-o", "out", "deeptype.json5"], status: 1,
      """
      deeptype.json5:1:44: error: 'overlays[0].folder' must be a string, not a number
          1 | { source: "base.dts", overlays: [{ folder: 1 }], output: "x.dtb" }
            |                                            ^
      """),
    RunCase(
      ["build", "-o", "out", "variable.json5"], status: 1,
      """
      variable.json5:1:11: error: 'source': '${NOWHERE_SET}' has no value: use --set NOWHERE_SET=VALUE or set it in the environment
          1 | { source: "${NOWHERE_SET}/base.dts", output: "x.dtb" }
            |           ^~~~~~~~~~~~~~~~~~~~~~~~~
      """),
    RunCase(
      ["build", "-o", "out", "syntax.json5"], status: 1,
      """
      syntax.json5:2:3: error: expected ',' or '}', found 'o'
          2 |   output: "x.dtb" }
            |   ^
      """),
    RunCase(
      ["build", "-o", "out", "empty.json5"], status: 1,
      """
      empty.json5: error: the file is empty
      """),
    RunCase(
      ["build", "-o", "out", "nooverlay.json5"], status: 1,
      """
      nooverlay.json5:1:34: error: 'overlays': overlay 'nope' was not found; tried 'nope.dts', 'nope.dtso', 'nope.dtbo'
          1 | { source: "base.dts", overlays: ["nope"], output: "x.dtb" }
            |                                  ^~~~~~
      """),
    RunCase(
      ["build", "-o", "out", "folderoverlay.json5"], status: 1,
      """
      folderoverlay.json5:1:34: error: 'overlays': overlay 'd' is a folder
          1 | { source: "base.dts", overlays: ["d"], output: "x.dtb" }
            |                                  ^~~
      help: { folder: … } instead of the list takes all overlays in it
      """),
    RunCase(
      ["build", "-o", "out", "nearoverlay.json5"], status: 1,
      """
      nearoverlay.json5:2:23: error: 'overlays': overlay 'LoST' was not found; tried 'LoST.dts', 'LoST.dtso', 'LoST.dtbo'
          2 |   overlays: { names: ["LoST"] }, output: "x.dtb" }
            |                       ^~~~~~
      help: did you mean 'lost'?
      """),
    RunCase(
      ["build", "-o", "out", "mistyped.json5"], status: 1,
      """
      mistyped.json5:1:34: error: 'overlays': overlay 'LOST.dts' was not found
          1 | { source: "base.dts", overlays: ["LOST.dts"], output: "x.dtb" }
            |                                  ^~~~~~~~~~
      help: did you mean 'lost.dts'?
      """),
    RunCase(
      ["build", "-o", "out", "mistypedblob.json5"], status: 1,
      """
      mistypedblob.json5:1:56: error: 'overlays': overlay 'onn.dtbo' was not found; tried './onn.dtbo'
          1 | { source: "base.dts", overlays: { folder: ".", names: ["onn.dtbo"] }, output: "x.dtb" }
            |                                                        ^~~~~~~~~~
      help: did you mean 'on.dtbo'?
      """),
    RunCase(
      ["build", "-o", "out", "stringkey.json5"], status: 1,
      """
      stringkey.json5:1:45: error: unknown key 'outptu'
          1 | { overlays: ["outptu"], source: "base.dts", outptu: "x.dtb" }
            |                                             ^~~~~~
      help: did you mean 'output'?
      """),
    RunCase(
      ["build", "-o", "out", "farkey.json5"], status: 1,
      """
      farkey.json5:1:16: error: 'overlays[0]': unknown key 'x'
          1 | { overlays: [{ x: 1 }], source: "base.dts", output: "x.dtb" }
            |                ^
      help: the keys are folder, names
      """),
    RunCase(
      ["build", "-o", "out", "nofolder.json5"], status: 1,
      """
      nofolder.json5:1:35: error: 'overlays': cannot list the folder 'nope/': No such file or directory
          1 | { source: "base.dts", overlays: { folder: "nope" }, output: "x.dtb" }
            |                                   ^~~~~~
      """),
    RunCase(
      ["build", "-o", "out", "outside.json5"], status: 1,
      """
      outside.json5:1:31: error: 'output' must be a file's path inside the output folder, not '../x.dtb'
          1 | { source: "base.dts", output: "../x.dtb" }
            |                               ^~~~~~~~~~
      """),
    RunCase(
      ["build", "-o", "out", "--set", "NAME=../x", "variableoutput.json5"], status: 1,
      """
      variableoutput.json5:1:31: error: 'output' must be a file's path inside the output folder, not '../x.dtb'
          1 | { source: "base.dts", output: "${NAME}.dtb" }
            |                               ^~~~~~~~~~~~~
      """),
    RunCase(
      ["build", "-o", "out", "openvariable.json5"], status: 1,
      """
      openvariable.json5:1:11: error: 'source': '${' is not closed in '${NAME'
          1 | { source: "${NAME", output: "x.dtb" }
            |           ^~~~~~~~
      """),
    RunCase(
      ["build", "-o", "out", "--set", "NAMR=x", "--set", "NAME=x", "variableoutput.json5"], status: 1,
      """
      variableoutput.json5: error: --set gives '${NAMR}' a value, but nothing refers to it
      help: did you mean 'NAME'?
      """),
    RunCase(
      ["view", "-o", "o.dtb", "--set", "FAR=x", "variableoutput.json5"], status: 1,
      """
      variableoutput.json5: error: --set gives '${FAR}' a value, but nothing refers to it
      help: the variable is NAME
      """),
    RunCase(
      ["blame", "--set", "NAME=x", "r.json5"], status: 1,
      """
      r.json5: error: --set gives '${NAME}' a value, but nothing refers to it
      """),
    RunCase(
      ["overlay", "bisect", "--recipe", "r.json5", "--set", "NAME=x"], status: 1,
      """
      r.json5: error: --set gives '${NAME}' a value, but nothing refers to it
      """),
    RunCase(
      ["overlay", "apply-tree", "--source", "d", "-o", "o", "--overlays", "list.json5", "--set", "TRE=x"],
      status: 1,
      """
      list.json5: error: --set gives '${TRE}' a value, but nothing refers to it
      help: did you mean 'TREE'?
      """),
    RunCase(
      ["overlay", "apply-tree", "--source", "d", "-o", "o", "--overlays", "r.json5"], status: 1,
      """
      r.json5:1:1: error: the file must be a list, not an object
          1 | { source: "base.dts", overlays: ["on"], output: "x/y.dtb" }
            | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
      """),
    RunCase(
      ["build", "base.dts"], status: 1,
      """
      base.dts:1:1: error: expected a value, found '/'
          1 | /dts-v1/;
            | ^
      help: this is not a recipe (JSON5): use `swiftdt compile` for sources, `swiftdt set` for blobs
      """),
    RunCase(
      ["set", "r.json5", "/", "model", "x"], status: 1,
      """
      r.json5: error: this is not a blob: change a source in an editor, or with an overlay
      help: build the recipe first: swiftdt build r.json5
      """),
    RunCase(
      ["decompile", "r.json5"], status: 1,
      """
      r.json5: error: not a device tree blob: the magic is 0x7b20736f, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt
      help: build the recipe first: swiftdt build r.json5
      """),
    RunCase(
      ["build", "-o", "out", "namesfolder.json5"], status: 1,
      """
      namesfolder.json5:1:43: error: 'overlays': there is no folder 'nope'
          1 | { source: "base.dts", overlays: { folder: "nope", names: ["on"] }, output: "x.dtb" }
            |                                           ^~~~~~
      """),
    RunCase(
      ["build", "-o", "out", "mixed.json5"], status: 1,
      """
      mixed.json5:1:34: error: 'overlays[0]' must be a group { … }: a list is either of files or of groups
          1 | { source: "base.dts", overlays: ["on", { folder: "d" }], output: "x.dtb" }
            |                                  ^~~~
      """),
    RunCase(
      ["build", "-o", "out", "align.json5"], status: 1,
      """
      align.json5:1:47: error: 'align' must be a power of two, not 3
          1 | { source: "base.dts", output: "x.dtb", align: 3 }
            |                                               ^
      """),
    RunCase(
      ["build", "-o", "out", "pad.json5"], status: 1,
      """
      pad.json5:1:45: error: 'pad' must be a number of bytes below 2 GiB, not -1
          1 | { source: "base.dts", output: "x.dtb", pad: -1 }
            |                                             ^~
      """),
    RunCase(
      ["build", "-o", "out", "nosource.json5"], status: 1,
      """
      nosource.json5:1:11: error: 'source': cannot read 'nope.dts': No such file or directory
          1 | { source: "nope.dts", output: "x.dtb" }
            |           ^~~~~~~~~~
      """),
    RunCase(
      ["build", "-o", "out", "none.json5"], status: 1,
      """
      swiftdt: error: cannot read 'none.json5': No such file or directory
      """),
    RunCase(
      ["build", "-o", "out", "d"], status: 1,
      """
      swiftdt: error: cannot read 'd': Is a directory
      """),
  ]

  @Test(arguments: cases)
  func messages(_ run: RunCase) throws { try run.check() }

  /// A recipe where a source, a base or an overlay is expected.
  @Test(arguments: [
    "compile r.json5 -o x.dtb", "compile -q r.json5 -o x.dtb", "check r.json5", "get r.json5 / model",
    "diff r.json5 base.dts", "overlay apply -b base.dts -o x.dtb r.json5",
    "overlay apply -b r.json5 -o x.dtb on.dts", "overlay explain -b base.dts r.json5",
    "overlay conflicts -b base.dts on.dts r.json5", "overlay bisect -b base.dts r.json5",
    "blame -O r.json5 base.dts", "view -O r.json5 -o o.html base.dts",
  ])
  func takenForASource(line: String) throws {
    let result = try Tool.swiftdt.run(line.split(separator: " ").map(String.init), in: workshop())
    #expect(
      result.errors == """
        r.json5:1:1: error: expected '/dts-v1/;' before everything else, found '{'
            1 | { source: "base.dts", overlays: ["on"], output: "x/y.dtb" }
              | ^
        r.json5: note: build the recipe first: swiftdt build r.json5

        """)
    #expect(result.status == (line.hasPrefix("diff") ? 2 : 1))
  }
}
