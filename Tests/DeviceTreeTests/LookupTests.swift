import DeviceTree
import SourceText
import TestSupport
import Testing

/// Finding nodes, and what was there before them.
@Suite struct LookupTests {
  private func board() throws -> DeviceTree {
    var tree = makeTree([
      ("/", ["z": 1, "a": 2]), ("/soc/uart@1", ["status": "disabled"]), ("/aliases", [:]),
    ])
    let (bus, uart) = (tree.names.intern("bus"), tree.names.intern("uart_a"))
    tree.addLabel(bus, to: try #require(tree.node(atPath: "/soc")))
    tree.addLabel(uart, to: try #require(tree.node(atPath: "/soc/uart@1")))
    return tree
  }

  @Test(arguments: [
    ("/", "/"), ("/soc/uart@1", "/soc/uart@1"), ("//soc//uart@1/", "/soc/uart@1"), ("soc", "/soc"),
    ("/soc/uart", nil), ("/soc/uart@1/x", nil), ("/none", nil),
  ])
  func paths(path: String, expected: String?) throws {
    let tree = try board()
    #expect(tree.node(atPath: path).map { tree.path(of: $0) } == expected)
  }

  @Test(arguments: [
    ("uart_a", "/soc/uart@1"), ("/soc", "/soc"), ("bus/uart@1", "/soc/uart@1"), ("bus/none", nil),
    ("none/uart@1", nil), ("uart_b", nil), ("soc", nil),
  ])
  func references(reference: String, expected: String?) throws {
    var tree = try board()
    let symbol = tree.names.intern(reference)
    #expect(tree.node(referredTo: symbol).map { tree.path(of: $0) } == expected)
  }

  /// Beyond 4 GiB, offsets start over.
  @Test func anOffsetThatGoesBack() {
    var tree = DeviceTree()
    tree.adopt([UInt8](repeating: 0, count: 100))
    let properties = [40..<50, 60..<60, 50..<90, 10..<20, 20..<30].enumerated().map { number, range in
      let name = tree.names.intern("p\(number)")
      return tree.addProperty(name, tree.adoptedValue(range), to: .root)
    }
    #expect(tree.firstProperty(endingBeyond: DeviceTree.mostValueBytes) == properties[3])
    #expect(tree.firstProperty(endingBeyond: 90) == properties[3])
    #expect(tree.firstProperty(endingBeyond: 89) == properties[2])
    #expect(!tree.outgrows())
    #expect(!tree.outgrows(100))
    #expect(tree.outgrows(99))
  }

  @Test func whatIsDeletedIsNotFound() throws {
    var tree = try board()
    let uart = try #require(tree.node(atPath: "/soc/uart@1"))
    let (name, label) = (tree.name(of: uart), try #require(tree.names.find("uart_a")))
    tree.delete(uart)
    #expect(tree.node(atPath: "/soc/uart@1") == nil)
    #expect(tree.node(labelled: label) == nil)
    #expect(tree.deletedChild(of: try #require(tree.node(atPath: "/soc")), named: name) == uart)
    #expect(tree.nodeCount == 3)
    #expect(tree.listing == ["/", "  z = 00000001", "  a = 00000002", "/soc", "/aliases"])
  }

  /// As in libfdt, what is new comes first, and what was deleted does not count.
  @Test(arguments: [0, 11, 12, 13, 40, 2000], [0, 13, 2000])
  func whatIsDeletedDoesNotHideWhatIsNew(before: Int, behind: Int) throws {
    var tree = DeviceTree()
    let name = tree.names.intern("name")
    func add(_ count: Int, _ prefix: String) {
      for i in 0..<count {
        let other = tree.names.intern("\(prefix)\(i)")
        tree.addProperty(other, .empty, to: .root, at: .first)
        _ = tree.addNode(named: other, to: .root, at: .first)
      }
    }
    add(before, "a")
    for time in 0..<4 {
      #expect(tree.child(of: .root, named: name) == nil)
      #expect(tree.property(of: .root, named: name) == nil)
      // What is rolled back does not hide anything, either.
      tree.beginTransaction()
      _ = tree.addNode(named: name, to: .root, at: .first)
      tree.addProperty(name, .empty, to: .root, at: .first)
      tree.rollback()
      #expect(tree.child(of: .root, named: name) == nil)
      #expect((tree.deletedChild(of: .root, named: name) != nil) == (time > 0))
      #expect(tree.property(of: .root, named: name) == nil)
      #expect((tree.deletedProperty(of: .root, named: name) != nil) == (time > 0))
      let node = tree.addNode(named: name, to: .root, at: .first)
      let property = tree.addProperty(name, .empty, to: .root, at: .first)
      add(behind, "b")
      #expect(tree.child(of: .root, named: name) == node)
      #expect(tree.property(of: .root, named: name) == property)
      tree.delete(node)
      tree.delete(property)
    }
  }

  /// What was rolled back leaves entries in the index, which must not hide later ones.
  @Test func whatWasTakenBackHidesNothing() throws {
    var tree = DeviceTree()
    func add(_ name: String) -> PropertyID {
      let symbol = tree.names.intern(name)
      return tree.addProperty(symbol, .empty, to: .root, at: .first)
    }
    tree.delete(add("name"))
    for number in 0..<10 { _ = add("a\(number)") }
    // With two more, the node has enough properties for an index, which includes the deleted one.
    tree.beginTransaction()
    for number in 0..<2 { _ = add("b\(number)") }
    tree.rollback()
    let property = add("name")
    _ = add("c")
    #expect(tree.property(of: .root, named: "name") == property)
  }

  /// The number of a record that was rolled back is used again, and the index grows.
  @Test func whatWasTakenBackStaysBehind() throws {
    var tree = DeviceTree()
    let name = tree.names.intern("name")
    for number in 0..<60 {
      let other = tree.names.intern("a\(number)")
      tree.beginTransaction()
      _ = tree.addNode(named: other, to: .root, at: .first)
      tree.rollback()
      tree.delete(tree.addNode(named: name, to: .root, at: .first))
    }
    let node = tree.addNode(named: name, to: .root, at: .first)
    for number in 0..<2000 {
      let other = tree.names.intern("b\(number)")
      _ = tree.addNode(named: other, to: .root, at: .first)
      #expect(tree.child(of: .root, named: name) == node)
    }
  }

  /// A block may delete a name and then use it: a merge finds the deletion, and all lookups what is there.
  @Test(arguments: [0, 20])
  func whatABlockDeletesFirst(others: Int) throws {
    var tree = DeviceTree()
    let name = tree.names.intern("name")
    _ = tree.addDeletion(ofProperty: name, to: .root)
    _ = tree.addDeletion(ofNode: name, to: .root)
    #expect(tree.property(of: .root, named: name) == nil)
    #expect(tree.child(of: .root, named: name) == nil)
    for number in 0..<others { tree.addProperty(tree.names.intern("a\(number)"), .empty, to: .root) }
    let property = tree.addProperty(name, .empty, to: .root)
    let node = tree.addNode(named: name, to: .root)
    #expect(tree.property(of: .root, named: name) == property)
    #expect(tree.child(of: .root, named: name) == node)
    #expect(tree.deletedProperty(of: .root, named: name) == nil)
    #expect(tree.deletedChild(of: .root, named: name) == nil)
  }

  /// What never existed is not found among what was deleted.
  @Test func whatNeverWasWasNotDeleted() {
    var tree = DeviceTree()
    let name = tree.names.intern("name")
    _ = tree.addDeletion(ofProperty: name, to: .root)
    _ = tree.addDeletion(ofNode: name, to: .root)
    #expect(tree.deletedProperty(of: .root, named: name) == nil)
    #expect(tree.deletedChild(of: .root, named: name) == nil)
  }

  @Test func valuesAreRemembered() throws {
    var tree = try board()
    let uart = try #require(tree.node(atPath: "/soc/uart@1"))
    let status = try #require(tree.property(of: uart, named: "status"))
    for text in ["okay\0", "fail\0"] { tree.setValue(tree.makeValue(Array(text.utf8).span), of: status) }
    let writes = tree.writes(of: status)
    #expect(
      writes.map { String(decoding: tree.bytes(of: $0.value), as: UTF8.self) }
        == ["disabled\0", "okay\0", "fail\0"])
    #expect(zip(writes, writes.dropFirst()).allSatisfy { $0.record.rawValue < $1.record.rawValue })
  }

  @Test func sortedByName() throws {
    var tree = try board()
    tree.sort()
    #expect(
      tree.listing == [
        "/", "  a = 00000002", "  z = 00000001", "/aliases", "/soc", "/soc/uart@1", "  status = \"disabled\"",
      ])
  }
}
