import SourceText

/// A blob's tree as flat lists of places in the blob, which all checks read.
///
/// One walk over the structure block makes it. No name or value is copied; a node knows its parent and where
/// its properties and its subtree end, so a check goes over a list or up a few links, but never recurses
/// downwards. Nodes are numbered in document order, and the root is 0.
///
/// It is a class, since passing a large noncopyable structure copies it nevertheless.
final class TreeIndex {
  struct Node {
    /// The name without its NUL; before version 16, only what follows the last slash.
    var nameStart: UInt32
    var nameCount: UInt32
    /// The number of bytes before the first `@` of the name.
    var baseCount: UInt32
    /// -1 for the root.
    var parent: Int32
    var firstProperty: UInt32
    var propertyEnd: UInt32
    /// The number of the first node after its subtree.
    var end: UInt32 = 0
    /// The number of nodes above it.
    var depth: UInt32
    /// The bits of the kinds of its properties.
    var kinds: UInt64 = 0
    /// The numbers of cells of addresses and sizes below it; `TreeIndex.badCells` if invalid.
    var addressCells: UInt8 = 2
    var sizeCells: UInt8 = 1
    var hasAddressCells = false
    var hasSizeCells = false
    /// Whether it and all its ancestors are enabled.
    var isEnabled = true
    /// Whether it is or is in `aliases` or a node like `__symbols__`, `__fixups__` or `__local_fixups__`,
    /// whose properties are named after something else.
    var isBookkeeping = false
  }

  struct Property {
    var start: UInt32
    var count: UInt32
    /// The index of its name in `names`.
    var name: UInt32
    var node: UInt32
  }

  /// Further results of the walk.
  struct Facts: ~Copyable {
    /// Properties after a subnode of their node, where no reader finds them.
    var lateProperties = UniqueArray<Property>()
    /// Properties with an unusual name, as twice their numbers, and those whose node has an earlier property
    /// of the same name, as twice their numbers plus 1.
    var oddNames = UniqueArray<UInt32>()
    /// The `status` properties that neither enable a node nor say why it is off.
    var oddStatuses = UniqueArray<UInt32>()
    /// The properties that checks look at, by the kind of check.
    var phandles = UniqueArray<UInt32>()
    var references = UniqueArray<UInt32>()
    var addresses = UniqueArray<UInt32>()
    /// Whether it is an overlay: some child of the root has an `__overlay__`.
    var isOverlay = false
    /// The number of NULs in the strings block that end names of properties.
    var usedNames = 0
    /// The offset after the end tag.
    var structureEnd = 0
  }

  /// Stands for an invalid cell count, such as one above 4.
  static let badCells: UInt8 = 255
  /// A node with more properties than this gets a table of its own.
  static let wideNode = 64

  let bytes: [UInt8]
  let nodes: UniqueArray<Node>
  let properties: UniqueArray<Property>
  let names: NameTable
  let facts: Facts
  /// By phandle: the first node that has it.
  private let owners: PhandleTable
  /// By parent and name: the node.
  let children: ChildTable
  /// For nodes with many properties: the first property, by node and name. It is made on demand.
  private var wide = NumberTable()
  private var hasWide = false

  init(
    _ bytes: [UInt8], _ nodes: consuming UniqueArray<Node>, _ properties: consuming UniqueArray<Property>,
    _ names: consuming NameTable, _ facts: consuming Facts, _ owners: consuming PhandleTable
  ) {
    self.bytes = bytes
    children = ChildTable(nodes, bytes.span)
    self.nodes = nodes
    self.properties = properties
    self.names = names
    isOverlay = facts.isOverlay
    self.facts = facts
    self.owners = owners
  }

  /// Whether it is an overlay, or is to be checked as one.
  var isOverlay: Bool

  // MARK: Names

  func name(of node: Int) -> Range<Int> {
    let start = Int(nodes[node].nameStart)
    return start..<start + Int(nodes[node].nameCount)
  }

  func name(of property: Property) -> Range<Int> {
    names.range(of: Int(property.name))
  }

  /// Returns bytes as printable text.
  func text(_ range: Range<Int>) -> String { PrintableText.text(bytes[range]) }

  func kind(of property: Property) -> PropertyKind { names.kind(of: Int(property.name)) }

  /// Whether a node is the content of a fragment, which goes into the base: libfdt finds it with any unit
  /// address.
  func isFragmentContent(_ node: Int) -> Bool {
    let bytes = bytes
    let start = Int(nodes[node].nameStart)
    return nodes[node].depth == 2
      && bytes.span.extracting(start..<start + Int(nodes[node].baseCount)).equals(text: "__overlay__")
  }

  /// Whether a node of an overlay may be merged into one of the base, whose properties are not in the overlay:
  /// into the target of a fragment, or into a node below that. One that says what it is compatible with is
  /// taken for a new one.
  func mayBeMerged(_ node: Int) -> Bool {
    isOverlay && nodes[node].depth >= 2 && (isFragmentContent(node) || !has(.compatible, node))
  }

