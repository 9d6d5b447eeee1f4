import SourceText

/// Changes the base as libfdt does: new properties and nodes come first, and the bytes that pad a value to a
/// multiple of 4 are those that were there before.
///
/// A property of an overlay is turned into its output form where it lies: its name's offset becomes that in
/// the result's strings block, and its padding bytes become those that libfdt would leave there.
extension InPlaceMerge {
  /// Gives a newly added node all properties of the overlay's node that it was made from.
  ///
  /// This needs no lookups and no records: the properties are used where they lie, in reverse order.
  mutating func copyProperties(of node: Int, into target: Int) throws(NotPlain) {
    let first = overlay[node].content
    let end = Int(overlay[node].contentEnd)
    var place = first
    var previous = first
    // A Bloom filter of the names so far, one bit each.
    var seen: UInt64 = 0
    while place < end {
      let length = Int(bytes.cell(at: place &+ 4))
      let name = overlay.strings.lowerBound &+ Int(bytes.cell(at: place &+ 8))
      try refuseOddStatus(at: place, nameAt: name)
      let offset = try names.offset(ofNameAt: name, in: bytes)
      let bit: UInt64 = 1 << UInt64((offset &* 0x9E37_79B1) >> 26)
      if seen & bit != 0, isAmong(offset, first..<place) {
        // Rare: a property that is given twice keeps its place and has the later value.
        base[target].contentEnd = UInt32(truncatingIfNeeded: place)
        base.unfold(target, in: bytes)
        return try setProperties(place..<end, of: target)
      }
      seen |= bit
      bytes.setCell(offset, at: place &+ 8)
      if length & 3 != 0 {
        let distance = 12 &+ length & ~3
        let before = place &- first
        let old =
          distance < place &- previous
          ? bytes.cell(at: previous &+ distance)
          : distance < before
            ? copiedCell(first..<place, at: distance)
            : try oldCell(at: distance &- before, behind: .end(target), after: length & 3)
        fill(length, at: place, with: old)
      }
      growth &+= 12 &+ aligned(length)
      previous = place
      place &+= 12 &+ aligned(length)
    }
    base[target].contentEnd = UInt32(truncatingIfNeeded: end)
    guard growth < 1 << 29 else { throw NotPlain() }
  }

  /// Sets a property of a node of the base to one of the overlay.
  mutating func set(propertyAt place: Int, of node: Int) throws(NotPlain) {
    let start = overlay.strings.lowerBound &+ Int(bytes.cell(at: place &+ 8))
    try refuseOddStatus(at: place, nameAt: start)
    let size = names.block.count
    // The block has the names of all existing properties, so a name that had to be appended belongs to a new
    // one.
    let offset = try names.offset(ofNameAt: start, in: bytes)
    if names.block.count > size { return try make(propertyAt: place, offset, of: node) }
    let name = start..<bytes.firstNUL(from: start, below: overlay.strings.upperBound)
    try set(propertyAt: place, name, offset, of: node)
  }

  /// Sets a property whose name's offset in the result's strings block is known.
  mutating func set(
    propertyAt image: Int, _ name: Range<Int>, _ nameOffset: UInt32, of node: Int
  ) throws(NotPlain) {
    let length = Int(bytes.cell(at: image &+ 4))
    switch base.property(of: node, named: name, at: nameOffset, names.block, in: bytes) {
    case .record(let record):
      let old = Int(base.records[record].image)
      bytes.setCell(bytes.cell(at: old &+ 8), at: image &+ 8)
      try fill(length, at: image, behind: .record(node, record))
      growth += aligned(length) - aligned(Int(bytes.cell(at: old &+ 4)))
      base.records[record].image = UInt32(truncatingIfNeeded: image)
    case .place(let old):
      bytes.setCell(bytes.cell(at: old &+ 8), at: image &+ 8)
      try fill(length, at: image, behind: .placed(node, old))
      growth += aligned(length) - aligned(Int(bytes.cell(at: old &+ 4)))
      let changes = base.changesNumber(of: node)
      base.records.append(
        PlacedProperty(
          image: UInt32(truncatingIfNeeded: image), place: UInt32(truncatingIfNeeded: old),
          next: base.changes[changes].replacedProperties))
      base.changes[changes].replacedProperties = UInt32(truncatingIfNeeded: base.records.count)
      base.noteReplacement(base.records.count - 1, of: node, in: bytes)
    case nil: try make(propertyAt: image, nameOffset, of: node)
    }
    guard growth < 1 << 29 else { throw NotPlain() }
  }

