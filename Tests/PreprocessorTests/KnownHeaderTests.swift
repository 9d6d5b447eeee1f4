@testable import Preprocessor
import SourceText
import TestSupport
import Testing

/// Headers that several sources of a batch include: each source gets the tokens, messages and dependencies
/// that it gets on its own.
struct KnownHeaderTests {
  struct Batch: CustomTestStringConvertible {
    var name: String
    var header = Self.definitions
    var sources: [String]
    var other = "#define OTHER 1\n"
    var testDescription: String { name }

    static let definitions = """
      /* A header. */
      #ifndef H
      #define H

      #define ONE 1	/* one */
      #define TWO (ONE + 1)
      #define EMPTY

      #define LAST ONE TWO
      #endif /* H */

      """
  }

  private static let use = "#include \"h.h\"\n#include \"later.h\"\nONE TWO EMPTY LAST OTHER H LATER\n"

  static let batches = [
    Batch(name: "the same", sources: [use, use, use, use]),
    Batch(name: "twice in a source", sources: [use, use + use, use + use]),
    Batch(name: "its guard is a macro before", sources: [use, use, "#define H\n" + use, use]),
    Batch(
      name: "its guard is what it does not define",
      header: "#ifndef OFF\n#define ONE 1\n#define TWO 2\n#endif\n",
      sources: [use, use, use, "#define OFF\n" + use, use, "#define OFF\n" + use + "#undef OFF\n" + use]),
    Batch(
      name: "its guard is a macro at first, and there is more on its lines",
      header: "#ifndef OFF more\n#define ONE 1\n#endif more\n",
      sources: ["#define OFF\n" + use, "#define OFF\n" + use, "#define OFF\n" + use, use, use]),
    Batch(
      name: "its guard is a macro at first, and a joined line is in it",
      header: "#ifndef OFF\n#define ONE 1\n/* \\\n */\n#endif\n",
      sources: ["#define OFF\n" + use, "#define OFF\n" + use, "#define OFF\n" + use, use, use]),
    Batch(
      name: "a comment that nobody closes", header: "#ifndef H\n#define H\n#define ONE 1\n#endif /* x\n",
      sources: [use, use, use, use]),
    Batch(name: "its guard goes", sources: [use, use, use + "#undef H\n" + use, use]),
    Batch(name: "a macro is there before", sources: [use, use, "#define TWO 22\n" + use, use]),
    Batch(name: "the same macro is there before", sources: [use, use, "#define ONE 1\n" + use, use]),
    Batch(
      name: "a macro is there before, and then no more",
      sources: ["#define ONE 1\n" + use, "#define ONE 1\n" + use, use, use, use]),
    Batch(
      name: "another macro is there before each time",
      sources: ["ONE 1", "TWO 2", "LAST 3", "EMPTY", "H", "ONE", "Z"].map { "#define \($0)\n" + use }),
    Batch(
      name: "a macro goes and comes", sources: [use, use, use + "#undef TWO\nTWO\n#undef H\n" + use, use]),
    Batch(name: "names of the command line", sources: [use, use, "#define EMPTY ONE\n" + use]),
    Batch(name: "no guard", header: "#define ONE 1\n#define TWO ONE\n", sources: [use, use, use + use, use]),
    Batch(
      name: "another header in it",
      header: "#ifndef H\n#define H\n#include \"other.h\"\n#define ONE 1\n#endif\n",
      sources: [use, use, "#include \"other.h\"\n" + use, use]),
    Batch(
      name: "functions in it", header: "#ifndef H\n#define H\n#define ONE(x) x x\n#define TWO 2\n#endif\n",
      sources: [use, use, "#include \"h.h\"\nONE(TWO) ONE\n", use]),
    Batch(
      name: "text in it", header: "#ifndef H\n#define H\n#define ONE 1\nONE\n#define TWO 2\n#endif\n",
      sources: [use, use, use]),
    Batch(
      name: "text behind it", header: Batch.definitions + "behind ONE\n", sources: [use, use, use + use]),
    Batch(
      name: "a warning in it", header: "#ifndef H\n#define H\n#define ONE 1\n#warning careful\n#endif\n",
      sources: [use, use, use]),
    Batch(
      name: "a redefinition in it", header: "#ifndef H\n#define H\n#define ONE 1\n#define ONE 2\n#endif\n",
      sources: [use, use, use]),
    Batch(
      name: "once", header: "#pragma once\n#define ONE 1\n", sources: [use, use + use, use + use, use]),
    Batch(
      name: "it includes itself", header: "#define ONE 1\n#include \"h.h\"\n", sources: [use, use, use]),
    Batch(name: "it is not there", sources: [use, use, "#include \"no.h\"\n" + use, use]),
    Batch(
      name: "includes that are not taken",
      sources: [use, use, "#if 0\n#include \"no.h\"\n#else\n" + use + "#endif\n", use]),
    Batch(
      name: "its name is a macro",
      sources: Array(repeating: "#define NAME \"h.h\"\n#include NAME\nONE\n", count: 4)),
    Batch(
      name: "its name is a macro that changes", header: "#ifndef H\n#define H\n#include NAME\n#endif\n",
      sources: ["other.h", "other.h", "all.dtsi", "no.h", "other.h"].map {
        "#define NAME \"\($0)\"\n" + use
      }),
    Batch(
      name: "its name is made a string of", header: "#ifndef H\n#define H\n#include STRING(NAME)\n#endif\n",
      sources: ["other.h", "other.h", "all.dtsi", "other.h"].map {
        "#define S(x) #x\n#define STRING(x) S(x)\n#define NAME \($0)\n" + use
      }),
    Batch(
      name: "text before the include on its line",
      sources: Array(repeating: "/* */ #include \"h.h\" // x\nONE\n", count: 4)),
    Batch(
      name: "amid the arguments of a call",
      sources: Array(repeating: "#define F(x) [x]\nF(\n#include \"h.h\"\nONE)\n" + use, count: 4)),
    Batch(
      name: "a NUL in the line of an #include", header: "#\u{0}include \"other.h\"\n#define ONE 1\n",
      sources: [use, use, use, use]),
    Batch(
      name: "a source that is a guarded file",
      sources: Array(repeating: "#ifndef S\n#define S\n" + use + "#endif\n", count: 4)),
  ]