  /// Returns the path of a node, or only its last part if it is absurdly long.
  func path(of node: Int) -> String {
    if node == 0 { return "/" }
    var parts = UniqueArray<Int>()
    var length = 0
    var next = node
    while next > 0, length < 2000 {
      parts.append(next)
      length += name(of: next).count + 1
      next = Int(nodes[next].parent)
    }
    var path: [UInt8] = next > 0 ? Array("/…".utf8) : []
    for number in parts.indices.reversed() {
      path.append(0x2F)
      path.append(contentsOf: bytes[name(of: parts[number])].prefix(2000))
    }
    return PrintableText.text(path)
  }

  // MARK: Reading

  /// Returns the range of a value in the blob.
  func value(_ property: Property) -> Range<Int> {
    Int(property.start)..<Int(property.start) + Int(property.count)
  }

  /// Returns the numbers of a node's properties.
  func properties(of node: Int) -> Range<Int> {
    Int(nodes[node].firstProperty)..<Int(nodes[node].propertyEnd)
  }

  /// Returns the first property of a kind; nil if there is none.
  func property(_ kind: PropertyKind, of node: Int) -> Property? {
    // Most nodes have no property of the kind, nor of those that share its bit.
    guard nodes[node].kinds & kind.bit != 0 else { return nil }
    return names.name(of: kind).flatMap { property($0, properties(of: node), of: node) }
  }

  /// Returns the first property of a name; nil if there is none.
  func property(named name: Span<UInt8>, of node: Int) -> Property? {
    let bytes = bytes
    return names.find(name, bytes.span).flatMap { property($0, properties(of: node), of: node) }
  }

  private func property(_ name: UInt32, _ range: Range<Int>, of node: Int) -> Property? {
    if range.count > Self.wideNode {
      if !hasWide { findWide() }
      return wide[UInt64(node) << 32 | UInt64(name)].map { properties[$0] }
    }
    var index = range.lowerBound
    while index < range.upperBound {
      if properties[index].name == name { return properties[index] }
      index &+= 1
    }
    return nil
  }

  /// Makes the table of properties of nodes with many.
  private func findWide() {
    hasWide = true
    for node in nodes.indices {
      let range = properties(of: node)
      if range.count <= Self.wideNode { continue }
      for index in range { wide.insert(index, for: UInt64(node) << 32 | UInt64(properties[index].name)) }
    }
  }

  func has(_ kind: PropertyKind, _ node: Int) -> Bool { property(kind, of: node) != nil }

  /// Returns a big-endian cell by its index; nil if the value is too short.
  func cell(_ property: Property, _ number: Int) -> UInt32? {
    guard number >= 0, number < Int(property.count) / 4 else { return nil }
    let start = Int(property.start) + number * 4
    return UInt32(bytes[start]) << 24 | UInt32(bytes[start + 1]) << 16
      | UInt32(bytes[start + 2]) << 8 | UInt32(bytes[start + 3])
  }

  /// Returns the number in `cells` cells, from index `number` on; of more than two cells, only the last two
  /// count.
  func integer(_ property: Property, _ number: Int, cells: Int) -> UInt64 {
    var result: UInt64 = 0
    for index in 0..<cells { result = result << 32 | UInt64(cell(property, number + index) ?? 0) }
    return result
  }

  /// Returns the only cell of a property; nil if it has another size.
  func cell(_ kind: PropertyKind, of node: Int) -> UInt32? {
    guard let property = property(kind, of: node), property.count == 4 else { return nil }
    return cell(property, 0)
  }

  /// Returns the range of a value up to its first NUL.
  func string(_ property: Property) -> Range<Int> {
    let value = value(property)
    let bytes = bytes
    let end = bytes.span.extracting(0..<value.upperBound).firstNUL(from: value.lowerBound)
    return value.lowerBound..<end
  }

  func isString(_ property: Property, _ text: StaticString) -> Bool {
    let bytes = bytes
    return bytes.span.extracting(string(property)).equals(text: text)
  }

  func strings(_ property: Property) -> ValueStrings { ValueStrings(self, value(property)) }

  // MARK: Navigation

  func parent(of node: Int) -> Int? { nodes[node].parent < 0 ? nil : Int(nodes[node].parent) }

  /// Returns the children of a node, in order.
  func children(of node: Int) -> NodeChildren { NodeChildren(self, node) }

  func child(of node: Int, named name: Span<UInt8>) -> Int? {
    let bytes = bytes
    return children.child(of: node, named: name, nodes, bytes.span)
  }

  func child(of node: Int, called name: StaticString) -> Int? {
    name.withSpan { child(of: node, named: $0) }
  }

  /// Returns the node at an absolute path.
  func node(at path: Span<UInt8>) -> Int? {
    guard path.count > 0, path[0] == 0x2F else { return nil }
    var node = 0
    var start = 1
    while start < path.count {
      var end = start
      while end < path.count, path[end] != 0x2F { end += 1 }
      if end > start {
        guard let child = child(of: node, named: path.extracting(start..<end)) else { return nil }
        node = child
      }
      start = end + 1
    }
    return node
  }

  func node(at path: Range<Int>) -> Int? {
    let bytes = bytes
    return node(at: bytes.span.extracting(path))
  }

  func node(at path: String) -> Int? {
    let bytes = Array(path.utf8)
    return node(at: bytes.span)
  }

  func owner(of phandle: UInt32) -> Int? { owners[phandle] }
}
