import DeviceTree
import Preprocessor
import SourceText
import TestSupport
import Testing

@testable import DeviceTreeSource

/// Blocks of included files that a batch reads once: each source has the same result as on its own.
struct KnownBlockTests {
  /// A batch of boards, and the number of blocks that it should take over from earlier boards.
  struct Batch: CustomTestStringConvertible {
    var name: String
    var boards: [String]
    var soc = Self.plain
    var uses: Int

    static let plain = """
      / {
        l: n@1 { reg = <ONE>; };
        m: n@2 { link = <&l TWO>; path = &l; };
      };
      &l { more = "text", <SUM(1, 2)>; };

      """

    var testDescription: String { name }
  }

  private static let capitals = "/ { Link; n { Model-X = \"Text\"; }; };\n/ { o; };\n"

  private static let header = """
    #ifndef H
    #define H
    #define ONE 1
    #ifndef TWO
    #define TWO (ONE + 1)
    #endif
    #define SUM(x, y) ((x) + (y))
    #define NAME renamed
    #define PASTE(x) x ## 1
    #endif

    """

  private static func board(_ before: String = "", _ behind: String = "") -> String {
    "/dts-v1/;\n\(before)\n#include \"h.h\"\n#include \"soc.dtsi\"\n\(behind)\n"
  }

  private static func wide(_ count: Int) -> String {
    "/ { n { " + (0..<count).map { "p\($0) = <\($0)>; " }.joined() + "}; };\n"
  }

