import DeviceTree
import SourceText
import TestSupport
import Testing

@testable import DeviceTreeSource
@testable import Preprocessor

/// Plain statements are read from the text, others from tokens, with the same result. So each source here is
/// compiled twice: the second time from tokens only, which a poisoned name brings about.
struct PlainStatementTests {
  static let statements = [
    "a;", "a ;", "a = <1>;", "a=<1>;", "a = <1 2 0x3 0X4 010 0>;", "a = <0xffffffff 4294967295>;",
    "a = <0x100000000>;", "a = <4294967296>;", "a = <18446744073709551616>;", "a = <089>;",
    "a = <1U 2UL 3ull>;",
    "a = <1 2", "a = <1 2;", "a = <>;", "a = < >;", "a = <\n1\n2 // c\n /* d */ 3\n>;", "a = <1>, <2>,<3>;",
    "a = <1> , \"x\" , <&l>;", "a = \"x\", \"y\";", "a = \"\";", "a = \"x\\n\\0y\";",
    "a = \"/* no comment */\";",
    "a = \"// no comment\";", "a = \"x;", "a = 'x';", "a = <'x'>;", "a = &l;", "a = &l, &{/n@1};",
    "a = <&l 1>;",
    "a = <&{/n@1}>;", "a = <& l>;", "a = <&>;", "a = <&1>;", "a = <&missing>;", "a = [00 11];",
    "a = /bits/ 8 <1 2>;",
    "a = /bits/ 16 <0xffff 65536>;", "a = /bits/ 64 <0xffffffffffffffff>;",
    "a = /bits/ 64 <18446744073709551616>;",
    "a = /bits/ 64 <1 (2 + 3)>;", "a = /bits/ 24 <1>;", "a = /bits/32 <1>;", "a = <ONE>;", "a = <ONE TWO>;",
    "a = <(ONE + TWO)>;", "a = <(ONE | TWO << 4)>;", "a = <(1 + 2 * 3)>;", "a = <(1 << 2 + 1)>;",
    "a = <(1 & 3 | 4)>;",
    "a = <(~0)>;", "a = <(~ONE)>;", "a = <(-1)>;", "a = <(1 - 2)>;", "a = <(7 / 2)>;", "a = <(1 / 0)>;",
    "a = <(1 ? 2 : 3)>;", "a = <(1 && 0)>;", "a = <(1 || 0)>;", "a = <(1 << 64)>;", "a = <((((1))))>;",
    "a = <(1>;",
    "a = <(0x1e+1)>;", "a = <0x1e+1>;", "a = <(1.5)>;", "a = <(2 = 1)>;", "a = <(2 |= 1)>;",
    "a = <PARENTHESES>;",
    "a = <(PARENTHESES * 2)>;", "a = <BARE>;", "a = <(BARE * 2)>;", "a = <TWICE(3)>;", "a = <TWICE (3)>;",
    "a = <TWICE>;",
    "a = <CHAIN>;", "a = <ENDLESS>;", "a = <(ENDLESS)>;", "a = <LIST>;", "a = <TEXT>;", "a = TEXT;",
    "a = <UNKNOWN>;",
    "a = <NOTHING 1>;", "a = <WIDE>;", "a = <SUFFIX>;", "a = <BIG>;", "a = <ONE>, <TWO /* two */>;",
    "a = <ONE\n>;",
    "a = <1>TWO;", "a = <ONE1>;", "a = <1ONE>;", "NAME = <1>;", "NAME;", "x-NAME = <1>;", "x-NAME-y;",
    "3NAME;", "x_NAME;",
    "NAMEs;", "#NAME = <1>;", "# NAME = <1>;", "small = <1>;", "x-small;", "#address-cells = <1>;",
    "#define = <1>;",
    "#define-x;", "# address-cells;", "#undef ONE\n a = <ONE>;", "#define ONE 11\n a = <ONE>;",
    "a = <TWO>;\n#undef TWO\n#define TWO 22\n b = <TWO>;",
    "a = <CHAIN>;\n#undef ONE\n#define ONE 12\n b = <CHAIN>;",
    "fresh = <1>;\n#define fresh stale\n fresh = <2>;", "m: n@9 { };\n#define m other\n m: n@8 { };",
    "l2: a;", "l2: l3: a = <1>;",
    "l2 : a;", "l2:\n a;", "NAME: a;", "1l: a;", "l-2: a;", "l2: n@2 { };", "n@2 { };", "n@2{};", "n@2 { } ;",
    "n@2 { }", "n@2 { a; }; b;",
    "n@2 { };\n a;", "n@2 { a; n@3 { b = <&l>; }; };", "l2: NAME@1 { };", "n@ONE { };", "n@ONE{a = <ONE>;};",
    "n@2 { a = <1> };",
    "/delete-property/ a;", "a;\n/delete-property/ a;", "/delete-node/ n@1;", "/omit-if-no-ref/ n@2 { };",
    "a = <1>; b = <2>; c;", "a = <1>; /* c */ b; // d\n c;", "a\n=\n<1>\n;", "a = <1>\\\n;",
    "a = <1 \\\n 2>;", "a\\\nb = <1>;",
    "a /* c */ = /* c */ <1> /* c */ ;", "a = <1/**/2>;", "a = <1/2>;", "a,b.c_d+e*f?g@h = <1>;", "a/b;",
    "a\u{E9};", "a = \"\u{E9}\";",
    "a = <1>;;", ";", "a = ;", "= <1>;", "a <1>;", "a \"x\";", "&l { };", "}; / { a;",
    "}; &l { a = <ONE>; b;", "}; &l { }; / {",
    "}; &missing { a; }; / {", "}; x: &l { a; }; / {", "}; &l { n@4 { a; }; b;", "}; &{/n@1} { a; }; / {",
    "#if 1\n a;\n#else\n b;\n#endif", "a;\n#if 0\n b = \"#endif\";\n /*\n#endif\n*/ c\n#endif\n d;",
    "#if 0\n'\n\"/*\n#else\n a;\n#endif", "a = <__LINE__ __COUNTER__ __COUNTER__>;",
    "a = <__COUNTER__>; b = <__COUNTER__>;",
    "#include \"n.dtsi\"", "a;\n#include \"n.dtsi\"\n b;", "/include/ \"n.dtsi\"\n b;", "a = <1>;\r\n b;\r",
    "a\u{0C}= <1>;", "a = <1\u{0B}2>;",
    "a = <TWICE(\nONE\n) ONE>; b;", "ARGUMENT(a) = <1>; a = <2>;", "ARGUMENT(a = <1>; b) = <2>;\n c;",
    "ARGUMENT(a = <1>;\n b = <2>;)", "ARGUMENT(a = <1>;\n b = <2>;\n) c;",
    "ARGUMENT(a = <1>; b = <2>;\n c) = <3>; d;",
    "ARGUMENT(\n a = <1>;\n n@2 { b; }; n@3 { c; };) n@4 { };", "a = <1>ARGUMENT(;\n b = <2) 3>; c;",
    "PROPERTY", "PROPERTY b;",
    "a = <SUM(1, 2)>;", "a = <SUM(1,TWO) 3>;", "a = <SUM( 1 , (2 + 3) )>;", "a = <SUM(1)>;",
    "a = <SUM(1, 2, 3)>;",
    "a = <SUM(1 + 1, 2)>;", "a = <SUM(1, 2)3>;", "a = <SUM(1, 2)SUM(3, 4)>;", "a = <SUM (1, 2)>;",
    "a = <SUM(1,\n2)>;", "a = <SUM(1, /* c */ 2)>;", "a = <SUM(, 2)>;", "a = <SUM(1, )>;", "a = <SUM(1, 2>;",
    "a = <SUM(SUM(1, 2), NOUGHT())>;", "a = <NOUGHT()>;", "a = <NOUGHT( )>;", "a = <NOUGHT>;",
    "a = <NOUGHT(1)>;", "a = <(SUM(1, 2) * 2)>;", "a = <PRODUCT(1, 2)>;", "a = <PRODUCT((1), TWO)>;",
    "a = <SUM(-1, 2)>;", "a = <SUM(~1, 2)>;", "a = <SUM(1U, 2)>;", "a = <SUM(UNKNOWN, 2)>;", "a = <SELF(1)>;",
    "a = <PASTE(1, 2)>;", "a = <STRING(1)>;", "a = <ANY(1, 2)>;", "a = <NESTED(3)>;",
    "a = <NESTED(TWO) LONG>;",
    "a = <SEVERAL>;", "a = <0 SEVERAL 9>;", "a = <SEVERAL>, <SEVERAL>;", "a = <(SEVERAL)>;",
    "a = <SEVERAL1>;",
    "a = /bits/ 64 <SUM(WIDE, 1)>;", "a = <SUM(WIDE, 1)>;", "a = <SUM(1, 2)>; #undef SUM\n b;",
    "a = <SUM(1, 2)>;\n#undef SUM\n#define SUM(x, y) (x)\n b = <SUM(1, 2)>;",
    "a = <SEVERAL>;\n#undef ONE\n#define ONE 77\n b = <SEVERAL>;", "a = <DOUBLED(1)>;", "a = <DOUBLED16(1)>;",
    "a = <1>;\nARGUMENT(b) = <ONE>;", "a = \"x\"\n\"y\";", "a = <1> <2>;", "a = \"NAME\";",
  ]

