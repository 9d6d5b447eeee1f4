import DeviceTree
import DeviceTreeBindings
import SourceText

/// Digests of the contents of nodes: two nodes with the same properties and subnodes, in whatever order and
/// under whatever name, have the same digest. Phandles and references do not count.
struct ContentDigests {
  private var digests: [NodeID: Int] = [:]
  /// By digest: the node that has it; nil if several do.
  private var nodes: [Int: NodeID?] = [:]

  /// Computes the digests of these nodes, each of which precedes those below it.
  init(_ selected: [NodeID], _ reader: inout ValueReader) {
    let tree = reader.tree
    let phandles = PhandleNames.known(in: tree.names)
    var weights: [NodeID: Int] = [:]
    for node in selected.reversed() {
      var digest = digests[node] ?? 0
      var weight = weights[node] ?? 0
      var next = tree.firstProperty(of: node)
      while let property = next {
        next = tree.nextProperty(after: property)
        let name = tree.name(of: property)
        if phandles.contains(name) { continue }
        digest &+= Self.digest(of: property, named: tree.names.array(name), &reader)
        weight += 1
      }
      digests[node] = digest
      weights[node] = weight
      // A node with nothing but a `status` is not distinctive enough.
      if weight > 1 {
        let owner: NodeID? = nodes.keys.contains(digest) ? nil : node
        nodes.updateValue(owner, forKey: digest)
      }
      if let parent = tree.parent(of: node) {
        var hasher = Hasher()
        hasher.combine(tree.names.array(tree.name(of: node)))
        hasher.combine(digest)
        digests[parent, default: 0] &+= hasher.finalize()
        weights[parent, default: 0] += weight + 1
      }
    }
  }

  static func digest(of property: PropertyID, named name: [UInt8], _ reader: inout ValueReader) -> Int {
    let value = reader.tree.value(of: property)
    var hasher = Hasher()
    hasher.combine(name)
    hasher.combine(value.count)
    if reader.mayRefer(property) {
      for element in reader.value(of: property).elements {
        if case .reference = element { hasher.combine(0) } else { hasher.combine(element) }
      }
    } else {
      for byte in reader.tree.bytes(of: value) { hasher.combine(byte) }
    }
    return hasher.finalize()
  }

  /// Returns a node's digest if no other node has it.
  func unique(_ node: NodeID) -> Int? {
    guard let digest = digests[node], nodes[digest] == .some(node) else { return nil }
    return digest
  }

  /// Returns a node's digest.
  func digest(_ node: NodeID) -> Int { digests[node] ?? 0 }

  /// Returns the only node with a digest.
  func node(_ digest: Int) -> NodeID? { nodes[digest] ?? nil }
}
