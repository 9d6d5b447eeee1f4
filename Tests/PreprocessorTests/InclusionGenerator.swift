import TestSupport

/// Random programs of several files, about what is between lines and files: inclusions of all kinds, `#line`,
/// conditionals around them, comments and splices across line ends, returns, and last lines without an end.
struct InclusionGenerator {
  private var random: SeededGenerator
  /// The files that may be included by the text being made, and how its lines end.
  private var candidates: [String] = []
  private var lineEnd = "\n"

  init(seed: Int) { random = SeededGenerator(seed: seed) }

  /// A program: its files by path, of which the source is `t.dts`, links by their paths, and gcc's flags.
  struct Program {
    var files: [String: String] = [:]
    var links: [String: String] = [:]
    var flags: [String] = []
    /// The flags of a further run, for a make rule, which may go to the file `o`.
    var rule: [String] = []
  }

  mutating func program() -> Program {
    // A few files that are included often, or many that hide one another.
    let folders = random.happens(50) ? [""] : ["", "d/", "i/", "s/", "q/"]
    let names = folders.flatMap { folder in ["a.h", "b.h", "c.h"].map { folder + $0 } }
      .filter { _ in folders.count == 1 || random.happens(60) }
    var program = Program()
    for (index, name) in names.enumerated() {
      candidates = random.happens(85) ? Array(names[index...]) : names
      program.files[name] = file()
      let others = names[..<index].filter { program.files[$0] != nil }
      guard random.happens(15), let other = others.randomElement(using: &random) else { continue }
      if random.happens(50) {
        program.files[name] = program.files[other]
      } else {
        program.files[name] = nil
        program.links[name] = (name.contains("/") ? "../" : "") + other
      }
    }
    candidates = names
    program.files["t.dts"] = (0..<1 + random.below(4)).map { _ in source() }.joined()
    program.flags = folderFlags(hasFolder: program.files.keys.contains { $0.hasPrefix("i/") }) + macroFlags()
    if let name = names.first, random.happens(25) {
      for _ in 0..<1 + random.below(3) {
        let flag = random.pick(["-include", "-imacros"])
        program.flags += [flag, names.randomElement(using: &random) ?? name]
      }
    }
    program.rule = random.pick([
      ["-M"], ["-MM"], ["-MM", "-MP"], ["-MD", "-MF", "o"], ["-MMD", "-MF", "o", "-MP"],
      ["-MD", "-MF", "o", "-MQ", "a b$c#d:e", "-MT", "f g"],
    ])
    return program
  }

  /// Always a folder that exists: without any, gcc stops at the first `<…>`.
  private mutating func folderFlags(hasFolder: Bool) -> [String] {
    var flags = ["-I", random.pick([".", hasFolder ? "i" : "."])]
    for folder in ["i", "s", "q", "d"] where random.happens(50) {
      flags += [random.pick(["-I", "-isystem", "-iquote", "-idirafter"]), folder]
    }
    while random.happens(20) {
      let folder = random.pick(["i/", "./s", "s/../i", "d", ".", "none"])
      flags += [random.pick(["-I", "-isystem", "-iquote", "-idirafter"]), folder]
    }
    return flags
  }

  private mutating func macroFlags() -> [String] {
    guard random.happens(30) else { return [] }
    return (0..<1 + random.below(3)).map { _ in
      random.pick([
        "-DA", "-DA=", "-DA=2", "-UA", "-DB=A", "-DF(x,...)=<x>", "-DB=\"q\" /* c */",
        "-DC=__COUNTER__ __LINE__", random.happens(5) ? "-D\u{E9}=A" : "-DA=B", "-DF(...)=[__VA_ARGS__]",
        "-DC", "-DA=b // c",
      ])
    }
  }

  private mutating func source() -> String {
    lineEnd = "\n"
    return random.pick(["#define A\n", "#undef A\n", "#define B 1\n", "#undef B\n", ""]) + lines(4, depth: 0)
  }

  private mutating func file() -> String {
    lineEnd = random.pick(["\n", "\n", "\n", "\r\n"])
    var text = lines(5, depth: 0)
    switch random.below(9) {
    case 0:
      let name = "G\(random.below(3))"
      let before = random.pick(["", " ", "/* c\n*/", "\n\n", "// c\n", "\\\n"])
      let test = random.pick(["#ifndef \(name)", "#if !defined(\(name))", "#if !defined \(name)"])
      text =
        "\(before)\(test)\n#define \(name)\n\(text)#endif" + random.pick(["", " // c\n", "\n\n", "\nx\n"])
    case 1: text = "#pragma once\n" + text
    case 2: text = "\u{FEFF}" + text
    case 3, 4: while text.last?.isNewline == true { text.removeLast() }
    default: break
    }
    return text
  }

  private mutating func lines(_ most: Int, depth: Int) -> String {
    var text = ""
    for _ in 0..<random.below(most + 1) {
      let line = line(depth)
      // A last line with nothing to be spliced to belongs at the end of a file.
      text += line + (line.hasSuffix("\\\n") ? random.pick(["\n", "k\n"]) : lineEnd)
    }
    return text
  }

