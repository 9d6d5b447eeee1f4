import SourceText

/// Changing the base as libfdt does: what is new comes first, and what fills a value up to a multiple
/// of 4 is what stood there before.
extension InPlaceMerge {
  /// Gives a node of the base a property of the overlay, with a value that may be another one.
  mutating func set(
    propertyAt place: Int, _ value: Range<Int>, of node: Int
  ) throws(NotPlain) {
    let name = name(ofPropertyAt: place)
    let length = value.count
    // The block has the names of all properties there are, so only a new property's can be appended.
    let nameOffset = try names.offset(of: name, in: bytes)
    let found = base.property(of: node, named: name, at: nameOffset, in: bytes)
    var new = PlacedProperty(
      name: UInt32(truncatingIfNeeded: name.lowerBound), owner: UInt32(truncatingIfNeeded: node),
      nameOffset: 0, place: 0,
      value: UInt32(truncatingIfNeeded: value.lowerBound), length: UInt32(truncatingIfNeeded: length),
      filling: 0, next: 0)
    switch found {
    case .record(let record):
      new = base.records[record]
      new.value = UInt32(truncatingIfNeeded: value.lowerBound)
      new.length = UInt32(truncatingIfNeeded: length)
      new.filling = try filling(of: length, distance: length, behind: .value(record))
      growth += aligned(length) - aligned(Int(base.records[record].length))
      base.records[record] = new
    case .place(let old):
      new.name = UInt32(truncatingIfNeeded: base.strings.lowerBound + Int(bytes.cell(at: old + 8)))
      new.place = UInt32(truncatingIfNeeded: old)
      new.filling = try filling(of: length, distance: length, behind: .placedValue(node, old))
      growth += aligned(length) - aligned(Int(bytes.cell(at: old + 4)))
      let changes = base.changesNumber(of: node)
      new.next = base.changes[changes].replacedProperties
      base.records.append(new)
      base.changes[changes].replacedProperties = UInt32(truncatingIfNeeded: base.records.count)
      base.noteReplacement(base.records.count - 1, of: node, in: bytes)
    case nil:
      new.nameOffset = nameOffset
      new.filling = try filling(of: length, distance: length + 12, behind: content(of: node))
      growth += 12 + aligned(length)
      let changes = base.changesNumber(of: node)
      new.next = base.changes[changes].madeProperties
      base.records.append(new)
      base.changes[changes].madeProperties = UInt32(truncatingIfNeeded: base.records.count)
      base.noteMade(base.records.count - 1, of: node, in: bytes)
    }
    guard growth < 1 << 29 else { throw NotPlain() }
  }

  /// Makes a node the first of its parent's subnodes.
  mutating func addNode(_ name: Range<Int>, to parent: Int) throws(NotPlain) -> Int {
    growth += 8 + aligned(name.count + 1)
    let node = try base.add(name: name, to: parent)
    base.noteAdded(node, in: bytes)
    return node
  }

  @inline(__always)
  func aligned(_ count: Int) -> Int { (count &+ 3) & ~3 }

  // MARK: - Old bytes

  /// What stands at a place of the structure block as it is now.
  private enum Element {
    /// The tag, length and name of a property that was made.
    case made(Int)
    /// The value of a record, and its filling.
    case value(Int)
    /// The tag, length and name of a property of a node of the blob, by its place.
    case placed(Int, Int)
    /// Its value and filling, which may have been replaced.
    case placedValue(Int, Int)
    /// A node's tag.
    case begin(Int)
    /// Its name and filling.
    case name(Int)
    /// Its end tag.
    case end(Int)
    /// The end tag of the block, and what is behind it.
    case rest
  }

  // These change nothing, but what only looks is handed over as a copy of all that is here.

