import Foundation
import SourceText
import TestSupport
import Testing

@testable import Preprocessor

/// Sources that have too much of something, or cannot be read.
struct LimitTests {
  @Test func laughs() throws {
    var source = "#define L0 lol lol lol lol lol lol lol lol lol lol\n"
    for level in 1...9 {
      source += "#define L\(level) \(String(repeating: "L\(level - 1) ", count: 10))\n"
    }
    var options = PreprocessorOptions()
    options.expandedTokens = 100_000
    let result = try preprocess(source + "L9\n", options: options)
    #expect(result.diagnostics.map(\.identifier) == ["expansion-limit"])
    #expect(
      result.messages.hasPrefix(
        "t.dts:11:1: error: macros expand to more than 100000 tokens; gave up in 'L"))
    #expect(result.text.utf8.count < 1_000_000)
  }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: [10, 64, 65, 300])
  func macrosWithNamesOfOneClass(count: Int) throws {
    let names = (0..<count).map { "ABCDEFGH_\(1000 + $0)_ABCDEFGH" }
    let all = names.joined(separator: " ")
    var source = names.map { "#define \($0) \($0.dropFirst(9).prefix(4))\n" }.joined()
    source += "\(all)\nABCDEFGH_0999_ABCDEFGH\n"
    source += "#undef \(names[count - 1])\n#undef \(names[0])\n#define \(names[0]) x y\n\(all)\n"
    source += "#define \(names[count - 1]) (\(names[count / 2]))\n#define \(names[1]) 1001\n\(all)\n"
    let bench = try Workbench(["a.dts": source])
    let ours = try bench.ours(["a.dts"])
    #expect(try ours.text == bench.gcc(["a.dts"]))
    #expect(ours.diagnostics.isEmpty)
  }

  @Test func laughsInArguments() throws {
    var options = PreprocessorOptions()
    options.expandedTokens = 100_000
    let calls = String(repeating: "F(", count: 40) + "x" + String(repeating: ")", count: 40)
    let result = try preprocess("#define F(x) x x\n\(calls)\n", options: options)
    #expect(result.diagnostics.map(\.identifier) == ["expansion-limit"])
  }

  @Test(arguments: [
    "#define S(x) #x\n#define F(x) S(x)", "#define P(x) x##x\n#define F(x) P(x)",
    "#define F(x) x x x x x x x x", "#define F(...) __VA_ARGS__ , __VA_ARGS__",
  ])
  func growth(macros: String) throws {
    var options = PreprocessorOptions()
    options.expandedTokens = 100_000
    let calls = String(repeating: "F(", count: 100) + "\"" + "x" + "\"" + String(repeating: ")", count: 100)
    let result = try preprocess(
      "\(macros)\n\(calls.replacing("\"", with: macros.contains("##") ? "" : "\""))\n", options: options)
    #expect(result.diagnostics.map(\.identifier) == ["expansion-limit"], "\(result.messages.prefix(500))")
  }

  @Test func nestedCalls() throws {
    let calls = String(repeating: "F(", count: 10_000) + "x" + String(repeating: ")", count: 10_000)
    let result = try preprocess("#define F(x) x\n\(calls)\n")
    #expect(
      result.messages.hasPrefix("t.dts:2:513: error: macro calls are nested more than 256 levels deep\n"),
      "\(result.messages.prefix(300))")
  }

  @Test func chainOfMacros() throws {
    let macros = (1..<20_000).map { "#define M\($0) M\($0 - 1)\n" }.joined()
    #expect(try preprocess("\(macros)M19999\n").text == "M0")
  }

  @Test(arguments: ["(", "- ", "!(", "1 ? "])
  func deepConditions(opening: String) throws {
    let result = try preprocess("#if " + String(repeating: opening, count: 100_000) + "1\n#endif\n")
    #expect(result.diagnostics.map(\.message) == ["condition is nested too deeply"])
    #expect(result.messages.utf8.count < 1000)
  }

  /// Operators and parentheses count alike, whatever the precedence of those that are between them.
  @Test(arguments: [
    "(", "- ", "1 ? ", "0 ? 1 : ", "0 || 1 && 0 | 0 ^ 1 & 1 == 1 < 1 << 1 + 1 * (",
  ])
  func deepestCondition(opening: String) throws {
    for (depth, isDeep) in [(200, false), (201, true)] {
      let opened = String(repeating: opening, count: depth)
      let closing = opening.hasSuffix("(") ? ")" : opening == "1 ? " ? " : 0" : ""
      let condition = opened + "1" + String(repeating: closing, count: depth)
      let result = try preprocess("#if \(condition) || 1\nyes\n#endif\n")
      #expect(
        result.diagnostics.map(\.message) == (isDeep ? ["condition is nested too deeply"] : []), "\(depth)")
      #expect(result.text == (isDeep ? "" : "yes"))
    }
  }

  @Test func aLineOfAMegabyte() throws {
    let line = String(repeating: "abc, ", count: 200_000)
    let result = try preprocess("#define abc x\n\(line)\n")
    #expect(result.text.utf8.count == 200_000 * 3 - 1)
    #expect(result.messages == "")
  }

  @Test func anEndlessLine() throws {
    var options = PreprocessorOptions()
    options.lineLength = 1000
    let long = String(repeating: "x", count: 1001)
    let header = try preprocess(
      "a\n#include \"b.h\"\nc\n", files: ["b.h": "b\n\n\(long)\nd\n"], options: options)
    #expect(
      header.messages.hasPrefix(
        """
        b.h:3:1: error: this line has more than 1000 bytes: is this a device tree source?
            3 | xxxxxxxx
        """))
    #expect(header.text == "a")
    let last = try preprocess("\(long.dropLast())\n\(long)", options: options)
    #expect(last.messages.hasPrefix("t.dts:2:1: error: this line has more than 1000 bytes"))
    let good = String(repeating: "\(long.dropLast())\n", count: 3)
    #expect(try preprocess(good, options: options).messages == "")
  }

  /// Each of these would be searched for up to the end of the line, or in all markers before it.
  @Test func muchOfOneLine() throws {
    let names = try preprocess("#include x" + String(repeating: "<", count: 300_000) + "\n")
    #expect(names.diagnostics.map(\.identifier) == ["include-name-missing"])
    let markers = String(repeating: "#line 1\n__LINE__\n", count: 60_000)
    let printed = try Workbench(["a.dts": markers]).ours(["-P", "a.dts"]).text
    #expect(printed == String(repeating: "1\n", count: 60_000))
  }

  /// Files that include the next one twice each: the number doubles with each of them.
  @Test func twiceEach() throws {
    var files: [String: String] = [:]
    for level in 1...40 {
      files["c\(level).h"] = "#include \"c\(level + 1).h\"\nx\n#include \"c\(level + 1).h\"\n"
    }
    files["c41.h"] = "y\n"
    var options = PreprocessorOptions()
    options.inclusions = 100
    let result = try preprocess("#include \"c1.h\"\n", files: files, options: options)
    #expect(result.diagnostics.map(\.identifier) == ["include-depth"])
    #expect(
      result.diagnostics.map(\.message) == ["more than 100 '#include's: is an include guard missing?"])
    #expect(result.text.split(separator: " ").count < 100)
    // Those that a guard keeps from being read do not count.
    let guarded = "#ifndef G\n#define G\nx\n#endif\n"
    let many = try preprocess(
      String(repeating: "#include \"g.h\"\n", count: 1000), files: ["g.h": guarded], options: options)
    #expect(many.text == "x" && many.messages == "")
    let most = try preprocess(
      String(repeating: "#include \"y.h\"\n", count: 100), files: ["y.h": "y\n"], options: options)
    #expect(most.messages == "" && most.text.utf8.count == 199)
    let more = try preprocess(
      String(repeating: "#include \"y.h\"\n", count: 101), files: ["y.h": "y\n"], options: options)
    #expect(
      more.messages == """
        t.dts:101:10: error: more than 100 '#include's: is an include guard missing?
          101 | #include "y.h"
              |          ^~~~~

        """)
  }

  /// A large file that is included again and again, by each source of a batch.
  @Test func muchTextAgain() throws {
    let folder = try TemporaryFolder([
      "t.dts": String(repeating: "#include \"y.h\"\n", count: 20),
      "y.h": String(repeating: "y\n", count: 500), "u.dts": "#include \"y.h\"\n",
    ])
    var options = PreprocessorOptions()
    options.repeatedBytes = 10_000
    var preprocessor = Preprocessor(options: options)
    // The first inclusion does not count, and the others together come to more than that with the eleventh.
    for (source, isRefused) in [("t.dts", true), ("u.dts", false), ("u.dts", false), ("t.dts", true)] {
      preprocessor.restart(options: options)
      try preprocessor.open(folder[source])
      _ = try preprocessor.text(of: folder[source], lineMarkers: false)
      #expect(
        preprocessor.diagnostics.map(\.message)
          == (isRefused
            ? ["files that are included again come to more than 10000 bytes: is an include guard missing?"]
            : []))
      let lines = preprocessor.diagnostics.compactMap {
        $0.span.flatMap { preprocessor.files.position(of: $0.start) }
      }
      #expect(lines.map(\.line) == (isRefused ? [13] : []))
    }
  }

  /// A header that cannot be read is missing from each source that includes it, and each one reports it.
  @Test func anEndlessLineInABatch() throws {
    let folder = try TemporaryFolder([
      "a.dts": "#include \"b.h\"\n", "b.h": String(repeating: "x", count: 1001),
      "c.dts": "#include \"b.h\"\n",
    ])
    var options = PreprocessorOptions()
    options.lineLength = 1000
    var preprocessor = Preprocessor(options: options)
    for source in ["a.dts", "c.dts"] {
      preprocessor.restart(options: options)
      try preprocessor.open(folder[source])
      #expect(try preprocessor.text(of: folder[source], lineMarkers: false) == [])
      #expect(preprocessor.diagnostics.map(\.identifier) == ["line-length"])
    }
  }

  @Test func manySplicedLines() throws {
    let words = try preprocess(String(repeating: "a\\\nb\n", count: 30_000))
    #expect(words.text.utf8.count == 30_000 * 3 - 1)
    let result = try preprocess(String(repeating: "ab\\\n", count: 20_000) + "\n")
    #expect(result.text.utf8.count == 40_000)
    let apart = try preprocess(String(repeating: "a b\\\n c\\\n ", count: 20_000) + "\n")
    #expect(apart.text.utf8.count == 20_000 * 6 - 1)
  }

  @Test func manyConditionals() throws {
    let result = try preprocess(
      String(repeating: "#if 1\n", count: 10_000) + "a\n" + String(repeating: "#endif\n", count: 10_000))
    #expect(result.text == "a")
  }

  @Test func theSourceIsMissing() {
    let error = #expect(throws: FileError.self) {
      var preprocessor = Preprocessor(options: PreprocessorOptions())
      try preprocessor.open("/there/is/no/such/file.dts")
    }
    #expect(
      error?.diagnostic.message == "cannot read '/there/is/no/such/file.dts': No such file or directory")
  }

  @Test func unreadable() throws {
    let folder = try TemporaryFolder(["t.dts": "#include \"a.h\"\n", "a.h": ""])
    chmod(folder["a.h"], 0)
    guard let words = Tool.unprivileged([Tool.swiftdt.path, "preprocess", "t.dts"]) else {
      try Test.cancel("root may read everything")
    }
    #expect(
      try Tool(path: "/usr/bin/env").run(words, in: folder).errors == """
        t.dts:1:10: error: cannot read 'a.h': Permission denied
            1 | #include "a.h"
              |          ^~~~~

        """)
  }

  @Test func dependencies() throws {
    let result = try preprocess(
      "#include \"a.h\"\n#include \"b.h\"\n#include \"a.h\"\n",
      files: ["a.h": "#include \"b.h\"\n", "b.h": ""])
    #expect(result.dependencies == ["t.dts", "a.h", "b.h"])
  }
}
