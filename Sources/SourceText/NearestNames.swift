/// The names nearest to a misspelt one: what "did you mean" offers.
public struct NearestNames: Sendable {
  private let wanted: [UInt8]
  private let limit: Int
  private var best: [(distance: Int, name: [UInt8], tag: Int)] = []
  private let most: Int

  /// A search for at most `most` names near `wanted`, none further away than a third of its length.
  public init(to wanted: [UInt8], most: Int = 3) {
    self.wanted = Array(wanted.prefix(256))
    self.most = most
    limit = max(1, self.wanted.count / 3)
  }

  /// Offers a name; `tag` comes back with it.
  public mutating func offer(_ name: [UInt8], tag: Int = 0) {
    guard name.count <= 256, abs(name.count - wanted.count) <= limit, name != wanted else { return }
    let distance = distance(to: name)
    guard distance <= limit, !best.contains(where: { $0.name == name }) else { return }
    let place = best.firstIndex { $0.distance > distance } ?? best.count
    guard place < most else { return }
    best.insert((distance, name, tag), at: place)
    if best.count > most { best.removeLast() }
  }

  /// The nearest names, the nearest first, with their tags.
  public var found: [(name: String, tag: Int)] {
    best.map { (String(decoding: $0.name, as: UTF8.self), $0.tag) }
  }

  /// The Damerau-Levenshtein distance (with transpositions of neighbours): three rows
  /// of a table at a time.
  private func distance(to name: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...name.count)
    for i in 1...max(1, wanted.count) where i <= wanted.count {
      var row = [i] + [Int](repeating: 0, count: name.count)
      for j in 1...max(1, name.count) where j <= name.count {
        let cost = wanted[i - 1] == name[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, wanted[i - 1] == name[j - 2], wanted[i - 2] == name[j - 1] {
          row[j] = min(row[j], before[j - 2] + 1)
        }
      }
      before = last
      last = row
    }
    return last[name.count]
  }
}
