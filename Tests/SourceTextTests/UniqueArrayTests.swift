import SourceText
import Testing

@Suite struct UniqueArrayTests {
  @Test func growsAndKeepsWhatItHas() {
    var array = UniqueArray<UInt32>()
    #expect(elements(array) == [])
    for number in 0..<1000 { array.append(UInt32(number)) }
    array[7] += 1
    #expect(elements(array) == (0..<1000).map { $0 == 7 ? 8 : $0 })
    array.resize(to: 3, 0)
    array.resize(to: 5, 9)
    #expect(elements(array) == [0, 1, 2, 9, 9])
    array.removeAll()
    #expect(elements(array) == [])
  }

  @Test func emptiness() {
    var array = UniqueArray<UInt8>()
    var answers = [array.isEmpty]
    array.append(0)
    answers.append(array.isEmpty)
    #expect(array.popLast() == 0)
    answers.append(array.isEmpty)
    #expect(answers == [true, false, true])
  }

  private func elements(_ array: borrowing UniqueArray<UInt32>) -> [UInt32] {
    var elements: [UInt32] = []
    for index in array.indices { elements.append(array[index]) }
    return elements
  }

  @Test func holdsBytes() {
    var array = UniqueArray<UInt8>(repeating: 1, count: 2)
    let more: [UInt8] = [2, 3]
    array.append(more.span)
    let nothing: [UInt8] = []
    array.append(nothing.span)
    let bytes = array.withBytes { span in span.indices.map { span[$0] } }
    #expect(bytes == [1, 1, 2, 3])
  }

  @Test func growsWithRoomForMore() {
    var array = UniqueArray<UInt32>()
    for count in 1...100_000 { array.resize(to: count, UInt32(count)) }
    #expect(elements(array) == (1...100_000).map { $0 })
    array.reserve(200_000)
    let last = array.popLast()
    #expect(last == 100_000 && array.count == 99_999 && !array.isEmpty)
  }

  @Test func takesBytesOfAnArena() throws {
    guard var arena = FileArena(capacity: 64) else {
      Issue.record("there is no arena")
      return
    }
    for byte in UInt8(1)...20 { _ = arena.append(byte) }
    var array = UniqueArray<UInt8>()
    for range in [0..<3, 3..<3, 2..<20] { array.append(range, of: arena) }
    let bytes = array.withBytes { span in span.indices.map { span[$0] } }
    #expect(bytes == [1, 2, 3] + Array(3...20))
    let word = array.longWord(at: 1).littleEndian
    #expect(word == 0x0807_0605_0403_0302)
  }

  /// Short pieces are copied as words, which may overlap.
  @Test(arguments: 0..<40)
  func pieces(size: Int) {
    let piece = (0..<size).map { UInt8($0 + 1) }
    var text = UniqueArray<UInt8>()
    text.append(0xAA)
    text.append(piece.span)
    text.append(0xBB)
    #expect(text.copy() == [0xAA] + piece + [0xBB])
  }
}
