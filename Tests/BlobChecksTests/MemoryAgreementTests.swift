import BlobChecks
import DeviceTree
import DeviceTreeBindings
import DeviceTreeBlob
import SourceText
import TestSupport
import Testing

/// The maps of `check` and of `view` have the same memory, though one is made from a blob in place and the other
/// from a tree.
@Suite struct MemoryAgreementTests {
  private static func line(_ kind: String, _ start: UInt64, _ size: UInt64, _ name: String?) -> String {
    "\(kind) \(PrintableText.hex(start))+\(PrintableText.hex(size)) \(name ?? "-")"
  }

  /// What `check` shows, without the regions that Linux is to place.
  private static func checked(_ blob: [UInt8]) -> [String] {
    BlobCheckRun.examine(blob).map.areas.compactMap { area in
      let kind: MemoryMap.Kind? =
        switch area.kind {
        case .memory: .memory
        case .fixed: .reserved
        case .reservation: .reservation
        case .dynamic: nil
        }
      return kind.map { line($0.rawValue, area.range.start, area.range.size, area.name) }
    }.sorted()
  }

  /// What `view` shows, without devices.
  private static func viewed(_ blob: [UInt8]) throws -> [String] {
    let tree = try BlobDecoder.decode(blob).tree
    return MemoryMap(tree).regions.filter { $0.kind != .device }.map { region in
      line(
        region.kind.rawValue, region.start, region.size,
        region.node.map { tree.names.string(tree.name(of: $0)) })
    }.sorted()
  }

  @Test(arguments: [
    ("reg = <0 0x1000>;", ["memory 0x0+0x1000 memory"]),
    ("reg = <0 0x1000>; linux,usable-memory = <0 0x800>;", ["memory 0x0+0x800 memory"]),
    ("reg = <0 0x1000>; linux,usable-memory = <0x100>;", []),
    ("reg = <0 0x1000 0x2000>;", ["memory 0x0+0x1000 memory"]),
    ("reg = <0 0x1000>; status = \"fail\";", []),
    ("", []),
    ("below { device_type = \"memory\"; reg = <0 0 0x1000>; };", []),
  ])
  func memory(properties: String, lines: [String]) throws {
    let bytes = try blob(
      """
      / { #address-cells = <1>; #size-cells = <1>; memory { device_type = "memory"; \(properties) }; };
      """)
    #expect(Self.checked(bytes) == lines)
    #expect(try Self.viewed(bytes) == lines)
  }

  @Test(arguments: 0..<300) func sameMemory(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let bytes = try blob(Self.source(&random))
    let lines = Self.checked(bytes)
    #expect(try Self.viewed(bytes) == lines)
    // Each source has a reservation.
    #expect(!lines.isEmpty)
  }

  private static func source(_ random: inout SeededGenerator) -> String {
    let counts = [(1, 1), (2, 1), (2, 2), (1, 2), (3, 1), (1, 0), (5, 1)]
    let root = counts[random.below(random.below(4) == 0 ? counts.count : 4)]
    let own = random.below(3) == 0 ? counts[random.below(counts.count)] : root
    func cells(_ counts: (Int, Int)) -> String {
      "#address-cells = <\(counts.0)>; #size-cells = <\(counts.1)>;"
    }
    var nodes = ""
    for number in 0..<random.below(4) {
      let type = ["memory", "memory", "memory", "memory-controller"][random.below(4)]
      nodes += "m\(number) { device_type = \"\(type)\";\(properties(["linux,usable-memory"], &random)) };\n"
    }
    var regions = random.below(4) == 0 ? "" : "ranges;"
    for number in 0..<random.below(4) { regions += "r\(number) {\(properties(["size"], &random)) };\n" }
    return """
      /memreserve/ 0x1000 \(1 + random.below(4)); /memreserve/ 0x2000 \(random.below(2));
      / { \(cells(root)) \(nodes)
        soc { \(cells((1, 1))) ranges; m { device_type = "memory"; reg = <0 0x1000>; }; };
        reserved-memory { \(cells(own)) \(regions) };
      };
      """
  }

  /// Returns `reg`, maybe another property with numbers, and maybe a `status`.
  private static func properties(_ others: [String], _ random: inout SeededGenerator) -> String {
    var text = ""
    for name in ["reg"] + others where name == "reg" ? random.below(8) != 0 : random.below(3) == 0 {
      let numbers = (0..<random.below(9)).map { _ in
        ["0", "0", "0x1000", "0x2000", "0xfffffff0", "0xffffffff"][random.below(6)]
      }
      text += " \(name) = <\(numbers.joined(separator: " "))>;"
    }
    let states = ["okay", "ok", "disabled", "fail", ""]
    if random.below(3) == 0 { text += " status = \"\(states[random.below(states.count)])\";" }
    return text
  }
}
