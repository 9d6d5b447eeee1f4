import DeviceTree
import Testing

/// Deletions that deleted nothing, and nodes that they were written before.
struct IdleDeletionTests {
  static let cases: [(source: String, idle: [String])] = [
    ("/ { /delete-property/ b; /delete-node/ a; };", ["property b of /", "node a of /"]),
    ("/ { a { /delete-node/ b; }; };", ["node b of /a"]),
    ("/ { /delete-node/ a; a { }; };", ["node a of /"]),
    ("/ { x; a { }; };\n/ { /delete-property/ x; /delete-node/ a; };", []),
    ("/ { /delete-node/ a; };\n/ { a { }; };", []),
    ("/ { /delete-node/ a; };\n/ { a { }; };\n/ { /delete-node/ a; };", []),
    // What goes with its node was no deletion, even if there was nothing in it.
    ("/ { a { x; b { }; }; };\n/ { /delete-node/ a; };\n/ { a { }; };", []),
    ("/ { l: a { x; b { }; }; };\n/delete-node/ &l;\n/ { a { y; }; };", []),
  ]

  @Test(arguments: cases)
  func idleDeletions(source: String, idle: [String]) throws {
    let compiled = try compile("/dts-v1/;\n" + source + "\n")
    let tree = try #require(compiled.tree, "\(compiled.messages)")
    let found = tree.idleDeletions().map {
      "\($0.isNode ? "node" : "property") \(tree.names.string($0.name)) of \(tree.path(of: $0.node))"
    }
    #expect(found == idle)
  }

  @Test func aNodeThatWasDeletedFirst() throws {
    let compiled = try compile(
      "/dts-v1/;\n/ { /delete-node/ a; };\n/ { a { }; };\n/ { /delete-node/ a; };\n")
    let tree = try #require(compiled.tree)
    let name = try #require(tree.names.find("a"))
    let node = try #require(tree.deletedChild(of: .root, named: name))
    #expect(tree.writes(of: node).map(\.isDeletion) == [true, false, true])
  }
}
