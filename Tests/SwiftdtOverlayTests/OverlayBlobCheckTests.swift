import TestSupport
import Testing

@testable import swiftdt

/// dtc's checks that need an overlay's base find in a blob what they find in its source.
@Suite struct OverlayBlobCheckTests {
  /// A base, the overlay, and what is found.
  typealias Case = (board: String, body: String, findings: [String])

  static let cases: [Case] =
    TargetBusTests.cases.map { (TargetBusTests.board, $0.body, $0.findings) }
    + TargetProviderTests.cases.map { body, findings in
      (TargetProviderTests.board, body, findings.map { "/fragment@0/__overlay__" + $0 })
    }
    + TargetNamesakeTests.cases.map { body, findings in
      (
        TargetNamesakeTests.board, body,
        findings.filter(\.areEnabled).map {
          "\($0.place): duplicate unit-address (also used in node \($0.other)) [unique_unit_address]"
        }
      )
    }

  @Test(arguments: cases.indices) func findings(index: Int) throws {
    let (board, body, expected) = Self.cases[index]
    let program = try BuiltProgram()
    try program.write(Array(board.utf8), to: "board.dts")
    try program.write(Array("/dts-v1/; /plugin/;\n\(body)\n".utf8), to: "a.dts")
    #expect(try program.run("compile", "-q", "-@", "-o", "b.dtb", "board.dts").status == 0)
    #expect(try program.run("compile", "-q", "-@", "-o", "a.dtbo", "a.dts").status == 0)
    for command in ["explain", "conflicts"] {
      let outcome = try program.run("overlay", command, "-W", "all", "-b", "b.dtb", "a.dtbo")
      #expect(outcome.status == 0)
      let found = outcome.errors.split(separator: "\n").filter { $0.hasSuffix("]") }.map { String($0) }
      #expect(found == expected.map { "a.dtbo: warning: \($0)" })
      let strict = try program.run("overlay", command, "-W", "all", "-E", "all", "-b", "b.dtb", "a.dtbo")
      #expect(strict.status == (expected.isEmpty ? 0 : 1))
      let quiet = try program.run("overlay", command, "-q", "-b", "b.dtb", "a.dtbo")
      #expect(quiet.errors == "")
    }
  }
}
