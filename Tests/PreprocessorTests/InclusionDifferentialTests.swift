import Foundation
import TestSupport
import Testing

/// Programs of several files: the same lines with the same markers, and warnings in the same places.
extension DifferentialTests {
  /// Each seed takes four runs, so only a part of many seeds is used.
  static let inclusionBatches: [Range<Int>] = {
    let seeds = chosenSeeds.map { $0.prefix(max(60, $0.count / 10)) } ?? 0..<60
    return stride(from: seeds.lowerBound, to: seeds.upperBound, by: 20).map {
      $0..<min($0 + 20, seeds.upperBound)
    }
  }()

  @Test(arguments: inclusionBatches)
  func sameLines(_ seeds: Range<Int>) throws {
    let compared = try seeds.count { try hasSameLines($0) }
    // Programs that are skipped test nothing.
    #expect(compared >= seeds.count * 3 / 5)
  }

  /// Compares one program with and without line markers, and with a make rule; returns false if it is skipped,
  /// for an error, say.
  private func hasSameLines(_ seed: Int) throws -> Bool {
    var generator = InclusionGenerator(seed: seed)
    let whole = generator.program()
    let folder = try TemporaryFolder(whole.files)
    // For gcc, copies of a file that is read once must be of the same time.
    for name in whole.files.keys {
      let time = [FileAttributeKey.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)]
      try FileManager.default.setAttributes(time, ofItemAtPath: folder[name])
    }
    for (name, target) in whole.links { try folder.link(name, to: target) }
    let language = ["-E", "-nostdinc", "-undef", "-D__DTS__", "-x", "assembler-with-cpp"]
    for option in [[], ["-P"], whole.rule] {
      let line = whole.flags + option + ["t.dts"]
      let theirs = try #require(Tool.gcc).run(language + line, in: folder)
      let theirRule = try? folder.read("o")
      if theirRule != nil { try FileManager.default.removeItem(atPath: folder["o"]) }
      // After some errors gcc stops, and a file that it did not find once is not missing again.
      if theirs.errors.contains("confused by earlier errors") { return false }
      let ours = try Tool.swiftdt.run(["preprocess"] + line, in: folder)
      if ours.errors.contains("was not found"), !theirs.errors.contains("No such file") { return false }
      let files = whole.files.sorted { $0.key < $1.key }.map { "--- \($0.key)\n\($0.value)" }
      let program = "\(whole.links)\n" + files.joined(separator: "\n")
      #expect(
        (ours.status == 0) == (theirs.status == 0),
        "seed \(seed)\n\(theirs.errors)\n\(ours.errors)\n\(program)")
      guard theirs.status == 0, ours.status == 0 else { return false }
      let isSame = ours.output == theirs.output
      #expect(isSame, "seed \(seed) \(line)\ngcc:\n\(theirs.text)\nours:\n\(ours.text)\n\(program)")
      #expect((try? folder.read("o")) == theirRule, "seed \(seed) \(line)\n\(program)")
      #expect(Self.warnings(ours.errors) == Self.warnings(theirs.errors), "seed \(seed)\n\(program)")
    }
    return true
  }

  /// Returns the places of all `#warning`s, without columns, which gcc guesses from a line with that number.
  private static func warnings(_ messages: String) -> [Substring] {
    messages.split(separator: "\n").filter { $0.contains(": warning: #warning") }.map {
      $0.prefix(upTo: $0.firstRange(of: ": warning")?.lowerBound ?? $0.endIndex)
    }.map { $0.prefix(upTo: $0.lastIndex(of: ":") ?? $0.endIndex) }
  }
}
