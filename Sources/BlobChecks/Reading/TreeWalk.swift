import DeviceTreeBindings
import DeviceTreeBlob
import SourceText

/// The walk over a structure block that makes a `TreeIndex`.
struct TreeWalk: ~Copyable {
  private let view: BlobView
  /// Whether values begin directly after their lengths and names, and end at multiples of 4.
  private let isUsual: Bool
  private var nodes = UniqueArray<TreeIndex.Node>()
  private var properties = UniqueArray<TreeIndex.Property>()
  private var names: NameTable
  private var facts = TreeIndex.Facts()
  private var owners: PhandleTable
  /// By offset in the strings block: the index of its name plus 1.
  private var known: UniqueArray<UInt32>
  /// A bit for each byte of the strings block: whether a property's name ends there.
  private var ends: UniqueArray<UInt64>
  /// The number of bytes of names that may still be read: names may overlap, but hardly 64 times.
  private var nameBudget: Int
  private var open = -1
  /// Whether properties belong to the open node, since none of its subnodes has begun.
  private var isCollecting = false
  /// The phandle of the open node so far, and whether it comes from `phandle` itself.
  private var phandle: UInt32?
  private var isPhandle = false
  private var isOver = false

  private init(_ view: BlobView) {
    self.view = view
    isUsual = view.header.version >= 16 && view.structure.lowerBound % 4 == 0
    let size = min(view.structure.count, Int(view.header.totalSize))
    let strings = view.strings.count
    nameBudget = strings * 64 + 65536
    known = UniqueArray(repeating: 0, count: strings)
    ends = UniqueArray(repeating: 0, count: strings / 64 + 1)
    // Typical names have a dozen bytes, nodes a hundred, and properties thirty.
    names = NameTable(expecting: min(strings / 8, size / 16) + 16)
    nodes.reserve(size / 112 + 16)
    properties.reserve(size / 24 + 16)
    owners = PhandleTable(below: min(size / 64 + 16, 1 << 16))
  }

  /// Returns the index of a blob's tree.
  static func index(_ view: BlobView) throws(BlobError) -> TreeIndex {
    var walk = TreeWalk(view)
    try walk.run()
    return walk.finished()
  }

  private consuming func finished() -> TreeIndex {
    TreeIndex(view.bytes, nodes, properties, names, facts, owners)
  }

  private mutating func run() throws(BlobError) {
    var offset = view.structure.lowerBound
    while !isOver {
      if isUsual { readUsual(from: &offset) }
      let start = offset
      switch try view.token(at: &offset) {
      case .beginNode(let name): try begin(name, at: start)
      case .endNode: try end(at: start)
      case .property(let nameOffset, let value): try add(nameOffset, value, at: start)
      case .nop: break
      case .end:
        if open >= 0 {
          throw BlobError(.endInsideNode(depth: Int(nodes[open].depth) + 1), at: start)
        }
        if nodes.isEmpty { throw BlobError(.noRootNode(tag: BlobTag.end), at: start) }
        isOver = true
      }
    }
    facts.structureEnd = offset
  }

  /// Reads as long as everything is valid and usual, as nearly everything is. It stops before anything else.
  private mutating func readUsual(from offset: inout Int) {
    let bytes = view.bytes
    let block = bytes.span.extracting(0..<view.structure.upperBound)
    var at = offset
    while let tag = block.cell(at: at) {
      if tag == BlobTag.property {
        let value = at &+ 12
        guard isCollecting, let length = block.cell(at: at &+ 4),
          let nameOffset = block.cell(at: at &+ 8), Int(length) <= block.count &- value,
          let name = usualName(Int(nameOffset), bytes.span)
        else { break }
        add(name, at: value, length)
        at = (value &+ Int(length) &+ 3) & ~3
      } else if tag == BlobTag.beginNode {
        let start = at &+ 4
        let end = block.firstNUL(from: start)
        guard end < block.count, open >= 0 || nodes.isEmpty else { break }
        begin(start..<end, bytes.span)
        at = (end &+ 4) & ~3
      } else if tag == BlobTag.endNode, open >= 0 {
        end()
        at &+= 4
      } else {
        break
      }
    }
    offset = at
  }

  // MARK: Nodes

  private mutating func begin(_ name: Range<Int>, at offset: Int) throws(BlobError) {
    if open < 0, !nodes.isEmpty { throw BlobError(.contentAfterRoot(tag: BlobTag.beginNode), at: offset) }
    var start = name.lowerBound
    if view.header.version < 16 {
      for place in name where view.bytes[place] == 0x2F { start = place + 1 }
    }
    let bytes = view.bytes
    begin(start..<name.upperBound, bytes.span)
  }

  private mutating func begin(_ name: Range<Int>, _ bytes: Span<UInt8>) {
    if isCollecting { endProperties() }
    let text = bytes.extracting(name)
    let first = UInt32(properties.count)
    var node = TreeIndex.Node(
      nameStart: UInt32(name.lowerBound), nameCount: UInt32(name.count),
      baseCount: UInt32(text.first(0x40)), parent: Int32(open), firstProperty: first, propertyEnd: first,
      depth: 0)
    if open >= 0 {
      let parent = nodes[open]
      node.depth = parent.depth &+ 1
      node.isEnabled = parent.isEnabled
      node.isBookkeeping =
        parent.isBookkeeping
        || parent.parent < 0 && (text.equals(text: "aliases") || text.begins(as: "__"))
      if node.depth == 2, text.extracting(0..<Int(node.baseCount)).equals(text: "__overlay__") {
        facts.isOverlay = true
      }
    }
    open = nodes.count
    nodes.append(node)
    isCollecting = true
    phandle = nil
    isPhandle = false
  }

