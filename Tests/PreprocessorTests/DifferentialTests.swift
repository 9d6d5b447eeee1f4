import Foundation
import Preprocessor
import SourceText
import TestSupport
import Testing

/// Random macro programs, preprocessed by us and by gcc: the same tokens with the same spaces, and
/// errors in the same programs.
///
/// gcc processes a hundred programs at a time, each in a file of its own that a source includes; after each
/// one, the names that programs define are undefined. `SWIFTDT_SEEDS=from..to` selects other seeds.
@Suite(.enabled(if: Tool.gcc != nil, "the system has no gcc"))
struct DifferentialTests {
  /// The seeds that the environment asks for.
  static let chosenSeeds: Range<Int>? = {
    let text = ProcessInfo.processInfo.environment["SWIFTDT_SEEDS"] ?? ""
    let bounds = text.components(separatedBy: "..").compactMap { Int($0) }
    return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] : nil
  }()

  static let seeds = chosenSeeds ?? 0..<2000

  static let batches: [Range<Int>] = stride(from: seeds.lowerBound, to: seeds.upperBound, by: 100).map {
    $0..<min($0 + 100, seeds.upperBound)
  }

  @Test(arguments: batches)
  func sameTokens(_ seeds: Range<Int>) throws {
    let folder = try TemporaryFolder()
    var source = ""
    for seed in seeds {
      var generator = MacroGenerator(seed: seed)
      try folder.write(Array(generator.program().utf8), to: "\(seed).h")
      source += "\"@\(seed)@\"\n#include \"\(seed).h\"\n"
      source += MacroGenerator.names.map { "#undef \($0)\n" }.joined()
    }
    try folder.write(Array(source.utf8), to: "t.dts")
    let theirs = try theirs(in: folder)
    let ours = try ours(in: folder)
    for seed in seeds where ours[seed] != theirs[seed] { try compareAlone(seed) }
    // A generator whose programs were all wrong would test nothing.
    #expect(theirs.count > seeds.count / 2)
  }

  /// Compares one program on its own: gcc reports some errors as if they were in the preceding file.
  private func compareAlone(_ seed: Int) throws {
    var generator = MacroGenerator(seed: seed)
    let program = generator.program()
    let folder = try TemporaryFolder(["t.dts": program])
    let theirs = try gcc(in: folder)
    let ours = try preprocess(in: folder)
    let text = ours.diagnostics.contains { $0.severity == .error } ? nil : ours.text
    let isSame = text == theirs.text
    #expect(
      isSame,
      """
      seed \(seed)
      gcc:  \(theirs.text ?? theirs.errors)
      ours: \(text ?? ours.messages)
      \(program)
      """)
  }

  /// Returns, by seed, the text of each program in which gcc finds no error.
  private func theirs(in folder: TemporaryFolder) throws -> [Int: String] {
    guard let tool = Tool.gcc else { return [:] }
    let result = try tool.run(
      ["-E", "-P", "-nostdinc", "-undef", "-D__DTS__", "-x", "assembler-with-cpp", "t.dts"], in: folder)
    var texts = texts(oneSpaced(result.text))
    for line in result.errors.split(separator: "\n") where line.contains(" error: ") {
      if let seed = Int(line.prefix { $0 != "." }) { texts[seed] = nil }
    }
    return texts
  }

  /// Returns the same for us.
  private func ours(in folder: TemporaryFolder) throws -> [Int: String] {
    let result = try preprocess(in: folder)
    var texts = texts(result.text)
    for line in result.messages.split(separator: "\n") where line.contains(": error: ") {
      if let seed = Int(line.prefix { $0 != "." }) { texts[seed] = nil }
    }
    return texts
  }

  private func texts(_ whole: String) -> [Int: String] {
    var texts: [Int: String] = [:]
    for part in whole.components(separatedBy: "\"@").dropFirst() {
      let pieces = part.components(separatedBy: "@\"")
      if pieces.count == 2, let seed = Int(pieces[0]) { texts[seed] = pieces[1] }
    }
    return texts
  }
}
