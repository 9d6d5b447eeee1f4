import Testing

/// Names that nodes and properties cannot have.
struct NameErrorTests {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "name property",
      """
      /dts-v1/;
      / {
        a@1 { name = "b"; };
      };
      """,
      """
      t.dts:3:9: error: property 'name' of /a@1 is not the node's name 'a'
          3 |   a@1 { name = "b"; };
            |         ^
      """),
    ErrorCase(
      "bad character in a node's name",
      """
      /dts-v1/;
      / {
        n#1 { };
      };
      """,
      """
      t.dts:3:3: error: a node's name cannot have '#': 'n#1'
          3 |   n#1 { };
            |   ^~~
      """),
    ErrorCase(
      "two at signs",
      """
      /dts-v1/;
      / {
        n@1@2 { };
      };
      """,
      """
      t.dts:3:3: error: a node's name cannot have more than one '@': 'n@1@2'
          3 |   n@1@2 { };
            |   ^~~~~
      """),
    ErrorCase(
      "at sign in a property's name",
      """
      /dts-v1/;
      / {
        a@b = <1>;
      };
      """,
      """
      t.dts:3:3: error: a property's name cannot have '@': 'a@b'
          3 |   a@b = <1>;
            |   ^~~
      """),
    ErrorCase(
      "no ASCII in a name",
      """
      /dts-v1/;
      / {
        né { };
      };
      """,
      """
      t.dts:3:4: error: expected '=', ';' or '{' after 'n', found 'é'
          3 |   né { };
            |    ^
      """),
  ]

  @Test(arguments: cases)
  func messages(_ error: ErrorCase) throws { try error.check() }
}
