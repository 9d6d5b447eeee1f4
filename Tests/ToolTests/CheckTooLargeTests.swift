import DeviceTree
import DeviceTreeSource
import SourceText
import TestSupport
import Testing

@testable import swiftdt

/// `swiftdt check` of a source that compiles to more than a blob can hold.
@Suite struct CheckTooLargeTests {
  @Test func isAnError() throws {
    var tree = DeviceTree()
    let value = tree.makeValue([UInt8](repeating: 0, count: 1 << 20).span)
    for number in 0..<2048 {
      tree.addProperty(tree.names.intern("p\(number)"), value, to: .root)
    }
    var examiner = CheckReader.Examiner(
      reader: CheckReader(BlobCheckRequest(inputs: []), nil), report: CheckReport(path: "big.dts"))
    let found = examiner.report(on: tree) { _, _ in ExtentSpot(span: nil, notes: []) }
    #expect(found.map(\.severity) == [.error])
    #expect(found.map(\.subject) == ["big.dts"])
    #expect(found.map(\.message) == ["the blob would have 2147508240 bytes, more than 2147483647"])
  }
}