  /// Gives up at a `status` that the general merge warns of. `name` is the place of the property's name.
  @inline(__always)
  private mutating func refuseOddStatus(at place: Int, nameAt name: Int) throws(NotPlain) {
    // `status` and its NUL.
    if bytes.longWord(at: name).littleEndian & 0xFF_FFFF_FFFF_FFFF == 0x7375_7461_7473, hasOddValue(place) {
      throw NotPlain()
    }
  }

  @inline(never)
  private mutating func hasOddValue(_ place: Int) -> Bool {
    bytes.withBytes(value(at: place)) { OddContent.isOdd(status: $0) }
  }

  /// Adds a property that the node does not have.
  mutating func make(propertyAt image: Int, _ nameOffset: UInt32, of node: Int) throws(NotPlain) {
    let length = Int(bytes.cell(at: image &+ 4))
    if base.isCopied(node) { base.unfold(node, in: bytes) }
    bytes.setCell(nameOffset, at: image &+ 8)
    if length & 3 != 0 { try fill(length, at: image, behind: content(of: node)) }
    growth += 12 + aligned(length)
    guard growth < 1 << 29 else { throw NotPlain() }
    let changes = base.changesNumber(of: node)
    base.records.append(
      PlacedProperty(
        image: UInt32(truncatingIfNeeded: image), place: 0, next: base.changes[changes].madeProperties))
    base.changes[changes].madeProperties = UInt32(truncatingIfNeeded: base.records.count)
  }

  /// Adds a node of the overlay as its parent's first subnode, and returns its number.
  mutating func addNode(_ name: Range<Int>, to parent: Int) throws(NotPlain) -> Int {
    growth += 8 + aligned(name.count + 1)
    let node = try base.add(name: name, to: parent)
    base.noteAdded(node, in: bytes)
    // Its tag and its name are written from where they lie as well, so its name must be padded with zeros.
    let last = base[node].content &- 4
    let cell = bytes.cell(at: last)
    let padded = cell & ~(UInt32.max >> UInt32((name.count & 3) * 8))
    if cell != padded { bytes.setCell(padded, at: last) }
    return node
  }

  @inline(__always)
  func aligned(_ count: Int) -> Int { (count &+ 3) & ~3 }

  // MARK: - Old bytes

  /// What is at a place in the current structure block. Each element begins at a multiple of 4.
  private enum Element {
    /// A property that has a record: the node and the record.
    case record(Int, Int)
    /// An unchanged property of the blob: its node and its place.
    case placed(Int, Int)
    /// All properties that an added node was copied with, by the node.
    case copied(Int)
    /// A node's tag and name.
    case begin(Int)
    /// Its end tag.
    case end(Int)
    /// The end tag of the block, and what follows it.
    case rest
  }

  // The following change nothing, but a nonmutating method would be passed a copy of all fields.

  /// Whether one of these properties, which are in their output form, has the name at this offset.
  private mutating func isAmong(_ offset: UInt32, _ properties: Range<Int>) -> Bool {
    var place = properties.lowerBound
    while place < properties.upperBound {
      if bytes.cell(at: place &+ 8) == offset { return true }
      place = base.placeBehind(place, in: bytes)
    }
    return false
  }

  /// Pads a value with the bytes that are now where its padding will be, counted from the start of an
  /// element.
  @inline(__always)
  private mutating func fill(_ length: Int, at image: Int, behind element: Element) throws(NotPlain) {
    if length & 3 == 0 { return }
    fill(length, at: image, with: try oldCell(at: 12 &+ length & ~3, behind: element, after: length & 3))
  }

