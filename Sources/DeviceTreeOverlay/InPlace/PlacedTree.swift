import SourceText

/// What an in-place merge gives up on: the blob is unusual, or it is wrong.
struct NotPlain: Error {}

/// The nodes of a blob that lies somewhere in a merge's bytes, found in one pass.
///
/// It takes plain blobs only: version 17, no NOP tags, all properties before the subnodes, nothing
/// between the blocks and no `linux,phandle`: what dtc and libfdt write.
struct PlacedTree: ~Copyable {
  var nodes = UniqueArray<PlacedNode>()
  /// How many nodes the blob has; those that were added have higher numbers.
  var count = 0
  /// Where its structure block lies.
  var structure = 0..<0
  /// Where its strings block lies.
  var strings = 0..<0
  /// The offsets of the NULs in it.
  var nameEnds = UniqueArray<UInt32>()
  /// Where the values of its `phandle` properties are.
  var phandles = UniqueArray<UInt32>()
  /// The nodes that have them.
  var phandleNodes = UniqueArray<UInt32>()
  /// The entries of the memory reservation block, the one that ends them among them.
  var reservations = 0..<0
  var changes = UniqueArray<PlacedChanges>()
  var records = UniqueArray<PlacedProperty>()
  var childIndex = PlacedIndex()
  var propertyIndex = PlacedIndex()
  /// Whether it gave up on names of children or properties.
  var isCrowded: Bool { childIndex.isCrowded || propertyIndex.isCrowded }

  /// Whether the blocks lie as dtc and libfdt leave them, with nothing between them.
  var hasUsualLayout: Bool {
    reservations.lowerBound >= 40 && reservations.upperBound == structure.lowerBound
      && structure.upperBound == strings.lowerBound
  }

  subscript(node: Int) -> PlacedNode {
    @inline(__always) get { nodes[node] }
    @inline(__always) _modify { yield &nodes[node] }
  }

  /// What was changed of a node.
  @inline(__always)
  func changes(of node: Int) -> PlacedChanges {
    let number = nodes[node].changes
    return number == 0 ? PlacedChanges() : changes[Int(number) &- 1]
  }

  /// The number of a node's changes, which it has from now on.
  @inline(__always)
  mutating func changesNumber(of node: Int) -> Int {
    if nodes[node].changes == 0 {
      changes.append(PlacedChanges())
      nodes[node].changes = UInt32(truncatingIfNeeded: changes.count)
    }
    return Int(nodes[node].changes) &- 1
  }

  /// Adds a node in front of its parent's other children. Its name stands in front of its properties.
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

  /// Gives the properties that an added node was copied with a record each: some of them are going to be
  /// changed, or new ones are to come in front of them.
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
