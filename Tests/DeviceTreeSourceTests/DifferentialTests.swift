import Foundation
import TestSupport
import Testing

/// Random sources, compiled by us and by the system's dtc: the same blobs, and the same sources rejected.
///
/// `SWIFTDT_SEEDS=from..to` selects other seeds.
@Suite(.enabled(if: Tool.dtc != nil, "the system has no dtc"))
struct DifferentialTests {
  static let seeds: Range<Int> = {
    let text = ProcessInfo.processInfo.environment["SWIFTDT_SEEDS"] ?? "0..300"
    let bounds = text.components(separatedBy: "..").compactMap { Int($0) }
    return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] : 0..<300
  }()

  /// Compiles all sources in the folder: a separate shell for each would take longer than dtc does.
  private static let script = """
    for source in *.dts; do
      case $source in *s.dts) symbols=-@ ;; *) symbols= ;; esac
      "$DTC" -q -I dts -O dtb $symbols -o "${source%.dts}.dtb" "$source" 2> "${source%.dts}.errors" \\
        || rm -f "${source%.dts}.dtb"
    done
    """

  @Test func sameBlobs() throws {
    let shell = try #require(Tool(named: "sh"))
    var compiled = 0
    for start in stride(from: Self.seeds.lowerBound, to: Self.seeds.upperBound, by: 200) {
      let seeds = start..<min(start + 200, Self.seeds.upperBound)
      let folder = try TemporaryFolder(SourceGenerator.files)
      for seed in seeds {
        var generator = SourceGenerator(seed: seed)
        try folder.write(Array(generator.source().utf8), to: Self.name(seed) + ".dts")
      }
      let run = try shell.run(
        ["-c", Self.script], in: folder,
        environment: ["PATH": Tool.searchPath, "LC_ALL": "C", "DTC": Tool.dtc?.path ?? ""])
      #expect(run.status == 0, "\(run.errors)")
      for seed in seeds where try compare(seed, in: folder) { compiled += 1 }
    }
    // A generator whose sources were all wrong would test nothing.
    #expect(compiled > Self.seeds.count / 2)
  }

  /// Returns the name of a source, which says whether it is compiled with symbols.
  private static func name(_ seed: Int) -> String { "\(seed)" + (seed & 1 == 0 ? "s" : "n") }

  /// Compares both results for a source; returns whether dtc made a blob.
  private func compare(_ seed: Int, in folder: TemporaryFolder) throws -> Bool {
    let name = Self.name(seed)
    let ours = try compile(name + ".dts", in: folder, symbols: seed & 1 == 0)
    let blob = try? folder.read(name + ".dtb")
    let isSame = ours.blob == blob
    if !isSame {
      let errors = String(decoding: try folder.read(name + ".errors"), as: UTF8.self)
      let source = String(decoding: try folder.read(name + ".dts"), as: UTF8.self)
      Issue.record(
        """
        seed \(seed): \(blob == nil ? "dtc refuses" : "other bytes than dtc's")
        \(errors)\(ours.messages)\(source)
        """)
    }
    return blob != nil
  }
}
