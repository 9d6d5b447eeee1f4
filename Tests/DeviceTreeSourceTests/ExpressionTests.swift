import DeviceTreeSource
import Preprocessor
import TestSupport
import Testing

/// dtc's arithmetic: C's precedence, on unsigned 64-bit numbers.
struct ExpressionTests {
  static let cases: [TreeCase] = [
    TreeCase(
      "precedence",
      """
      /dts-v1/;
      / {
        a = <(1 + 2 * 3) (1 << 2 + 1) (1 | 2 ^ 3 & 4) (6 & 3 == 3) (1 < 2 == 1)>;
      };
      """,
      """
      /
        a = <7 8 3 0 1>
      """),
    TreeCase(
      "left to right",
      """
      /dts-v1/;
      / {
        a = <(10 - 3 - 2) (100 / 10 / 2) (100 % 30 % 7) (1 << 2 << 3) (256 >> 2 >> 1)>;
      };
      """,
      """
      /
        a = <5 5 3 0x20 0x20>
      """),
    TreeCase(
      "logic",
      """
      /dts-v1/;
      / {
        a = <(1 && 2) (0 || 0) (!5) (!0) (1 || 1 && 0) (3 == 3) (3 != 3)>;
      };
      """,
      """
      /
        a = <1 0 0 1 1 1 0>
      """),
    TreeCase(
      "comparison",
      """
      /dts-v1/;
      / {
        a = <(1 < 2) (2 <= 2) (3 > 4) (4 >= 5) ((-1) > 0)>;
      };
      """,
      """
      /
        a = <1 1 0 0 1>
      """),
    TreeCase(
      "unary",
      """
      /dts-v1/;
      / {
        a = <(-1) (~0) (--2) (!!7) (-~5) (- - 3)>;
      };
      """,
      """
      /
        a = <0xffffffff 0xffffffff 2 1 6 3>
      """),
    TreeCase(
      "what binds how strongly",
      """
      /dts-v1/;
      / {
        a = <(0 ? 1 : 0 ? 2 : 3) (1 ? 2 : 3 ? 4 : 5) (1 ? 0 ? 2 : 3 : 4) (0 || 1 ? 2 | 1 : 9) (1 ? 2 : 3 + 4)>;
        b = <(-1 ? 2 : 3) (!~-1 + 1) (- - 1 * ~2) (-(1 ? 2 : 3)) (2 * (1 ? 3 : 4) + 1) (~(1) & (0x0f))>;
        c = <(1 << 2 ? 3 * (4 - (5 ? 6 : 7) + 8) : 9) ((((1))) ? ((2)) : (((3)))) (1 ? (2) : 3 == 3)>;
      };
      """,
      """
      /
        a = <3 2 3 3 2>
        b = <2 2 0xfffffffd 0xfffffffe 7 0xe>
        c = <0x12 2 2>
      """),
    TreeCase(
      "ternary",
      """
      /dts-v1/;
      / {
        a = <(1 ? 2 : 3) (0 ? 2 : 3) (0 ? 1 : 0 ? 2 : 3) (1 ? 0 ? 4 : 5 : 6)>;
      };
      """,
      """
      /
        a = <2 3 3 5>
      """),
    TreeCase(
      "tight operators",
      """
      /dts-v1/;
      / {
        a = <(1+2) (3-1) (0x1e-1) (0xe+1) (5--1) (1&-2)>;
      };
      """,
      """
      /
        a = <3 2 0x1d 0xf 6 0>
      """),
    TreeCase(
      "unsigned division",
      """
      /dts-v1/;
      / {
        a = <((-1) / 0x100000000) ((-1) % 10) ((-8) >> 60)>;
      };
      """,
      """
      /
        a = <0xffffffff 5 0xf>
      """),
    TreeCase(
      "shifts past the width",
      """
      /dts-v1/;
      / {
        a = <(1 << 63 >> 63) (1 << 64) (1 >> 64) (1 << 31)>;
      };
      """,
      """
      /
        a = <1 0 0 0x80000000>
      """),
    TreeCase(
      "negative",
      """
      /dts-v1/;
      / {
        a = <(-2147483648) (-4294967295) (0 - 1)>;
      };
      """,
      """
      /
        a = <0x80000000 1 0xffffffff>
      """),
    TreeCase(
      "characters in it",
      #"""
      /dts-v1/;
      / {
        a = <('a' + 1) ('\n' * 2)>;
      };
      """#,
      """
      /
        a = <0x62 0x14>
      """),
    TreeCase(
      "sixty-four bits",
      """
      /dts-v1/;
      / {
        a = /bits/ 64 <(1 << 40) (0xffffffff * 0xffffffff) (-1)>;
      };
      """,
      """
      /
        a = <0x100 0 0xfffffffe 1 0xffffffff 0xffffffff>
      """),
  ]

  @Test(arguments: cases)
  func tree(_ source: TreeCase) throws { try source.check() }

  @Test(.enabled(if: Tool.dtc != nil, "the system has no dtc"), arguments: cases.filter { !$0.isNewer })
  func sameAsDTC(_ source: TreeCase) throws { try source.checkWithDTC() }

  /// The value of a macro is found once, and again after each `#define` or `#undef` of a known name.
  @Test func macrosDefinedAnew() throws {
    let numbers = 0..<1000
    try TreeCase(
      "a macro, and one that stands for it",
      "/dts-v1/;\n#define N (M + 1)\n/ {\n"
        + numbers.map { "#undef M\n#define M \($0 % 9)\n p\($0) = <N M N>;\n" }.joined() + "};",
      "/" + numbers.map { "\n  p\($0) = <\($0 % 9 + 1) \($0 % 9) \($0 % 9 + 1)>" }.joined()
    ).check()
  }

  /// What all that compute as dtc does share.
  @Test(
    arguments: [
      (TokenKind.shiftLeft, 1, 63, 1 << 63), (.shiftLeft, 1, 64, 0), (.shiftRight, .max, 64, 0),
      (.shiftRight, .max, .max, 0), (.minus, 0, 1, .max), (.star, .max, 2, .max - 1), (.slash, 7, 2, 3),
      (.percent, 7, 2, 1), (.slash, 1, 0, nil), (.percent, 1, 0, nil), (.less, 1, .max, 1), (.orOr, 0, 8, 1),
      (.andAnd, 8, 4, 1), (.question, 1, 1, nil),
    ] as [(TokenKind, UInt64, UInt64, UInt64?)])
  func operators(_ kind: TokenKind, _ left: UInt64, _ right: UInt64, _ result: UInt64?) {
    #expect(kind.result(left, right) == result)
  }
}
