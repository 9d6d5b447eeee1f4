import Foundation
import TestSupport
import Testing

/// Random sources, compiled by us and by the system's dtc: the same blobs, the same refusals.
///
/// `SWIFTDT_SEEDS=from..to` tries others.
@Suite(.enabled(if: Tool.dtc != nil, "the system has no dtc"))
struct DifferentialTests {
  static let seeds: Range<Int> = {
    let text = ProcessInfo.processInfo.environment["SWIFTDT_SEEDS"] ?? "0..300"
    let bounds = text.components(separatedBy: "..").compactMap { Int($0) }
    return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] : 0..<300
  }()

  @Test func sameBlobs() throws {
    let dtc = try #require(Tool.dtc)
    let folder = try TemporaryFolder(["data.bin": "0123456789"])
    var compiled = 0
    for seed in Self.seeds {
      var generator = SourceGenerator(seed: seed)
      let source = generator.source()
      try folder.write(Array(source.utf8), to: "t.dts")
      let symbols = seed & 1 == 0
      let theirs = try dtc.run(
        ["-q", "-I", "dts", "-O", "dtb"] + (symbols ? ["-@"] : []) + ["-o", "t.dtb", "t.dts"], in: folder)
      let ours = try compile(in: folder, symbols: symbols)
      let blob = theirs.status == 0 ? try folder.read("t.dtb") : nil
      if blob != nil { compiled += 1 }
      let isSame = ours.blob == blob
      #expect(
        isSame,
        """
        seed \(seed), symbols \(symbols): \(blob == nil ? "dtc refuses" : "other bytes than dtc's")
        \(theirs.errors)\(ours.messages)\(source)
        """)
    }
    // A generator whose sources all were wrong would test nothing.
    #expect(compiled > Self.seeds.count / 2)
  }
}
