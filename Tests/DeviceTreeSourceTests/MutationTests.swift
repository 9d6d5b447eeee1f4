import Foundation
import SourceText
import TestSupport
import Testing

/// The fixtures' board with random faults: whatever the result, nothing crashes and every error has a place.
struct MutationTests {
  static let folder = PackageFolder.path + "/Fixtures/kvim1s"
  static let sources = ["kvim1s.dts", "overlays/i2s.dts", "overlays/uart_c.dts", "overlays/spdifout.dts"]

  @Test(arguments: sources)
  func faults(name: String) throws {
    let original = try FileReading.contents(of: Self.folder + "/" + name)
    let folder = try TemporaryFolder()
    for item in ["include", "s4.dtsi", "s4-pins.dtsi", "s4-macros.h", "s4-audio.dtsi", "s4-display.dtsi"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder[item], withDestinationPath: Self.folder + "/" + item)
    }
    var random = SeededGenerator(seed: name.utf8.count)
    var failures = 0
    for round in 0..<30 {
      try folder.write(Self.mutated(original, &random), to: "t.dts")
      let compiled = try compile(in: folder, includeFolders: [folder["include"]])
      let errors = compiled.diagnostics.filter { $0.severity == .error }
      #expect((compiled.tree == nil) == !errors.isEmpty, "round \(round)")
      for error in errors {
        // An empty source has a name, but no place.
        #expect(error.span != nil || error.subject == folder["t.dts"], "round \(round): \(error.message)")
      }
      failures += errors.isEmpty ? 0 : 1
    }
    // Most faults are errors.
    #expect(failures > 15)
  }

  /// Flips or replaces a byte, omits or repeats a stretch, or cuts off the end.
  private static func mutated(_ original: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = original
    for _ in 0...random.below(3) {
      let place = random.below(bytes.count)
      let end = min(bytes.count, place + 1 + random.below(12))
      switch random.below(6) {
      case 0: bytes[place] ^= 1 << UInt8(random.below(8))
      case 1: bytes[place] = random.pick(Array("{}<>[]();:=\"'/\\#&,*\0\n".utf8))
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
      case 4:
        bytes.insert(contentsOf: random.pick(["/*", "#if 1\n", "};", "<", "\"", "&", "((("]).utf8, at: place)
      default: bytes.removeLast(random.below(bytes.count / 8))
      }
    }
    return bytes
  }
}