  private mutating func end(at offset: Int) throws(BlobError) {
    guard open >= 0 else {
      let tag = BlobTag.endNode
      throw BlobError(nodes.isEmpty ? .noRootNode(tag: tag) : .contentAfterRoot(tag: tag), at: offset)
    }
    end()
  }

  private mutating func end() {
    if isCollecting { endProperties() }
    nodes[open].end = UInt32(nodes.count)
    open = Int(nodes[open].parent)
  }

  /// Completes what depends on all properties of the open node.
  private mutating func endProperties() {
    isCollecting = false
    nodes[open].propertyEnd = UInt32(properties.count)
    if let phandle, phandle != 0, phandle != .max { owners.insert(open, for: phandle) }
  }

  // MARK: Properties

  private mutating func add(
    _ nameOffset: UInt32, _ value: Range<Int>, at offset: Int
  ) throws(BlobError) {
    guard open >= 0 else { throw BlobError(.propertyOutsideNode, at: offset) }
    let name = try name(nameOffset, at: offset)
    if isCollecting {
      add(name, at: value.lowerBound, UInt32(value.count))
    } else {
      facts.lateProperties.append(
        TreeIndex.Property(
          start: UInt32(value.lowerBound), count: UInt32(value.count), name: name, node: UInt32(open)))
    }
  }

  @inline(__always)
  private mutating func add(_ name: UInt32, at start: Int, _ count: UInt32) {
    let node = UInt32(truncatingIfNeeded: open)
    let number = UInt32(truncatingIfNeeded: properties.count)
    let property = TreeIndex.Property(
      start: UInt32(truncatingIfNeeded: start), count: count, name: name, node: node)
    properties.append(property)
    if names.note(Int(name), node) { facts.oddNames.append(number &* 2 &+ 1) }
    // Most do not matter here.
    if names.names[Int(name)].isOfInterest { note(number) }
  }

  /// Notes what a property says about its node, and which checks look at it.
  @inline(never)
  private mutating func note(_ number: UInt32) {
    let property = properties[Int(number)]
    let name = names.names[Int(property.name)]
    if name.isUnusual { facts.oddNames.append(number &* 2) }
    if name.kind == .other { return }
    nodes[open].kinds |= name.kind.bit
    switch name.site {
    case .none: break
    case .reference: facts.references.append(number)
    case .address: facts.addresses.append(number)
    case .phandle: facts.phandles.append(number)
    }
    switch name.kind {
    case .addressCells where !nodes[open].hasAddressCells:
      nodes[open].hasAddressCells = true
      nodes[open].addressCells = cellCount(property)
    case .sizeCells where !nodes[open].hasSizeCells:
      nodes[open].hasSizeCells = true
      nodes[open].sizeCells = cellCount(property)
    case .phandle where !isPhandle && property.count == 4:
      isPhandle = true
      phandle = firstCell(property)
    case .linuxPhandle where phandle == nil && property.count == 4: phandle = firstCell(property)
    case .status:
      let bytes = view.bytes
      let start = Int(property.start)
      let value = bytes.span.extracting(start..<start &+ Int(property.count))
      if !NodeStatus.isOkay(value) {
        nodes[open].isEnabled = false
        let status = value.extracting(0..<value.firstNUL(from: 0))
        if !status.begins(as: "disable"), !status.begins(as: "fail"), !status.equals(text: "reserved") {
          facts.oddStatuses.append(number)
        }
      }
    default: break
    }
  }

  private func firstCell(_ property: TreeIndex.Property) -> UInt32? {
    property.count < 4 ? nil : view.bytes.span.cell(at: Int(property.start))
  }

  private func cellCount(_ property: TreeIndex.Property) -> UInt8 {
    guard let cell = firstCell(property), cell <= 4 else { return TreeIndex.badCells }
    return UInt8(cell)
  }

  // MARK: Names

  /// Returns the name at an offset in the strings block; nil if something is wrong with it.
  @inline(__always)
  private mutating func usualName(_ nameOffset: Int, _ bytes: Span<UInt8>) -> UInt32? {
    guard nameOffset < known.count else { return nil }
    let name = known[nameOffset]
    return name != 0 ? name &- 1 : newName(nameOffset, bytes)
  }

  private mutating func newName(_ nameOffset: Int, _ bytes: Span<UInt8>) -> UInt32? {
    let strings = view.strings
    let start = strings.lowerBound &+ nameOffset
    let end = bytes.extracting(0..<strings.upperBound).firstNUL(from: start)
    guard end < strings.upperBound, end &- start <= nameBudget else { return nil }
    nameBudget -= end &- start
    let name = names.intern(start..<end, bytes)
    known[nameOffset] = name &+ 1
    let place = end &- strings.lowerBound
    let bit: UInt64 = 1 << UInt64(place & 63)
    if ends[place >> 6] & bit == 0 {
      ends[place >> 6] |= bit
      facts.usedNames += 1
    }
    return name
  }

  private mutating func name(_ nameOffset: UInt32, at offset: Int) throws(BlobError) -> UInt32 {
    let bytes = view.bytes
    if let name = usualName(Int(nameOffset), bytes.span) { return name }
    _ = try view.propertyName(at: nameOffset, for: offset)
    throw BlobError(.namesTooLong, at: offset)
  }
}
