import Foundation
import TestSupport
import Testing

/// Random macro programs of plain C, preprocessed by us and by others than gcc: the same tokens.
///
/// gcc stays the judge (`DifferentialTests`); that others agree shows that it is C, and no habit of gcc's, that
/// is compared. `SWIFTDT_SEEDS=from..to` tries other seeds.
struct PeerTests {
  /// Another preprocessor.
  struct Peer: CustomTestStringConvertible, Sendable {
    let name: String
    let arguments: [String]
    /// Whether it prints tokens without the space that keeps them apart (`serial` and `1` as `serial1`).
    let gluesTokens: Bool

    var testDescription: String { name }
    var isInstalled: Bool { Tool(named: name) != nil }

    /// What of a text is compared.
    func compared(_ text: String) -> [String] {
      let tokens = PeerTests.tokens(oneSpaced(text))
      return gluesTokens ? [tokens.joined()] : tokens.map(String.init)
    }
  }

  static let peers = [
    Peer(name: "tcc", arguments: ["-E", "-P", "-nostdinc", "-D__DTS__"], gluesTokens: true)
  ].filter(\.isInstalled)

  static let seeds: Range<Int> = DifferentialTests.seeds.prefix(1000)

  @Test(arguments: peers) func sameTokens(_ peer: Peer) throws {
    let folder = try TemporaryFolder()
    for seed in Self.seeds {
      var generator = MacroGenerator(seed: seed, isPlain: true)
      try folder.write(Array(generator.program().utf8), to: "\(seed).c")
    }
    // One shell for all: a shell for each would take longer than they do.
    let line = ([peer.name] + peer.arguments).joined(separator: " ")
    let script = "for f in *.c; do timeout 2 \(line) $f > ${f%.c}.out 2> ${f%.c}.err; done"
    _ = try #require(Tool(named: "sh")).run(["-c", script], in: folder)
    var compared = 0
    for seed in Self.seeds {
      let program = String(decoding: try folder.read("\(seed).c"), as: UTF8.self)
      let ours = try preprocess(program)
      if ours.diagnostics.contains(where: { $0.severity == .error }) { continue }
      compared += 1
      let theirs = String(decoding: try folder.read("\(seed).out"), as: UTF8.self)
      let errors = String(decoding: try folder.read("\(seed).err"), as: UTF8.self)
      let isSame = peer.compared(ours.text) == peer.compared(theirs)
      #expect(
        isSame,
        "seed \(seed)\n\(peer.name): \(oneSpaced(theirs))\nours: \(ours.text)\n\(errors)\(program)")
    }
    // A generator whose programs all were wrong would test nothing.
    #expect(compared > Self.seeds.count / 2)
  }

  /// The tokens of a text, by C's rules.
  static func tokens(_ text: String) -> [Substring] {
    let token =
      #/[A-Za-z_][A-Za-z_0-9]*|\.?[0-9](?:[eEpP][+-]|[A-Za-z_0-9.])*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|<<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*\/%&|^]=|\#\#|\S/#
    return text.matches(of: token).map(\.output)
  }
}