  /// Pads the value of a property with the last bytes of a cell.
  @inline(__always)
  private mutating func fill(_ length: Int, at image: Int, with old: UInt32) {
    let last = image &+ 12 &+ length & ~3
    let mask = UInt32.max >> UInt32((length & 3) &* 8)
    bytes.setCell(bytes.cell(at: last) & ~mask | old & mask, at: last)
  }

  /// Returns the cell at a distance, in bytes, from the start of an element; its first `unused` bytes do not
  /// matter.
  private mutating func oldCell(
    at distance: Int, behind start: Element, after unused: Int
  ) throws(NotPlain) -> UInt32 {
    var element = start
    var offset = distance
    while true {
      let size = size(of: element)
      if offset < size { break }
      offset -= size
      element = follower(of: element)
    }
    switch element {
    case .record(_, let record): return bytes.cell(at: Int(base.records[record].image) &+ offset)
    case .placed(_, let place): return bytes.cell(at: place &+ offset)
    case .copied(let node): return copiedCell(base[node].properties, at: offset)
    case .begin(let node): return bytes.cell(at: Int(base[node].name) &- 4 &+ offset)
    case .end: return 2
    case .rest:
      if offset == 0 { return 9 }
      var cell: UInt32 = 0
      for index in unused..<4 {
        // What follows the blocks is not kept here.
        guard let byte = names.block.byte(at: offset - 4 + index, in: bytes) else { throw NotPlain() }
        cell |= UInt32(byte) << UInt32((3 - index) * 8)
      }
      return cell
    }
  }

  /// Returns a cell of properties that are written in reverse order.
  private mutating func copiedCell(_ properties: Range<Int>, at offset: Int) -> UInt32 {
    // The cell is in the property that lies at the same distance from the end.
    let mirrored = properties.upperBound &- offset
    var start = properties.lowerBound
    var end = base.placeBehind(start, in: bytes)
    while end < mirrored {
      start = end
      end = base.placeBehind(start, in: bytes)
    }
    return bytes.cell(at: start &+ end &- mirrored)
  }

  /// Returns what follows a node's name.
  private mutating func content(of node: Int) -> Element {
    let made = base.changes(of: node).madeProperties
    return made != 0 ? .record(node, Int(made) - 1) : content(of: node, from: base[node].content)
  }

  /// Returns what follows a node's added properties, from a place on.
  private mutating func content(of node: Int, from place: Int) -> Element {
    if node >= base.count {
      if base.isCopied(node) { return .copied(node) }
    } else if place < Int(base[node].contentEnd) {
      return base.replacement(of: place, in: node, bytes).map { .record(node, $0) } ?? .placed(node, place)
    }
    return subnodes(of: node)
  }

  private mutating func subnodes(of node: Int) -> Element {
    base.firstChild(of: node).map(Element.begin) ?? .end(node)
  }

  private mutating func follower(of element: Element) -> Element {
    switch element {
    case .record(let node, let record):
      let property = base.records[record]
      if property.place != 0 {
        return content(of: node, from: base.placeBehind(Int(property.place), in: bytes))
      }
      return property.next != 0
        ? .record(node, Int(property.next) - 1) : content(of: node, from: base[node].content)
    case .placed(let node, let place):
      return content(of: node, from: base.placeBehind(place, in: bytes))
    case .copied(let node): return subnodes(of: node)
    case .begin(let node): return content(of: node)
    case .end(0), .rest: return .rest
    case .end(let node):
      return base.nextSibling(of: node).map(Element.begin) ?? .end(Int(base[node].parent))
    }
  }

  private mutating func size(of element: Element) -> Int {
    switch element {
    case .record(_, let record): 12 + aligned(Int(bytes.cell(at: Int(base.records[record].image) + 4)))
    case .placed(_, let place): 12 + aligned(Int(bytes.cell(at: place + 4)))
    case .copied(let node): base[node].properties.count
    case .begin(let node): 4 + aligned(Int(base[node].nameLength) + 1)
    case .end: 4
    case .rest: Int.max
    }
  }
}
