import SourceText

/// By phandle: the number, in the `TreeIndex` of a blob, of the first node that has it.
///
/// Phandles that compilers assign, from 1 on, are indexes into a list, whose length follows from the size of
/// the blob. (For the nodes of a tree, which has no such size, there is `PhandleOwners`.)
struct PhandleTable: ~Copyable {
  /// By phandle: the number of the node plus 1.
  private var usual: UniqueArray<UInt32>
  private var others = NumberTable()

  /// Creates a table with a list for phandles below a limit, and a hash table for all others.
  init(below limit: Int) { usual = UniqueArray(repeating: 0, count: limit) }

  subscript(phandle: UInt32) -> Int? {
    guard Int(phandle) < usual.count else { return others[UInt64(phandle)] }
    let node = usual[Int(phandle)]
    return node == 0 ? nil : Int(node) &- 1
  }

  /// Sets the owner of a phandle that has none; an existing one stays.
  mutating func insert(_ node: Int, for phandle: UInt32) {
    if Int(phandle) >= usual.count {
      others.insert(node, for: UInt64(phandle))
    } else if usual[Int(phandle)] == 0 {
      usual[Int(phandle)] = UInt32(node + 1)
    }
  }
}
