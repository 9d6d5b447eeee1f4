import SourceText
import TestSupport
import Testing

@testable import Preprocessor

/// Macros in lines that are printed without tokens: gcc's text to the last blank.
struct PrintedMacroTests {
  /// A source, its printed text without line markers, and the number of its tokens in lines that cannot be
  /// printed without tokens.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let tokens: Int
    let source: String
    let text: String

    init(_ name: String, tokens: Int, _ source: String, _ text: String) {
      self.name = name
      self.tokens = tokens
      self.source = source
      self.text = text
    }

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      "a keymap", tokens: 0,
      """
      #define KEY_A 30
      #define KEY_B (KEY_A + 18)
      #define MATRIX_KEY(row, col, code)	\\
      	((((row) & 0xFF) << 24) | (((col) & 0xFF) << 16) | ((code) & 0xFFFF))
      #define KEYMAP	\\
      	MATRIX_KEY(0x00, 0x01, KEY_A)	\\
      						\\
      	MATRIX_KEY( 0x00 ,0x02,  KEY_B )

      keymap = <
      	KEYMAP  MATRIX_KEY(1, 2, 3)
      >;
      """,
      """
      keymap = <
       ((((0x00) & 0xFF) << 24) | (((0x01) & 0xFF) << 16) | ((30) & 0xFFFF)) ((((0x00) & 0xFF) << 24) | (((0x02) & 0xFF) << 16) | (((30 + 18)) & 0xFFFF)) ((((1) & 0xFF) << 24) | (((2) & 0xFF) << 16) | ((3) & 0xFFFF))
      >;
      """),
    Case(
      "white space of names, bodies and arguments", tokens: 9,
      """
      #define ID(x) x
      #define TWO(x,y) x  y
      #define GAP  1	2  /* gone */
      a = <ID( 1 )  ID((1  +	2)) TWO(1,2) GAP>, <GAP>;
      b = <TWO(1,2)TWO( 3 , 4 )>;
      """,
      """
      a = <1 (1 + 2) 1 2 1 2>, <1 2>;
      b = <1 2 3 4>;
      """),
    Case(
      "what would stick together", tokens: 32,
      """
      #define MINUS(x) -x
      #define ID(x) x
      #define GREATER >
      a = <-MINUS(1) -MINUS(-2) ID(1)ID(2) ID(+)+ GREATER>, ID(<)<, 1.ID(2), ID(1).5, x-ID(3);
      """,
      """
      a = <- -1 - - -2 1 2 + + > >, < <, 1.ID(2), 1 .5, x-3;
      """),
    Case(
      "names in bodies that are macros, or none, or come to be", tokens: 16,
      """
      #define OUTER(x) (x | INNER(x) | OTHER)
      #define INNER(x) (x << SHIFT)
      a = <OUTER(1)>;
      #define SHIFT 4
      #define OTHER OUTER
      a = <OUTER(SHIFT)>;
      #undef OTHER
      a = <OUTER(INNER(2))>;
      """,
      """
      a = <(1 | (1 << SHIFT) | OTHER)>;
      a = <(4 | (4 << 4) | OUTER)>;
      a = <((2 << 4) | ((2 << 4) << 4) | OTHER)>;
      """),
    Case(
      "commas and parentheses that come from macros", tokens: 25,
      """
      #define COMMA ,
      #define OPEN (
      #define PAIR(x, y) [x y]
      #define ONE(x) PAIR(x, 0)
      a = <ONE((1, 2)) ONE(3) PAIR(OPEN, 1) PAIR(COMMA, 2)>;
      """,
      """
      a = <[(1, 2) 0] [3 0] [( 1] [, 2]>;
      """),
    Case(
      "what tokens are for", tokens: 34,
      """
      #define STRING(x) #x
      #define PASTE(x) a##x
      #define ANY(...) <__VA_ARGS__>
      #define NOTHING
      #define SELF(x) SELF + x
      #define NAME serial
      a = STRING(b), PASTE(c), ANY(1, 2), <NOTHING 1 NOTHING>, SELF(SELF(1)), NAME@1, SELF;
      b = <STRING(
        1)>;
      """,
      """
      a = "b", ac, <1, 2>, < 1 >, SELF + SELF + 1, serial@1, SELF;
      b = <"1">;
      """),
    Case(
      "strings", tokens: 26,
      """
      #define FUNCTION "status"
      #define NOTE "a  FUNCTION // b"	/* c */
      a = "FUNCTION", "//", " /*	", 'FUNCTION', FUNCTION, NOTE,"FUNCTION"FUNCTION;
      b = "FUNCTION
      c = "	\\"FUNCTION", FUNCTION;
      """,
      """
      a = "FUNCTION", "//", " /*	", 'FUNCTION', "status", "a  FUNCTION // b","FUNCTION""status";
      b = "FUNCTION
      c = "	\\"FUNCTION", "status";
      """),
    Case(
      "lines that a backslash joins", tokens: 20,
      """
      #define SUM (1 + \\
        2)
      #define SPLIT (1 \\
        + 2) \\

      a = <SUM>, lower\\
       , <SPLIT>;
      """,
      """
      a = <(1 + 2)>, lower , <(1 + 2)>;
      """),
    Case(
      "lines that begin with `#`", tokens: 55,
      """
      #define CELLS #size-cells
      #define NOTHING
      	#address-cells = <1>;
      	#gpio-cells = <2>;
      	#if0 = <3>;
      	#definer = <4>;
      CELLS = <5>; NOTHING
      #x-cells = <6>;
      a = CELLS /* c */

      #y-cells = <7>, CELLS
      #undef NOTHING
      #z-cells = <8>;
      """,
      """
       #address-cells = <1>;
       #gpio-cells = <2>;
       #if0 = <3>;
       #definer = <4>;
       #size-cells = <5>;
       #x-cells = <6>;
      a = #size-cells
       #y-cells = <7>, #size-cells
       #z-cells = <8>;
      """),
    Case(
      "names that were taken back", tokens: 0,
      """
      #define A 1
      #define B (A)
      #define CALL(x) (x)
      a = <A B CALL(A)>;
      #undef A
      b = <A B CALL(A)>;
      #undef CALL
      c = <CALL(B)>;
      """,
      """
      a = <1 (1) (1)>;
      b = <A (A) (A)>;
      c = <CALL((A))>;
      """),
  ]

  @Test(arguments: cases)
  func text(_ wanted: Case) throws {
    let bench = try Workbench(["t.dts": wanted.source + "\n"])
    #expect(try bench.ours(["-P", "t.dts"]).text == wanted.text + "\n")
    #expect(try tokenCount(of: bench.folder["t.dts"]) == wanted.tokens)
  }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: cases)
  func textOfGCC(_ wanted: Case) throws {
    let bench = try Workbench(["t.dts": wanted.source + "\n"])
    #expect(try bench.gcc(["-P", "t.dts"]) == wanted.text + "\n")
  }

  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: 0..<10)
  func sameAsGCC(_ hundred: Int) throws {
    var files: [String: String] = [:]
    var source = ""
    for seed in hundred * 100..<(hundred + 1) * 100 {
      var generator = PrintedLineGenerator(seed: seed)
      files["\(seed).h"] = generator.program()
      source += "#include \"\(seed).h\"\n" + PrintedLineGenerator.names.map { "#undef \($0)\n" }.joined()
    }
    files["t.dts"] = source
    let bench = try Workbench(files)
    let ours = try bench.ours(["t.dts"]).text.split(separator: "\n")
    let theirs = try bench.gcc(["t.dts"]).split(separator: "\n")
    #expect(ours.count == theirs.count)
    for (line, wanted) in zip(ours, theirs) where line != wanted {
      Issue.record("ours: \(line)\ngcc:  \(wanted)")
      break
    }
  }

  /// Directives between printed lines, and files whose last line has macros: none of that takes tokens,
  /// unless that line ends in a blank or a backslash.
  @Test(
    .enabled(if: Tool.gcc != nil, "the system has no gcc"),
    arguments: [("", 0), ("\n", 0), ("\n\n\n", 0), (" ", 11), ("\\\n", 23)])
  func filesAndDirectives(end: String, tokens: Int) throws {
    let bench = try Workbench([
      "t.dts":
        "#include \"a.h\"\nx = <A>;\n#ifdef A\n#include \"b.h\"\n#else\nno\n#endif\n\ny = <A B>;\(end)",
      "a.h": "#ifndef A\n#define A 1\(end)\n#endif\(end)", "b.h": "z = <A>;\n#define B \"b\"\nw = B;\(end)",
    ])
    #expect(try bench.ours(["t.dts"]).text == bench.gcc(["t.dts"]))
    #expect(try bench.ours(["-P", "t.dts"]).text == bench.gcc(["-P", "t.dts"]))
    #expect(try tokenCount(of: bench.folder["t.dts"], lineMarkers: true) == tokens)
    #expect(try tokenCount(of: bench.folder["t.dts"]) == tokens)
  }

  /// Returns the number of tokens that it takes to print a source.
  private func tokenCount(of source: String, lineMarkers: Bool = false) throws -> Int {
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    _ = try preprocessor.text(of: source, lineMarkers: lineMarkers)
    return preprocessor.putCount
  }

  /// A backslash at the end of a file joins nothing: the next file is not part of the macro.
  @Test(.enabled(if: Tool.gcc != nil, "the system has no gcc"), arguments: ["1 \\", "1 \\\n", "1 \\\n 2 \\"])
  func bodyAtTheEndOfAFile(body: String) throws {
    let bench = try Workbench([
      "t.dts": "#include \"a.h\"\nx = <\n#include \"b.h\"\n>;\ny = <A>;\n", "a.h": "#define A \(body)",
      "b.h": "999\n",
    ])
    #expect(try bench.ours(["-P", "t.dts"]).text == bench.gcc(["-P", "t.dts"]))
  }

  /// Calls in calls and macros in macros, so deep that they are left to the tokens, which know when to stop.
  @Test(arguments: [1, 31, 32, 33, 200, 255])
  func nested(depth: Int) throws {
    let calls = String(repeating: "F(", count: depth) + "1" + String(repeating: ")", count: depth)
    let chain = (1...depth).map { "#define M\($0) M\($0 - 1)\n" }.joined()
    let bench = try Workbench(["t.dts": "#define F(x) x\n#define M0 2\n\(chain)a = <\(calls) M\(depth)>;\n"])
    #expect(try bench.ours(["-P", "t.dts"]).text == "a = <1 2>;\n")
    #expect((try tokenCount(of: bench.folder["t.dts"]) > 0) == (depth > 31))
  }

  @Test(arguments: [257, 4_000, 20_000])
  func nestedTooDeep(depth: Int) throws {
    let calls = String(repeating: "F(", count: depth) + "1" + String(repeating: ")", count: depth)
    let folder = try TemporaryFolder(["t.dts": "#define F(x) x\na = <\(calls)>;\n"])
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    _ = try preprocessor.text(of: folder["t.dts"], lineMarkers: true)
    #expect(preprocessor.diagnostics.map(\.message) == ["macro calls are nested more than 256 levels deep"])
  }

  @Test func directivesMayBegin() {
    var names = SymbolTable()
    let words = DirectiveWords(&names)
    for symbol in words.define.rawValue...words.unassert.rawValue {
      let word = names.array(Symbol(rawValue: symbol))
      #expect(DirectiveWords.mayBegin(with: word[0], count: word.count))
    }
    #expect(!DirectiveWords.mayBegin(with: UInt8(ascii: "a"), count: "address".utf8.count))
  }
}
