import TestSupport
import Testing

/// Sources that consist of several files.
struct FileTests {
  static let cases: [TreeCase] = [
    TreeCase(
      "dtc's own inclusion", files: ["a.dtsi": "/ { a; };", "b.dtsi": "b = <1>;\nn { };"],
      """
      /dts-v1/;
      /include/ "a.dtsi"
      / {
        /include/ "b.dtsi"
      };
      """,
      """
      /
        a
        b = <1>
        n
      """),
    TreeCase(
      "no joined lines in it, but line markers",
      files: [
        "a.dtsi": "a; // \\\nb;\n#line 3 \"x.dtsi\"\n# 7 \"y.dtsi\" 1\nc = \"//\";\n"
      ],
      """
      /dts-v1/;
      / {
        n { /include/ "a.dtsi" };
        m { /include/ "a.dtsi" };
      };
      """,
      """
      /
        n
          a
          b
          c = "//"
        m
          a
          b
          c = "//"
      """),
    TreeCase(
      "amid a value", files: ["v.dtsi": "<2>"],
      """
      /dts-v1/;
      / {
        a = <1>, /include/ "v.dtsi";
      };
      """,
      """
      /
        a = <1 2>
      """),
    TreeCase(
      "between any two tokens",
      files: [
        "name.dtsi": "n0", "assign.dtsi": "= <1>", "j.dtsi": "j", "more2.dtsi": "<", "cells.dtsi": "2 l0: 3",
        "bytes.dtsi": "0b 0c", "bits.dtsi": "16", "two.dtsi": "+ 2", "more.dtsi": ", \"y\"",
        "end.dtsi": ";\nf", "open.dtsi": "{ g = <5>", "number.dtsi": "0x1000",
        "end2.dtsi": ";", "semicolon.dtsi": "};\nh { ",
      ],
      """
      /dts-v1/ /include/ "end2.dtsi"
      /memreserve/ /include/ "number.dtsi" /include/ "number.dtsi" ;
      / {
        a /include/ "assign.dtsi" ;
        b = < 1 /include/ "cells.dtsi" 4 >;
        c = [ 0a /include/ "bytes.dtsi" 0d ];
        d = "x" /include/ "more.dtsi" ;
        e = <1> /include/ "end.dtsi" ;
        i = /bits/ /include/ "bits.dtsi" /include/ "more2.dtsi" 1 (1 /include/ "two.dtsi" )>;
        /delete-property/ /include/ "j.dtsi" ;
        /include/ "name.dtsi" /include/ "open.dtsi" ; /include/ "semicolon.dtsi" };
      };
      """,
      """
      reserve 4096 4096
      /
        a = <1>
        b = <1 2 3 4>
        c = <0xa0b0c0d>
        d = "x" "y"
        e = <1>
        f
        i = <0x10003>
        n0
          g = <5>
        h
      """),
    TreeCase(
      "where another word would be",
      files: [
        "plugin.dtsi": "/plugin/;", "reserve.dtsi": "/memreserve/ 1", "name.dtsi": "(\"name.dtsi\"",
        "part.dtsi": ", 2", "not.dtsi": "!", "colon.dtsi": ": 3", "label.dtsi": "l1: l2:", "mark.dtsi": "l3:",
        "reference.dtsi": "&l1", "none.dtsi": "", "brace.dtsi": "{",
      ],
      """
      /dts-v1/; /include/ "plugin.dtsi"
      l0: /include/ "reserve.dtsi" 2;
      / /include/ "brace.dtsi"
        a = /incbin/ /include/ "name.dtsi" /include/ "part.dtsi" , /include/ "none.dtsi" 3 /include/ "none.dtsi" );
        b = <(1 ? - /include/ "not.dtsi" 2 /include/ "colon.dtsi" )>, /include/ "mark.dtsi" /include/ "none.dtsi" [00];
        c = <&x /include/ "none.dtsi" &y>, /include/ "none.dtsi" "z" /include/ "none.dtsi" ;
        /omit-if-no-ref/ /include/ "label.dtsi" n { };
      };
      /delete-node/ /include/ "reference.dtsi" ;
      """,
      """
      reserve 1 2
      /
        a = [6e 61 6d]
        b = [00 00 00 00 00]
        c = [ff ff ff ff ff ff ff ff 7a 00]
        __fixups__
          x = "/:c:0"
          y = "/:c:4"
      """),
    TreeCase(
      "in no path and no keyword, and touching nothing", files: ["a.dtsi": "a", "none.dtsi": ""],
      """
      /dts-v1/;
      / {
        include { x { }; };
        n {
          /include/"a.dtsi"/include/"none.dtsi"=/include/"none.dtsi"<1/include/"none.dtsi"2>;
          b = [0a/include/"none.dtsi"0b 0c/include/ "none.dtsi"0d];
        };
      };
      &{/include/x} {
        c = &{/include/};
      };
      """,
      """
      /
        include
          x
            c = "/include"
        n
          a = <1 2>
          b = <0xa0b0c0d>
      """),
    TreeCase(
      "the tag in the included file", files: ["a.dtsi": "/dts-v1/;"],
      """
      /include/ "a.dtsi"
      / { };
      """,
      """
      /
      """),
    TreeCase(
      "the tag twice",
      """
      /dts-v1/;
      /dts-v1/;
      / { };
      """,
      """
      /
      """),
    TreeCase(
      "comments",
      """
      /dts-v1/;
      /* a /* b */
      / { // c */
        a /**/ = <1 /* 2 */ 3>;
        b = "/* no */ // no";
      };
      """,
      """
      /
        a = <1 3>
        b = "/* no */ // no"
      """),
    TreeCase(
      "line markers",
      """
      # 1 "x.dts"
      /dts-v1/;
      # 7 "y.dtsi" 1
      / { };
      """,
      """
      /
      """),
  ]

  @Test(arguments: cases)
  func tree(_ source: TreeCase) throws { try source.check() }

  @Test(.enabled(if: Tool.dtc != nil, "the system has no dtc"), arguments: cases.filter { !$0.isNewer })
  func sameAsDTC(_ source: TreeCase) throws { try source.checkWithDTC() }
}
