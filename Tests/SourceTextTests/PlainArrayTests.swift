import Testing

@testable import SourceText

struct PlainArrayTests {
  /// A change to a copy leaves the original as it was, whatever the change is.
  @Test func copiesAreValues() {
    let changes: [(inout PlainArray<Int>) -> Void] = [
      { $0.append(9) }, { $0[1] = 9 }, { $0.removeLast() }, { $0.cut(to: 1) }, { $0.removeAll() },
      { $0.resize(to: 5, 9) }, { $0.reserve(100) }, { $0.change { $0[2] = 9 } }, { $0.fit() },
      { $0.append(8) { $0[0] = 9 } },
      { array in
        let other = array
        array.append(contentsOf: other) { $0 * 2 }
      },
      { array in
        array.removeLast()
        array.append(9)
      },
    ]
    for change in changes {
      var original = PlainArray<Int>()
      for number in 1...3 { original.append(number) }
      original.reserve(16)
      var copy = original
      change(&copy)
      #expect(original.elementsEqual([1, 2, 3]))
      // And the other way round, after one of the owners is gone.
      let kept = copy
      let before = Array(kept)
      change(&copy)
      #expect(kept.elementsEqual(before))
    }
  }

  /// The header of an object with one owner is what `isOwn` expects, and that of one with more is not.
  @Test func ownersAreSeenInTheHeader() {
    func header(_ memory: PlainMemory) -> UInt64 {
      unsafe Unmanaged.passUnretained(memory).toOpaque().load(fromByteOffset: 8, as: UInt64.self)
    }
    var array = PlainArray<Int>()
    array.append(1)
    let copies = (0..<5).map { _ in array }
    #expect(array.memory.map(header) != PlainMemory.oneOwner)
    let isShared = !array.isOwn
    #expect(isShared && copies.count == 5)
    var alone = PlainArray<Int>()
    alone.append(1)
    let start = alone.memory.map { unsafe Unmanaged.passUnretained($0).toOpaque() }
    let word = unsafe start?.load(fromByteOffset: 8, as: UInt64.self)
    let isOwn = alone.isOwn
    #expect(isOwn && word == PlainMemory.oneOwner)
  }

  @Test func appending() {
    var array = PlainArray<Int>()
    var other = PlainArray<Int>()
    array.append(contentsOf: other) { $0 }
    #expect(array.isEmpty)
    for number in 0..<100 { other.append(number) }
    array.append(contentsOf: other) { $0 + 1 }
    array.append(contentsOf: other) { -$0 }
    #expect(array.count == 200 && array[0] == 1 && array[99] == 100 && array[199] == -99)
    array.fit()
    #expect(array.count == 200 && array[150] == -50)
  }

  /// An array that grows a little at a time is seldom moved.
  @Test func growsByTwice() {
    var moves = 0
    var resized = PlainArray<Int>()
    var appended = PlainArray<Int>()
    var one = PlainArray<Int>()
    one.append(7)
    for count in 1...10_000 {
      let before = (resized.capacity, appended.capacity)
      resized.resize(to: count, count)
      appended.append(contentsOf: one) { $0 }
      if resized.capacity != before.0 { moves += 1 }
      if appended.capacity != before.1 { moves += 1 }
    }
    #expect(moves < 40)
    #expect(resized.last == 10_000 && appended.count == 10_000)
  }
}
