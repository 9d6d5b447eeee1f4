import BlobChecks
import Foundation
import TestSupport
import Testing

/// Blobs with bytes changed at random: nothing crashes, and nothing takes long.
@Suite struct MutationTests {
  private static let source = """
    /dts-v1/; /memreserve/ 0x40000000 0x1000;
    / { #address-cells = <1>; #size-cells = <1>; model = "m"; interrupt-parent = <&ic>;
      aliases { serial0 = &uart; }; chosen { stdout-path = "serial0:1n8"; };
      memory@40000000 { device_type = "memory"; reg = <0x40000000 0x40000000>; };
      reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges;
        a@41000000 { reg = <0x41000000 0x1000>; no-map; };
        b { size = <0x1000>; alignment = <0x1000>; alloc-ranges = <0x40000000 0x10000000>; reusable; }; };
      ic: ic { interrupt-controller; #interrupt-cells = <2>; };
      m { #interrupt-cells = <1>; #address-cells = <0>; interrupt-map = <1 &ic 2 3>; };
      clk: clk { #clock-cells = <1>; }; gpio: gpio { #gpio-cells = <2>; };
      uart: uart@1 { reg = <1 2>; clocks = <&clk 1>; interrupts = <1 2>; reset-gpios = <&gpio 1 2>;
        vdd-supply = <&clk>; pinctrl-0 = <&gpio>; e: port { remote-endpoint = <&f>; }; };
      f: port { remote-endpoint = <&e>; }; };
    """

  private static let overlay = "/dts-v1/; /plugin/; &uart { x = <&a &b>; a: n { }; y { z = <&a>; }; };"

  private static let settings: CheckSettings = {
    var settings = CheckSettings()
    settings.profiles = Profile.allCases
    settings.address = 0x4000_0000
    for check in BlobCheckID.allCases { settings.severities[check] = .warning }
    return settings
  }()

  private static let expectations: Expectations = {
    var expectations = Expectations()
    expectations.items = [
      .init("&uart", .enabled, origin: "o"), .init("serial0", .present, origin: "o"),
      .init("/chosen", .property("stdout-path", .reference("&uart")), origin: "o"),
      .init("", .digest("0"), origin: "o"),
    ]
    return expectations
  }()

  @Test(arguments: [(source, true), (source, false), (overlay, true)])
  func anyBytes(_ source: String, symbols: Bool) throws {
    let good = try blob(source, symbols: symbols)
    var generator = SeededGenerator(seed: 7)
    var findings = 0
    for _ in 0..<3000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[place] = 0xFF
        case 2: bytes[place] = 0
        case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        default:
          // An entire cell, since most of what matters is in cells.
          let cell = [UInt8(0), 0, 0, UInt8.random(in: 0...9, using: &generator)]
          let start = min(place & ~3, bytes.count - 4)
          bytes.replaceSubrange(start..<start + 4, with: cell)
        }
      }
      findings += BlobCheckRun.examine(bytes, Self.settings, Self.expectations).findings.count
    }
    #expect(findings > 3000)
  }

  @Test func anyLength() throws {
    let good = try blob(Self.source, symbols: true)
    for count in 0..<good.count {
      let outcome = BlobCheckRun.examine(Array(good[..<count]), Self.settings)
      #expect(outcome.findings.map(\.check) == ["unreadable"])
    }
  }

  /// A fault is found however many lesser or accepted findings precede it.
  @Test func manyBeforeTheFault() throws {
    let empty = (0..<150).map { "e\($0) { reg; };" }.joined()
    let cells = "#address-cells = <1>; #size-cells = <1>;"
    let lesser = BlobCheckRun.examine(
      try blob("/ { \(cells) \(empty) m@1 { reg = <1>; }; };"), Self.only(.regSize))
    #expect(lesser.findings.filter { $0.severity == .error }.map(\.path) == ["/m@1"])
    #expect(lesser.findings.last?.message == "50 more findings of this check are not shown")
    let fixed = (0..<150).map { "p\($0)-supply = <0x99>;" }.joined()
    var settings = Self.only(.referenceUnresolved)
    settings.allowed = [AllowedFinding(origin: "o"), AllowedFinding(origin: "p")]
    settings.allowed[0].check = BlobCheckID.referenceUnresolved.rawValue
    settings.allowed[0].path = "/a"
    settings.allowed[1].check = BlobCheckID.referenceUnresolved.rawValue
    settings.allowed[1].path = "/c"
    let accepted = BlobCheckRun.examine(
      try blob("/ { a { \(fixed) }; b { x-supply = <0x99>; }; };"), settings)
    #expect(accepted.findings.map(\.path) == ["/b"])
    #expect(accepted.unused.map(\.origin) == ["p"])
  }

  private static func only(_ check: BlobCheckID) -> CheckSettings {
    var settings = CheckSettings()
    for other in BlobCheckID.allCases where other != check { settings.severities[other] = .off }
    return settings
  }

  /// Many of one kind in one place, which takes a careless implementation quadratic time.
  @Test func manyOfAKind() throws {
    let count = 5_000
    let children = (0..<count).map { "n@\(String($0, radix: 16)) { };" }.joined(separator: "\n")
    let aliases = (0..<count).map { "a\($0) = \"/n@\(String($0, radix: 16))\";" }.joined(separator: "\n")
    let bytes = try blob("/ { c: c { #clock-cells = <0>; }; aliases { \(aliases) }; \(children) };")
    let outcome = BlobCheckRun.examine(bytes)
    #expect(!outcome.hasErrors)
    let regions = (0..<1500).map {
      "r\($0) { reg = <0 0x40000000>; size = <1>; }; s\($0) { size = <0x1000>; };"
    }
    let memory = """
      / { #address-cells = <1>; #size-cells = <1>; memory { device_type = "memory"; reg = <0 0x40000000>; };
        reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges; \(regions.joined()) }; };
      """
    let crowded = BlobCheckRun.examine(try blob(memory))
    #expect(crowded.findings.contains { $0.message.hasSuffix("more findings of this check are not shown") })
  }
}