  static let definitions = """
    #define ONE 1
    #define TWO 0x2 /* two */
    #define PARENTHESES ( ONE | 4 )
    #define BARE ONE | 4
    #define TWICE(x) ((x) * 2)
    #define CHAIN ONE
    #define ENDLESS (ENDLESS | 1)
    #define LIST 1 2
    #define TEXT "text"
    #define NOTHING
    #define WIDE 0x100000000
    #define SUFFIX 1U
    #define BIG 99999999999999999999
    #define NAME renamed
    #define small large
    #define ARGUMENT(x) x
    #define PROPERTY property = <ONE>;
    #define SUM(x, y) ((x) + \\
      (y))
    #define PRODUCT(x, y) (x * y)
    #define NOUGHT() 0
    #define SELF(x) (SELF(x) + 1)
    #define PASTE(x, y) (x ## y)
    #define STRING(x) (#x)
    #define ANY(x, ...) ((x) | (__VA_ARGS__))
    #define NESTED(x) (SUM(x, SUM((1), TWO)) << ONE)
    #define LONG (ONE | \\
      0x100)
    #define SEVERAL SUM(1, 2) \\
      ONE (TWO << 4) 0x10 \\
      NESTED(1)
    #define DOUBLED(x) (ONE + (x) + (x))
    #define DOUBLED4(x) (DOUBLED(DOUBLED(DOUBLED(DOUBLED(x)))))
    #define DOUBLED16(x) (DOUBLED4(DOUBLED4(DOUBLED4(DOUBLED4(x)))))
    """