  /// What fills up a value of `count` bytes that is going to end `distance` bytes behind the start of
  /// an element.
  private mutating func filling(
    of count: Int, distance: Int, behind start: Element
  ) throws(NotPlain) -> UInt32 {
    let needed = aligned(count) &- count
    if needed == 0 { return 0 }
    var element = start
    var offset = distance
    var filling: UInt32 = 0
    var have = 0
    while have < needed {
      let size = size(of: element)
      if offset >= size {
        offset -= size
        element = follower(of: element)
      } else {
        filling |= UInt32(try byte(of: element, at: offset)) << UInt32(have * 8)
        offset += 1
        have += 1
      }
    }
    return filling
  }

  /// What stands behind a node's name.
  private mutating func content(of node: Int) -> Element {
    let made = base.changes(of: node).madeProperties
    if made != 0 { return .made(Int(made) - 1) }
    return placedContent(of: node, at: base[node].content)
  }

  private mutating func placedContent(of node: Int, at place: Int) -> Element {
    if node < base.count, bytes.cell(at: place) == 3 { return .placed(node, place) }
    return base.firstChild(of: node).map(Element.begin) ?? .end(node)
  }

  private mutating func replacement(of place: Int, in node: Int) -> PlacedProperty? {
    base.replacement(of: place, in: node).map { base.records[$0] }
  }

  private mutating func follower(of element: Element) -> Element {
    switch element {
    case .made(let record): .value(record)
    case .value(let record): follower(ofValue: record)
    case .placed(let node, let place): .placedValue(node, place)
    case .placedValue(let node, let place): placedContent(of: node, at: base.placeBehind(place, in: bytes))
    case .begin(let node): .name(node)
    case .name(let node): content(of: node)
    case .end(0): .rest
    case .end(let node):
      base.nextSibling(of: node).map(Element.begin) ?? .end(Int(base[node].parent))
    case .rest: .rest
    }
  }

  private mutating func follower(ofValue record: Int) -> Element {
    let property = base.records[record]
    let node = Int(property.owner)
    if property.place != 0 {
      return placedContent(of: node, at: base.placeBehind(Int(property.place), in: bytes))
    }
    if property.next != 0 { return .made(Int(property.next) - 1) }
    return placedContent(of: node, at: base[node].content)
  }

  private mutating func size(of element: Element) -> Int {
    switch element {
    case .made, .placed: 12
    case .value(let record): aligned(Int(base.records[record].length))
    case .placedValue(let node, let place):
      aligned(Int(replacement(of: place, in: node)?.length ?? bytes.cell(at: place + 4)))
    case .begin, .end: 4
    case .name(let node): aligned(Int(base[node].nameLength) + 1)
    case .rest: Int.max
    }
  }

  private mutating func byte(of element: Element, at offset: Int) throws(NotPlain) -> UInt8 {
    switch element {
    case .made(let record):
      let property = base.records[record]
      return byte(of: offset < 4 ? 3 : offset < 8 ? property.length : property.nameOffset, offset & 3)
    case .value(let record): return byte(of: base.records[record], offset)
    case .placed(let node, let place):
      if 4..<8 ~= offset, let replacement = replacement(of: place, in: node) {
        return byte(of: replacement.length, offset & 3)
      }
      return bytes[place + offset]
    case .placedValue(let node, let place):
      if let replacement = replacement(of: place, in: node) { return byte(of: replacement, offset) }
      return bytes[place + 12 + offset]
    case .begin: return byte(of: 1, offset)
    case .name(let node):
      if node >= base.count, offset >= Int(base[node].nameLength) { return 0 }
      return bytes[Int(base[node].name) + offset]
    case .end: return byte(of: 2, offset)
    case .rest:
      if offset < 4 { return byte(of: 9, offset) }
      // What is behind the blocks is not kept here.
      guard let byte = names.block.byte(at: offset - 4, in: bytes) else { throw NotPlain() }
      return byte
    }
  }

  private mutating func byte(of property: PlacedProperty, _ offset: Int) -> UInt8 {
    if offset < Int(property.length) { return bytes[Int(property.value) + offset] }
    return UInt8(truncatingIfNeeded: property.filling >> UInt32((offset - Int(property.length)) * 8))
  }

  private mutating func byte(of cell: UInt32, _ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: cell >> UInt32((3 - index) * 8))
  }
}
