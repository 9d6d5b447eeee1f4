/// Finding names that may have been meant by a name that does not exist.
public enum NearestNames {
  /// The longest names for which the distance is computed, in time proportional to the product of their
  /// lengths.
  public static let longest = 64

  /// Returns the names nearest to `name`, nearest first and otherwise in their order: at most `count`, and
  /// none that differs by more than a third of the longer one. Names that differ only in case come first,
  /// however many letters that affects; if `name` has more than 64 bytes, they are all that is found.
  public static func nearest(
    to name: Span<UInt8>, among candidates: some Sequence<Symbol>, in names: SymbolTable,
    count: Int = 3
  ) -> [Symbol] {
    var best: [(symbol: Symbol, rank: Int)] = []
    var row = Rows()
    for candidate in candidates {
      let worst = best.count == count ? best.last?.rank ?? 0 : Int.max
      let found = names.withBytes(of: candidate) { text -> Int? in
        if isSameButForCase(name, text) { return name.hasSameBytes(as: text) ? 0 : 2 }
        guard name.count <= longest, text.count <= longest else { return nil }
        let limit = min((worst - 1) / 2, max(name.count, text.count) / 3)
        let distance = distance(name, text, atMost: limit, &row)
        // Of equally near names, prefer one that begins with `name`: typing may have stopped early.
        let isBeginning = name.count < text.count && text.extracting(0..<name.count).hasSameBytes(as: name)
        return distance.map { $0 * 2 + (isBeginning ? 0 : 1) }
      }
      guard let found, found > 1, found < worst else { continue }
      let place = best.firstIndex { $0.rank > found } ?? best.count
      best.insert((candidate, found), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map(\.symbol)
  }

  /// Returns the candidates nearest to `name`, in their order: all that are equal to it, or else all that
  /// differ only in case, or else all at the least distance. Empty if all differ by more than a third of the
  /// longer one; apart from case, names of more than `longest` bytes are not compared.
  public static func nearest<Candidate>(
    to name: Span<UInt8>, among candidates: some Sequence<Candidate>, longest: Int = longest,
    bytes: (Candidate) -> ArraySlice<UInt8>
  ) -> [Candidate] {
    var best: [Candidate] = []
    var least = Int.max
    var rows = Rows()
    for candidate in candidates {
      let bytes = bytes(candidate)
      let other = bytes.span
      let rank: Int
      if isSameButForCase(name, other) {
        rank = name.hasSameBytes(as: other) ? 0 : 1
      } else {
        let length = max(name.count, other.count)
        guard length <= longest,
          let distance = distance(name, other, atMost: min(length / 3, least - 1), &rows)
        else { continue }
        rank = distance + 1
      }
      if rank < least { best.removeAll() }
      if rank <= least { best.append(candidate) }
      least = min(least, rank)
    }
    return best
  }

  /// Returns the file whose name is nearest, of those in a folder that can be meant; nil if all differ by
  /// more than a third, apart from their extensions.
  public static func file(
    nearestTo name: [UInt8], in folder: String, where canBeMeant: (String) -> Bool = { _ in true }
  ) -> String? {
    var names = SymbolTable(minimumCapacity: 64)
    let known = (FolderListing.names(in: folder) ?? []).filter(canBeMeant).sorted().map { names.intern($0) }
    // A shared extension does not make two names alike.
    func stem(_ name: [UInt8]) -> [UInt8] { name.lastIndex(of: 0x2E).map { Array(name[..<$0]) } ?? name }
    let found = nearest(to: name.span, among: known, in: names).first { symbol in
      let (mine, other) = (stem(name), stem(names.array(symbol)))
      return distance(mine.span, other.span, atMost: max(mine.count, other.count) / 3) != nil
    }
    return found.map { names.string($0) }
  }

  /// Whether two names differ in nothing but the case of letters.
  static func isSameButForCase(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    for i in a.indices where a[i] != b[i] {
      let letter = a[i] | 0x20
      guard letter == b[i] | 0x20, (0x61...0x7A).contains(letter) else { return false }
    }
    return true
  }

  /// Returns how many bytes have to be inserted, deleted, replaced or swapped with their neighbour to turn
  /// one name into the other; nil if more than `limit`.
  public static func distance(
    _ a: Span<UInt8>, _ b: Span<UInt8>, atMost limit: Int
  ) -> Int? {
    var rows = Rows()
    return distance(a, b, atMost: limit, &rows)
  }

  /// Three rows of the table of distances between prefixes, kept for the next comparison.
  private struct Rows {
    var beforeLast: [Int] = []
    var last: [Int] = []
    var current: [Int] = []

    /// Begins a table of this width, setting only what its first row needs.
    mutating func begin(_ width: Int) {
      if last.count < width {
        beforeLast = Array(repeating: 0, count: width)
        last = beforeLast
        current = beforeLast
      }
      for index in 0..<width { last[index] = index }
    }
  }

  /// Computes the usual table (Damerau-Levenshtein, with no further edits to what was swapped), a row at a
  /// time, and stops as soon as an entire row is above the limit.
  private static func distance(
    _ a: Span<UInt8>, _ b: Span<UInt8>, atMost limit: Int, _ rows: inout Rows
  ) -> Int? {
    guard limit >= 0, abs(a.count - b.count) <= limit else { return nil }
    rows.begin(b.count + 1)
    for i in a.indices {
      rows.current[0] = i + 1
      var least = i + 1
      for j in b.indices {
        var cost = rows.last[j] + (a[i] == b[j] ? 0 : 1)
        cost = min(cost, rows.last[j + 1] + 1, rows.current[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, rows.beforeLast[j - 1] + 1)
        }
        rows.current[j + 1] = cost
        least = min(least, cost)
      }
      if least > limit { return nil }
      swap(&rows.beforeLast, &rows.last)
      swap(&rows.last, &rows.current)
    }
    let result = rows.last[b.count]
    return result <= limit ? result : nil
  }
}
