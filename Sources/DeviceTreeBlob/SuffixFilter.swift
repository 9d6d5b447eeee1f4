import DeviceTree
import SourceText

/// The hashes of the names that can be looked up, as a set with false positives: one bit for all
/// hashes whose low bits agree.
struct SuffixFilter {
  private var bits: [UInt64]
  private let mask: UInt32
  /// The number of names.
  private(set) var count = 0

  /// Creates the set of a tree's property names and `name`, which old versions add to each node.
  init(_ tree: DeviceTree) {
    // By symbol, so that each name is hashed only once.
    var isSeen = [Bool](repeating: false, count: tree.names.count)
    var hashes: [UInt32] = []
    for index in 0..<tree.propertyCapacity {
      let name = tree.name(of: PropertyID(rawValue: UInt32(index)))
      if isSeen[name.index] { continue }
      isSeen[name.index] = true
      hashes.append(tree.names.withBytes(of: name) { SuffixHash(of: $0).value })
    }
    let implicit: [UInt8] = Array("name".utf8)
    hashes.append(SuffixHash(of: implicit.span).value)
    count = hashes.count
    var size = 1 << 12
    while size < count * 16 { size *= 2 }
    mask = UInt32(size - 1)
    bits = [UInt64](repeating: 0, count: size / 64)
    for hash in hashes { bits[Int((hash & mask) >> 6)] |= 1 << UInt64(hash & 63) }
  }

  @inline(__always)
  func mayHold(_ hash: UInt32) -> Bool {
    bits[Int((hash & mask) >> 6)] >> UInt64(hash & 63) & 1 != 0
  }
}
