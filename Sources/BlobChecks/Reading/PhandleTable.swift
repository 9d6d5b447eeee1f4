import SourceText

/// By phandle: the number, in the `TreeIndex` of a blob, of the first node that has it.
///
/// Phandles that a compiler gives, from 1 on, are places in a list, which is as long as the blob's size tells. (The
/// nodes of a tree, whose size tells nothing of that, are found by `PhandleOwners` of `DeviceTreeChecks`.)
struct PhandleTable: ~Copyable {
  /// By phandle: the node + 1.
  private var usual: UniqueArray<UInt32>
  private var others = NumberTable()

  /// A list for phandles below a limit, and a table for all others.
  init(below limit: Int) { usual = UniqueArray(repeating: 0, count: limit) }

  subscript(phandle: UInt32) -> Int? {
    guard Int(phandle) < usual.count else { return others[UInt64(phandle)] }
    let node = usual[Int(phandle)]
    return node == 0 ? nil : Int(node) &- 1
  }

  /// Sets the owner of a phandle that has none; the first one stays.
  mutating func insert(_ node: Int, for phandle: UInt32) {
    if Int(phandle) >= usual.count {
      others.insert(node, for: UInt64(phandle))
    } else if usual[Int(phandle)] == 0 {
      usual[Int(phandle)] = UInt32(node + 1)
    }
  }
}
