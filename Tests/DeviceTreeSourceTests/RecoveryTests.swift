import Testing

/// One run reports every error that does not follow from another.
struct RecoveryTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "one of each",
      """
      /dts-v1/;
      / {
        a = <(1 / 0)>;
        b = /bits/ 12 <1>;
        c = [1g];
        d = <MISSING>;
        e = <089 0x10000000000000000>;
        f = "open;
        g = <'ab' ''>;
        $$;
        n@1@2 {
          phandle = <0>;
        };
        l: o { };
        l: o { };
      };
      &nowhere { };
      """,
      """
      t.dts:3:9: error: division by zero
          3 |   a = <(1 / 0)>;
            |         ^~~~~
      t.dts:4:14: error: array elements have 8, 16, 32 or 64 bits, not 12
          4 |   b = /bits/ 12 <1>;
            |              ^~
      t.dts:5:8: error: '1g' is not a sequence of bytes: each has two hexadecimal digits
          5 |   c = [1g];
            |        ^~
      t.dts:6:8: error: expected a cell, found 'MISSING', which is not a defined macro
          6 |   d = <MISSING>;
            |        ^~~~~~~
      t.dts:7:8: error: '089' begins with 0, so it is octal, but has the digit 8
          7 |   e = <089 0x10000000000000000>;
            |        ^~~
      t.dts:7:12: error: '0x10000000000000000' does not fit into 64 bits
          7 |   e = <089 0x10000000000000000>;
            |            ^~~~~~~~~~~~~~~~~~~
      t.dts:8:7: error: string is not closed on its line
          8 |   f = "open;
            |       ^~~~~~
      t.dts:9:8: error: ''ab'' is more than one character
          9 |   g = <'ab' ''>;
            |        ^~~~
      t.dts:9:13: error: empty character constant
          9 |   g = <'ab' ''>;
            |             ^~
      t.dts:10:3: error: expected a property, a node or '}', found '$'
         10 |   $$;
            |   ^
      t.dts:17:1: error: no node has the label 'nowhere'
         17 | &nowhere { };
            | ^~~~~~~~
      t.dts:11:3: error: a node's name cannot have more than one '@': 'n@1@2'
         11 |   n@1@2 {
            |   ^~~~~
      t.dts:15:6: error: node '/o' is defined twice in one block
         15 |   l: o { };
            |      ^
      note: the first one (t.dts:14:6)
      t.dts:15:6: error: label 'l' is defined twice
         15 |   l: o { };
            |      ^
      note: it is also defined here (t.dts:14:6)
      t.dts:12:5: error: 0x0 cannot be the phandle of /n@1@2: 0 and 0xffffffff are reserved
         12 |     phandle = <0>;
            |     ^
      """),
    ErrorCase(
      "structure after a syntax error",
      """
      /dts-v1/;
      / {
        n {
          a = <1 2;
          b = "x" "y";
          c;
          c;
        };
        n { };
        p { name = "q"; };
      };
      """,
      """
      t.dts:4:13: error: expected a number, '(', '&label' or '>', found ';'
          4 |     a = <1 2;
            |             ^
      note: the '<' is here (t.dts:4:9)
      t.dts:5:12: error: expected ',' or ';' after a value of property 'b', found "y"
          5 |     b = "x" "y";
            |            ^
      t.dts:9:3: error: node '/n' is defined twice in one block
          9 |   n { };
            |   ^
      note: the first one (t.dts:3:3)
      t.dts:7:5: error: property 'c' of '/n' is defined twice in one block
          7 |     c;
            |     ^
      note: the first one (t.dts:6:5)
      t.dts:10:7: error: property 'name' of /p is not the node's name 'p'
         10 |   p { name = "q"; };
            |       ^
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
