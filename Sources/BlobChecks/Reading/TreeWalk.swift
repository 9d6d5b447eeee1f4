import DeviceTreeBlob
import SourceText

/// The walk over a structure block that makes a `TreeIndex`.
struct TreeWalk {
  private let view: BlobView
  /// Whether values begin right behind their lengths and names, and end at multiples of 4.
  private let isUsual: Bool
  private var index: TreeIndex
  /// By offset in the strings block: the number of its name + 1.
  private var known: [UInt32]
  /// How many more bytes of names may be read: they may overlap, but hardly 64 times.
  private var nameBudget: Int
  private var open = -1
  private var isOver = false

  private init(_ view: BlobView) {
    self.view = view
    isUsual = view.header.version >= 16 && view.structure.lowerBound % 4 == 0
    index = TreeIndex(bytes: view.bytes)
    known = [UInt32](inLargePages: 0, count: view.strings.count)
    nameBudget = view.strings.count * 64 + 65536
    let size = min(view.structure.count, Int(view.header.totalSize))
    index.nodes.reserveCapacity(size / 96)
    // As many as there can be with a cell each and a little more: what is not touched costs nothing.
    index.properties.reserveCapacity(size / 24)
  }

  /// The index of a blob's tree.
  static func index(_ view: BlobView) throws(BlobError) -> TreeIndex {
    var walk = TreeWalk(view)
    try walk.run()
    walk.index.finish()
    return walk.index
  }

  private mutating func run() throws(BlobError) {
    var offset = view.structure.lowerBound
    while !isOver {
      if isUsual { addKnown(from: &offset) }
      let start = offset
      switch try view.token(at: &offset) {
      case .beginNode(let name): try begin(name, at: start)
      case .endNode: try end(at: start)
      case .property(let nameOffset, let value): try add(nameOffset, value, at: start)
      case .nop: break
      case .end:
        if open >= 0 {
          throw BlobError(.endInsideNode(depth: Int(index.nodes[open].depth) + 1), at: start)
        }
        if index.nodes.isEmpty { throw BlobError(.noRootNode(tag: 9), at: start) }
        isOver = true
      }
    }
    index.structureEnd = offset
  }

  /// Adds what follows of properties of the innermost node whose names are known, which nearly all are.
  /// It stops in front of anything else.
  private mutating func addKnown(from offset: inout Int) {
    guard open >= 0, open == index.nodes.count - 1 else { return }
    let bytes = view.bytes
    let block = bytes.span.extracting(0..<view.structure.upperBound)
    // The lists are only taken in hand where there is something for them.
    guard block.cell(at: offset) == 3 else { return }
    let known = known
    let owner = UInt32(open)
    // A list that is part of nothing larger is appended to at once.
    var properties: [TreeIndex.Property] = []
    swap(&properties, &index.properties)
    var at = offset
    while block.cell(at: at) == 3, let length = block.cell(at: at &+ 4),
      let nameOffset = block.cell(at: at &+ 8)
    {
      let value = at &+ 12
      guard Int(length) <= block.count &- value, Int(nameOffset) < known.count else { break }
      let name = known[Int(nameOffset)]
      if name == 0 { break }
      properties.append(
        TreeIndex.Property(
          start: UInt32(truncatingIfNeeded: value), count: length, name: name &- 1, node: owner))
      at = (value &+ Int(length) &+ 3) & ~3
    }
    swap(&properties, &index.properties)
    if at != offset { index.nodes[open].propertyEnd = UInt32(index.properties.count) }
    offset = at
  }

  private mutating func begin(_ name: Range<Int>, at offset: Int) throws(BlobError) {
    if open < 0, !index.nodes.isEmpty { throw BlobError(.contentAfterRoot(tag: 1), at: offset) }
    var start = name.lowerBound
    if view.header.version < 16 {
      for place in name where view.bytes[place] == 0x2F { start = place + 1 }
    }
    let first = UInt32(index.properties.count)
    let depth = open < 0 ? 0 : index.nodes[open].depth + 1
    index.nodes.append(
      TreeIndex.Node(
        nameStart: UInt32(start), nameCount: UInt32(name.upperBound - start), parent: Int32(open),
        firstProperty: first, propertyEnd: first, end: 0, depth: depth))
    open = index.nodes.count - 1
  }

  private mutating func end(at offset: Int) throws(BlobError) {
    guard open >= 0 else {
      throw BlobError(
        index.nodes.isEmpty ? .noRootNode(tag: 2) : .contentAfterRoot(tag: 2), at: offset)
    }
    index.nodes[open].end = UInt32(index.nodes.count)
    open = Int(index.nodes[open].parent)
  }

  private mutating func add(
    _ nameOffset: UInt32, _ value: Range<Int>, at offset: Int
  ) throws(BlobError) {
    guard open >= 0 else { throw BlobError(.propertyOutsideNode, at: offset) }
    let property = TreeIndex.Property(
      start: UInt32(value.lowerBound), count: UInt32(value.count),
      name: try name(nameOffset, at: offset), node: UInt32(open))
    if open == index.nodes.count - 1 {
      index.properties.append(property)
      index.nodes[open].propertyEnd = UInt32(index.properties.count)
    } else {
      index.lateProperties.append(property)
    }
  }

  private mutating func name(_ nameOffset: UInt32, at offset: Int) throws(BlobError) -> UInt32 {
    if Int(nameOffset) < known.count, known[Int(nameOffset)] != 0 {
      return known[Int(nameOffset)] - 1
    }
    let range = try view.propertyName(at: nameOffset, for: offset)
    nameBudget -= range.count
    if nameBudget < 0 { throw BlobError(.namesTooLong, at: offset) }
    let bytes = view.bytes
    let name = index.nameTable.intern(range, bytes.span)
    known[Int(nameOffset)] = name + 1
    index.nameEnds.append(UInt32(truncatingIfNeeded: range.upperBound))
    return name
  }
}
