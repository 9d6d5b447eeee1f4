import DeviceTree
import DeviceTreeComparison
import SourceText

extension GlobPattern {
  /// Walks a tree with the states of a pattern of complete paths after each node's path. Matching each path
  /// separately would read it again for every node below it.
  func forEachNode(of tree: DeviceTree, _ body: (NodeID, States) -> Void) {
    var above: [(node: NodeID, states: States)] = []
    for node in tree.nodes() {
      let parent = tree.parent(of: node)
      while let last = above.last, last.node != parent { above.removeLast() }
      // The path of the root is empty here, since paths of other nodes begin with their own slash.
      let states =
        above.last.map { last in
          tree.names.withBytes(of: tree.name(of: node)) { advance(last.states, into: $0) }
        } ?? start
      above.append((node, states))
      body(node, states)
    }
  }

  /// Notes the nodes (`/soc/uart@1`) and properties (`/soc/uart@1/status`) that the pattern matches.
  func ignore(in tree: DeviceTree, _ parts: inout IgnoredParts) {
    if isForLastName { return ignore(namesIn: tree, &parts) }
    forEachNode(of: tree) { node, states in
      if states.isEmpty { return }
      if isComplete(states) { parts.nodes[node.index] = true }
      for property in tree.properties(of: node) {
        tree.names.withBytes(of: tree.name(of: property)) {
          if isComplete(advance(states, into: $0)) { parts.properties[property.index] = true }
        }
      }
    }
  }

  /// The same for a pattern of names.
  private func ignore(namesIn tree: DeviceTree, _ parts: inout IgnoredParts) {
    // By symbol.
    let isIgnored = (0..<tree.names.count).map { index in
      matches(tree.names.array(Symbol(rawValue: UInt32(truncatingIfNeeded: index))))
    }
    for node in tree.nodes() {
      if isIgnored[tree.name(of: node).index] { parts.nodes[node.index] = true }
      for property in tree.properties(of: node) where isIgnored[tree.name(of: property).index] {
        parts.properties[property.index] = true
      }
    }
  }
}
