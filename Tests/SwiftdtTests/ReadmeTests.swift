import Foundation
import TestSupport
import Testing

/// The output that the README shows is the program's.
struct ReadmeTests {
  /// Expects lines in a block of the README, right after `before`.
  private static func expect(_ lines: String, behind before: String = "") throws {
    let readme = try String(contentsOfFile: PackageFolder.path + "/README.md", encoding: .utf8)
    let shown = before + lines.split(separator: "\n").map { "    \($0)\n" }.joined()
    #expect(!lines.isEmpty && readme.contains(shown), "\(shown)")
  }

  @Test(arguments: [
    "overlay explain -b kvim1s.dtb uart_c.dts", "overlay apply -b kvim1s.dtb -o merged.dtb broken.dtbo",
    "blame Fixtures/kvim1s/board.json5 &uart_C/status",
  ])
  func board(line: String) throws {
    let uart = PackageFolder.path + "/Fixtures/kvim1s/overlays/uart_c.dts"
    let folder = try TemporaryFolder([
      "broken.dts": "/dts-v1/;\n/plugin/;\n&uart_D1 { status = \"okay\"; };\n",
      "uart_c.dts": try String(contentsOfFile: uart, encoding: .utf8),
    ])
    try FileManager.default.createSymbolicLink(
      atPath: folder["Fixtures"], withDestinationPath: PackageFolder.path + "/Fixtures")
    let base = "-@ -I Fixtures/kvim1s/include -o kvim1s.dtb Fixtures/kvim1s/kvim1s.dts"
    for arguments in [base, "-o broken.dtbo broken.dts"] {
      let words = ["compile"] + arguments.split(separator: " ").map(String.init)
      let result = try Tool.swiftdt.run(words, in: folder)
      #expect(result.status == 0, "\(result.errors)")
    }
    let result = try Tool.swiftdt.run(line.split(separator: " ").map(String.init), in: folder)
    try Self.expect(result.text + result.errors)
  }

  /// The output of `make run`, up to the second overlay.
  @Test func build() throws {
    let folder = try TemporaryFolder()
    let result = try Tool.swiftdt.run(
      ["build", PackageFolder.path + "/Fixtures/kvim1s/board.json5"], in: folder)
    let lines = result.text.split(separator: "\n").prefix(5)
    try Self.expect(lines.joined(separator: "\n"), behind: "    $ make run\n")
  }

  private static let include = "/dts-v1/;\n#include \"soc.dtsi\"\n"

  /// Sources with as many lines as those in the README, and flags that silence what is not shown there.
  @Test(arguments: [
    (include + lines(7) + "/ {\n\taliases {\n\t\tserial0 = <&uart_c>;\n\t};\n};\n", []),
    (
      "/dts-v1/;\n\n/ {\n" + lines(56) + "\tsoc {\n\t\tuart_C: serial@7c000 {\n\t\t\tstatus = \"okay\";\n"
        + lines(24) + "\t};\n};\n\n&uart_C {\n\tstatus = \"okay\";\n};\n", []
    ),
    (include, ["-Wno-reg_format", "-Wno-avoid_default_addr_size"]),
  ])
  func complaint(source: String, flags: [String]) throws {
    let folder = try TemporaryFolder([
      "board.dts": source,
      "soc.dtsi":
        "/ {\n\tsoc {\n" + Self.lines(85) + "\t\tuart_C: serial@7c000 {\n"
        + "\t\t\treg = <0x7c000 0x18>;\n\t\t};\n"
        + "\t\tperiphs_pinctrl: pinctrl@400 {\n\t\t};\n"
        + (1000..<1133).map { "\t\tpinctrl@\($0) { };\n" }.joined() + "\t};\n};\n",
    ])
    let result = try Tool.swiftdt.run(["compile"] + flags + ["-o", "o", "board.dts"], in: folder)
    try Self.expect(result.errors)
  }

  private static func lines(_ count: Int) -> String { String(repeating: "\n", count: count) }
}
