import Testing

/// Names, labels and keywords where they are not allowed.
struct PlacementErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "commas in cells",
      """
      /dts-v1/;
      / {
        a = <1, 2>;
      };
      """,
      """
      t.dts:3:9: error: expected a number, '(', '&label' or '>', found ','
          3 |   a = <1, 2>;
            |         ^
      help: cells are separated by spaces: <1 2>
      """),
    ErrorCase(
      "no node to be omitted",
      """
      /dts-v1/;
      / {
        /omit-if-no-ref/ a = <1>;
        /omit-if-no-ref/ /delete-property/ b;
      };
      """,
      """
      t.dts:3:22: error: expected '{' of a node after '/omit-if-no-ref/', found '='
          3 |   /omit-if-no-ref/ a = <1>;
            |                      ^
      t.dts:4:20: error: '/delete-property/' is out of place in a node
          4 |   /omit-if-no-ref/ /delete-property/ b;
            |                    ^~~~~~~~~~~~~~~~~
      """),
    ErrorCase(
      "number that begins with a dot",
      """
      /dts-v1/;
      / {
        a = <1.1>;
        b = <(.5)>;
      };
      """,
      """
      t.dts:3:9: error: expected a number or '(', found '.1'
          3 |   a = <1.1>;
            |         ^~
      help: a cell is an integer
      t.dts:4:9: error: expected a number or '(', found '.5'
          4 |   b = <(.5)>;
            |         ^~
      help: a cell is an integer
      """),
    ErrorCase(
      "property after subnode",
      """
      /dts-v1/;
      / {
        n { };
        a = <1>;
      };
      """,
      """
      t.dts:4:3: error: property 'a' follows a subnode of '/': properties must precede subnodes
          4 |   a = <1>;
            |   ^
      """),
    ErrorCase(
      "space in a name",
      """
      /dts-v1/;
      / {
        my node { };
      };
      """,
      """
      t.dts:3:6: error: expected '=', ';' or '{' after 'my', found 'node'
          3 |   my node { };
            |      ^~~~
      help: a label ends in ':', and a name has no spaces
      """),
    ErrorCase(
      "slash in a name",
      """
      /dts-v1/;
      / {
        a/b { };
      };
      """,
      """
      t.dts:3:4: error: expected '=', ';' or '{' after 'a', found '/'
          3 |   a/b { };
            |    ^
      """),
    ErrorCase(
      "label without node",
      """
      /dts-v1/;
      / {
        l: ;
      };
      """,
      """
      t.dts:3:6: error: expected a property or a node after label 'l:', found ';'
          3 |   l: ;
            |      ^
      """),
    ErrorCase(
      "stray label at the top",
      """
      /dts-v1/;
      l: / { };
      """,
      """
      t.dts:2:1: error: label 'l' cannot be here: only a memory reservation could follow it
          2 | l: / { };
            | ^
      help: the root needs no label: refer to it as '&{/}'
      """),
    ErrorCase(
      "label at the end",
      """
      /dts-v1/;
      / { };
      l:
      """,
      """
      t.dts:3:3: error: expected '/ {', '&label {' or the end of the source, found the end of the source
          3 | l:
            |   ^
      """),
    ErrorCase(
      "stray word at the top",
      """
      /dts-v1/;
      soc { };
      / { };
      """,
      """
      t.dts:2:1: error: expected '/ {', '&label {' or the end of the source, found 'soc'
          2 | soc { };
            | ^~~
      help: a node belongs in its parent: in '/ { … };' or '&label { … };'
      """),
    ErrorCase(
      "node with equals",
      """
      /dts-v1/;
      / {
        n = { };
      };
      """,
      """
      t.dts:3:7: error: expected a value of property 'n', found '{'
          3 |   n = { };
            |       ^
      help: a node has no '=' before its '{'
      """),
    ErrorCase(
      "property colon",
      """
      /dts-v1/;
      / {
        a: = <1>;
      };
      """,
      """
      t.dts:3:6: error: expected a property or a node after label 'a:', found '='
          3 |   a: = <1>;
            |      ^
      """),
    ErrorCase(
      "stray brace",
      """
      /dts-v1/;
      };
      / { };
      """,
      """
      t.dts:2:1: error: this '}' closes no node
          2 | };
            | ^
      """),
    ErrorCase(
      "unknown keyword",
      """
      /dts-v1/;
      / {
        /delete-nodes/ n;
      };
      """,
      """
      t.dts:3:3: error: unknown keyword '/delete-nodes/'
          3 |   /delete-nodes/ n;
            |   ^~~~~~~~~~~~~~
      help: did you mean '/delete-node/'?
      """),
    ErrorCase(
      "keyword in node",
      """
      /dts-v1/;
      / {
        /memreserve/ 1 2;
      };
      """,
      """
      t.dts:3:3: error: '/memreserve/' is out of place in a node
          3 |   /memreserve/ 1 2;
            |   ^~~~~~~~~~~~
      """),
    ErrorCase(
      "memreserve late",
      """
      /dts-v1/;
      / { };
      /memreserve/ 0 1;
      """,
      """
      t.dts:3:1: error: '/memreserve/' is out of place here
          3 | /memreserve/ 0 1;
            | ^~~~~~~~~~~~
      help: memory reservations belong before all nodes
      """),
    ErrorCase(
      "memreserve bad",
      """
      /dts-v1/;
      /memreserve/ 0x1000;
      / { };
      """,
      """
      t.dts:2:20: error: expected a number or '(', found ';'
          2 | /memreserve/ 0x1000;
            |                    ^
      help: a memory reservation has two numbers: /memreserve/ ADDRESS SIZE;
      """),
    ErrorCase(
      "memreserve angle",
      """
      /dts-v1/;
      /memreserve/ <0x1000 1>;
      / { };
      """,
      """
      t.dts:2:14: error: expected a number or '(', found '<'
          2 | /memreserve/ <0x1000 1>;
            |              ^
      help: a memory reservation has two numbers: /memreserve/ ADDRESS SIZE;
      """),
    ErrorCase(
      "several independent errors",
      """
      /dts-v1/;
      / {
        a = <1>
        b = FOO;
        n {
          c = [0];
        };
        d = <1>;
        e = <(1/0)>;
      };
      &nobody { };
      """,
      """
      t.dts:3:10: error: expected ';' after property 'a', found 'b'
          3 |   a = <1>
            |          ^
      t.dts:4:7: error: expected a value, found 'FOO', which is not a defined macro
          4 |   b = FOO;
            |       ^~~
      help: a string needs double quotes: "FOO"
      t.dts:6:10: error: '0' is not a sequence of bytes: each has two hexadecimal digits
          6 |     c = [0];
            |          ^
      t.dts:8:3: error: property 'd' follows a subnode of '/': properties must precede subnodes
          8 |   d = <1>;
            |   ^
      t.dts:9:9: error: division by zero
          9 |   e = <(1/0)>;
            |         ^~~
      t.dts:9:3: error: property 'e' follows a subnode of '/': properties must precede subnodes
          9 |   e = <(1/0)>;
            |   ^
      t.dts:11:1: error: no node has the label 'nobody'
         11 | &nobody { };
            | ^~~~~~~
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
