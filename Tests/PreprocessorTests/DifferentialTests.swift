import Foundation
import TestSupport
import Testing

/// Random macro programs, preprocessed by us and by gcc: the same tokens with the same spaces, and
/// errors in the same programs.
///
/// `SWIFTDT_SEEDS=from..to` tries others.
@Suite(.enabled(if: Tool.gcc != nil, "the system has no gcc"))
struct DifferentialTests {
  static let seeds: Range<Int> = {
    let text = ProcessInfo.processInfo.environment["SWIFTDT_SEEDS"] ?? "0..300"
    let bounds = text.components(separatedBy: "..").compactMap { Int($0) }
    return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] : 0..<300
  }()

  @Test func sameTokens() throws {
    let folder = try TemporaryFolder()
    var good = 0
    for seed in Self.seeds {
      var generator = MacroGenerator(seed: seed)
      let program = generator.program()
      try folder.write(Array(program.utf8), to: "t.dts")
      let theirs = try gcc(in: folder)
      let ours = try preprocess(in: folder)
      let text = ours.diagnostics.contains { $0.severity == .error } ? nil : ours.text
      if theirs.text != nil { good += 1 }
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
    // A generator whose programs all were wrong would test nothing.
    #expect(good > Self.seeds.count / 2)
  }
}
