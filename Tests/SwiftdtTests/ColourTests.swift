import TestSupport
import Testing

/// Whether diagnostics and differences are coloured where there is no terminal.
struct ColourTests {
  @Test(
    arguments: [
      ([:], false), (["CLICOLOR_FORCE": "1"], true), (["CLICOLOR_FORCE": "1", "TERM": "dumb"], true),
      (["CLICOLOR_FORCE": "0"], false), (["CLICOLOR_FORCE": ""], false),
      (["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false), (["CLICOLOR_FORCE": "1", "NO_COLOR": ""], true),
    ] as [([String: String], Bool)])
  func colours(_ environment: [String: String], _ areExpected: Bool) throws {
    let folder = try TemporaryFolder([
      "a.dts": "/dts-v1/; / { a; };", "b.dts": "/dts-v1/; / { b; };", "c.dts": "/dts",
    ])
    let environment = environment.merging(["PATH": Tool.searchPath]) { $1 }
    let failed = try Tool.swiftdt.run(["compile", "c.dts"], in: folder, environment: environment)
    #expect(failed.errors.contains("\u{1B}[") == areExpected)
    let differing = try Tool.swiftdt.run(["diff", "a.dts", "b.dts"], in: folder, environment: environment)
    #expect(differing.text.contains("\u{1B}[") == areExpected)
  }
}
