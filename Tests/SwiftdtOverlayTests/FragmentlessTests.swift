import TestSupport
import Testing

/// Overlays without any fragment: every command that takes overlays says so, names what is there instead, and
/// shows how it is written.
@Suite struct FragmentlessTests {
  private static let help = """
    help: in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, \
    and '&{/} { … };' adds to its root

    """

  private func program(_ body: String) throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Array("/dts-v1/;\n/plugin/;\n/ { \(body) };\n".utf8), to: "a.dts")
    return program
  }

  @Test(arguments: [
    ["overlay", "apply", "-b", "base.dtb", "-o", "m.dtb", "a.dts"],
    ["overlay", "explain", "-b", "base.dtb", "a.dts"], ["overlay", "conflicts", "-b", "base.dtb", "a.dts"],
    ["blame", "-O", "a.dts", "base.dtb", "/"], ["view", "-o", "v.html", "-O", "a.dts", "base.dtb"],
  ])
  func commands(words: [String]) throws {
    let nodes = try program("uart { }; spi { };").run(words)
    #expect(
      nodes.errors
        == "a.dts: warning: there are no fragments: 'uart', 'spi' have no '__overlay__', so nothing is applied\n"
        + Self.help)
    let nothing = try program("compatible = \"a\";").run(words)
    #expect(
      nothing.errors
        .contains("a.dts: warning: there are no fragments: no child of the root has an '__overlay__'\n"))
    #expect(nothing.errors.contains(Self.help))
  }

  @Test(arguments: [["check", "-P", "overlay", "a.dts"], ["check", "a.dts"]])
  func check(words: [String]) throws {
    let nodes = try program("uart { }; a { }; b { }; c { }; d { };").run(words)
    #expect(
      nodes.errors == """
        a.dts:3:1: warning: /: there are no fragments: 'uart', 'a', 'b', 'c', … have no '__overlay__', \
        so nothing is applied [outside-fragments]
            3 | / { uart { }; a { }; b { }; c { }; d { }; };
              | ^

        """ + Self.help + "a.dts: 1 warning (overlay)\n")
    let misspelt = try program("fragment { target-path = \"/\"; __overlay_ { }; };").run(words)
    #expect(
      misspelt.errors == """
        a.dts:3:5: warning: /fragment: there is a 'target-path' but no '__overlay__', \
        so nothing is applied [fragment-content]
            3 | / { fragment { target-path = "/"; __overlay_ { }; }; };
              |     ^~~~~~~~
        help: did you mean '__overlay__' instead of '__overlay_'?
        a.dts: 1 warning (overlay)

        """)
  }

  @Test func checkBlob() throws {
    let program = try program("uart { };")
    #expect(try program.run("compile", "-o", "a.dtbo", "a.dts").status == 0)
    let outcome = try program.run("check", "-P", "overlay", "a.dtbo")
    #expect(
      outcome.errors
        == "a.dtbo:/: warning: there are no fragments: 'uart' has no '__overlay__', so nothing is applied "
        + "[outside-fragments]\n" + Self.help + "a.dtbo: 1 warning (overlay)\n")
  }
}