  @Test(arguments: statements) func sameEitherWay(_ statement: String) throws {
    try compare(source(statement), files: ["n.dtsi": "\tincluded = <ONE>;\n\tn@5 { };\n"])
  }

  private func source(_ statement: String) -> String {
    """
    \(Self.definitions)
    /dts-v1/;
    / {
      l: n@1 { reg = <1>; };
    };
    &l {
      \(statement)
    };

    """
  }

  /// Statements of all kinds that are read directly from the text, without tokens.
  @Test(arguments: [
    "a;", "a = <1 2 0x3 0X4 010 0>;", "a = <\n1\n2 // c\n /* d */ 3\n>;", "a = <1> , \"x\" , <&l>;",
    "a = \"// no comment\";", "a = &l;", "a = /bits/ 8 <1 2>;", "a = /bits/ 64 <0xffffffffffffffff>;",
    "a = <ONE TWO>;", "a = <(ONE | TWO << 4)>;", "a = <(1 & 3 | 4)>;", "a = <(~ONE)>;", "a = <CHAIN>;",
    "a = <PARENTHESES>;", "a = <LIST>;", "a = <SUM( 1 , (2 + 3) )>;", "a = <SUM(SUM(1, 2), NOUGHT())>;",
    "a = <NESTED(TWO) LONG>;", "a = <0 SEVERAL 9>;", "a = <DOUBLED16(1)>;", "#address-cells = <1>;",
    "x_NAME;", "l2: l3: a = <1>;", "l2: n@2 { };", "n@2 { } ;", "n@2 { a; n@3 { b = <&l>; }; };",
    "a = <1>; b = <2>; c;", "}; &l { a = <ONE>; b;", "a;\n#include \"n.dtsi\"\n b;",
  ]) func takesNoTokens(_ statement: String) throws {
    #expect(Self.statements.contains(statement))
    #expect(try tokenCount(source(statement)) == tokenCount(source("")))
  }

