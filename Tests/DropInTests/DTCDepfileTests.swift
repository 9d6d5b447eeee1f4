import TestSupport
import Testing

/// The make rule of `dtc -d`.
@Suite struct DTCDepfileTests {
  private static let files = [
    "a.dts":
      "/dts-v1/;\n/include/ \"inc/i.dtsi\"\n/include/ \"inc/i.dtsi\"\n/ { a = /incbin/(\"b\"), /incbin/(\"b\"); };\n",
    "inc/i.dtsi": "/ { x = \"y\"; };\n", "b": "b", "syntax.dts": "/dts-v1/;\n/include/ \"inc/i.dtsi\"\n/ { x",
    "twice.dts": "/dts-v1/;\n/ { a = \"x\"; a = \"y\"; };\n", "lost.dts": "/dts-v1/;\n/include/ \"none\"\n",
    "last.dts": "/dts-v1/;\n/include/ \"inc/i.dtsi\"\n/include/ \"inc/i.dtsi\"\n",
    "two words.dts": "/dts-v1/;\n/ { };\n",
  ]

  /// A command line, its standard input, and the rule that dtc leaves.
  private static let cases: [(arguments: [String], input: String, rule: String)] = [
    (["-o", "a.dtb", "a.dts"], "", "a.dtb: a.dts inc/i.dtsi inc/i.dtsi b b\n"),
    (["-o", "a.dtb", "last.dts"], "", "a.dtb: last.dts inc/i.dtsi inc/i.dtsi\n"),
    (["-o", "a.dtb", "-"], "/dts-v1/;\n/ { };", "a.dtb: <stdin>\n"),
    (["-o", "o", "-I", "dtb", "-O", "dtb", "a.dtb"], "", "o: a.dtb\n"),
    (["-o", "o", "-I", "fs", "-O", "dtb", "inc"], "", "o:\n"),
    // The rule gets its newline only after all input was read.
    (["-o", "o", "-I", "dtb", "-O", "dts", "-"], "no blob", "o: <stdin>"),
    (["-o", "o", "-I", "dtb", "-O", "dts", "none.dtb"], "", "o:"),
    (["-o", "a.dtb", "none.dts"], "", "a.dtb:"),
    (["-o", "a.dtb", "syntax.dts"], "", "a.dtb: syntax.dts inc/i.dtsi"),
    (["-o", "a.dtb", "lost.dts"], "", "a.dtb: lost.dts"),
    (["-o", "a.dtb", "twice.dts"], "", "a.dtb: twice.dts\n"),
  ]

  @Test(arguments: cases)
  func rule(_ test: (arguments: [String], input: String, rule: String)) throws {
    let bench = try Bench(Self.files)
    try bench.write(bench.run(["-o", "-", "-"], input: "/dts-v1/;\n/ { };").output, to: "a.dtb")
    _ = try bench.run(["-q", "-d", "d"] + test.arguments, input: test.input)
    #expect(try String(decoding: bench.folder.read("d"), as: UTF8.self) == test.rule)
  }

  @Test(.enabled(if: Bench.hasReference, "no dtc to compare with"), arguments: cases)
  func sameAsDTC(_ test: (arguments: [String], input: String, rule: String)) throws {
    let bench = try Bench(Self.files)
    try bench.write(bench.run(["-o", "-", "-"], input: "/dts-v1/;\n/ { };").output, to: "a.dtb")
    try bench.compare(["-q", "-d", "d"] + test.arguments, input: test.input)
  }

  /// As in dtc since 1.7: for make, a blank would end the target.
  @Test func targetWithBlanks() throws {
    let bench = try Bench(Self.files)
    _ = try bench.run(["-q", "-d", "d", "-o", "two words.dtb", "two words.dts"])
    #expect(
      try String(decoding: bench.folder.read("d"), as: UTF8.self) == "two\\ words.dtb: two\\ words.dts\n")
  }
}
