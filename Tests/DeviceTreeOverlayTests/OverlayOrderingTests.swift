import TestSupport
import Testing

@testable import DeviceTreeOverlay

/// Orders of overlays that need one another at random, compared with a search for each next one.
struct OverlayOrderingTests {
  @Test(arguments: 0..<60) func nearestOrder(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let count = 2 + random.below(30)
    let orders = (0..<random.below(count * 3 / 2)).map { number in
      // Of what leads forwards in one hidden order, nothing is a cycle; sometimes there is one.
      let (first, last) = (random.below(count), random.below(count))
      let (before, after) =
        random.happens(3) || (first * 7 % 31) < (last * 7 % 31) ? (first, last) : (last, first)
      let others = random.happens(20) ? [random.below(count)].filter { $0 != before } : []
      return OverlayConflicts.Order(
        before: before, after: after, alternatives: others, reason: .label("l\(number)"))
    }.filter { !$0.providers.contains($0.after) }
    var expected: [Int] = []
    while let next = (0..<count).first(where: { overlay in
      !expected.contains(overlay)
        && orders.allSatisfy { $0.after != overlay || $0.providers.contains(where: expected.contains) }
    }) { expected.append(next) }
    let ordering = OverlayOrdering(count: count, orders)
    #expect(ordering.order() == expected)
    let cycle = ordering.cycle()
    #expect((cycle == nil) == (expected.count == count))
    for (overlay, next) in zip(cycle ?? [], (cycle ?? []).dropFirst() + (cycle ?? []).prefix(1)) {
      #expect(orders.contains { $0.providers.contains(overlay) && $0.after == next })
    }
  }
}
