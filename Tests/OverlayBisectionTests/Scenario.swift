import TestSupport

@testable import OverlayBisection

/// A verdict for each set of parts, and the questions that a search asked.
struct Scenario: CustomStringConvertible {
  /// What the verdict depends on.
  enum Shape: String, CaseIterable {
    /// One part, or several together.
    case single, pair, triple
    /// Any of several groups.
    case several
    /// A part that precedes another one, in an order of their own.
    case ordered
    /// A part, unless another one mends it.
    case mended
    /// Anything: each set has its own verdict.
    case wild
  }

  let shape: Shape
  let count: Int
  /// Indexed by the bits of a set.
  let verdicts: [Verdict]
  let dependencies: Dependencies
  let description: String
  var asked: [PartSet] = []

  /// Whether adding parts never makes a bad set good, and all verdicts are known.
  var isMonotone: Bool

  init(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let count = 3 + random.below(6)
    let shape = Shape.allCases[seed % Shape.allCases.count]
    let hasUnknowns = seed / Shape.allCases.count % 4 == 3
    let hasDependencies = seed / Shape.allCases.count % 4 >= 2
    var pairs: [(part: Int, needs: Int)] = []
    if hasDependencies {
      for part in 1..<count where random.happens(30) { pairs.append((part, random.below(part))) }
    }
    let dependencies = Dependencies(count: count, pairs)
    let order = Array(0..<count).shuffled(using: &random)
    let isBad = Self.rule(shape, order, &random)
    var verdicts: [Verdict] = []
    for bits in 0..<1 << count {
      let set = Self.set(bits)
      if dependencies.completed(set) != set {
        verdicts.append(.unmergeable)
      } else if bits == 0 {
        verdicts.append(.good)
      } else if bits == (1 << count) - 1 {
        verdicts.append(.bad)
      } else if hasUnknowns, random.happens(25) {
        verdicts.append(.unknown)
      } else {
        verdicts.append(isBad(set) ? .bad : .good)
      }
    }
    self.shape = shape
    self.count = count
    self.verdicts = verdicts
    self.dependencies = dependencies
    isMonotone = !hasUnknowns && shape != .mended && shape != .wild
    description = "seed \(seed): \(shape), \(count) parts\(hasUnknowns ? ", unknowns" : ""), \(pairs)"
  }

  private static func rule(
    _ shape: Shape, _ order: [Int], _ random: inout SeededGenerator
  ) -> (PartSet) -> Bool {
    func contains(_ set: PartSet, _ group: some Sequence<Int>) -> Bool { group.allSatisfy(set.contains) }
    switch shape {
    case .single: return { contains($0, order[..<1]) }
    case .pair: return { contains($0, order[..<2]) }
    case .triple: return { contains($0, order[..<3]) }
    case .several:
      let groups = (0..<3).map { _ in order.shuffled(using: &random).prefix(1 + random.below(3)) }
      return { set in groups.contains { contains(set, $0) } }
    case .ordered:
      // The later of a pair undoes what the earlier did: bad exactly if they occur in this order, and parts
      // always occur in their own.
      let (first, second) = (min(order[0], order[1]), max(order[0], order[1]))
      return { set in
        let sequence = set.parts
        guard let a = sequence.firstIndex(of: first), let b = sequence.firstIndex(of: second) else {
          return false
        }
        return a < b
      }
    case .mended: return { contains($0, order[..<1]) && !contains($0, order[1..<2]) }
    case .wild:
      let salt = random.next()
      return { set in
        var mixed = SeededGenerator(
          seed: Int(truncatingIfNeeded: salt) ^ set.parts.reduce(0) { $0 | 1 << $1 })
        return mixed.happens(50)
      }
    }
  }

  /// Returns the set with these bits.
  static func set(_ bits: Int) -> PartSet { PartSet((0..<16).filter { bits >> $0 & 1 == 1 }) }

  /// All sets.
  var sets: [PartSet] { (0..<1 << count).map(Self.set) }

  func verdict(_ set: PartSet) -> Verdict { verdicts[set.parts.reduce(0) { $0 | 1 << $1 }] }

  /// Runs a search, notes the questions that were asked, and returns the outcome.
  mutating func search(_ strategy: Strategy) -> Outcome {
    var bisection = Bisection(strategy, dependencies)
    var asked: [PartSet] = []
    let outcome = bisection.run { question in
      let verdict = verdict(question.set)
      if verdict != .unmergeable { asked.append(question.set) }
      return verdict
    }
    self.asked = asked
    return outcome
  }
}