  /// One in so many parentheses.
  private static func nested(_ count: Int, _ text: String = "1") -> String {
    String(repeating: "(", count: count) + text + String(repeating: ")", count: count)
  }

  /// The cells of a list, nil if it has an error, and whether it is read without tokens.
  @Test(
    arguments: [
      ("4294967295", [0xFFFF_FFFF], true), ("1:", nil, false), ("0x1:", nil, false), ("0x1g", nil, false),
      ("018", nil, false), ("0x10000000000000001", nil, false), ("02000000000000000000001", nil, false),
      ("0x0000000000000001", [1], true), ("0000000000000000000001", [1], true), ("1U", [1], false),
      ("(1\t+\t1)", [2], true),
      ("(ONE + ONE)", [2], true), ("(BARE)", [5], false), ("({1))", nil, false), ("(1]", nil, false),
      ("(2 * 3 + 1)", [7], true), ("(1 << 2 << 3)", [32], true), ("(4 | 2 & 3 << 1)", [6], true),
      ("(1 =< 2)", nil, false), ("(1 < 2)", [1], false), ("(1 <= 2)", [1], false), ("(1 <<= 2)", nil, false),
      ("(1+1)", [2], true), ("(0x1d+1)", [30], true), ("(0x1e|1)", [31], true), ("(0x1e +ONE)", [31], true),
      // To C, the sign is a part of the number, and so is the name.
      ("(0x1e+ONE)", nil, false), ("(0x1E+ONE)", nil, false), ("(0x1e-ONE)", nil, false),
      ("(0x1d+ONE)", [30], true),
      // What is nested too deeply is left to the token grammar.
      (nested(32), [1], true), (nested(33), [1], false), (nested(31, "1+1"), [2], true),
      (nested(32, "1+1"), [2], false), ("(1) " + nested(33), [1, 1], false),
      ("(1+1) " + nested(33), [2, 1], false), ("(ONE) " + nested(33), [1, 1], false),
      ("(1" + String(repeating: "+1", count: 40) + ")", [41], true),
      ((0..<40).map { "D\($0)" }.joined(separator: " "), Array(0..<40), true),
    ] as [(String, [UInt32]?, Bool)])
  func cells(_ text: String, cells: [UInt32]?, isPlain: Bool) throws {
    let found = try read("<\(text)>")
    #expect(found.bytes == cells.map { Value.cells($0).bytes })
    #expect(found.isPlain == isPlain)
  }

  /// Integers with as many digits as always fit into 64 bits are read without tokens.
  @Test(
    arguments: [
      ("64 <9999999999999999999>", 9_999_999_999_999_999_999, true),
      ("64 <18446744073709551615>", .max, false),
      ("64 <18446744073709551616>", nil, false), ("64 <0xffffffffffffffff>", .max, true),
      ("64 <0x00000000000000001>", 1, false), ("64 <0777777777777777777777>", .max >> 1, true),
      ("64 <01777777777777777777777>", .max, false), ("64<1>", 1, true), ("64 < 1 >", 1, true),
      ("64 <\u{0B}1\u{0B}>", 1, false), ("64 <x>", nil, false), ("<1>", nil, false), ("65 <1>", nil, false),
    ] as [(String, UInt64?, Bool)])
  func sizedCells(_ text: String, integer: UInt64?, isPlain: Bool) throws {
    let found = try read("/bits/ \(text)")
    #expect(found.bytes == integer.map { Value.cells([UInt32($0 >> 32), UInt32($0 & 0xFFFF_FFFF)]).bytes })
    #expect(found.isPlain == isPlain)
  }