  static let batches = [
    // The first source only notes where definitions are, so the second is the first that keeps blocks.
    Batch(name: "the same", boards: [board(), board(), board(), board("", "&m { x; };")], uses: 4),
    Batch(
      name: "a macro of the text is another",
      boards: [board(), board(), board("#define TWO 7"), board("#define TWO 7"), board()], uses: 3),
    Batch(
      name: "a macro of a macro is another",
      boards: [
        board(), board(), board("#define H\n#define ONE 5\n#define TWO (ONE + 1)\n#define SUM(x, y) 0"),
      ],
      uses: 0),
    // Nothing counts as known while there is a macro whose name begins with a lower-case letter.
    Batch(
      name: "a small word is a macro", boards: [board(), board(), board("#define link chain"), board()],
      uses: 2),
    Batch(
      name: "a part of a small name is a macro", boards: [board(), board(), board("#define n node")], uses: 0),
    Batch(
      name: "some small word is a macro, at first",
      boards: [board(), board("#define other n"), board("#define other n"), board(), board()], uses: 2),
    Batch(
      name: "a word is a macro", boards: [board(), board(), board("#define Link chain"), board()],
      soc: capitals, uses: 3),
    Batch(
      name: "a part of a name is a macro", boards: [board(), board(), board("#define Model M")],
      soc: capitals, uses: 1),
    Batch(
      name: "a word of a string is a macro", boards: [board(), board(), board("#define Text Other")],
      soc: capitals, uses: 2),
    Batch(
      name: "a macro in a comment", boards: [board(), board(), board("#define C C C")],
      soc: "/ { /* C */ a; // C\n b; };\n", uses: 1),
    Batch(
      name: "the end of a word or a number is a macro",
      boards: [board(), board(), board("#define B 1\n#define _B 2\n#define FE 3\n#define F 4")],
      soc: "/ { a1_B = <0xFE 0x1F>; b_B; };\n", uses: 1),
    Batch(
      name: "a word behind all kinds of signs is a macro",
      boards: [board(), board()] + ["P 1", "Q 2", "R 3", "BB CC"].map { board("#define \($0)") },
      soc: "/ { a,P; };\n/ { b-Q; };\n/ { c = [12\tBB]; };\n/ {\n\t\tR; };\n", uses: 10),
    Batch(
      name: "a directive behind a comment", boards: [board(), board(), board("#define TWO 7"), board()],
      soc: "/ { a = <1>;\n/* */#if TWO == 7\n b;\n/**/ #endif\n};\n", uses: 0),
    Batch(
      name: "a directive in other letters", boards: [board(), board(), board("#define TWO 7"), board()],
      soc: "/ { a = <1>;\n%:if TWO == 7\n b;\n%:endif\n};\n", uses: 0),
    Batch(
      name: "a tree before it", boards: [board(), board(), board("/ { first; l: n@1 { reg = <9>; }; };")],
      uses: 2),
    Batch(
      name: "a directive in it", boards: [board(), board(), board("#define TWO 7"), board()],
      soc: "/ {\n a = <TWO>;\n#if TWO == 7\n b;\n#endif\n #address-cells = <1>;\n};\n", uses: 0),
    Batch(
      name: "names with #", boards: [board(), board(), board()],
      soc: "/ {\n#address-cells = <1>;\n #size-cells = <1>;\n};\n", uses: 1),
    Batch(
      name: "a definition that goes on behind blanks",
      boards: ["1", "1", "2"].map { board("#define MODE \($0)") },
      soc: "#define LONG \\ \t\n MODE\n/ { a = <LONG>; };\n", uses: 0),
    Batch(
      name: "a definition whose word goes on in the next line",
      boards: ["1", "1", "2"].map { board("#define MODE \($0)") },
      soc: "#define LONG MO\\\nDE\n#define PAIR A #\\\n# B\n/ { a = <LONG>; };\n", uses: 0),
    Batch(
      name: "lines that one board numbers",
      boards: [board(), board(), board("#define MARKED"), board(), board("#define MARKED"), board()],
      soc: "#ifdef MARKED\n#line 90 \"s\"\n#endif\n/ { a = <__LINE__>; s@01 { }; };\n", uses: 0),
    Batch(
      name: "lines that the second inclusion of a board numbers",
      boards: ["", "", "#define MARKED", "", "#define MARKED", "#define MARKED", ""].map {
        board("#include \"soc.dtsi\"\n\($0)", "#undef MARKED\n#include \"soc.dtsi\"")
      },
      soc: "/ { a@01 { }; };\n#ifdef MARKED\n#line 90 \"s\"\n#endif\n/ { s@01 { }; };\n", uses: 31),
    Batch(
      name: "blocks that begin in one file and end in another",
      boards: ["b", "b", "b", "c", "b"].map {
        "/dts-v1/;\n/ { };\n#include \"a.dtsi\"\n#include \"\($0).dtsi\"\n/ { e; };\n"
      },
      soc: "", uses: 0),
    Batch(
      name: "a file that dtc reads, and then gcc",
      boards: ["/include/", "#include", "#include", "/include/", "#include"].map {
        "/dts-v1/;\n/ { };\n\($0) \"r.dtsi\"\n"
      },
      soc: "", uses: 1),
    Batch(
      name: "a counter in it", boards: [board(), board("", "/ { b = <__COUNTER__>; };"), board()],
      soc: "/ { a = <__COUNTER__>; };\n", uses: 0),
    Batch(
      name: "a pasted name", boards: [board(), board(), board("#define A1 7"), board()],
      soc: "/ { a = \"b\"; c = <PASTE(1)>; };\n", uses: 0),
    Batch(
      name: "files in it", boards: [board(), board(), board()],
      soc: "/ { /include/ \"n.dtsi\" a = /incbin/(\"n.dtsi\"); };\n/ { b; };\n", uses: 1),
    Batch(
      name: "deletions", boards: [board(), board(), board("/ { a = <1>; n@1 { }; };"), board()],
      soc:
        "/ { a; /delete-property/ a; n@1 { }; /delete-node/ n@1; n@2 { }; /omit-if-no-ref/ o: n@3 { }; };\n",
      uses: 2),
    Batch(
      name: "a plugin",
      boards: [
        board(), board("/plugin/;"), board("/plugin/;"), board(), board(),
      ], uses: 4),
    Batch(name: "many properties", boards: [board(), board(), board()], soc: wide(40), uses: 1),
    Batch(
      name: "many properties overridden",
      boards: [board(), board(), board("", "/ { n { p3 = <9>; /delete-property/ p39; q; }; };")],
      soc: wide(40), uses: 1),
    Batch(
      name: "labels everywhere", boards: [board(), board(), board(), board("/ { l: m: k@1 { }; };")],
      soc: "/ { a: b: n@1 { c: p = d: <1 e: 2>, f: \"x\" g:; }; };\n&a { h: i: n@2 { }; };\n", uses: 4),
    Batch(
      name: "an error behind it", boards: [board(), board(), board("", "/ { a = <&missing>; };"), board()],
      uses: 4),
    Batch(name: "an error in it", boards: [board(), board(), board()], soc: "/ { a = <1> b; };\n", uses: 0),
    Batch(
      name: "a warning about it", boards: [board(), board(), board()], soc: "/ { n@01 { }; };\n", uses: 1),
    Batch(
      name: "macros that are statements", boards: [board(), board(), board()],
      soc: "#define NODE(n) n { a = <1>; }\n/ { NODE(x); };\n/ { b = <1>; };\n", uses: 1),
    Batch(
      name: "two blocks on a line", boards: [board(), board(), board()],
      soc: "/ { a; }; / { b; c { }; };\n", uses: 2),
    Batch(
      name: "bytes of NUL", boards: [board(), board(), board()],
      soc: "/ { a; };\n\0\n/ { b\0; };\n#define X\0 1\n/ { c = <X>; };\n", uses: 1),
    Batch(
      name: "bytes of NUL in what one board includes twice",
      boards: [board(), board("", "#include \"soc.dtsi\""), board()], soc: "/ { a; };\n/ { b\0; };\n", uses: 2
    ),
    Batch(name: "an empty block", boards: [board(), board(), board()], soc: "/ { };\n/ {};\n", uses: 2),
  ]

