import BlobChecks
import DeviceTree
import DeviceTreeBlob
import SourceText
import Testing

/// Names that are chosen to have one hash, of three words of which the second undoes what the first does to it.
@Suite struct CrowdedNameTests {
  private static func names(_ count: Int) -> [[UInt8]] {
    func mixed(_ state: UInt64) -> UInt64 {
      let product = state.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      return product.high ^ product.low
    }
    var names: [[UInt8]] = []
    var first: UInt64 = 0x6161_6161_6161_6161
    while names.count < count {
      first += 1
      let words = [first, mixed(first ^ 24 << 24), 0x7A7A_7A7A_7A7A_7A7A]
      let name = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
      if !name.contains(where: { [0, 0x2F, 0x40].contains($0) }) { names.append(name) }
    }
    return names
  }

  /// With a hash that a file can know, this takes minutes.
  @Test(arguments: [1, 0])
  func nodesAndProperties(isNode: Int) throws {
    let names = Self.names(20_000)
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
