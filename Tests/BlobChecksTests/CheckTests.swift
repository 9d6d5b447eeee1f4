import Testing

@testable import BlobChecks

@Suite struct CheckTests {
  @Test(arguments: Case.references) func references(_ example: Case) throws { try example.run() }

  @Test(arguments: Case.memory) func memory(_ example: Case) throws { try example.run() }

  @Test(arguments: Case.bootLoader) func bootLoader(_ example: Case) throws { try example.run() }

  /// Checks that do not look at overlays find nothing in one.
  @Test(
    arguments: (Case.references + Case.memory + Case.bootLoader).filter { !$0.check.looksAtOverlays })
  func overlays(_ example: Case) throws {
    let source = example.bad + " / { fragment@0 { __overlay__ { }; }; };"
    #expect(lines(try blob(source, symbols: example.symbols), only: example.check, example.settings) == [])
  }

  @Test func headroom() throws {
    let bytes = try blob("/ { };")
    let asked = asking(.final) { $0.headroom = 16 }
    #expect(
      lines(bytes, only: .headroom, asked) == [
        "error 0 bytes are left for edits in place, expected at least 16",
        "  help: pad the blob with 16 bytes",
      ])
    var padded = bytes + [UInt8](repeating: 0, count: 16)
    padded[7] += 16
    #expect(lines(padded, only: .headroom, asked) == [])
  }

  /// The settings apply as well to a finding that is less severe than its check.
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

  /// More regions or banks than any board has are not compared, since each would be compared with all others.
  @Test(arguments: [
    (1999, 999, ["error /reserved-memory/r: 0x0-0xf overlaps 0x0-0x7 of /reserved-memory/r by 8 bytes"], 1),
    (2000, 1000, [], 0),
  ])
  func manyRegions(_ regions: Int, _ banks: Int, _ overlap: [String], _ memoryOverlaps: Int) throws {
    func list(_ count: Int) -> String {
      (0..<count).map { "0x\(String($0 * 16, radix: 16)) 8" }.joined(separator: " ") + " 0 16"
    }
    let bytes = try blob(
      """
      / { #address-cells = <1>; #size-cells = <1>; memory { device_type = "memory"; reg = <\(list(banks))>; };
        reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges; r { reg = <\(list(regions))>; }; }; };
      """)
    #expect(lines(bytes, only: .reservedOverlap).filter { $0.hasPrefix("error") } == overlap)
    #expect(lines(bytes, only: .memoryOverlap).count == memoryOverlaps)
  }

  /// Whether a region has room is not determined if it may be in any of very many windows.
  @Test(arguments: [(100, 1), (3000, 0)]) func manyWindows(_ windows: Int, _ findings: Int) throws {
    let banks = (0..<1000).map { "0x\(String($0 * 16, radix: 16)) 8" }.joined(separator: " ")
    let ranges = (0..<windows).map { "0x\(String($0 * 16, radix: 16)) 8" }.joined(separator: " ")
    let bytes = try blob(
      """
      / { #address-cells = <1>; #size-cells = <1>; memory { device_type = "memory"; reg = <\(banks)>; };
        reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges;
          r { size = <0x20000>; alloc-ranges = <\(ranges)>; }; }; };
      """)
    #expect(lines(bytes, only: .reservedNoRoom).count == findings)
  }

  /// A thousand regions that fit in none of a thousand banks: at most one look per pair.
  @Test func manyBanks() throws {
    let banks = (0..<1000).map { "0x\(String($0 * 0x20000, radix: 16)) 0x10000" }.joined(separator: " ")
    let regions = (0..<1000).map { "r\($0) { size = <0x20000>; };" }.joined()
    let bytes = try blob(
      """
      / { #address-cells = <1>; #size-cells = <1>; memory { device_type = "memory"; reg = <\(banks)>; };
        reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges; \(regions) }; };
      """)
    #expect(lines(bytes, only: .reservedNoRoom).count == 101)
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
