import DeviceTree
import SourceText
import Testing

@Suite struct TransactionTests {
  /// Returns a tree of `/`, `/a` with two properties, and `/b`.
  private func makeTree() -> (tree: DeviceTree, a: NodeID, x: PropertyID) {
    var tree = DeviceTree()
    let a = tree.addNode(named: tree.names.intern("a"), to: .root)
    let value = tree.makeValue(cell: 1)
    let x = tree.addProperty(tree.names.intern("x"), value, to: a)
    tree.addProperty(tree.names.intern("y"), value, to: a)
    _ = tree.addNode(named: tree.names.intern("b"), to: .root)
    return (tree, a, x)
  }

  private func dump(_ tree: DeviceTree) -> [String] {
    var lines: [String] = []
    var next: NodeID? = .root
    while let node = next {
      lines.append("\(tree.path(of: node)) phandle \(tree.phandle(of: node))")
      var nextProperty = tree.firstProperty(of: node)
      while let property = nextProperty {
        let cell = tree.cell(of: tree.value(of: property), at: 0)
        lines.append("  \(tree.names.string(tree.name(of: property))) \(cell.map(String.init) ?? "")")
        nextProperty = tree.nextProperty(after: property)
      }
      next = tree.nodeAfter(node)
    }
    return lines
  }

  typealias Change = @Sendable (inout DeviceTree, NodeID, PropertyID) -> Void

  static let changes: [(name: String, change: Change)] = [
    ("a node before", { tree, a, _ in _ = tree.addNode(named: tree.names.intern("n"), to: a, at: .first) }),
    ("a node behind", { tree, _, _ in _ = tree.addNode(named: tree.names.intern("n"), to: .root) }),
    (
      "a property before",
      { tree, a, _ in tree.addProperty(tree.names.intern("n"), .empty, to: a, at: .first) }
    ),
    ("a property behind", { tree, a, _ in tree.addProperty(tree.names.intern("n"), .empty, to: a) }),
    (
      "a value",
      { tree, _, x in
        let value = tree.makeValue(cell: 2); tree.setValue(value, of: x)
      }
    ),
    (
      "a value, twice",
      { tree, _, x in
        for cell in [UInt32(2), 3] {
          let value = tree.makeValue(cell: cell)
          tree.setValue(value, of: x)
        }
      }
    ),
    ("a phandle", { tree, a, _ in tree.setPhandle(9, of: a) }),
    ("a deleted node", { tree, a, _ in tree.delete(a) }),
    ("a deleted property", { tree, _, x in tree.delete(x) }),
    (
      "enough properties for an index",
      { tree, a, _ in
        for i in 0..<40 { tree.addProperty(tree.names.intern("p\(i)"), .empty, to: a) }
      }
    ),
  ]

  @Test(arguments: changes.indices)
  func rollback(_ index: Int) {
    var (tree, a, x) = makeTree()
    let before = dump(tree)
    tree.beginTransaction()
    Self.changes[index].change(&tree, a, x)
    #expect(dump(tree) != before)
    tree.rollback()
    #expect(dump(tree) == before)
    #expect(tree.property(of: a, named: "x") == x)
    #expect(tree.names.find("n").flatMap { tree.child(of: a, named: $0) } == nil)
    // The same change can be made again.
    Self.changes[index].change(&tree, a, x)
    let after = dump(tree)
    #expect(after != before)
    tree.rollback()
    #expect(dump(tree) == after)
  }

  @Test func committedChangesStay() {
    var (tree, a, _) = makeTree()
    tree.beginTransaction()
    let node = tree.addNode(named: tree.names.intern("n"), to: a)
    tree.commit()
    let after = dump(tree)
    tree.beginTransaction()
    _ = tree.addNode(named: tree.names.intern("m"), to: node)
    tree.rollback()
    #expect(dump(tree) == after)
  }

  @Test func anOwnCopyIsNotTouched() {
    var (tree, a, x) = makeTree()
    let copy = tree
    let before = dump(copy)
    tree.beginTransaction()
    for (_, change) in Self.changes { change(&tree, a, x) }
    #expect(dump(copy) == before)
    tree.rollback()
    #expect(dump(tree) == before)
  }

  /// A property that replaces one that was rolled back does not take over its place in the source.
  @Test func placesAreRolledBack() {
    var (tree, a, _) = makeTree()
    let name = tree.names.intern("n")
    tree.beginTransaction()
    let start = Origin(location: SourceLocation(5), expansion: 0)
    tree.addProperty(name, .empty, to: a, extent: Extent(start: start, end: SourceLocation(9)))
    tree.rollback()
    let later = tree.addProperty(name, .empty, to: a)
    #expect(tree.extent(of: later).start == .none)
  }
}
