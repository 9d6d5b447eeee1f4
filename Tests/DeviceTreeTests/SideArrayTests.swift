import DeviceTree
import Testing

@Suite struct SideArrayTests {
  @Test func growsAndKeepsWhatItHas() {
    var array = SideArray<UInt32>()
    #expect(array.isEmpty)
    for number in 0..<1000 { array.append(UInt32(number)) }
    #expect(array.count == 1000)
    array[7] += 1
    #expect(array.indices.allSatisfy { array[$0] == UInt32($0 == 7 ? 8 : $0) })
    array.resize(to: 3, 0)
    array.resize(to: 5, 9)
    #expect((0..<5).map { array[$0] } == [0, 1, 2, 9, 9])
    array.removeAll()
    #expect(array.isEmpty)
  }

  @Test func holdsBytes() {
    var array = SideArray<UInt8>(repeating: 1, count: 2)
    let more: [UInt8] = [2, 3]
    array.append(more.span)
    array.append([].span)
    #expect(array.withBytes { span in span.indices.map { span[$0] } } == [1, 1, 2, 3])
  }
}
