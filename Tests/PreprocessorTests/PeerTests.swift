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

    var testDescription: String { name }
    var isInstalled: Bool { Tool(named: name) != nil }
  }

  static let peers = [
    Peer(name: "tcc", arguments: ["-E", "-P", "-nostdinc"]),
    Peer(name: "mcpp", arguments: ["-P", "-I-", "-z"]),
  ].filter(\.isInstalled)

  static let seeds: Range<Int> = DifferentialTests.seeds.prefix(1000)

  @Test(arguments: peers) func sameTokens(_ peer: Peer) throws {
    let folder = try TemporaryFolder()
    for seed in Self.seeds {
      var generator = MacroGenerator(seed: seed, isPlain: true)
      try folder.write(Array(generator.program().utf8), to: "\(seed).c")
    }
    let line = ([Tool(named: peer.name)?.path ?? ""] + peer.arguments).joined(separator: " ")
    let script = "for f in *.c; do \(line) $f > ${f%.c}.out 2> ${f%.c}.err; echo $? > ${f%.c}.status; done"
    _ = try #require(Tool(named: "sh")).run(["-c", script], in: folder)
    for seed in Self.seeds {
      let program = try folder.read("\(seed).c")
      let own = try TemporaryFolder(["t.dts": String(decoding: program, as: UTF8.self)])
      let ours = try preprocess(in: own)
      if ours.diagnostics.contains(where: { $0.severity == .error }) { continue }
      let theirs = String(decoding: try folder.read("\(seed).out"), as: UTF8.self)
      let status = String(decoding: try folder.read("\(seed).status"), as: UTF8.self)
      let errors = String(decoding: try folder.read("\(seed).err"), as: UTF8.self)
      if Self.tokens(ours.text) != Self.tokens(theirs) {
        print("DIFF \(peer.name) \(seed) \(status)\n\(ours.text)\n---\n\(oneSpaced(theirs))\n--- \(errors)")
      }
    }
  }

  /// The tokens of a text, by C's rules.
  static func tokens(_ text: String) -> [Substring] {
    text.matches(of: token).map(\.output)
  }

  private static let token =
    /[A-Za-z_][A-Za-z_0-9]*|\.?[0-9](?:[eEpP][+-]|[A-Za-z_0-9.])*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|<<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*\/%&|^]=|##|\S/
}