  /// Compiles a value; returns its bytes, nil if it has an error, and whether no tokens were taken for it.
  private func read(_ value: String) throws -> (bytes: [UInt8]?, isPlain: Bool) {
    let definitions = (0..<40).map { "#define D\($0) \($0)\n" }.joined()
    let source = definitions + source("a = \(value);")
    let bytes = try compile(source).tree.flatMap { tree in
      tree.node(atPath: "/n@1").flatMap { tree.property(of: $0, named: "a") }
        .map { Array(tree.bytes(of: tree.value(of: $0))) }
    }
    return (bytes, try tokenCount(source) == tokenCount(definitions + self.source("")))
  }

  private static let poison = "#pragma GCC poison whatever\n"

  /// Returns the number of tokens that the parser takes from a source.
  private func tokenCount(_ source: String) throws -> Int {
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    try preprocessor.open("t.dts", contents: Array(source.utf8))
    var parser = SourceParser(preprocessor, options: SourceParserOptions())
    parser.parse()
    return parser.stream.preprocessor.putCount
  }

  /// Random sources, some of which have errors.
  @Test func sameForRandomSources() throws {
    var compiled = 0
    for seed in 0..<150 {
      var generator = SourceGenerator(seed: seed)
      if try compare(generator.source(), files: SourceGenerator.files) { compiled += 1 }
    }
    #expect(compiled > 95)
  }

  /// Random macros with parameters: in a third of the sources, all cells have values, some of which are read
  /// directly from the text; both ways find the same values.
  @Test func sameForRandomCalls() throws {
    var (compiled, plain) = (0, 0)
    for seed in 0..<300 {
      var generator = CallGenerator(seed: seed)
      let source = generator.source()
      if try compare(source, files: [:]) { compiled += 1 }
      if try tokenCount(source) < tokenCount(Self.poison + source) { plain += 1 }
    }
    #expect(compiled > 85 && plain > 30)
  }

  /// Compiles a source both ways; returns whether it makes a blob.
  @discardableResult
  private func compare(_ source: String, files: [String: String]) throws -> Bool {
    let plain = try compile("//\(Self.poison.dropFirst(2))" + source, files: files, symbols: true)
    let tokens = try compile(Self.poison + source, files: files, symbols: true)
    #expect(plain.messages == tokens.messages)
    #expect(plain.blob == tokens.blob)
    let places = [plain, tokens].map { $0.tree.map(places(of:)) }
    #expect(places[0] == places[1])
    return plain.blob != nil
  }

  /// Returns where everything in a tree was written, one line for each node, property or marker.
  private func places(of tree: DeviceTree) -> [String] {
    var lines: [String] = []
    var next: NodeID? = .root
    while let node = next {
      lines.append("\(tree.path(of: node)) \(text(tree.extent(of: node)))")
      var property = tree.firstProperty(of: node)
      while let current = property {
        lines.append("  \(tree.names.string(tree.name(of: current))) \(text(tree.extent(of: current)))")
        for marker in tree.markers(of: tree.value(of: current)) {
          let reference = tree.names.string(marker.reference)
          lines.append("    \(marker.kind) \(marker.offset) \(reference) \(marker.origin.location.rawValue)")
        }
        property = tree.nextProperty(after: current)
      }
      next = tree.nodeAfter(node)
    }
    return lines
  }

  private func text(_ extent: Extent) -> String {
    "\(extent.start.location.rawValue) \(extent.end.rawValue) \(extent.name.location.rawValue)"
  }
}
