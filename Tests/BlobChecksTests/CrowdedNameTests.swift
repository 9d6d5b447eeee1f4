import BlobChecks
import DeviceTree
import DeviceTreeBlob
import SourceText
import TestSupport
import Testing

/// Names chosen to have the same hash.
@Suite struct CrowdedNameTests {
  /// With a hash that the author of a file can predict, this takes minutes.
  @Test(arguments: [1, 0])
  func nodesAndProperties(isNode: Int) throws {
    let names = namesOfOneSymbolHash(20_000)
    #expect(Set(names.map { SymbolHash.of($0.span) }).count == 1)
    var tree = DeviceTree()
    for name in names + [names[7]] {
      let symbol = tree.names.intern(name.span)
      if isNode == 1 {
        _ = tree.addNode(named: symbol, to: .root)
      } else {
        let value = tree.makeValue(cell: 1)
        tree.addProperty(symbol, value, to: .root)
      }
    }
    let blob = try BlobEncoder.encode(tree).bytes
    let outcome = BlobCheckRun.examine(blob)
    let twice: BlobCheckID = isNode == 1 ? .duplicateNode : .duplicateProperty
    #expect(outcome.findings.count { $0.check == twice.rawValue } == 1)
  }
}
