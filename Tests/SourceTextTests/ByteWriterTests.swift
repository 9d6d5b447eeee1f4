import SourceText
import Testing

@Suite struct ByteWriterTests {
  @Test func writesOneBehindTheOther() {
    var writer = ByteWriter()
    writer.append(0x61)
    writer.append(cell: 0x0102_0304)
    writer.append("bc" as StaticString)
    writer.append("dé" as String)
    writer.append(0x09, times: 2)
    writer.append([7, 8][...])
    writer.write(upTo: 10) { room, start, end in
      #expect(end >= start + 10 && end == room.count)
      room[start] = 5
      return start + 1
    }
    writer.put(0x0A0B_0C0D, at: 1)
    #expect(writer.count == 15)
    let expected: [UInt8] = [0x61, 10, 11, 12, 13, 0x62, 0x63, 0x64, 0xC3, 0xA9, 9, 9, 7, 8, 5]
    #expect(writer.finish() == expected)
    #expect(writer.finish() == [])
  }

  @Test(arguments: [0, 7, 10, 99, 100, 65_536, 1_234_567_890])
  func writesNumbers(_ number: Int) {
    var writer = ByteWriter()
    writer.append(decimal: number)
    #expect(writer.finish() == Array(String(number).utf8))
  }

  @Test(arguments: 0..<40)
  func writesAFewBytesInWords(_ count: Int) {
    let few = (0..<count).map { UInt8($0) }
    var writer = ByteWriter()
    writer.append(1)
    writer.append(few: few.span)
    writer.append(2)
    #expect(writer.finish() == [1] + few + [2])
  }

  @Test func growsBeyondItsFirstRoom() {
    var writer = ByteWriter([1, 2])
    writer.cut(to: 1)
    let many = [UInt8](repeating: 3, count: 100_000)
    writer.append(many.span)
    writer.append(cell: 0)
    #expect(writer.finish() == [1] + many + [0, 0, 0, 0])
  }
}
