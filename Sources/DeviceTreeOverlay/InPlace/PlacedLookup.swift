import DeviceTreeBlob

/// Finding nodes and properties as libfdt finds them.
///
/// Few are looked through one by one; a node's children or properties are entered in an index as soon
/// as that would take longer.
extension PlacedTree {
  func name(of node: Int) -> Range<Int> {
    let start = Int(nodes[node].name)
    return start..<start &+ Int(nodes[node].nameLength)
  }

  @inline(__always)
  func firstChild(of node: Int) -> Int? {
    let record = nodes[node]
    if record.firstAdded != 0 { return Int(record.firstAdded) }
    return node &+ 1 < Int(record.following) ? node &+ 1 : nil
  }

  @inline(__always)
  func nextSibling(of node: Int) -> Int? {
    let record = nodes[node]
    let parent = nodes[Int(record.parent)]
    if node >= count {
      if record.nextAdded != 0 { return Int(record.nextAdded) }
      let first = Int(record.parent) &+ 1
      return first < Int(parent.following) ? first : nil
    }
    return record.following < parent.following ? Int(record.following) : nil
  }

  // MARK: - Children

  /// The child that a name means: without a unit address, the first one of that name with any unit
  /// address or none (`fdt_subnode_offset`).
  mutating func child(of node: Int, named name: Range<Int>, in bytes: [UInt8]) -> Int? {
    child(of: node, named: bytes.span.extracting(name), in: bytes.span)
  }

  private mutating func child(
    of node: Int, named name: Span<UInt8>, in bytes: Span<UInt8>
  ) -> Int? {
    var hasAddress = false
    for i in name.indices where name[i] == 0x40 { hasAddress = true }
    if !nodes[node].hasChildIndex {
      var next = firstChild(of: node)
      var steps = 0
      while let child = next {
        if isNamed(child, name, hasAddress, bytes) { return child }
        steps += 1
        if steps == 8 { break }
        next = nextSibling(of: child)
      }
      if next == nil { return nil }
      indexChildren(of: node, in: bytes)
    }
    return childIndex.first(PlacedIndex.hash(node, name)) {
      nodes[Int($0)].parent == UInt32(truncatingIfNeeded: node) && isNamed(Int($0), name, hasAddress, bytes)
    }.map { Int($0) }
  }

  private func isNamed(
    _ node: Int, _ name: Span<UInt8>, _ hasAddress: Bool, _ bytes: Span<UInt8>
  ) -> Bool {
    let record = nodes[node]
    let start = Int(record.name)
    let length = Int(record.nameLength)
    guard length == name.count || length > name.count && !hasAddress && bytes[start &+ name.count] == 0x40
    else { return false }
    return bytes.holds(name, at: start)
  }

  private mutating func indexChildren(of node: Int, in bytes: Span<UInt8>) {
    nodes[node].hasChildIndex = true
    var next = firstChild(of: node)
    while let child = next {
      index(child, isFirst: false, in: bytes)
      next = nextSibling(of: child)
    }
  }

  /// Enters a child under its name, and under its name without the unit address unless a sibling in
  /// front of it has that.
  private mutating func index(_ child: Int, isFirst: Bool, in bytes: Span<UInt8>) {
    let name = bytes.extracting(self.name(of: child))
    var base = name.count
    for i in name.indices where name[i] == 0x40 {
      base = i
      break
    }
    enter(child, under: name.extracting(0..<base), hasAddress: false, isFirst, bytes)
    if base < name.count { enter(child, under: name, hasAddress: true, isFirst, bytes) }
  }

  private mutating func enter(
    _ child: Int, under name: Span<UInt8>, hasAddress: Bool, _ isFirst: Bool, _ bytes: Span<UInt8>
  ) {
    let parent = nodes[child].parent
    let hash = PlacedIndex.hash(Int(parent), name)
    let known = childIndex.first(hash) {
      nodes[Int($0)].parent == parent && isNamed(Int($0), name, hasAddress, bytes)
    }
    if known == nil || isFirst {
      childIndex.set(UInt32(truncatingIfNeeded: child), hash) { $0 == known }
    }
  }

