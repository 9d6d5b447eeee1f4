import DeviceTree
import Testing

@Suite struct SideArrayTests {
  @Test func growsAndKeepsWhatItHas() {
    var array = SideArray<UInt32>()
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

  private func elements(_ array: borrowing SideArray<UInt32>) -> [UInt32] {
    var elements: [UInt32] = []
    for index in array.indices { elements.append(array[index]) }
    return elements
  }

  @Test func holdsBytes() {
    var array = SideArray<UInt8>(repeating: 1, count: 2)
    let more: [UInt8] = [2, 3]
    array.append(more.span)
    let nothing: [UInt8] = []
    array.append(nothing.span)
    let bytes = array.withBytes { span in span.indices.map { span[$0] } }
    #expect(bytes == [1, 1, 2, 3])
  }
}
