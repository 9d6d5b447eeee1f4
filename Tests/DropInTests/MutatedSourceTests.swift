import Foundation
import TestSupport
import Testing

/// The sources in `Fixtures/grammar` with random faults: the status and the blob are those of the system's
/// dtc, nothing crashes, and what dtc refuses gets an error with a position from `swiftdt compile`.
///
/// `Scripts/conformance-mutations` does the same with thousands, real boards among them.
@Suite(.enabled(if: Bench.hasReference, "no dtc to compare with"))
struct MutatedSourceTests {
  static let files = [
    "data.bin": "0123456789",
    "body.dtsi": "included = <42 (1 + 1)>, \"x\";\n",
    "nodes.dtsi": "/ {\n\tincluded {\n\t\tp;\n\t};\n};\n",
  ]

  /// Both compilers on all sources of the folder: a shell for each would take longer than they do.
  private static let script = """
    for source in *.dts; do
      name=${source%.dts}
      for side in theirs ours; do
        case $side in ours) dtc=$OURS ;; *) dtc=$THEIRS ;; esac
        "$dtc" -q -I dts -O dtb $(cat "$name.flags") -o "$name.$side" "$source" 2> "$name.$side.errors"
        echo $? > "$name.$side.status"
      done
    done
    """

  @Test func sameEnd() throws {
    let bench = try TemporaryFolder(Self.files)
    let program = try Program()
    defer { withExtendedLifetime(program) {} }
    let grammar = PackageFolder.path + "/Fixtures/grammar"
    let originals = try FileManager.default.contentsOfDirectory(atPath: grammar).sorted()
      .map { Array(try Data(contentsOf: URL(filePath: grammar + "/" + $0))) }
    let seeds = 0..<300
    for seed in seeds {
      var mutation = SourceMutation(seed: seed)
      try bench.write(mutation.mutated(originals[seed % originals.count]), to: "\(seed).dts")
      try bench.write(Array(["", "-@", "-b 0", "-f"][seed / originals.count % 4].utf8), to: "\(seed).flags")
    }
    let shell = try #require(Tool(named: "sh"))
    let run = try shell.run(
      ["-c", Self.script], in: bench,
      environment: [
        "PATH": Tool.searchPath, "LC_ALL": "C", "OURS": program.path(as: "dtc"),
        "THEIRS": Tool.dtc?.path ?? "",
      ])
    #expect(run.status == 0, "\(run.errors)")
    var refused: [Int] = []
    for seed in seeds where try compare(seed, in: bench) { refused.append(seed) }
    #expect(refused.count > 100 && refused.count < 280)
    try examine(refused, in: bench)
  }

  /// Returns whether dtc refused the source, and 1.8.1 would as well.
  private func compare(_ seed: Int, in folder: TemporaryFolder) throws -> Bool {
    func text(_ end: String) throws -> String {
      String(decoding: try folder.read("\(seed).\(end)"), as: UTF8.self)
    }
    let statuses = try (text("theirs.status"), text("ours.status"))
    let errors = try (text("theirs.errors"), text("ours.errors"))
    // Before dtc 1.7, a value wider than its cells was an error.
    if errors.0.contains("Value out of range for"), errors.1.contains("truncated to") { return false }
    let isSame =
      statuses.0 != "0\n" || (try? folder.read("\(seed).theirs")) == (try? folder.read("\(seed).ours"))
    let (flags, source) = try (text("flags"), text("dts"))
    #expect(
      statuses.0 == statuses.1 && isSame, "seed \(seed) \(flags)\n\(errors.0)\(errors.1)\(source)")
    return statuses.0 != "0\n"
  }

  /// Returns the file of a line `file:line:column: error: …`.
  private static func place(_ line: Substring) -> Substring? {
    let parts = line.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
    let isError = parts.count == 5 && Int(parts[1]) != nil && Int(parts[2]) != nil && parts[3] == " error"
    return isError ? parts[0] : nil
  }

  /// Compiles all sources at once, and expects an error with a position for each that is refused.
  private func examine(_ refused: [Int], in folder: TemporaryFolder) throws {
    let sources = folder.names.filter { $0.hasSuffix(".dts") }
    let result = try Tool.swiftdt.run(["compile", "-q", "-o", "out"] + sources, in: folder)
    #expect(result.status == 1)
    let told = Set(result.errors.split(separator: "\n").compactMap(Self.place))
    for seed in refused where !told.contains("\(seed).dts") {
      // Line markers lead to other names, and the error about an empty source has no line.
      let alone = try Tool.swiftdt.run(["compile", "-q", "-o", "one", "\(seed).dts"], in: folder).errors
      let isTold = alone.split(separator: "\n").contains {
        Self.place($0) != nil || $0.hasPrefix("\(seed).dts: error: the source is empty")
      }
      let source = String(decoding: try folder.read("\(seed).dts"), as: UTF8.self)
      #expect(isTold, "seed \(seed)\n\(alone)\(source)")
    }
  }
}
