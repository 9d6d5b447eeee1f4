import SourceText

/// Thrown when an in-place merge gives up: a blob is unusual, or wrong.
struct NotPlain: Error {}

/// The nodes of a blob in a merge's arena, found in one pass.
///
/// It takes plain blobs only, as dtc and libfdt write them: version 17, no NOP tags, all properties before
/// the subnodes, and no `linux,phandle`. (`hasUsualLayout` says whether there are gaps between the blocks.)
struct PlacedTree: ~Copyable {
  var nodes = UniqueArray<PlacedNode>()
  /// The number of nodes of the blob; those that were added have higher numbers.
  var count = 0
  /// The place of its structure block.
  var structure = 0..<0
  /// The place of its strings block.
  var strings = 0..<0
  /// The offsets of the NULs in the strings block.
  var nameEnds = UniqueArray<UInt32>()
  /// The places of the values of its `phandle` properties.
  var phandles = UniqueArray<UInt32>()
  /// The nodes that have them.
  var phandleNodes = UniqueArray<UInt32>()
  /// The entries of the memory reservation block, including the one that ends it.
  var reservations = 0..<0
  var changes = UniqueArray<PlacedChanges>()
  var records = UniqueArray<PlacedProperty>()
  var childIndex = PlacedIndex()
  var propertyIndex = PlacedIndex()
  /// Whether an index gave up because of colliding names.
  var isCrowded: Bool { childIndex.isCrowded || propertyIndex.isCrowded }

  /// Whether the blocks are in the order of dtc and libfdt, with nothing between them.
  var hasUsualLayout: Bool {
    reservations.lowerBound >= 40 && reservations.upperBound == structure.lowerBound
      && structure.upperBound == strings.lowerBound
  }

  subscript(node: Int) -> PlacedNode {
    @inline(__always) get { nodes[node] }
    @inline(__always) _modify { yield &nodes[node] }
  }

  /// Returns what was changed in a node.
  @inline(__always)
  func changes(of node: Int) -> PlacedChanges {
    let number = nodes[node].changes
    return number == 0 ? PlacedChanges() : changes[Int(number) &- 1]
  }

  /// Returns the index of a node's changes, which are created if it has none.
  @inline(__always)
  mutating func changesNumber(of node: Int) -> Int {
    if nodes[node].changes == 0 {
      changes.append(PlacedChanges())
      nodes[node].changes = UInt32(truncatingIfNeeded: changes.count)
    }
    return Int(nodes[node].changes) &- 1
  }

  /// Adds a node before its parent's other children. Its name is directly before its properties.
  mutating func add(name: Range<Int>, to parent: Int) throws(NotPlain) -> Int {
    guard let length = UInt16(exactly: name.count) else { throw NotPlain() }
    let number = UInt32(truncatingIfNeeded: nodes.count)
    let above = changesNumber(of: parent)
    var node = PlacedNode(
      name: UInt32(truncatingIfNeeded: name.lowerBound), nameLength: length,
      parent: UInt32(truncatingIfNeeded: parent), following: changes[above].firstAdded)
    node.contentEnd = UInt32(truncatingIfNeeded: node.content)
    nodes.append(node)
    changes[above].firstAdded = number
    return Int(number)
  }

  /// Whether an added node was copied with properties that have no records.
  @inline(__always)
  func isCopied(_ node: Int) -> Bool { node >= count && !nodes[node].properties.isEmpty }

  /// Gives each property that an added node was copied with a record: some of them will be changed, or new
  /// ones will precede them.
  mutating func unfold(_ node: Int, in bytes: borrowing FileArena) {
    var place = nodes[node].content
    let end = Int(nodes[node].contentEnd)
    nodes[node].contentEnd = UInt32(truncatingIfNeeded: place)
    let number = changesNumber(of: node)
    while place < end {
      records.append(
        PlacedProperty(
          image: UInt32(truncatingIfNeeded: place), place: 0, next: changes[number].madeProperties))
      changes[number].madeProperties = UInt32(truncatingIfNeeded: records.count)
      place = placeBehind(place, in: bytes)
    }
  }

  mutating func removeAll() {
    nodes.removeAll()
    nameEnds.removeAll()
    phandles.removeAll()
    phandleNodes.removeAll()
    changes.removeAll()
    records.removeAll()
    childIndex.removeAll()
    propertyIndex.removeAll()
  }
}
