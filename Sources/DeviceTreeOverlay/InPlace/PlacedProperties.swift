import SourceText

/// Finding properties as libfdt finds them.
///
/// A node's properties are looked through one by one, until that has taken as long as to enter them in an
/// index.
extension PlacedTree {
  /// A property as it is now.
  enum Property {
    /// It was made or given another value: the number of the record.
    case record(Int)
    /// It is as it was: where its tag is.
    case place(Int)
  }

  /// After so many properties that were looked at, a node's properties are put into the index.
  private static var searchedProperties: Int { 6000 }

  /// A node's property of this name. If it is known where libfdt finds the name in the strings block of the
  /// result, that is told, too.
  mutating func property(
    of node: Int, named name: Range<Int>, at nameOffset: UInt32 = .max, in bytes: borrowing FileArena
  ) -> Property? {
    let steps = nodes[node].propertySteps
    if steps == .max { return indexedProperty(of: node, named: name, in: bytes) }
    var left = Self.searchedProperties &- Int(steps)
    let property = searchedProperty(of: node, named: name, at: nameOffset, in: bytes, &left)
    if left < 0 {
      indexProperties(of: node, in: bytes)
    } else {
      nodes[node].propertySteps = UInt16(truncatingIfNeeded: Self.searchedProperties &- left)
    }
    return property
  }

  @inline(__always)
  private mutating func searchedProperty(
    of node: Int, named name: Range<Int>, at nameOffset: UInt32, in bytes: borrowing FileArena,
    _ left: inout Int
  ) -> Property? {
    let record = nodes[node]
    if record.changes != 0 {
      var next = changes[Int(record.changes) &- 1].madeProperties
      while next != 0 {
        let made = records[Int(next &- 1)]
        // Properties that were made have the first place of their name, so those of one name have one.
        if nameOffset != .max {
          if made.nameOffset == nameOffset { return .record(Int(next &- 1)) }
        } else if isText(at: Int(made.name), name, bytes) {
          return .record(Int(next &- 1))
        }
        next = made.next
        left &-= 1
      }
    }
    if node >= count { return nil }
    var place = record.content
    // What most names differ in.
    let beginning = Beginning(of: name, in: bytes)
    while bytes.word(at: place).bigEndian == 3 {
      let offset = bytes.cell(at: place &+ 8)
      if offset == nameOffset
        || beginning.stands(at: strings.lowerBound &+ Int(offset), in: bytes)
          && isText(at: strings.lowerBound &+ Int(offset), name, bytes)
      {
        return replacement(of: place, in: node).map(Property.record) ?? .place(place)
      }
      place = placeBehind(place, in: bytes)
      left &-= 1
    }
    return nil
  }

  /// Up to eight bytes with which a name begins, its NUL among them if it is short.
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

  /// The place behind a property of the blob.
  @inline(__always)
  func placeBehind(_ place: Int, in bytes: borrowing FileArena) -> Int {
    (place &+ 15 &+ Int(bytes.cell(at: place &+ 4))) & ~3
  }

  /// The record of the value that a property of the blob has now, if it is another one.
  mutating func replacement(of place: Int, in node: Int) -> Int? {
    let number = nodes[node].changes
    if number == 0 { return nil }
    var next = changes[Int(number) &- 1].replacedProperties
    while next != 0 {
      let record = Int(next &- 1)
      if records[record].place == UInt32(truncatingIfNeeded: place) { return record }
      next = records[record].next
    }
    return nil
  }

  /// Whether a name stands at a place, with a NUL behind it.
  @inline(__always)
  private func isText(at start: Int, _ name: Range<Int>, _ bytes: borrowing FileArena) -> Bool {
    guard start &+ name.count < bytes.count, bytes[start &+ name.count] == 0 else { return false }
    return bytes.areEqual(name, at: start)
  }

  // MARK: - The index

  // A number in the index is that of a record, or a place with the highest bit set.
  private static var placeBit: UInt32 { 1 << 31 }

  private mutating func indexedProperty(
    of node: Int, named name: Range<Int>, in bytes: borrowing FileArena
  ) -> Property? {
    propertyIndex.first(PlacedIndex.hash(node, name, in: bytes)) {
      isText(at: textPlace($0, bytes), name, bytes)
    }
    .map {
      $0 & Self.placeBit == 0 ? .record(Int($0)) : .place(Int($0 & ~Self.placeBit))
    }
  }

  @inline(__always)
  private func textPlace(_ number: UInt32, _ bytes: borrowing FileArena) -> Int {
    if number & Self.placeBit == 0 { return Int(records[Int(number)].name) }
    return strings.lowerBound &+ Int(bytes.cell(at: Int(number & ~Self.placeBit) &+ 8))
  }

  private mutating func text(_ number: UInt32, _ bytes: borrowing FileArena) -> Range<Int> {
    let start = textPlace(number, bytes)
    return start..<bytes.firstNUL(from: start, below: bytes.count)
  }

  private mutating func indexProperties(of node: Int, in bytes: borrowing FileArena) {
    nodes[node].propertySteps = .max
    let changes = changes(of: node)
    var next = changes.madeProperties
    while next != 0 {
      enter(next &- 1, of: node, in: bytes)
      next = records[Int(next &- 1)].next
    }
    if node < count {
      var place = nodes[node].content
      while bytes.cell(at: place) == 3 {
        enter(UInt32(truncatingIfNeeded: place) | Self.placeBit, of: node, in: bytes)
        place = placeBehind(place, in: bytes)
      }
    }
    next = changes.replacedProperties
    while next != 0 {
      enterReplacement(Int(next &- 1), of: node, in: bytes)
      next = records[Int(next &- 1)].next
    }
  }

  /// Enters a property, unless one of its name is known: the first one counts.
  private mutating func enter(_ number: UInt32, of node: Int, in bytes: borrowing FileArena) {
    let name = text(number, bytes)
    let hash = PlacedIndex.hash(node, name, in: bytes)
    // For one name, no two nodes have the same hash.
    if propertyIndex.first(hash, { isText(at: textPlace($0, bytes), name, bytes) }) == nil {
      propertyIndex.add(number, hash)
    }
  }

  /// Enters a property that was made, if its node's properties are entered.
  mutating func noteMade(_ record: Int, of node: Int, in bytes: borrowing FileArena) {
    if nodes[node].propertySteps == .max {
      enter(UInt32(truncatingIfNeeded: record), of: node, in: bytes)
    }
  }

  /// Enters a record for the property whose value it replaces, if its node's properties are entered.
  mutating func noteReplacement(_ record: Int, of node: Int, in bytes: borrowing FileArena) {
    if nodes[node].propertySteps == .max { enterReplacement(record, of: node, in: bytes) }
  }

  private mutating func enterReplacement(_ record: Int, of node: Int, in bytes: borrowing FileArena) {
    let place = records[record].place | Self.placeBit
    let hash = PlacedIndex.hash(node, text(place, bytes), in: bytes)
    propertyIndex.replace(place, with: UInt32(truncatingIfNeeded: record), hash)
  }
}