  /// Definitions from the command line, with bodies of every kind, for sources that use them late.
  @Test(arguments: [1, 4]) func definedForAll(noting: Int) throws {
    var options = PreprocessorOptions()
    options.macros = [
      .define("CHARACTER='b'"), .define("QUOTED=\"a\\\"b\""), .define("WIDE=L'x'"), .define("LONG_NAME=3"),
      .define("CALL(x)=<x 'c'>"), .define("PLAIN"), .define("PLAIN"), .define("AGAIN='1'"),
      .undefine("AGAIN"),
      .define("AGAIN='2'"),
    ]
    let uses = "CHARACTER QUOTED WIDE LONG_NAME CALL(PLAIN) AGAIN __DTS__ __ASSEMBLER__\n"
    let texts =
      Array(repeating: "#define OWN 'o' \"own\"\nx OWN\n", count: 5) + [uses, "y 'z'\n" + uses, uses]
    let named = texts.enumerated().map { ("source\($0.offset).dts", $0.element) }
    let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: named))
    var batched = Preprocessor(options: options)
    for (name, text) in named {
      var alone = Preprocessor(options: options)
      let ours = try read(folder[name], &batched, options, noting: noting)
      let theirs = try read(folder[name], &alone, options, noting: noting)
      #expect(ours == theirs, "\(text)")
    }
    // The sources that only note definitions and the one after them read the command line; the others do not.
    let files = batched.files
    let paths = (0..<files.fileCount).map { files.file(FileID(rawValue: UInt32($0))).path }
    #expect(paths.count { $0 == "<built-in>" } == noting + 1)
  }

  @Test(arguments: batches) func eachIsAsByItself(_ batch: Batch) throws {
    // Also through a file that all of them include, whose lines are known, too.
    let all = "#include \"all.dtsi\"\n"
    let texts = batch.sources.flatMap { [$0, $0 + all, all + $0, $0.replacing(Self.use, with: all)] }
    let named = texts.enumerated().map { ("source\($0.offset).dts", $0.element) }
    let folder = try TemporaryFolder(
      [
        "h.h": batch.header, "other.h": batch.other, "later.h": "#define LATER 1\n", "all.dtsi": Self.use,
      ].merging(named) { $1 })
    var batched = Preprocessor(options: PreprocessorOptions())
    for (name, text) in named {
      var alone = Preprocessor(options: PreprocessorOptions())
      let ours = try read(folder[name], &batched)
      let theirs = try read(folder[name], &alone)
      #expect(ours == theirs, "\(text)")
    }
    // Sources that reuse nothing from earlier ones would prove nothing; but a comment that is not closed ends each.
    if batch.name != "a comment that nobody closes" {
      #expect(batched.knownIncludes.uses >= 8 && batched.knownDefinitionUses >= 10)
    }
    if batch.name == "the same" {
      #expect(batched.knownIncludes.uses == 22 && batched.knownDefinitionUses == 84)
    }
  }

  private func read(
    _ path: String, _ preprocessor: inout Preprocessor,
    _ options: PreprocessorOptions = PreprocessorOptions(),
    noting: Int = 1
  ) throws -> [String] {
    preprocessor.restart(options: options, noting: noting)
    try preprocessor.open(path)
    var tokens: [Token] = []
    var count = -1
    while tokens.count > count {
      count = tokens.count
      preprocessor.fill(&tokens)
    }
    let places = tokens.map { token in
      let place = preprocessor.place(of: token.origin, count: 1)
      let spelling = String(decoding: preprocessor.spelling(of: token), as: UTF8.self)
      return "\(spelling) \(position(place.span.start, preprocessor))"
    }
    let messages = DiagnosticRenderer(files: preprocessor.files).render(preprocessor.diagnostics)
    return places + [messages] + preprocessor.dependencies
  }

  private func position(_ location: SourceText.SourceLocation, _ preprocessor: Preprocessor) -> String {
    preprocessor.files.position(of: location).map { "\($0.path):\($0.line):\($0.column)" } ?? "nowhere"
  }
}
