import DeviceTree
import SourceText

extension GlobPattern {
  /// Walks a tree with the states of a pattern of complete paths after each node's path, which begins at `top`.
  /// Matching each path separately would read it again for every node below it.
  func forEachNode(of tree: DeviceTree, within top: NodeID = .root, _ body: (NodeID, States) -> Void) {
    var above: [(node: NodeID, states: States)] = []
    var next: NodeID? = top
    while let node = next {
      next = tree.nodeAfter(node, within: top)
      let parent = tree.parent(of: node)
      while let last = above.last, last.node != parent { above.removeLast() }
      // The path of the top is empty here, since paths of other nodes begin with their own slash.
      let states =
        above.last.map { last in
          tree.names.withBytes(of: tree.name(of: node)) { advance(last.states, into: $0) }
        } ?? start
      above.append((node, states))
      body(node, states)
    }
  }

  /// Calls `body` with the nodes (`/soc/uart@1`) and properties (`/soc/uart@1/status`) at or below a node that
  /// the pattern matches. A pattern of complete paths begins at that node.
  func forEachMatch(in tree: DeviceTree, within top: NodeID = .root, _ body: (NodeSelection.Item) -> Void) {
    if isForLastName { return forEachMatch(ofNamesIn: tree, body) }
    forEachNode(of: tree, within: top) { node, states in
      if states.isEmpty { return }
      if isComplete(states) { body(.node(node)) }
      for property in tree.properties(of: node) {
        tree.names.withBytes(of: tree.name(of: property)) {
          if isComplete(advance(states, into: $0)) { body(.property(property)) }
        }
      }
    }
  }

  /// The same for a pattern of names.
  private func forEachMatch(ofNamesIn tree: DeviceTree, _ body: (NodeSelection.Item) -> Void) {
    // By symbol.
    let isMatch = (0..<tree.names.count).map { index in
      matches(tree.names.array(Symbol(rawValue: UInt32(truncatingIfNeeded: index))))
    }
    for node in tree.nodes() {
      if isMatch[tree.name(of: node).index] { body(.node(node)) }
      for property in tree.properties(of: node) where isMatch[tree.name(of: property).index] {
        body(.property(property))
      }
    }
  }
}
