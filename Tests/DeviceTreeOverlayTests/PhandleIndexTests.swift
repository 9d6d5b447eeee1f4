import DeviceTree
import TestSupport
import Testing

@testable import DeviceTreeOverlay

/// The index, compared with a walk through the tree.
struct PhandleIndexTests {
  private func first(_ phandle: UInt32, _ tree: DeviceTree) -> NodeID? {
    var next: NodeID? = .root
    while let node = next {
      if tree.phandle(of: node) == phandle { return node }
      next = tree.nodeAfter(node)
    }
    return nil
  }

  /// Few phandles for many nodes, so that each is assigned many times, removed and assigned to other nodes.
  @Test(arguments: 0..<40) func changes(seed: Int) {
    var random = SeededGenerator(seed: seed)
    var tree = DeviceTree()
    var nodes = [NodeID.root]
    for number in 0..<30 {
      let name = tree.names.intern("n\(number)")
      nodes.append(tree.addNode(named: name, to: nodes[random.below(nodes.count)]))
      tree.setPhandle(UInt32(random.below(5)), of: nodes[nodes.count - 1])
    }
    let large: UInt32 = 1 << 20
    var index = PhandleIndex(tree)
    for _ in 0..<200 {
      let node = nodes[random.below(nodes.count)]
      let new = random.happens(10) ? large : UInt32(random.below(5))
      index.change(of: node, from: tree.phandle(of: node), to: new)
      tree.setPhandle(new, of: node)
      for phandle in [1, 2, 3, 4, large] where random.happens(50) {
        #expect(index.node(phandle, in: tree) == first(phandle, tree))
      }
      let maximum = nodes.map { tree.phandle(of: $0) }.max()
      #expect(index.maximum == maximum)
    }
  }
}
