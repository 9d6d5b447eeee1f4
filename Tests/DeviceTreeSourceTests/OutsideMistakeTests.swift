import Testing

/// Common mistakes outside nodes: the first message is the cause and offers a remedy, and no others follow.
@Suite struct OutsideMistakeTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "#include without its #",
      """
      /dts-v1/;
      include "a.dtsi"
      / { };
      """,
      """
      t.dts:2:1: error: expected '/ {', '&label {' or the end of the source, found 'include'
          2 | include "a.dtsi"
            | ^~~~~~~
      help: did you mean '#include'?
      """),
    ErrorCase(
      "a directive that is none",
      """
      /dts-v1/;
      #includ "a.dtsi"
      / { };
      """,
      """
      t.dts:2:1: error: expected '/ {', '&label {' or the end of the source, found '#'
          2 | #includ "a.dtsi"
            | ^
      help: did you mean '#include'?
      """),
    ErrorCase(
      "what a merge left",
      """
      /dts-v1/;
      / { };
      <<<<<<< HEAD
      / { a; };
      =======
      / { b; };
      >>>>>>> theirs
      """,
      """
      t.dts:3:1: error: expected '/ {', '&label {' or the end of the source, found '<<'
          3 | <<<<<<< HEAD
            | ^~
      help: this is a leftover merge conflict marker
      t.dts:5:1: error: expected '/ {', '&label {' or the end of the source, found '=='
          5 | =======
            | ^~
      help: this is a leftover merge conflict marker
      t.dts:7:1: error: expected '/ {', '&label {' or the end of the source, found '>>'
          7 | >>>>>>> theirs
            | ^~
      help: this is a leftover merge conflict marker
      """),
    ErrorCase(
      "a node outside",
      """
      /dts-v1/;
      / { };
      a: leds { };
      """,
      """
      t.dts:3:4: error: expected '/ {', '&label {' or the end of the source, found 'leds'
          3 | a: leds { };
            |    ^~~~
      help: a node belongs in its parent: in '/ { … };' or '&label { … };'
      """),
    ErrorCase(
      "a property outside",
      """
      /dts-v1/;
      / { };
      status = "okay";
      """,
      """
      t.dts:3:1: error: expected '/ {', '&label {' or the end of the source, found 'status'
          3 | status = "okay";
            | ^~~~~~
      help: a property belongs in a node: / { status = …; };
      """),
    ErrorCase(
      "a block without its ampersand",
      """
      /dts-v1/;
      / { uart: a { }; };
      uart { x; };
      """,
      """
      t.dts:3:1: error: expected '/ {', '&label {' or the end of the source, found 'uart'
          3 | uart { x; };
            | ^~~~
      help: did you mean '&uart {'?
      """),
    ErrorCase(
      "a deletion without its slashes",
      """
      /dts-v1/;
      / { l: a { }; };
      delete-node &l;
      """,
      """
      t.dts:3:1: error: expected '/ {', '&label {' or the end of the source, found 'delete'
          3 | delete-node &l;
            | ^~~~~~
      help: did you mean '/delete-node/'?
      """),
    ErrorCase(
      "a deletion spelled otherwise",
      """
      /dts-v1/;
      / { l: a { }; };
      /delete_node/ &l;
      """,
      """
      t.dts:3:2: error: unknown keyword '/delete_node/'
          3 | /delete_node/ &l;
            |  ^~~~~~~~~~~
      help: did you mean '/delete-node/'?
      """),
    ErrorCase(
      "a block after its node was deleted",
      """
      /dts-v1/;
      / { l: a { b { }; m: c { }; }; };
      /delete-node/ &l;
      &l { };
      &m { };
      """,
      """
      t.dts:4:1: error: no node has the label 'l'
          4 | &l { };
            | ^~
      note: the node with this label is deleted here (t.dts:3:15)
      t.dts:5:1: error: no node has the label 'm'
          5 | &m { };
            | ^~
      note: the node with this label is deleted here (t.dts:3:15)
      """),
    ErrorCase(
      "a node that its parent deleted",
      """
      /dts-v1/;
      / { b = &l; l: a { }; };
      / { /delete-node/ a; };
      """,
      """
      t.dts:2:9: error: no node has the label 'l'
          2 | / { b = &l; l: a { }; };
            |         ^~
      note: the node with this label is deleted here (t.dts:3:5)
      """),
    ErrorCase(
      "a deletion in an overlay",
      """
      /dts-v1/; /plugin/;
      /delete-node/ &l;
      """,
      """
      t.dts:2:15: error: no node has the label 'l'
          2 | /delete-node/ &l;
            |               ^~
      help: an overlay cannot delete what its base has: set the node's status to "disabled"
      """),
    ErrorCase(
      "the version tag is missing, and a file comes first",
      """
      #include "a.dtsi"
      / { };
      """, files: ["a.dtsi": "/ { };"],
      """
      a.dtsi:1:1: error: expected '/dts-v1/;' before everything else, found '/'
          1 | / { };
            | ^
      note: included from here (t.dts:1:10)
      help: put it at the beginning of 't.dts'
      """),
    // What an overlay refers to is in its base, whatever is wrong with its first lines.
    ErrorCase(
      "the version tag of an overlay is missing",
      """
      /plugin/;
      &uart { status = "okay"; };
      """,
      """
      t.dts:1:1: error: expected '/dts-v1/;' before everything else, found '/plugin/'
          1 | /plugin/;
            | ^~~~~~~~
      """),
    ErrorCase(
      "the version tag of an overlay comes late",
      """
      /plugin/;
      /dts-v1/;
      &uart { status = "okay"; };
      """,
      """
      t.dts:1:1: error: expected '/dts-v1/;' before everything else, found '/plugin/'
          1 | /plugin/;
            | ^~~~~~~~
      """),
    ErrorCase(
      "another version",
      """
      /dts-v2/;
      /plugin/;
      &uart { status = "okay"; };
      """,
      """
      t.dts:1:1: error: expected '/dts-v1/;' before everything else, found '/dts-v2/'
          1 | /dts-v2/;
            | ^~~~~~~~
      """),
    ErrorCase(
      "a version tag without its second slash",
      """
      /dts-v1;
      / { a = <1>; };
      """,
      """
      t.dts:1:1: error: expected '/dts-v1/;' before everything else, found '/'
          1 | /dts-v1;
            | ^
      """),
    ErrorCase(
      "a misspelt tag of an overlay",
      """
      /dts-v1/;
      /plugins/;
      &uart { status = "okay"; };
      """,
      """
      t.dts:2:2: error: unknown keyword '/plugins/'
          2 | /plugins/;
            |  ^~~~~~~
      help: did you mean '/plugin/'?
      """),
    ErrorCase(
      "a shell's comment",
      """
      /dts-v1/;
      / { };
      # the board
      """,
      """
      t.dts:3:1: error: expected '/ {', '&label {' or the end of the source, found '#'
          3 | # the board
            | ^
      help: comments are '/* … */' or begin with '//'
      """),
  ]

  @Test(arguments: cases) func isReported(_ error: ErrorCase) throws { try error.check() }
}
