/// Some of the parts that are searched: overlays, or fragments or properties of one overlay.
///
/// Parts are numbered from 0 in the order in which they are applied; a set always applies in that order.
public struct PartSet: Hashable, Sendable {
  /// The parts, in order.
  public private(set) var parts: [Int]

  /// Creates a set of parts.
  public init(_ parts: some Sequence<Int>) {
    self.parts = parts.sorted()
    if !zip(self.parts, self.parts.dropFirst()).allSatisfy(<) { self.parts = Set(parts).sorted() }
  }

  /// Creates the set of the first `count` parts.
  public init(first count: Int) { parts = Array(0..<count) }

  /// The empty set.
  public static let none = PartSet(first: 0)

  /// The number of parts.
  public var count: Int { parts.count }

  /// Whether the set is empty.
  public var isEmpty: Bool { parts.isEmpty }

  /// Whether the set has this part.
  public func contains(_ part: Int) -> Bool {
    var (low, high) = (0, parts.count)
    while low < high {
      let middle = low + (high - low) / 2
      if parts[middle] < part { low = middle + 1 } else { high = middle }
    }
    return low < parts.count && parts[low] == part
  }

  /// Returns the parts of both sets.
  public func union(_ other: some Sequence<Int>) -> PartSet { PartSet(parts + Array(other)) }

  /// Returns the parts of this set that are not among others.
  public func subtracting(_ others: some Sequence<Int>) -> PartSet {
    let others = Set(others)
    return PartSet(parts.filter { !others.contains($0) })
  }
}

/// Sets as text: numbers from 1, and ranges of them.
extension PartSet {
  /// Returns the set as text: `1-3,5`, or `all` if it has all `count` parts, or `none`.
  public func text(of count: Int) -> String {
    if isEmpty { return "none" }
    if self.count == count { return "all" }
    var ranges: [ClosedRange<Int>] = []
    for part in parts {
      if let last = ranges.last, last.upperBound == part {
        ranges[ranges.count - 1] = last.lowerBound...part + 1
      } else {
        ranges.append(part + 1...part + 1)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }

  /// Parses what `text(of:)` returns; nil if the text is malformed or has parts that do not exist.
  public init?(_ text: String, of count: Int) {
    switch text {
    case "none", "base": self = .none
    case "all": self.init(first: count)
    default:
      var parts: [Int] = []
      for item in text.split(separator: ",", omittingEmptySubsequences: false) {
        let ends = item.split(separator: "-", omittingEmptySubsequences: false).map { Self.number($0) }
        guard ends.count <= 2, let first = ends[0], let last = ends.last ?? nil, first >= 1,
          first <= last, last <= count
        else { return nil }
        parts += Array(first - 1..<last)
        // Repeated parts are a mistake, and would let a short text become arbitrarily large.
        if parts.count > count { return nil }
      }
      self.init(parts)
    }
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}
