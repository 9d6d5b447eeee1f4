/// What a node contains, as lists and sequences, for code that asks once. Code that visits a large tree goes
/// from one to the next instead.
extension DeviceTree {
  /// A node and everything below it, parents first.
  @inlinable
  public func nodes(from top: NodeID = .root) -> NodeWalk { NodeWalk(self, from: top) }

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

/// A walk over a node and everything below it, in document order.
public struct NodeWalk: Sequence, IteratorProtocol {
  @usableFromInline let tree: DeviceTree
  @usableFromInline let top: NodeID
  @usableFromInline var following: NodeID?

  @inlinable
  init(_ tree: DeviceTree, from top: NodeID) {
    self.tree = tree
    self.top = top
    following = top
  }

  /// Returns the next node; nil at the end.
  @inlinable
  public mutating func next() -> NodeID? {
    guard let node = following else { return nil }
    following = tree.nodeAfter(node, within: top)
    return node
  }
}
