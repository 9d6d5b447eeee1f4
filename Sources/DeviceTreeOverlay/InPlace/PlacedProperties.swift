import SourceText

/// Finds properties as libfdt does.
///
/// The properties of a node are searched linearly until that has cost as much as indexing them.
extension PlacedTree {
  /// The current state of a property.
  enum Property {
    /// It is new or has another value: the index of its record.
    case record(Int)
    /// It is unchanged: the place of its tag.
    case place(Int)
  }

  /// The number of properties of a node that searches may look at before they are put into the index.
  private static var searchedProperties: Int { 6000 }

  /// Returns the place of the tag of a node's property with this name, in a blob that was not changed.
  @inline(__always)
  mutating func place(of node: Int, named name: Range<Int>, in bytes: borrowing FileArena) -> Int? {
    let record = nodes[node]
    if record.propertySteps == .max {
      return indexedPlace(of: node, named: name, in: bytes)
    }
    var left = Self.searchedProperties &- Int(record.propertySteps)
    let place = searchedPlace(in: record.properties, named: name, at: .max, in: bytes, &left)
    if left < 0 {
      indexProperties(of: node, PlacedStrings(), in: bytes)
    } else {
      nodes[node].propertySteps = UInt16(truncatingIfNeeded: Self.searchedProperties &- left)
    }
    return place
  }

  /// Returns a node's property with this name; `nameOffset` is where libfdt finds the name in the result's
  /// strings block, if that is known.
  mutating func property(
    of node: Int, named name: Range<Int>, at nameOffset: UInt32 = .max, _ block: borrowing PlacedStrings,
    in bytes: borrowing FileArena
  ) -> Property? {
    let steps = nodes[node].propertySteps
    if steps == .max { return indexedProperty(of: node, named: name, block, in: bytes) }
    if isCopied(node) { unfold(node, in: bytes) }
    var left = Self.searchedProperties &- Int(steps)
    let property = searchedProperty(of: node, named: name, at: nameOffset, block, in: bytes, &left)
    if left < 0 {
      indexProperties(of: node, block, in: bytes)
    } else {
      nodes[node].propertySteps = UInt16(truncatingIfNeeded: Self.searchedProperties &- left)
    }
    return property
  }

  @inline(__always)
  private mutating func searchedProperty(
    of node: Int, named name: Range<Int>, at nameOffset: UInt32, _ block: borrowing PlacedStrings,
    in bytes: borrowing FileArena, _ left: inout Int
  ) -> Property? {
    let record = nodes[node]
    if record.changes != 0 {
      var next = changes[Int(record.changes) &- 1].madeProperties
      while next != 0 {
        let made = records[Int(next &- 1)]
        let offset = bytes.cell(at: Int(made.image) &+ 8)
        // New properties have the first offset of their name, so equal names have equal offsets.
        if offset == nameOffset || nameOffset == .max && block.holds(name, at: Int(offset), in: bytes) {
          return .record(Int(next &- 1))
        }
        next = made.next
        left &-= 1
      }
    }
    if node >= count { return nil }
    guard let place = searchedPlace(in: record.properties, named: name, at: nameOffset, in: bytes, &left)
    else { return nil }
    return replacement(of: place, in: node, bytes).map(Property.record) ?? .place(place)
  }

  @inline(__always)
  private func searchedPlace(
    in properties: Range<Int>, named name: Range<Int>, at nameOffset: UInt32, in bytes: borrowing FileArena,
    _ left: inout Int
  ) -> Int? {
    var place = properties.lowerBound
    // Most names differ in their first bytes.
    let beginning = Beginning(of: name, in: bytes)
    while place < properties.upperBound {
      let offset = bytes.cell(at: place &+ 8)
      if offset == nameOffset
        || beginning.stands(at: strings.lowerBound &+ Int(offset), in: bytes)
          && isText(at: strings.lowerBound &+ Int(offset), name, bytes)
      {
        return place
      }
      place = placeBehind(place, in: bytes)
      left &-= 1
    }
    return nil
  }

  /// The first bytes of a name, up to eight, including its NUL if it is short.
  private struct Beginning {
    let bytes: UInt64
    let mask: UInt64

    @inline(__always)
    init(of name: Range<Int>, in arena: borrowing FileArena) {
      mask = name.count >= 7 ? .max : (1 << UInt64((name.count &+ 1) &* 8)) &- 1
      let named: UInt64 = name.count >= 8 ? .max : (1 << UInt64(name.count &* 8)) &- 1
      bytes = name.isEmpty ? 0 : arena.longWord(at: name.lowerBound).littleEndian & named
    }

    @inline(__always)
    func stands(at place: Int, in arena: borrowing FileArena) -> Bool {
      arena.longWord(at: place).littleEndian & mask == bytes
    }
  }

  /// Returns the place after a property of the blob.
  @inline(__always)
  func placeBehind(_ place: Int, in bytes: borrowing FileArena) -> Int {
    (place &+ 15 &+ Int(bytes.cell(at: place &+ 4))) & ~3
  }

  /// Returns the record of a property of the blob if it has another value now.
  mutating func replacement(of place: Int, in node: Int, _ bytes: borrowing FileArena) -> Int? {
    let number = nodes[node].changes
    if number == 0 { return nil }
    if nodes[node].propertySteps == .max { return indexedReplacement(of: place, in: node, bytes) }
    var next = changes[Int(number) &- 1].replacedProperties
    while next != 0 {
      let record = Int(next &- 1)
      if records[record].place == UInt32(truncatingIfNeeded: place) { return record }
      next = records[record].next
    }
    return nil
  }