  /// Enters a node that was added, if its siblings are.
  mutating func noteAdded(_ node: Int, in bytes: [UInt8]) {
    if nodes[Int(nodes[node].parent)].hasChildIndex { index(node, isFirst: true, in: bytes.span) }
  }

  /// The node at a path that begins with a slash; nil if there is none.
  mutating func node(atPath path: Range<Int>, in bytes: [UInt8]) -> Int? {
    let span = bytes.span
    var node = 0
    var position = path.lowerBound
    while position < path.upperBound {
      var end = position
      while end < path.upperBound, span[end] != 0x2F { end &+= 1 }
      if end > position {
        guard let child = child(of: node, named: span.extracting(position..<end), in: span) else {
          return nil
        }
        node = child
      }
      position = end &+ 1
    }
    return node
  }

  // MARK: - Properties

  /// A property as it is now.
  enum Property {
    /// It was made or given another value: the number of the record.
    case record(Int)
    /// It is as it was: where its tag is.
    case place(Int)
  }

  /// A node's property of this name.
  mutating func property(of node: Int, named name: Range<Int>, in bytes: [UInt8]) -> Property? {
    property(of: node, named: bytes.span.extracting(name), in: bytes.span)
  }

  /// The same for a name of which it is known where libfdt finds it in the strings block of the result.
  mutating func property(
    of node: Int, named name: Range<Int>, at nameOffset: UInt32, in bytes: [UInt8]
  ) -> Property? {
    property(of: node, named: bytes.span.extracting(name), at: nameOffset, in: bytes.span)
  }

  private mutating func property(
    of node: Int, named name: Span<UInt8>, at nameOffset: UInt32 = .max, in bytes: Span<UInt8>
  ) -> Property? {
    if nodes[node].hasPropertyIndex { return indexedProperty(of: node, named: name, in: bytes) }
    var steps = 0
    let property = searchedProperty(of: node, named: name, at: nameOffset, in: bytes, &steps)
    if steps > 12 {
      nodes[node].longSearches &+= 1
      if nodes[node].longSearches == 3 { indexProperties(of: node, in: bytes) }
    }
    return property
  }

  private func searchedProperty(
    of node: Int, named name: Span<UInt8>, at nameOffset: UInt32, in bytes: Span<UInt8>,
    _ steps: inout Int
  ) -> Property? {
    var next = nodes[node].madeProperties
    while next != 0 {
      let record = Int(next &- 1)
      // Properties that were made have the first place of their name, so those of one name have one.
      if nameOffset != .max {
        if records[record].nameOffset == nameOffset { return .record(record) }
      } else if isText(at: Int(records[record].name), name, bytes) {
        return .record(record)
      }
      next = records[record].next
      steps &+= 1
    }
    var place = Int(nodes[node].content)
    let end = Int(nodes[node].subnodes)
    while place < end, let length = bytes.cell(at: place &+ 4), let offset = bytes.cell(at: place &+ 8) {
      if offset == nameOffset || isText(at: strings.lowerBound &+ Int(offset), name, bytes) {
        return replacement(of: place, in: node).map(Property.record) ?? .place(place)
      }
      place = (place &+ 15 &+ Int(length)) & ~3
      steps &+= 1
    }
    return nil
  }

  private func replacement(of place: Int, in node: Int) -> Int? {
    var next = nodes[node].replacedProperties
    while next != 0 {
      let record = Int(next &- 1)
      if records[record].place == UInt32(truncatingIfNeeded: place) { return record }
      next = records[record].next
    }
    return nil
  }

  /// Whether a name stands at a place, with a NUL behind it.
  @inline(__always)
  private func isText(at start: Int, _ name: Span<UInt8>, _ bytes: Span<UInt8>) -> Bool {
    guard start &+ name.count < bytes.count, bytes[start &+ name.count] == 0 else { return false }
    return bytes.holds(name, at: start)
  }

