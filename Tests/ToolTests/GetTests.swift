import ArgumentParser
import TestSupport
import Testing

@testable import swiftdt

/// The command `swiftdt get`.
@Suite struct GetTests {
  @Test(arguments: [
    ("x.dtb serial0 status", "okay\n"),
    ("x.dtb / compatible", "acme,board\nacme,soc\n"),
    ("x.dtb &uart_a reg", "0xfe001000 0x100\n"),
    ("x.dtb /soc/serial@fe001000 clocks", "&clkc 0x3 &clkc 0x4\n"),
    ("--phandles x.dtb serial0 clocks", "0x1 0x3 0x1 0x4\n"),
    ("x.dtb &uart_c mac", "02 03 04 05 06\n"),
    ("x.dtb /soc ranges", "\n"),
    ("x.dtb /clock-controller #clock-cells", "0x1\n"),
    ("x.dtb &{/soc} ranges", "\n"),
    ("x.dtb uart_c status", "disabled\n"),
    ("x.dtb clkc/ #clock-cells", "0x1\n"),
    ("x.dtb serial0 reg clocks", "reg = <0xfe001000 0x100>\nclocks = <&clkc 0x3>, <&clkc 0x4>\n"),
    ("x.dtb serial0 clock*", "clocks = <&clkc 0x3>, <&clkc 0x4>\nclock-names = \"bus\", \"baud\"\n"),
    (
      "x.dtb /soc",
      """
      #address-cells = <0x1>
      #size-cells = <0x1>
      ranges
      uart_a: serial@fe001000 { … }
      uart_c: serial@fe002000 { … }

      """
    ),
    (
      "x.dtb /soc/*@* compatible mac",
      """
      /soc/serial@fe001000: compatible = "acme,uart"
      /soc/serial@fe002000: compatible = "acme,uart-v2", "acme,uart"
      /soc/serial@fe002000: mac = [02 03 04 05 06]

      """
    ),
    ("x.dtb /**/serial@*", "/soc/serial@fe001000\n/soc/serial@fe002000\n"),
    ("x.dtb /**/soc", "/soc\n"), ("x.dtb **00", "/soc/serial@fe001000\n/soc/serial@fe002000\n"),
    ("x.dtb **s**c -l", "/soc/serial@fe001000\n/soc/serial@fe002000\n"),
    ("x.dtb /s*/**2000", "/soc/serial@fe002000\n"),
    ("x.dtb /** model", "/: model = \"Acme Board\"\n"),
    ("x.dtb /s*c -l", "/soc/serial@fe001000\n/soc/serial@fe002000\n"),
    ("x.dtb /**/clock*", "/clock-controller\n"),
    (
      "x.dtb -c acme,uart status",
      "/soc/serial@fe001000: status = \"okay\"\n/soc/serial@fe002000: status = \"disabled\"\n"
    ),
    ("x.dtb -c acme,uart-*", "/soc/serial@fe002000\n"),
    ("x.dtb -c acme,uart /soc/*1000 reg", "/soc/serial@fe001000: reg = <0xfe001000 0x100>\n"),
    ("x.dtb -c acme,uart /soc", "/soc/serial@fe001000\n/soc/serial@fe002000\n"),
    ("x.dtb -c acme,uart &uart_c status", "/soc/serial@fe002000: status = \"disabled\"\n"),
    ("x.dtb -c acme,* / model", "/: model = \"Acme Board\"\n"),
    ("-l x.dtb", "aliases\nchosen\nclock-controller\nsoc\n__symbols__\n"),
    ("-l x.dtb /*", "/soc/serial@fe001000\n/soc/serial@fe002000\n"),
    ("-p x.dtb /soc", "#address-cells\n#size-cells\nranges\n"),
    ("-p x.dtb /c*", "/chosen:stdout-path\n/clock-controller:#clock-cells\n/clock-controller:phandle\n"),
    ("-t x x.dtb serial0 reg", "fe001000 100\n"),
    ("-t hhi x.dtb &uart_c mac", "2 3 4 5 6\n"),
    ("-t i x.dtb serial0 reg", "-33550336 256\n"),
    ("-t unsigned x.dtb serial0 reg", "4261416960 256\n"),
    ("-t x64 x.dtb serial0 reg", "fe00100000000100\n"),
    ("-t bytes x.dtb serial0 status", "6f 6b 61 79 00\n"),
    ("-t string x.dtb / compatible", "acme,board acme,soc\n"),
    ("-t source x.dtb / compatible", "\"acme,board\", \"acme,soc\"\n"),
    (
      "-t hex x.dtb /soc/* reg",
      "/soc/serial@fe001000: reg = fe001000 100\n/soc/serial@fe002000: reg = fe002000 100\n"
    ),
    ("-d none x.dtb /nowhere reg", "none\n"),
    ("-d none x.dtb /soc reg", "none\n"),
    ("-d none x.dtb /soc x #size-cells ranges x", "x = none\n#size-cells = <0x1>\nranges\nx = none\n"),
    (
      "-d none x.dtb -c acme,uart mac status",
      """
      /soc/serial@fe001000: mac = none
      /soc/serial@fe001000: status = "okay"
      /soc/serial@fe002000: mac = [02 03 04 05 06]
      /soc/serial@fe002000: status = "disabled"

      """
    ),
    ("-d none x.dtb /nowhere reg x", "none\n"),
    ("-d none x.dtb /* no-*", "none\n"),
    ("-d none x.dtb /nowhere", "none\n"),
    ("--json -d none x.dtb /nowhere", "[\n\n]\n"), ("--json -d none x.dtb / no-*", "[\n\n]\n"),
    (
      "--json -d \"none\" x.dtb /nowhere reg a reg",
      """
      [
        {
          "labels" : [

          ],
          "properties" : {
            "a" : "\\"none\\"",
            "reg" : "\\"none\\""
          }
        }
      ]

      """
    ),
    (
      "--json -d none x.dtb /soc reg ranges no-* m",
      """
      [
        {
          "labels" : [

          ],
          "path" : "/soc",
          "properties" : {
            "m" : "none",
            "ranges" : {
              "text" : "",
              "type" : "empty",
              "value" : [

              ]
            },
            "reg" : "none"
          }
        }
      ]

      """
    ),
    ("x.dts &uart_a clocks", "&clkc 0x3 &clkc 0x4\n"),
    ("x.dts / model", "Acme Board\n"),
  ])
  func answers(line: String, text: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run("swiftdt", ["get"] + line.split(separator: " ").map(String.init))
    #expect(result.text == text)
    #expect(line.contains(".dts") || result.errors == "")
    #expect(result.status == 0)
  }

