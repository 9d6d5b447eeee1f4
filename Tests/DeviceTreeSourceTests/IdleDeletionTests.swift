import DeviceTree
import Testing

/// Deletions that deleted nothing, and nodes that were deleted before they were defined.
struct IdleDeletionTests {
  static let cases: [(source: String, idle: [String])] = [
    ("/ { /delete-property/ b; /delete-node/ a; };", ["property b of /", "node a of /"]),
    ("/ { a { /delete-node/ b; }; };", ["node b of /a"]),
    ("/ { /delete-node/ a; a { }; };", ["node a of /"]),
    ("/ { x; a { }; };\n/ { /delete-property/ x; /delete-node/ a; };", []),
    // What is defined later does not make the deletion effective.
    ("/ { /delete-node/ a; };\n/ { a { }; };", ["node a of /"]),
    ("/ { /delete-property/ x; };\n/ { x; };", ["property x of /"]),
    ("/ { /delete-node/ a; };\n/ { a { }; };\n/ { /delete-node/ a; };", ["node a of /"]),
    // In later blocks.
    ("/ { };\n/ { /delete-property/ x; /delete-node/ a; };", ["property x of /", "node a of /"]),
    (
      "/ { };\n/ { /delete-property/ x; /delete-node/ a; };\n/ { x; a { }; };",
      ["property x of /", "node a of /"]
    ),
    (
      "/ { };\n/ { a { /delete-node/ b; }; };\n/ { a { /delete-node/ c; }; };",
      ["node b of /a", "node c of /a"]
    ),
    ("/ { l: a { }; };\n&l { /delete-node/ b; };\n/ { /delete-node/ c; };", ["node c of /", "node b of /a"]),
    ("/ { x; a { }; };\n/ { /delete-property/ x; };\n/ { /delete-property/ x; };", ["property x of /"]),
    ("/ { a { }; };\n/ { /delete-node/ a; };\n/ { /delete-node/ a; };", ["node a of /"]),
    ("/ { a { }; };\n/ { a { /delete-node/ b; }; };\n/ { /delete-node/ a; };", []),
    ("/ { };\n/ { x; /delete-property/ x; };", []),
    // What is deleted with its node counts as deleted, even if it was empty.
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

  /// What is defined later does not take the place of a deletion that found nothing.
  @Test func orderAfterIdleDeletions() throws {
    let compiled = try compile(
      "/dts-v1/;\n/ { a { }; };\n/ { /delete-property/ x; /delete-node/ b; };\n/ { y; c { }; };\n/ { x; b { }; };\n"
    )
    #expect(print(try #require(compiled.tree)) == "/\n  y\n  x\n  a\n  c\n  b")
  }
}
