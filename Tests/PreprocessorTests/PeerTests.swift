import TestSupport
import Testing

/// Random macro programs in plain C, preprocessed by us and by others than gcc: the same tokens.
///
/// gcc remains the judge (`DifferentialTests`); that others agree shows that C is compared, and not a habit
/// of gcc's. `SWIFTDT_SEEDS=from..to` selects other seeds, and their number.
struct PeerTests {
  @Test(.enabled(if: Peer.tcc.isInstalled, "the system has no tcc"))
  func sameTokensAsTCC() throws { try compare(with: .tcc) }

  @Test(.enabled(if: Peer.mcpp.isInstalled, "the system has no mcpp"))
  func sameTokensAsMCPP() throws { try compare(with: .mcpp) }

  /// The constructs left out of programs for mcpp, where mcpp is wrong. Once one is fixed, its test fails.
  @Test(.enabled(if: Peer.mcpp.isInstalled, "the system has no mcpp"), arguments: Peer.mcpp.faults)
  func faultOfMCPP(_ fault: Peer.Fault) throws {
    let ours = try preprocess(fault.program)
    #expect(ours.text == fault.tokens)
    if Tool.gcc != nil {
      #expect(try gcc(in: TemporaryFolder(["t.dts": fault.program])).text == fault.tokens)
    }
    let output = try #require(Peer.mcpp.outputs(of: [fault.program]).first)
    withKnownIssue(Comment(rawValue: fault.reason), isIntermittent: !fault.isSteady) {
      let theirs = try #require(output, "it does not end")
      #expect(Self.firstDifference(of: theirs.text, from: ours.tokens) == nil)
    }
  }

  private func compare(with peer: Peer) throws {
    let seeds = DifferentialTests.chosenSeeds ?? 0..<1000
    let programs = seeds.map { seed in
      var generator = MacroGenerator(seed: seed, isPlain: true, omitting: peer.omitted)
      return generator.program()
    }
    let outputs = try peer.outputs(of: programs)
    try #require(outputs.count == programs.count)
    var (compared, wrong, late) = (0, 0, 0)
    for (seed, (program, output)) in zip(seeds, zip(programs, outputs)) {
      let ours = try preprocess(program)
      if ours.diagnostics.contains(where: { $0.severity == .error }) {
        wrong += 1
        continue
      }
      guard let theirs = output else {
        late += 1
        continue
      }
      compared += 1
      let difference = Self.firstDifference(of: theirs.text, from: ours.tokens)
      #expect(
        difference == nil,
        """
        seed \(seed), token \(difference ?? 0)
        \(peer.name): \(oneSpaced(String(decoding: theirs.text, as: UTF8.self)))
        ours: \(ours.text)
        \(theirs.errors)\(program)
        """)
    }
    print(
      """
      \(peer.name): \(compared) of \(seeds.count) programs compared (seeds \(seeds)); left out: \(wrong) with an \
      error, \(late) for which it took longer than \(Peer.seconds) seconds
      """)
    // Programs that are left out test nothing.
    #expect(compared * 10 >= seeds.count * 9)
  }

  // MARK: Comparing

  /// Returns the index of the first of our tokens that another's text does not have in its place, if any.
  ///
  /// Some omit the space that separates tokens (`serial` and `1` as `serial1`), so white space between tokens
  /// does not count; inside a token it does.
  static func firstDifference(of text: [UInt8], from tokens: [String]) -> Int? {
    var rest = text[...]
    for (index, token) in tokens.enumerated() {
      rest = rest.drop(while: isSpace)
      guard rest.starts(with: token.utf8) else { return index }
      rest = rest.dropFirst(token.utf8.count)
    }
    return rest.allSatisfy(isSpace) ? nil : tokens.count
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  @Test(arguments: [
    ("a 1", nil), ("a1", nil), (" a\n1\n", nil), ("a 2", 1), ("b 1", 0), ("a", 1), ("", 0), ("a 1 c", 2),
    ("a 1 \u{1C}", 2),
  ])
  func differenceFromTokens(_ text: String, _ expected: Int?) {
    #expect(Self.firstDifference(of: Array(text.utf8), from: ["a", "1"]) == expected)
  }

  @Test func spacesInsideTokensCount() {
    #expect(Self.firstDifference(of: Array("\"x  y\"".utf8), from: ["\"x  y\""]) == nil)
    #expect(Self.firstDifference(of: Array("\"x y\"".utf8), from: ["\"x  y\""]) == 0)
    #expect(Self.firstDifference(of: Array("x 1".utf8), from: ["x1"]) == 0)
  }
}
