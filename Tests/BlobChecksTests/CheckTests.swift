import BlobChecks
import Testing

@Suite struct CheckTests {
  @Test(arguments: Case.references) func references(_ example: Case) throws { try example.run() }

  @Test(arguments: Case.memory) func memory(_ example: Case) throws { try example.run() }

  @Test(arguments: Case.bootLoader) func bootLoader(_ example: Case) throws { try example.run() }

  @Test func headroom() throws {
    let bytes = try blob("/ { };")
    let asked = asking(.final) { $0.headroom = 16 }
    #expect(
      lines(bytes, only: .headroom, asked) == [
        "error 0 bytes are left for edits in place; 0x10 are wanted",
        "  help: `swiftdt build` with 'pad', or `--pad 0x10`, leaves them",
      ])
    var padded = bytes + [UInt8](repeating: 0, count: 16)
    padded[7] += 16
    #expect(lines(padded, only: .headroom, asked) == [])
  }

  /// A finding that is a warning by itself is what was asked for, as others are.
  @Test func severities() throws {
    let bytes = try blob("/ { a@1 { reg; }; };")
    for (severity, change) in [
      ("warning", { _ in }), ("error", { $0.warningsAreErrors = true }),
      ("error", { $0.severities[.regSize] = .error }), ("note", { $0.severities[.regSize] = .note }),
    ] as [(String, (inout CheckSettings) -> Void)] {
      #expect(lines(bytes, only: .regSize, asking(.final, change)) == [severity + " /a@1: 'reg' is empty"])
    }
    #expect(lines(bytes, only: .regSize, asking(.final) { $0.severities[.regSize] = .off }) == [])
  }

  /// A thousand regions that fit in none of a thousand banks: no more looks than pairs.
  @Test func manyBanks() throws {
    let banks = (0..<1000).map { "0x\(String($0 * 0x20000, radix: 16)) 0x10000" }.joined(separator: " ")
    let regions = (0..<1000).map { "r\($0) { size = <0x20000>; };" }.joined()
    let bytes = try blob(
      """
      / { #address-cells = <1>; #size-cells = <1>; memory { device_type = "memory"; reg = <\(banks)>; };
        reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges; \(regions) }; };
      """)
    let start = ContinuousClock.now
    #expect(lines(bytes, only: .reservedNoRoom).count == 101)
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func tableIsInTheOrderOfTheIdentifiers() {
    #expect(BlobCheck.table.map(\.id) == BlobCheckID.allCases)
  }

  @Test func everyCheckSaysWhatItIs() {
    for check in BlobCheck.table {
      #expect(!check.title.hasSuffix(".") && check.documentation.hasSuffix("."), "\(check.id)")
    }
  }
}
