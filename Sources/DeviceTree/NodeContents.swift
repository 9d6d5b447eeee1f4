/// What a node has, as lists: for those who ask once. Who goes over a tree goes from one to the next.
extension DeviceTree {
  /// A node and all below it, parents first.
  public func nodes(from top: NodeID = .root) -> UnfoldFirstSequence<NodeID> {
    sequence(first: top) { nodeAfter($0, within: top) }
  }

  /// A node's properties, in order.
  public func properties(of node: NodeID) -> [PropertyID] {
    var list: [PropertyID] = []
    var next = firstProperty(of: node)
    while let property = next {
      list.append(property)
      next = nextProperty(after: property)
    }
    return list
  }

  /// A node's subnodes, in order.
  public func children(of node: NodeID) -> [NodeID] {
    var list: [NodeID] = []
    var next = firstChild(of: node)
    while let child = next {
      list.append(child)
      next = nextSibling(of: child)
    }
    return list
  }
}