  @Test(arguments: batches) func eachIsAsByItself(_ batch: Batch) throws {
    let uses = try compare(
      batch.boards,
      files: [
        "h.h": Self.header, "soc.dtsi": batch.soc, "n.dtsi": "n;\n", "a.dtsi": "/ { x = <1>;\n",
        "r.dtsi": "/ { // x;\r y; };\r/ { z = <__LINE__>; };\r",
        "b.dtsi": "y = <2>; };\n", "c.dtsi": "z = <3>; };\n",
      ])
    #expect(uses == batch.uses)
  }

  /// What a block expands counts for each board, wherever the limit is reached.
  @Test(arguments: Array(stride(from: 4, to: 100, by: 4))) func limitOfExpansion(_ limit: Int) throws {
    let behind = "/ { b = <SUM(SUM(1, TWO), SUM(TWO, 4))>; };"
    try compare(
      [Self.board(), Self.board(), Self.board("", behind), Self.board("", behind + behind), Self.board()],
      files: [
        "h.h": Self.header,
        "soc.dtsi": "/ { a = <SUM(SUM(1, 2), TWO)>; };\n/ { NAME; c = \"NAME\"; d = <SUM(1, 2)>; };\n",
      ], expandedTokens: limit)
  }

  /// Every statement that is read from text or from tokens.
  @Test(arguments: PlainStatementTests.statements) func statement(_ statement: String) throws {
    let soc = "/ { l: n@1 { reg = <1>; }; };\n&l {\n\(statement)\n};\n"
    let others = "#define h\n#undef ONE\n#define ONE 111\n#undef NAME\n#define a changed\n"
    let board = { (more: String) in "#include \"d.h\"\n\(more)/dts-v1/;\n#include \"soc.dtsi\"\n" }
    try compare(
      [board(""), board(""), board(""), board(others), board("")],
      files: [
        "d.h": PlainStatementTests.definitions + "\n", "soc.dtsi": soc,
        "n.dtsi": "\tincluded = <ONE>;\n\tn@5 { };\n",
      ])
  }

  @Test func randomSources() throws {
    var uses = 0
    for seed in 0..<150 {
      var generator = SourceGenerator(seed: seed)
      let files = SourceGenerator.files.merging(["s.dtsi": generator.source()]) { $1 }
      uses += try compare(Array(repeating: "#include \"s.dtsi\"\n", count: 3), files: files)
    }
    #expect(uses > 100)
  }

  /// Compiles boards with one compiler, and each on its own; returns how many blocks came from earlier ones.
  @discardableResult
  private func compare(
    _ boards: [String], files: [String: String],
    expandedTokens: Int = PreprocessorOptions().expandedTokens
  ) throws -> Int {
    var preprocessing = PreprocessorOptions(includeFolders: [])
    preprocessing.expandedTokens = expandedTokens
    let named = boards.enumerated().map { ("board\($0.offset).dts", $0.element) }
    let folder = try TemporaryFolder(files.merging(named) { $1 })
    var compiler = SourceCompiler()
    for (name, _) in named {
      var alone = SourceCompiler()
      let ours = try result(folder[name], &compiler, preprocessing)
      let theirs = try result(folder[name], &alone, preprocessing)
      #expect(ours == theirs)
    }
    return compiler.blocks.uses
  }

  private func result(
    _ path: String, _ compiler: inout SourceCompiler, _ preprocessing: PreprocessorOptions
  ) throws -> [String] {
    var options = SourceCompilerOptions()
    options.symbols = true
    let result = try compiler.compile(path, preprocessing: preprocessing, options: options)
    let messages = DiagnosticRenderer(files: result.files).render(result.diagnostics)
    return [messages] + (result.tree.map { described($0, result.files) } ?? [])
  }

  /// Returns a tree with all positions, one line for each node, property or marker.
  private func described(_ tree: DeviceTree, _ files: SourceFiles) -> [String] {
    func place(_ location: SourceText.SourceLocation) -> String {
      files.position(of: location).map { "\($0.path):\($0.line):\($0.column)" } ?? "nowhere"
    }
    func text(_ extent: Extent) -> String {
      "\(place(extent.start.location)) \(place(extent.end)) \(place(extent.name.location))"
    }
    func name(_ symbol: Symbol) -> String { tree.names.string(symbol) }
    var lines: [String] = []
    var next: NodeID? = .root
    while let node = next {
      lines.append("\(tree.path(of: node)) \(text(tree.extent(of: node))) \(tree.labels(of: node).map(name))")
      lines += tree.furtherExtents(of: node).map { "  also \(text($0))" }
      var property = tree.firstProperty(of: node)
      while let current = property {
        let value = tree.value(of: current)
        lines.append("  \(name(tree.name(of: current))) \(Array(tree.bytes(of: value)))")
        lines.append("    \(text(tree.extent(of: current))) \(tree.labels(of: current).map(name))")
        for marker in tree.markers(of: value) {
          lines.append(
            "    \(marker.kind) \(marker.offset) \(name(marker.reference)) \(place(marker.origin.location))")
        }
        property = tree.nextProperty(after: current)
      }
      next = tree.nodeAfter(node)
    }
    return lines
  }
}