  // A number in the index is that of a record, or a place with the highest bit set.
  private static var placeBit: UInt32 { 1 << 31 }

  private func indexedProperty(
    of node: Int, named name: Span<UInt8>, in bytes: Span<UInt8>
  ) -> Property? {
    propertyIndex.first(PlacedIndex.hash(node, name)) { isText(at: textPlace($0, bytes), name, bytes) }
      .map {
        $0 & Self.placeBit == 0 ? .record(Int($0)) : .place(Int($0 & ~Self.placeBit))
      }
  }

  private func textPlace(_ number: UInt32, _ bytes: Span<UInt8>) -> Int {
    if number & Self.placeBit == 0 { return Int(records[Int(number)].name) }
    return strings.lowerBound &+ Int(bytes.cell(at: Int(number & ~Self.placeBit) &+ 8) ?? 0)
  }

  private mutating func indexProperties(of node: Int, in bytes: Span<UInt8>) {
    nodes[node].hasPropertyIndex = true
    var next = nodes[node].madeProperties
    while next != 0 {
      enter(next &- 1, of: node, in: bytes)
      next = records[Int(next &- 1)].next
    }
    var place = Int(nodes[node].content)
    let end = Int(nodes[node].subnodes)
    while place < end, let length = bytes.cell(at: place &+ 4) {
      enter(UInt32(truncatingIfNeeded: place) | Self.placeBit, of: node, in: bytes)
      place = (place &+ 15 &+ Int(length)) & ~3
    }
    next = nodes[node].replacedProperties
    while next != 0 {
      enterReplacement(Int(next &- 1), of: node, in: bytes)
      next = records[Int(next &- 1)].next
    }
  }

  /// Enters a property, unless one of its name is known: the first one counts.
  private mutating func enter(_ number: UInt32, of node: Int, in bytes: Span<UInt8>) {
    let start = textPlace(number, bytes)
    var end = start
    while end < bytes.count, bytes[end] != 0 { end &+= 1 }
    let name = bytes.extracting(start..<end)
    let hash = PlacedIndex.hash(node, name)
    // For one name, no two nodes have the same hash.
    if propertyIndex.first(hash, { isText(at: textPlace($0, bytes), name, bytes) }) != nil { return }
    propertyIndex.set(number, hash) { _ in false }
  }

  /// Enters a property that was made, if its node's properties are entered.
  mutating func noteMade(_ record: Int, of node: Int, in bytes: [UInt8]) {
    if nodes[node].hasPropertyIndex {
      enter(UInt32(truncatingIfNeeded: record), of: node, in: bytes.span)
    }
  }

  /// Enters a record for the property whose value it replaces, if its node's properties are entered.
  mutating func noteReplacement(_ record: Int, of node: Int, in bytes: [UInt8]) {
    if nodes[node].hasPropertyIndex { enterReplacement(record, of: node, in: bytes.span) }
  }

  private mutating func enterReplacement(_ record: Int, of node: Int, in bytes: Span<UInt8>) {
    let place = records[record].place | Self.placeBit
    let start = textPlace(place, bytes)
    var end = start
    while end < bytes.count, bytes[end] != 0 { end &+= 1 }
    let hash = PlacedIndex.hash(node, bytes.extracting(start..<end))
    propertyIndex.set(UInt32(truncatingIfNeeded: record), hash) { $0 == place }
  }
}

extension Span<UInt8> {
  /// Whether other bytes stand at a place; eight are compared at a time.
  @inline(__always)
  fileprivate func holds(_ other: Span<UInt8>, at start: Int) -> Bool {
    guard start >= 0, start &+ other.count <= count else { return false }
    var i = 0
    while i &+ 8 <= other.count {
      // Both loads lie inside, and any eight bytes are an integer.
      let own = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start &+ i, as: UInt64.self)
      let their = unsafe other.bytes.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self)
      if own != their { return false }
      i &+= 8
    }
    while i < other.count {
      if self[start &+ i] != other[i] { return false }
      i &+= 1
    }
    return true
  }
}