  /// Whether a name is at a place, followed by a NUL.
  @inline(__always)
  private func isText(at start: Int, _ name: Range<Int>, _ bytes: borrowing FileArena) -> Bool {
    guard start &+ name.count < bytes.count, bytes[start &+ name.count] == 0 else { return false }
    return bytes.areEqual(name, at: start)
  }

  // MARK: - The index

  // A number in the index is the index of a record, or a place with the highest bit set.
  private static var placeBit: UInt32 { 1 << 31 }

  private mutating func indexedPlace(
    of node: Int, named name: Range<Int>, in bytes: borrowing FileArena
  ) -> Int? {
    guard
      case .place(let place)? = indexedProperty(of: node, named: name, PlacedStrings(), in: bytes)
    else { return nil }
    return place
  }

  private mutating func indexedProperty(
    of node: Int, named name: Range<Int>, _ block: borrowing PlacedStrings, in bytes: borrowing FileArena
  ) -> Property? {
    indexMade(of: node, block, in: bytes)
    return propertyIndex.first(PlacedIndex.hash(node, name, in: bytes)) {
      isNamed($0, name, block, bytes)
    }
    .map {
      $0 & Self.placeBit == 0 ? .record(Int($0)) : .place(Int($0 & ~Self.placeBit))
    }
  }

  @inline(__always)
  private func isNamed(
    _ number: UInt32, _ name: Range<Int>, _ block: borrowing PlacedStrings, _ bytes: borrowing FileArena
  ) -> Bool {
    if number & Self.placeBit == 0 {
      return block.holds(
        name, at: Int(bytes.cell(at: Int(records[Int(number)].image) &+ 8)), in: bytes)
    }
    return isText(at: textPlace(number, bytes), name, bytes)
  }

  @inline(__always)
  private func textPlace(_ number: UInt32, _ bytes: borrowing FileArena) -> Int {
    strings.lowerBound &+ Int(bytes.cell(at: Int(number & ~Self.placeBit) &+ 8))
  }

  private func text(_ place: UInt32, _ bytes: borrowing FileArena) -> Range<Int> {
    let start = textPlace(place, bytes)
    return start..<bytes.firstNUL(from: start, below: bytes.count)
  }

  private mutating func indexProperties(
    of node: Int, _ block: borrowing PlacedStrings, in bytes: borrowing FileArena
  ) {
    nodes[node].propertySteps = .max
    indexMade(of: node, block, in: bytes)
    if node >= count { return }
    var place = nodes[node].content
    let end = Int(nodes[node].contentEnd)
    while place < end {
      enter(UInt32(truncatingIfNeeded: place) | Self.placeBit, of: node, block, in: bytes)
      place = placeBehind(place, in: bytes)
    }
    var next = changes(of: node).replacedProperties
    while next != 0 {
      enterReplacement(Int(next &- 1), of: node, in: bytes)
      next = records[Int(next &- 1)].next
    }
  }

  /// Indexes a property of the blob, unless one of that name is known: the first one counts.
  private mutating func enter(
    _ number: UInt32, of node: Int, _ block: borrowing PlacedStrings, in bytes: borrowing FileArena
  ) {
    let name = text(number, bytes)
    let hash = PlacedIndex.hash(node, name, in: bytes)
    // No two nodes have the same hash for one name.
    if propertyIndex.first(hash, { isNamed($0, name, block, bytes) }) == nil {
      propertyIndex.add(number, hash)
    }
  }

  /// Indexes the properties added since the last call: no others have their names. Labels are mostly added
  /// all at once, and none of them is looked up.
  private mutating func indexMade(
    of node: Int, _ block: borrowing PlacedStrings, in bytes: borrowing FileArena
  ) {
    let number = Int(nodes[node].changes) &- 1
    if number < 0 { return }
    let last = changes[number].madeProperties
    let known = changes[number].indexedProperties
    if last == known { return }
    changes[number].indexedProperties = last
    var next = last
    while next != known {
      let record = records[Int(next &- 1)]
      propertyIndex.add(
        next &- 1, block.hash(node, at: Int(bytes.cell(at: Int(record.image) &+ 8)), in: bytes))
      next = record.next
    }
  }

  private func indexedReplacement(of place: Int, in node: Int, _ bytes: borrowing FileArena) -> Int? {
    let place = UInt32(truncatingIfNeeded: place)
    let hash = PlacedIndex.hash(node, text(place | Self.placeBit, bytes), in: bytes)
    return propertyIndex.first(hash) {
      $0 & Self.placeBit == 0 && records[Int($0)].place == place
    }.map { Int($0) }
  }

  /// Indexes a record in place of the property whose value it replaces, if the node's properties are indexed.
  mutating func noteReplacement(_ record: Int, of node: Int, in bytes: borrowing FileArena) {
    if nodes[node].propertySteps == .max { enterReplacement(record, of: node, in: bytes) }
  }

  private mutating func enterReplacement(_ record: Int, of node: Int, in bytes: borrowing FileArena) {
    let place = records[record].place | Self.placeBit
    let hash = PlacedIndex.hash(node, text(place, bytes), in: bytes)
    propertyIndex.replace(place, with: UInt32(truncatingIfNeeded: record), hash)
  }
}