  private mutating func line(_ depth: Int) -> String {
    switch random.below(20) {
    case 0...5: words()
    case 6: String(repeating: lineEnd, count: random.below(12))
    case 7...10: inclusion()
    case 11, 12: numbering()
    case 13, 14: depth < 3 ? conditional(depth) : words()
    case 15:
      random.pick([
        "#define A", "#define B b __LINE__", "#undef A", "#define F(x, ...) [x] __LINE__", "#define B F",
        "#define C __COUNTER__ C", "#define F(x, a...) [x, ## a]",
        random.happens(5) ? "#define \u{E9} A" : "#define A B", "#define A \\u00e9",
        "#define F(x, ...) x __VA_OPT__(, __VA_ARGS__) #__VA_ARGS__", "#pragma push_macro(\"A\")",
        "#pragma pop_macro(\"A\")", "#define F(x, ...) #x __FILE_NAME__",
      ])
    case 16:
      random.pick(["#warning w", " # warning /* c\n*/ w // c", "#warning \\\n w", "/*\n*/ #warning w"])
    case 17:
      random.pick([
        "#pragma once", "#pragma GCC system_header", "#pragma GCC system_header /* c\n*/", "#pragma x",
      ])
    case 18:
      random.pick(["/* c\n c */", "// c \\\n d", "/* c\n\n\n*/ x", "\\\n\\\n x", "/*\n*/ # define A 3"])
    default: random.pick(["# 7 \"z\"", "#x", "#", "# /* c */", "#\\\n", "#address-cells = <1>;"])
    }
  }

  private mutating func words() -> String {
    let words = [
      "x", "y", "__LINE__", "__FILE__", "A", "B", "\"s\"", "<", "&", "F(1)", "F(1,\n2)", "F (2\n)", "C",
      random.pick([
        "__COUNTER__", "__INCLUDE_LEVEL__", "__BASE_FILE__", "__FILE_NAME__", "\u{E9}", "\\u00e9", "F()",
        "F(A, B)", "F", "??=", "'a'", "it's", "\u{C}", "@", "##", "\\", "`", "a$b", "0x1p+3", "\"a\\\nb\"",
        "F(\n#define A 5\n1)", "F(\n#ifdef A\n1\n#else\n2\n#endif\n)", String(repeating: "l", count: 3000),
      ]),
    ]
    var text = random.pick(["", "", " ", "\t", "  /* c */", "\\\n", "/* c\n */ "]) + random.pick(words)
    for _ in 0..<random.below(4) {
      text += random.pick([" ", " ", "  ", " /* c */ ", " \\\n", "\\\n", "/* c\n */"]) + random.pick(words)
    }
    return text + random.pick(["", "", " ", " // c", " // c \\\n d", " /* c\n\n*/", " \\\n", "\\\n z"])
  }

  /// Includes only files that exist, since nothing after a missing one is read.
  private mutating func inclusion() -> String {
    guard let file = candidates.randomElement(using: &random) else { return "" }
    let name = random.happens(50) ? file : String(file.suffix(3))
    let form = random.happens(65) ? "\"\(name)\"" : "<\(name)>"
    let next = random.happens(20) ? "_next" : ""
    let gap = random.pick([" ", " ", "\t", " /* c\n*/ ", " \\\n", ""])
    let end = random.pick(["", "", " ", " // c", " /* c\n */", " \\\n\n"])
    let word = next.isEmpty && random.happens(8) ? "import" : "include\(next)"
    return "#if __has_include\(next)(\(form)) && __INCLUDE_LEVEL__ < \(2 + random.below(3))\n"
      + random.pick(["", "", "  "]) + "#\(word)\(gap)\(form)\(end)\n#endif"
  }

  private mutating func numbering() -> String {
    let path = random.pick([
      "", "", " \"p\(random.below(3))\"", " \"a.h\"", #" "a\"b\\c\101\x41""#, " \"\\u00e9\u{E9}\"",
    ])
    let gap = random.pick([" ", " ", " \\\n", " /* c\n*/ "])
    return "#line\(gap)\(random.pick([1, 2, 3, 7, 40, 100]))\(path)"
      + random.pick(["", "", " // c", " /* c\n */", " \\\n\n"])
  }

  private mutating func conditional(_ depth: Int) -> String {
    let ifs = [
      "#ifdef A", "#ifndef A", "#ifdef B", "#if __INCLUDE_LEVEL__ > 1", "#if 0", "#if __LINE__ > 8",
      "#if (A + 0) == 1", "#if 1 /* c\n*/", "#if A \\\n + 0",
    ]
    var text = random.pick(ifs) + lineEnd + lines(3, depth: depth + 1)
    while random.happens(30) {
      text += random.pick(["#elif __LINE__ > 3", "#elif defined B", "#elif 0", "#elif 1", "#elifdef A"])
      text += lineEnd + lines(3, depth: depth + 1)
    }
    if random.happens(40) {
      text += random.pick(["#else", "# else /* c\n*/"]) + lineEnd + lines(3, depth: depth + 1)
    }
    return text + random.pick(["#endif", " # endif // c", "#endif \\\n"])
  }
}
