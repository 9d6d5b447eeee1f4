import ArgumentParser
import TestSupport
import Testing

@testable import swiftdt

/// Questions that `swiftdt get` does not answer, and invalid command lines.
@Suite struct GetRefusalTests {
  @Test(arguments: [
    ("no.dtb /", "swiftdt: error: cannot read 'no.dtb': No such file or directory\n"),
    (
      "x.dtb /soc/serial",
      "x.dtb: error: '/soc/serial' is ambiguous: it matches 2 nodes\nnote: it could be /soc/serial@fe001000\nnote: it could be /soc/serial@fe002000\n"
    ),
    (
      "x.dtb /soc/seria1@fe001000",
      """
      x.dtb: error: there is no node '/soc/seria1@fe001000'
      note: /soc has no subnode 'seria1@fe001000'
      help: did you mean '/soc/serial@fe001000'?
      help: did you mean '/soc/serial@fe002000'?

      """
    ),
    (
      "x.dtb /serial@fe001000",
      "x.dtb: error: there is no node '/serial@fe001000'\nhelp: did you mean '/soc/serial@fe001000'?\n"
    ),
    (
      "x.dtb /chosen/x",
      "x.dtb: error: there is no node '/chosen/x'\nnote: /chosen has no subnodes\n"
    ),
    (
      "x.dtb &uart_d",
      "x.dtb: error: no node has the label 'uart_d'\nhelp: did you mean '&uart_a'?\nhelp: did you mean '&uart_c'?\n"
    ),
    (
      "x.dtb uart_d",
      "x.dtb: error: there is no alias or label 'uart_d'\nhelp: did you mean 'uart_a'?\nhelp: did you mean 'uart_c'?\n"
    ),
    (
      "x.dtb /soc/serial@fe001000/status",
      "x.dtb: error: there is no node '/soc/serial@fe001000/status'\nnote: 'status' is a property of /soc/serial@fe001000\n"
    ),
    ("x.dtb /model", "x.dtb: error: there is no node '/model'\nnote: 'model' is a property of /\n"),
    ("x.dtb &{}", "x.dtb: error: the path is empty\n"),
    (
      "x.dtb model",
      "x.dtb: error: there is no alias or label 'model'\nnote: 'model' is a property of /\n"
    ),
    ("x.dtb serial1", "x.dtb: error: there is no alias or label 'serial1'\nhelp: did you mean 'serial0'?\n"),
    (
      "x.dtb soc",
      "x.dtb: error: there is no alias or label 'soc'\nhelp: a path begins with a slash: '/soc'\n"
    ),
    (
      "bare.dtb &l",
      "bare.dtb: error: no node has the label 'l'\nnote: no node has a label: a blob has labels only if compiled with -@\n"
    ),
    ("bare.dtb bad", "bare.dtb: error: the alias 'bad' points to '/none', which does not exist\n"),
    (
      "x.dtb serial0 regs",
      "x.dtb: error: /soc/serial@fe001000 has no property 'regs'\nhelp: did you mean 'reg'?\n"
    ),
    (
      "x.dtb /soc serial@fe001000",
      "x.dtb: error: /soc has no property 'serial@fe001000'\nnote: it is a node: '/soc/serial@fe001000'\n"
    ),
    (
      "x.dtb /soc/serial@1",
      "x.dtb: error: there is no node '/soc/serial@1'\nnote: /soc has no subnode 'serial@1'\n"
        + "help: did you mean '/soc/serial@fe001000'?\nhelp: did you mean '/soc/serial@fe002000'?\n"
    ),
    (
      "x.dtb /soc/* statu",
      "x.dtb: error: none of the 2 nodes has a property 'statu'\nhelp: did you mean 'status'?\n"
    ),
    ("x.dtb /none*", "x.dtb: error: no node matches '/none*'\n"),
    (
      "x.dtb serial*",
      "x.dtb: error: there is no alias or label 'serial*'\nhelp: patterns match paths: '/**/serial*'\n"
    ),
    (
      "x.dtb -c acme,uar",
      "x.dtb: error: no node is compatible with 'acme,uar'\nhelp: did you mean 'acme,uart'?\nhelp: did you mean 'acme,board'?\n"
    ),
    (
      "-c acme,uar x.dtb /soc",
      "x.dtb: error: no node is compatible with 'acme,uar'\nhelp: did you mean 'acme,uart'?\nhelp: did you mean 'acme,board'?\n"
    ),
    (
      "-c acme,uart x.dtb /chosen",
      "x.dtb: error: no node in /chosen is compatible with 'acme,uart'\nnote: /soc/serial@fe001000 is, and so is 1 more\n"
    ),
    (
      "-c acme,uart x.dtb /s*",
      "x.dtb: error: no node that matches '/s*' is compatible with 'acme,uart'\nnote: /soc/serial@fe001000 is, and so is 1 more\n"
    ),
    (
      "-c acme,soc x.dtb &uart_a",
      "x.dtb: error: no node in /soc/serial@fe001000 is compatible with 'acme,soc'\nnote: / is\n"
    ),
    ("-c acme,uart x.dtb /sock", "x.dtb: error: there is no node '/sock'\nhelp: did you mean '/soc'?\n"),
    (
      "-t x16 x.dtb &uart_c mac",
      "x.dtb: error: 'mac' of /soc/serial@fe002000 has 5 bytes, not a multiple of 2\nnote: its value is [02 03 04 05 06]\n"
    ),
    (
      "-t s x.dtb / #size-cells",
      "x.dtb: error: '#size-cells' of / is not a string: it is not NUL-terminated\nnote: its value is <0x1>\n"
    ),
    (
      "cut.dtb /",
      "cut.dtb: error: the blob says it has 112 bytes but the file has 60\nnote: FDT_ERR_TRUNCATED in libfdt\n"
    ),
  ])
  func refusals(line: String, errors: String) throws {
    let bench = try Workbench([
      "x.dts": boardSource, "c.dts": "/dts-v1/; / { aliases { bad = \"/none\"; }; };",
    ])
    #expect(try bench.run("swiftdt", "compile", "-o", "bare.dtb", "c.dts").status == 0)
    try bench.folder.write(Array(bench.folder.read("bare.dtb").prefix(60)), to: "cut.dtb")
    let result = try bench.run("swiftdt", ["get"] + line.split(separator: " ").map(String.init))
    #expect(result.errors == errors)
    #expect(result.text == "")
    #expect(result.status == 1)
  }

  @Test(arguments: [
    "a", "a /b c d", "-c x a p", "-c x a /b p", "-t u64 a / b", "-d none --json --phandles a", "-l a /b",
    "-p a &b",
    "-I inc -DX=1 a.dts /",
  ])
  func quickFlagsAgree(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try GetRequest(quick: words[...])
    let command = try #require(GetCommand.parseAsRoot(SourceFlags.separated(words[...])) as? GetCommand)
    #expect(quick == command.request)
  }

  @Test(arguments: ["", "-t nonsense a", "-l -p a", "-l a /b c", "--json -t raw a", "--nope a", "-t", "-h"])
  func leftAlone(line: String) {
    #expect(throws: NotQuick.self) { try GetRequest(quick: line.split(separator: " ").map(String.init)[...]) }
  }
}
