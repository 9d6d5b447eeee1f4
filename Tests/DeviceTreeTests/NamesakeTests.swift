import SourceText
import TestSupport
import Testing

@testable import DeviceTree

/// Nodes and properties of the same name in one node: the first one that was not deleted is found.
@Suite struct NamesakeTests {
  /// Whatever is deleted, in whatever order, and whatever is rolled back.
  @Test(arguments: 0..<40)
  func theFirstLivingOneIsFound(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var tree = DeviceTree()
    let names = ["a", "b", "c"].map { tree.names.intern($0) }
    // Properties are indexed once there are a little more than a dozen.
    for number in 0..<generator.below(14) {
      tree.addProperty(tree.names.intern("p\(number)"), .empty, to: .root)
    }
    // Code that reads a tree does not check what is already there.
    for _ in 0..<generator.below(60) {
      let name = generator.pick(names)
      _ = tree.addNode(named: name, to: .root)
      tree.addProperty(name, .empty, to: .root)
      if generator.happens(20) { deleteSome(of: &tree, using: &generator) }
      expectFirst(of: names, in: tree)
    }
    // Code that changes one does.
    for _ in 0..<60 {
      let isTrial = generator.happens(30)
      if isTrial { tree.beginTransaction() }
      for _ in 0..<4 {
        deleteSome(of: &tree, using: &generator)
        let name = generator.pick(names)
        if tree.child(of: .root, named: name) == nil {
          _ = tree.addNode(named: name, to: .root, at: .first)
        }
        if tree.property(of: .root, named: name) == nil {
          tree.addProperty(name, .empty, to: .root, at: .first)
        }
        expectFirst(of: names, in: tree)
      }
      if isTrial { if generator.happens(30) { tree.commit() } else { tree.rollback() } }
      expectFirst(of: names, in: tree)
    }
  }

  /// Many names, each used twice: the second one of each is found without looking at the others.
  @Test func deletingIsNoWalkOverTheOthers() {
    var tree = DeviceTree()
    let names = (0..<20_000).map { tree.names.intern("n\($0)") }
    for _ in 0..<2 {
      for name in names {
        _ = tree.addNode(named: name, to: .root)
        tree.addProperty(name, .empty, to: .root)
      }
    }
    for _ in 0..<2 {
      for name in names {
        if let node = tree.child(of: .root, named: name) { tree.delete(node) }
        if let property = tree.property(of: .root, named: name) { tree.delete(property) }
      }
    }
    #expect(tree.firstChild(of: .root) == nil)
    #expect(tree.firstProperty(of: .root) == nil)
  }

  private func deleteSome(of tree: inout DeviceTree, using generator: inout SeededGenerator) {
    if let child = children(of: tree).randomElement(using: &generator) { tree.delete(child) }
    if let property = properties(of: tree).randomElement(using: &generator) { tree.delete(property) }
  }

  private func children(of tree: DeviceTree) -> [NodeID] {
    var children: [NodeID] = []
    tree.forEachChild(of: .root) { child, _ in children.append(child) }
    return children
  }

  private func properties(of tree: DeviceTree) -> [PropertyID] {
    var properties: [PropertyID] = []
    tree.forEachProperty(of: .root) { property, _, _ in properties.append(property) }
    return properties
  }

  private func expectFirst(of names: [Symbol], in tree: DeviceTree) {
    for name in names {
      #expect(
        tree.child(of: .root, named: name) == children(of: tree).first { tree.name(of: $0) == name })
      #expect(
        tree.property(of: .root, named: name) == properties(of: tree).first { tree.name(of: $0) == name })
    }
  }
}
