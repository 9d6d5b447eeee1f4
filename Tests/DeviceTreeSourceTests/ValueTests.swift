import TestSupport
import Testing

/// Every kind of value.
struct ValueTests {
  static let cases: [TreeCase] = [
    TreeCase(
      "cells",
      """
      /dts-v1/;
      / {
        a = <0 1 0x1F 010 0xFFFFFFFF 4294967295>;
        empty = <>;
      };
      """,
      """
      /
        a = <0 1 0x1f 8 0xffffffff 0xffffffff>
        empty
      """),
    TreeCase(
      "labels at the ends of bytes",
      """
      /dts-v1/;
      / {
        a = [12z: ab3: 3456_x: 78], [cd ef12:], [1ab:];
      };
      """,
      """
      /
        a = [12 34 56 78 cd 1a]
      """),
    TreeCase(
      "suffixes",
      """
      /dts-v1/;
      / {
        a = <1U 2L 3UL 4LL 5ULL 0x6U>;
      };
      """,
      """
      /
        a = <1 2 3 4 5 6>
      """),
    TreeCase(
      "characters",
      #"""
      /dts-v1/;
      / {
        a = <'a' '\n' '\'' '\0' '\x41' '\101' '"'>;
      };
      """#,
      """
      /
        a = <0x61 0xa 0x27 0 0x41 0x41 0x22>
      """),
    TreeCase(
      "characters that a signed byte cannot hold",
      #"""
      /dts-v1/;
      / {
        a = <'\xff' '\377' '\x80' ('\xff' + 1)>;
        b = /bits/ 64 <'\xff'>;
        c = /bits/ 8 <'\xff'>;
      };
      """#,
      """
      /
        a = <0xff 0xff 0x80 0x100>
        b = <0 0xff>
        c = [ff]
      """),
    TreeCase(
      "strings",
      """
      /dts-v1/;
      / {
        a = "x";
        empty = "";
        list = "one", "two";
      };
      """,
      """
      /
        a = "x"
        empty = [00]
        list = "one" "two"
      """),
    TreeCase(
      "escapes",
      #"""
      /dts-v1/;
      / {
        a = "\a\b\t\n\v\f\r\\\"\e\x4\x41\101\7\0z";
      };
      """#,
      """
      /
        a = [07 08 09 0a 0b 0c 0d 5c 22 65 04 41 41 07 00 7a 00]
      """),
    TreeCase(
      "signs and blanks behind \\x, of which two bytes count",
      #"""
      /dts-v1/;
      / {
        a = "\x-41\x+41\x 41\x0x41\x-fz\x-0\x	4";
        b = "\x
      4";
        c = <'\x-1' '\x+1' '\x 4'>;
      };
      """#,
      """
      /
        a = [fc 31 04 31 04 31 00 78 34 31 f1 7a 00 04 00]
        b = [04 00]
        c = <0xff 1 4>
      """),
    TreeCase(
      "octal escapes",
      #"""
      /dts-v1/;
      / {
        a = "\8\400\777\78\1234\-1\9";
        b = <'\8' '\400'>;
      };
      """#,
      """
      /
        a = [38 00 ff 07 38 53 34 2d 31 39 00]
        b = <0x38 0>
      """),
    TreeCase(
      "bytes",
      """
      /dts-v1/;
      / {
        a = [00 01ff Ab];
        b = [0123456789abcdef0e1e2e];
        empty = [];
      };
      """,
      """
      /
        a = <0x1ffab>
        b = [01 23 45 67 89 ab cd ef 0e 1e 2e]
        empty
      """),
    TreeCase(
      "bytes that look like numbers",
      """
      /dts-v1/;
      / {
        a = [1e 0e 00e1 12e3];
      };
      """,
      """
      /
        a = [1e 0e 00 e1 12 e3]
      """),
    TreeCase(
      "sizes",
      """
      /dts-v1/;
      / {
        a = /bits/ 8 <1 0xff (-1)>;
        b = /bits/ 16 <1 0xffff>;
        c = /bits/ 32 <1>;
        d = /bits/ 64 <1 0xffffffffffffffff>;
      };
      """,
      """
      /
        a = [01 ff ff]
        b = <0x1ffff>
        c = <1>
        d = <0 1 0xffffffff 0xffffffff>
      """),
    TreeCase(
      "mixed",
      """
      /dts-v1/;
      / {
        a = "s", <1>, [02], /bits/ 8 <3>;
      };
      """,
      """
      /
        a = <0x73000000 0x10203>
      """),
    TreeCase(
      "labels in values",
      """
      /dts-v1/;
      / {
        a = x: <y: 1 z: 2> w:, v: "s" u:, [t: 01 s: 02];
      };
      """,
      """
      /
        a = <1 2 0x73000102>
      """),
    TreeCase(
      "files, and parts of them", files: ["data.bin": "abcd"],
      """
      /dts-v1/;
      / {
        a = /incbin/("data.bin");
        b = <1>, /incbin/("data.bin", 1, 2), [ff];
        c = /incbin/("data.bin", 3, 9), /incbin/("data.bin", 4, 1), /incbin/("/dev/zero", 7, 2);
      };
      """,
      """
      /
        a = <0x61626364>
        b = [00 00 00 01 62 63 ff]
        c = [64 00 00]
      """),
    TreeCase(
      "names of properties",
      #"""
      /dts-v1/;
      / {
        #a,b.c_d+e*f?g-h;
        0digit = <1>;
        \escaped;
      };
      """#,
      """
      /
        #a,b.c_d+e*f?g-h
        0digit = <1>
        escaped
      """),
    TreeCase(
      "values over lines",
      """
      /dts-v1/;
      / {
        a = <1
          2>,
          /* amid */ <3>; // after
      };
      """,
      """
      /
        a = <1 2 3>
      """),
  ]

  @Test(arguments: cases)
  func tree(_ source: TreeCase) throws { try source.check() }

  @Test(.enabled(if: Tool.dtc != nil, "the system has no dtc"), arguments: cases.filter { !$0.isNewer })
  func sameAsDTC(_ source: TreeCase) throws { try source.checkWithDTC() }
}
