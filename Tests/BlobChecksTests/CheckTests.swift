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

  @Test func tableIsInTheOrderOfTheIdentifiers() {
    #expect(BlobCheck.table.map(\.id) == BlobCheckID.allCases)
  }

  @Test func everyCheckSaysWhatItIs() {
    for check in BlobCheck.table {
      #expect(!check.title.hasSuffix(".") && check.documentation.hasSuffix("."), "\(check.id)")
    }
  }
}
