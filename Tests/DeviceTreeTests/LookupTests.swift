import DeviceTree
import SourceText
import TestSupport
import Testing

/// Finding nodes, and what was there before.
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

  /// libfdt puts what is new in front, and knows nothing of what was deleted.
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
      // What is taken back hides nothing, either.
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
