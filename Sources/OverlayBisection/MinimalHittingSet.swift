/// Finds as few parts as possible that include one of each of several sets.
///
/// A set of one part leaves no choice; there are hundreds of these if many overlays are bad on their own. For
/// the others, choices are tried one after another, and abandoned where even one more part for each of the
/// remaining sets that are disjoint would not give a smaller answer than the best known.
struct MinimalHittingSet {
  private let sets: [PartSet]
  private let dependencies: Dependencies
  private var best: PartSet
  /// Whether a part is chosen, by part.
  private var isChosen: [Bool]
  private var chosen: [Int] = []
  /// The choice at which a part was last counted as one of a remaining set, by part.
  private var counted: [Int]
  private var choice = 0
  /// The number of sets that may still be looked at. The problem is hard in theory; if it is so in practice,
  /// a set that may be too large has to do.
  private var patience: Int

  /// Returns the smallest set, closed under what needs its members, that shares a member with each of `sets`;
  /// of several, the one that leaves the first parts in.
  static func of(_ sets: [PartSet], _ dependencies: Dependencies) -> PartSet {
    var search = MinimalHittingSet(sets, dependencies)
    search.extend()
    return search.best
  }

  private init(_ sets: [PartSet], _ dependencies: Dependencies) {
    let forced = dependencies.withDependents(sets.filter { $0.count == 1 }.flatMap(\.parts))
    isChosen = [Bool](repeating: false, count: dependencies.count)
    counted = [Int](repeating: 0, count: dependencies.count)
    for part in forced.parts { isChosen[part] = true }
    chosen = forced.parts
    self.sets = sets.filter { [isChosen] set in !set.parts.contains { isChosen[$0] } }
    self.dependencies = dependencies
    // Always enough for a first answer.
    patience = max(2_000_000, self.sets.count * (self.sets.count + 1))
    best = self.sets.isEmpty ? forced : dependencies.withDependents(forced.parts + self.sets.flatMap(\.parts))
  }

  private mutating func extend() {
    var open: PartSet?
    var least = chosen.count
    choice += 1
    for set in sets {
      patience -= 1
      if set.parts.contains(where: { isChosen[$0] }) { continue }
      if open == nil { open = set }
      if set.parts.contains(where: { counted[$0] == choice }) { continue }
      for part in set.parts { counted[part] = choice }
      least += 1
    }
    if patience < 0 || least >= best.count { return }
    guard let open else {
      best = PartSet(chosen)
      return
    }
    for part in open.parts.reversed() {
      let before = chosen.count
      for added in dependencies.withDependents([part]).parts where !isChosen[added] {
        isChosen[added] = true
        chosen.append(added)
      }
      extend()
      for added in chosen[before...] { isChosen[added] = false }
      chosen.removeSubrange(before...)
    }
  }
}
