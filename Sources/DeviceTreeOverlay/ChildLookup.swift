import DeviceTree
import SourceText

/// Finds nodes by libfdt's rules, in which a name without a unit address means the first child of that name,
/// with any unit address or none (`fdt_subnode_offset`).
///
/// The children of a node are indexed when such a name is first looked up among them.
struct ChildLookup: Sendable {
  private var first = ChildTable()
  /// Whether a node's children are indexed, by node.
  private var isIndexed = PlainArray<Bool>()

  private func hasIndex(_ node: NodeID) -> Bool {
    node.index < isIndexed.count && isIndexed[node.index]
  }

  /// Why a path leads nowhere.
  enum Failure: Error {
    /// One of its names does not exist. In libfdt: `FDT_ERR_NOTFOUND`.
    case notFound
    /// It is empty, or begins with an alias that does not exist. In libfdt: `FDT_ERR_BADPATH`.
    case badPath
  }

  /// Returns the child that a name means.
  mutating func child(of node: NodeID, named name: Symbol, in tree: inout DeviceTree) -> NodeID? {
    guard let firstChild = tree.firstChild(of: node) else { return nil }
    if tree.name(of: firstChild) == name { return firstChild }
    if tree.names.withBytes(of: name, Self.hasUnitAddress) { return tree.child(of: node, named: name) }
    if !hasIndex(node) { index(node, in: &tree) }
    return first.node(node, name)
  }

  /// Returns the child that a name means; the name need not be a symbol of the tree.
  mutating func child(of node: NodeID, named name: Span<UInt8>, in tree: inout DeviceTree) -> NodeID? {
    // Indexing the children makes symbols of their names without unit addresses.
    if tree.names.find(name) == nil, !hasIndex(node), !Self.hasUnitAddress(name) {
      index(node, in: &tree)
    }
    return tree.names.find(name).flatMap { child(of: node, named: $0, in: &tree) }
  }

  private static func hasUnitAddress(_ name: Span<UInt8>) -> Bool {
    for i in name.indices where name[i] == 0x40 { return true }
    return false
  }

  /// Notes that a node was inserted before its parent's other children.
  mutating func noteFirst(_ node: NodeID, in tree: inout DeviceTree) {
    guard let parent = tree.parent(of: node), hasIndex(parent) else { return }
    first.set(node, parent, baseName(of: node, in: &tree))
  }

  private mutating func index(_ node: NodeID, in tree: inout DeviceTree) {
    if node.index >= isIndexed.count {
      isIndexed.resize(to: max(node.index + 1, tree.nodeCapacity), false)
    }
    isIndexed[node.index] = true
    var next = tree.firstChild(of: node)
    while let child = next {
      let name = baseName(of: child, in: &tree)
      if first.node(node, name) == nil { first.set(child, node, name) }
      next = tree.nextSibling(of: child)
    }
  }

  /// Returns a node's name without its unit address.
  private func baseName(of node: NodeID, in tree: inout DeviceTree) -> Symbol {
    let name = tree.name(of: node)
    let length = tree.names.withBytes(of: name) { bytes -> Int in
      for i in bytes.indices where bytes[i] == 0x40 { return i }
      return bytes.count
    }
    if length == tree.names.length(name) { return name }
    let base = Array(tree.names.array(name).prefix(length))
    return tree.names.intern(base.span)
  }

  /// Returns the node at a path, which may begin with an alias instead of a slash (`fdt_path_offset`).
  mutating func node(
    atPath path: Span<UInt8>, in tree: inout DeviceTree
  ) throws(Failure) -> NodeID {
    guard !path.isEmpty else { throw .badPath }
    var node = NodeID.root
    var position = 0
    if path[0] != 0x2F {
      while position < path.count, path[position] != 0x2F { position += 1 }
      let target = try alias(path.extracting(0..<position), in: &tree)
      node = try walk(target.span, from: 0, below: .root, in: &tree)
    }
    return try walk(path, from: position, below: node, in: &tree)
  }

  private mutating func walk(
    _ path: Span<UInt8>, from start: Int, below top: NodeID, in tree: inout DeviceTree
  ) throws(Failure) -> NodeID {
    var node = top
    var position = start
    while position < path.count {
      if path[position] == 0x2F {
        position += 1
        continue
      }
      var end = position
      while end < path.count, path[end] != 0x2F { end += 1 }
      guard let child = child(of: node, named: path.extracting(position..<end), in: &tree) else {
        throw .notFound
      }
      node = child
      position = end
    }
    return node
  }

  /// Returns the path of an alias: a string that begins with a slash, since libfdt 1.7.1.
  private mutating func alias(
    _ name: Span<UInt8>, in tree: inout DeviceTree
  ) throws(Failure) -> [UInt8] {
    let spelled: [UInt8] = Array("aliases".utf8)
    guard let aliases = child(of: .root, named: spelled.span, in: &tree),
      let symbol = tree.names.find(name),
      let property = tree.property(of: aliases, named: symbol)
    else { throw .badPath }
    let value = tree.bytes(of: tree.value(of: property))
    guard value.first == 0x2F, value.last == 0 else { throw .badPath }
    return Array(value.prefix { $0 != 0 })
  }
}
