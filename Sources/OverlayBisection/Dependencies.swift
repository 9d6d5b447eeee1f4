/// Which parts need which others: a part without what it needs cannot be merged.
public struct Dependencies: Equatable, Sendable {
  /// By part: the parts that it needs, directly.
  private var needed: [[Int]]
  /// By part: the parts that need it, directly.
  private var needing: [[Int]]

  /// Creates the dependencies of `count` parts that do not need each other.
  public init(count: Int) {
    needed = [[Int]](repeating: [], count: count)
    needing = needed
  }

  /// Creates the dependencies of `count` parts: each pair is a part and one that it needs.
  public init(count: Int, _ pairs: some Sequence<(part: Int, needs: Int)>) {
    self.init(count: count)
    for (part, other) in pairs where part != other {
      needed[part].append(other)
      needing[other].append(part)
    }
  }

  /// The number of parts.
  public var count: Int { needed.count }

  /// Returns the set with everything that its parts need.
  func completed(_ set: PartSet) -> PartSet { reached(from: set.parts, needed) }

  /// Returns the set without some parts and everything that needs them.
  func removing(_ parts: some Sequence<Int>, from set: PartSet) -> PartSet {
    set.subtracting(withDependents(parts).parts)
  }

  /// Returns some parts and everything that needs them.
  func withDependents(_ parts: some Sequence<Int>) -> PartSet { reached(from: parts, needing) }

  private func reached(from parts: some Sequence<Int>, _ links: [[Int]]) -> PartSet {
    var pending = Array(parts)
    // Usually there are no dependencies.
    if pending.allSatisfy({ links[$0].isEmpty }) { return PartSet(pending) }
    var seen = Set(pending)
    while let part = pending.popLast() {
      for other in links[part] where seen.insert(other).inserted { pending.append(other) }
    }
    return PartSet(seen)
  }
}
