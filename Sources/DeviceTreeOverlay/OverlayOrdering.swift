/// Finds an order in which each overlay comes after those that it needs.
struct OverlayOrdering {
  private let orders: [OverlayConflicts.Order]
  /// By overlay: the indexes of the orders in which it comes first.
  private var leading: [[Int]]
  /// By overlay: the number of orders in which it comes second.
  private var waiting: [Int]

  init(count: Int, _ orders: [OverlayConflicts.Order]) {
    self.orders = orders
    leading = [[Int]](repeating: [], count: count)
    waiting = [Int](repeating: 0, count: count)
    for (number, order) in orders.enumerated() {
      for overlay in order.providers { leading[overlay].append(number) }
      waiting[order.after] += 1
    }
  }

  /// Returns the order nearest to the given one; it has fewer than all overlays if there is a cycle.
  func order() -> [Int] {
    var waiting = self.waiting
    var isOpen = [Bool](repeating: true, count: orders.count)
    var ready = BinaryHeap()
    for overlay in waiting.indices where waiting[overlay] == 0 { ready.insert(overlay) }
    var order: [Int] = []
    while let overlay = ready.popLeast() {
      order.append(overlay)
      for number in leading[overlay] where isOpen[number] {
        // One of several providers is enough.
        isOpen[number] = false
        let follower = orders[number].after
        waiting[follower] -= 1
        if waiting[follower] == 0 { ready.insert(follower) }
      }
    }
    return order
  }

  /// Whether an overlay must come after another one, directly or because of others in between.
  func follows(_ overlay: Int, _ other: Int) -> Bool {
    var reached: Set<Int> = [other]
    var open = [other]
    while let next = open.popLast() {
      for number in leading[next] where orders[number].alternatives.isEmpty {
        if reached.insert(orders[number].after).inserted { open.append(orders[number].after) }
      }
    }
    return reached.contains(overlay)
  }

  /// Whether two overlays work in one order only.
  func fixes(_ one: Int, _ other: Int) -> Bool { follows(one, other) || follows(other, one) }

  /// Returns overlays of which each must come before the next, and the last before the first; nil if there
  /// are none.
  func cycle() -> [Int]? {
    let ordered = Set(order())
    let left = waiting.indices.filter { !ordered.contains($0) }
    guard let start = left.first else { return nil }
    // Each remaining overlay waits for another one, so following these links ends in a cycle.
    var precursor: [Int: Int] = [:]
    for overlay in left.reversed() {
      for number in leading[overlay] where ordered.isDisjoint(with: orders[number].providers) {
        precursor[orders[number].after] = overlay
      }
    }
    var position: [Int: Int] = [:]
    var way: [Int] = []
    var overlay = start
    while position[overlay] == nil {
      position[overlay] = way.count
      way.append(overlay)
      guard let next = precursor[overlay] else { return nil }
      overlay = next
    }
    let cycle = Array(way[(position[overlay] ?? 0)...].reversed())
    // The smallest comes first, so that the same overlays give the same message.
    let least = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
    return Array(cycle[least...] + cycle[..<least])
  }
}

/// A min-heap of numbers.
private struct BinaryHeap {
  private var items: [Int] = []

  mutating func insert(_ item: Int) {
    items.append(item)
    var index = items.count - 1
    while index > 0, items[(index - 1) / 2] > items[index] {
      items.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func popLeast() -> Int? {
    guard let least = items.first, let last = items.popLast() else { return nil }
    guard !items.isEmpty else { return least }
    items[0] = last
    var index = 0
    while true {
      var smaller = 2 * index + 1
      guard smaller < items.count else { return least }
      if smaller + 1 < items.count, items[smaller + 1] < items[smaller] { smaller += 1 }
      guard items[smaller] < items[index] else { return least }
      items.swapAt(index, smaller)
      index = smaller
    }
  }
}