  /// What a property's name says about its type counts before what its bytes look like; fdtget knows no names.
  @Test func cellsThatLookLikeText() throws {
    let bench = try Workbench(["x.dts": "/dts-v1/; / { n { reg = <0x61626300>; own = <0x61626300>; }; };"])
    for property in ["reg", "r*g"] {
      #expect(try bench.run("swiftdt", "get", "x.dtb", "/n", property).text.contains("0x61626300"))
    }
    #expect(try bench.run("swiftdt", "get", "x.dtb", "/n", "own").text == "abc\n")
    #expect(try bench.run("swiftdt", "get", "-t", "string", "x.dtb", "/n", "reg").text == "abc\n")
    #expect(try bench.run("fdtget", "x.dtb", "/n", "reg").text == "abc\n")
    #expect(try bench.run("swiftdt", "decompile", "x.dtb").text.contains("reg = \"abc\";"))
    #expect(try bench.run("swiftdt", "set", "x.dtb", "/n", "reg", "5").status == 0)
    #expect(try bench.run("swiftdt", "get", "x.dtb", "/n").text == "reg = <0x5>\nown = \"abc\"\n")
  }

  @Test func rawBytesAreAsTheyAre() throws {
    let bench = try Workbench(["x.dts": boardSource])
    #expect(
      try bench.run("swiftdt", "get", "-t", "raw", "x.dtb", "/", "compatible").output
        == Array("acme,board\0acme,soc\0".utf8))
  }

  /// A question that is answered without a tree has the same answer as with one.
  @Test(arguments: [
    "/ model", "/ compatible", "serial0 status", "&uart_c compatible", "/soc/serial@fe001000/ clock-names",
    "-t x serial0 reg", "-t bytes &uart_c mac", "-t i64 &uart_a reg", "-t string /chosen stdout-path",
  ])
  func quickAnswers(line: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let words = line.split(separator: " ").map(String.init)
    let flags = words.first == "-t" ? 2 : 0
    let request = try GetRequest(
      quick: (words.prefix(flags) + [bench.folder["x.dtb"]] + words.dropFirst(flags))[...])
    let quick = try #require(QuickAnswer(request))
    // A pattern that matches the same property takes the other path, and shows the node's path first.
    let property = words[words.count - 1].dropLast() + "[" + words[words.count - 1].suffix(1) + "]"
    let other = try bench.run(
      "swiftdt",
      ["get"] + words.prefix(flags) + ["x.dtb"] + words.dropFirst(flags).dropLast() + [String(property)])
    let shown = String(decoding: quick.text, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(!shown.isEmpty)
    for part in shown { #expect(other.text.contains(part)) }
  }

  @Test(arguments: [
    "serial0 reg", "/soc/serial status", "/soc none", "/soc/* status", "&none status", "-t u16 &uart_c mac",
  ])
  func noQuickAnswers(line: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let words = line.split(separator: " ").map(String.init)
    let flags = words.first == "-t" ? 2 : 0
    let request = try GetRequest(
      quick: (words.prefix(flags) + [bench.folder["x.dtb"]] + words.dropFirst(flags))[...])
    #expect(QuickAnswer(request) == nil)
  }

  /// Characters that a terminal could take for a command are escaped.
  @Test func stringsDoNoHarm() throws {
    let bench = try Workbench([
      "x.dts": "/dts-v1/; / { a = \"\\x1b[31mred\"; b = \"two\\nlines\"; c = \"gr\u{FC}n\"; };"
    ])
    #expect(try bench.run("swiftdt", "get", "x.dts", "/", "a").text == "\\x1b[31mred\n")
    #expect(try bench.run("swiftdt", "get", "x.dts", "/", "b").text == "two\\x0alines\n")
    #expect(try bench.run("swiftdt", "get", "x.dts", "/", "c").text == "gr\u{FC}n\n")
  }

  /// Names in errors are escaped as well.
  @Test func namesDoNoHarm() throws {
    let bench = try Workbench(["x.dts": "/dts-v1/; / { soc { nod { }; }; };"])
    let bytes = try bench.folder.read("x.dtb")
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("nod".utf8)) })
    try bench.folder.write(bytes[..<place] + [0x1B] + bytes[(place + 1)...], to: "x.dtb")
    let none = try bench.run("swiftdt", "get", "x.dtb", "/*/*", "a")
    #expect(none.errors == "x.dtb: error: /soc/\\x1bod has no property 'a'\n")
    let near = try bench.run("swiftdt", "set", "x.dtb", "/soc/nod", "a", "1")
    #expect(
      near.errors
        == "x.dtb: error: there is no node '/soc/nod'\nnote: /soc has no subnode 'nod'\nhelp: did you mean '/soc/\\x1bod'?\n"
    )
  }

  /// A pattern is matched along the tree, not against each path from its start.
  @Test func patternsInDeepTrees() throws {
    let depth = 20_000
    var source = "/dts-v1/; / { "
    for _ in 0..<depth { source += "a { " }
    source += "b { c; }; "
    for _ in 0..<depth { source += "}; " }
    let bench = try Workbench(["x.dts": source + "};"])
    let result = try bench.run("swiftdt", "get", "-l", "x.dtb", "/**/b")
    #expect(result.status == 0 && result.text == "", "\(result.errors)")
    let property = try bench.run("swiftdt", "get", "x.dtb", "/**/b", "c")
    #expect(property.text.hasSuffix("/a/b: c\n"))
  }
}
