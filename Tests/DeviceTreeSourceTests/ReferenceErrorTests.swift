import Testing

/// References to labels and paths that do not exist.
struct ReferenceErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "unknown label in cells",
      """
      /dts-v1/;
      / {
        uart_a: serial@0 { };
        n { a = <&uart_b>; };
      };
      """,
      """
      t.dts:4:12: error: no node has the label 'uart_b'
          4 |   n { a = <&uart_b>; };
            |            ^~~~~~~
      help: did you mean 'uart_a'? (t.dts:3:11)
      """),
    ErrorCase(
      "namesakes that are all gone",
      """
      /dts-v1/;
      / { n { }; n { }; };
      /delete-node/ &{/n};
      /delete-node/ &{/n};
      /delete-node/ &{/n};
      """,
      """
      t.dts:5:15: error: there is no node '/n'
          5 | /delete-node/ &{/n};
            |               ^~~~~
      """),
    ErrorCase(
      "unknown label outside",
      """
      /dts-v1/;
      / {
        uart_a: serial@0 { };
        n { a = &uart_b; };
      };
      """,
      """
      t.dts:4:11: error: no node has the label 'uart_b'
          4 |   n { a = &uart_b; };
            |           ^~~~~~~
      help: did you mean 'uart_a'? (t.dts:3:11)
      """),
    ErrorCase(
      "unknown label as a block",
      """
      /dts-v1/;
      / {
        uart_a: serial@0 { };
      };
      &uart_c {
        status = "okay";
      };
      """,
      """
      t.dts:5:1: error: no node has the label 'uart_c'
          5 | &uart_c {
            | ^~~~~~~
      help: did you mean 'uart_a'? (t.dts:3:11)
      """),
    ErrorCase(
      "unknown path",
      """
      /dts-v1/;
      / {
        n { a = <&{/soc/uart}>; };
      };
      """,
      """
      t.dts:3:12: error: there is no node '/soc/uart'
          3 |   n { a = <&{/soc/uart}>; };
            |            ^~~~~~~~~~~~
      """),
    ErrorCase(
      "unknown path as a block",
      """
      /dts-v1/;
      / { };
      &{/soc} { };
      """,
      """
      t.dts:3:1: error: there is no node '/soc'
          3 | &{/soc} { };
            | ^~~~~~~
      """),
    ErrorCase(
      "reference before the root",
      """
      /dts-v1/;
      &uart { };
      / { };
      """,
      """
      t.dts:2:1: error: no node has the label 'uart'
          2 | &uart { };
            | ^~~~~
      """),
    ErrorCase(
      "space in a path",
      """
      /dts-v1/;
      / {
        a = <&{/soc uart}>;
      };
      """,
      """
      t.dts:3:8: error: expected a label or '{path}' after '&'
          3 |   a = <&{/soc uart}>;
            |        ^
      """),
    ErrorCase(
      "ampersand alone",
      """
      /dts-v1/;
      / {
        a = <& l>;
      };
      """,
      """
      t.dts:3:8: error: expected a label or '{path}' after '&'
          3 |   a = <& l>;
            |        ^
      """),
    ErrorCase(
      "delete an unknown node",
      """
      /dts-v1/;
      / { uart_a: n { }; };
      /delete-node/ &uart_b;
      """,
      """
      t.dts:3:15: error: no node has the label 'uart_b'
          3 | /delete-node/ &uart_b;
            |               ^~~~~~~
      help: did you mean 'uart_a'? (t.dts:2:13)
      """),
    ErrorCase(
      "delete a node by name at the top",
      """
      /dts-v1/;
      / { n { }; };
      /delete-node/ n;
      """,
      """
      t.dts:3:15: error: expected a reference '&label' after '/delete-node/', found 'n'
          3 | /delete-node/ n;
            |               ^
      help: a node is deleted by its name inside its parent: / { /delete-node/ name; };
      """),
    ErrorCase(
      "delete by label inside",
      """
      /dts-v1/;
      / {
        l: n { };
        /delete-node/ &l;
      };
      """,
      """
      t.dts:4:17: error: expected a node's name after '/delete-node/', found '&'
          4 |   /delete-node/ &l;
            |                 ^
      help: '/delete-node/ &label;' belongs outside of all nodes
      """),
    ErrorCase(
      "delete the root",
      """
      /dts-v1/;
      / { };
      /delete-node/ &{/};
      """,
      """
      t.dts:3:1: error: the root node cannot be deleted
          3 | /delete-node/ &{/};
            | ^
      """),
    ErrorCase(
      "delete a property outside",
      """
      /dts-v1/;
      / { };
      /delete-property/ a;
      """,
      """
      t.dts:3:1: error: '/delete-property/' is out of place here
          3 | /delete-property/ a;
            | ^~~~~~~~~~~~~~~~~
      help: it belongs in the node that has the property
      """),
    ErrorCase(
      "reference to a deleted node",
      """
      /dts-v1/;
      / {
        l: n { };
        m { a = <&l>; };
      };
      /delete-node/ &l;
      """,
      """
      t.dts:4:12: error: no node has the label 'l'
          4 |   m { a = <&l>; };
            |            ^~
      note: the node with this label is deleted here (t.dts:6:15)
      """),
    ErrorCase(
      "omit an unknown node",
      """
      /dts-v1/;
      / { };
      /omit-if-no-ref/ &l;
      """,
      """
      t.dts:3:18: error: no node has the label 'l'
          3 | /omit-if-no-ref/ &l;
            |                  ^~
      """),
    ErrorCase(
      "relative path in a plugin",
      """
      /dts-v1/;
      /plugin/;
      &{soc/uart} { };
      """,
      """
      t.dts:3:1: error: '&{soc/uart}' cannot be a target in a plugin: only a label or a full path can
          3 | &{soc/uart} { };
            | ^
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }

  /// libfdt takes what such a label becomes in `__symbols__` for a phandle, of the wrong size.
  @Test(arguments: [
    ("", "no overlay can refer to the label 'phandle'"),
    (" /plugin/;", "an overlay with a label 'phandle' cannot be applied"),
  ])
  func labelThatIsTakenForAPhandle(plugin: String, message: String) throws {
    let source =
      "/dts-v1/;\(plugin)\n/ {\n  a {\n    phandle: n { };\n    o: m { x = <&phandle>; };\n  };\n};\n"
    #expect(
      try compile(source, symbols: true).messages == """
        t.dts:4:14: warning: \(message)
            4 |     phandle: n { };
              |              ^
        note: a property of this name in /__symbols__ or /__fixups__ is taken for that node's phandle

        """)
    #expect(try compile(source).messages == "")
  }
}
