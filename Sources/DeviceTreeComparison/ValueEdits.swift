/// The shortest edits from one list to another, by a longest common subsequence.
enum ValueEdits {
  /// Returns which ranges are replaced by which; `isSame` compares an item of the old list with one of the
  /// new.
  static func edits(old: Int, new: Int, _ isSame: (Int, Int) -> Bool) -> [ValueEdit] {
    var start = 0
    while start < old, start < new, isSame(start, start) { start += 1 }
    var oldEnd = old
    var newEnd = new
    while oldEnd > start, newEnd > start, isSame(oldEnd - 1, newEnd - 1) {
      oldEnd -= 1
      newEnd -= 1
    }
    let height = oldEnd - start
    let width = newEnd - start
    if height == 0, width == 0 { return [] }
    // Where large values differ from one end to the other, edits item by item would not be helpful.
    guard height > 0, width > 0, height <= largest / width else {
      return [ValueEdit(old: start..<oldEnd, new: start..<newEnd)]
    }
    // By item of each list: the length of the longest common subsequence from there on.
    var lengths = [Int32](repeating: 0, count: (height + 1) * (width + 1))
    for i in stride(from: height - 1, through: 0, by: -1) {
      for j in stride(from: width - 1, through: 0, by: -1) {
        lengths[i * (width + 1) + j] =
          isSame(start + i, start + j)
          ? lengths[(i + 1) * (width + 1) + j + 1] + 1
          : max(lengths[(i + 1) * (width + 1) + j], lengths[i * (width + 1) + j + 1])
      }
    }
    var edits: [ValueEdit] = []
    var (i, j) = (0, 0)
    var (from, newFrom) = (0, 0)
    func close() {
      guard i > from || j > newFrom else { return }
      edits.append(ValueEdit(old: start + from..<start + i, new: start + newFrom..<start + j))
    }
    while i < height || j < width {
      if i < height, j < width, isSame(start + i, start + j) {
        close()
        i += 1
        j += 1
        (from, newFrom) = (i, j)
      } else if j == width
        || i < height && lengths[(i + 1) * (width + 1) + j] >= lengths[i * (width + 1) + j + 1]
      {
        i += 1
      } else {
        j += 1
      }
    }
    close()
    return edits
  }

  private static let largest = 1 << 20

  /// Returns the items that stay in place when a list is reordered: a longest increasing subsequence of the
  /// places that they come from.
  static func keptInOrder(_ places: [Int]) -> Set<Int> {
    // By length: the last item of the increasing subsequence of that length that ends lowest.
    var ends: [Int] = []
    var before = [Int?](repeating: nil, count: places.count)
    for item in places.indices {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if places[ends[middle]] < places[item] { low = middle + 1 } else { high = middle }
      }
      before[item] = low > 0 ? ends[low - 1] : nil
      if low < ends.count { ends[low] = item } else { ends.append(item) }
    }
    var kept: Set<Int> = []
    var next = ends.last
    while let item = next {
      kept.insert(item)
      next = before[item]
    }
    return kept
  }
}
