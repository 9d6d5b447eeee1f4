import SourceText

/// Finds nodes as libfdt does.
///
/// The children of a node are searched linearly until that has cost as much as indexing them.
extension PlacedTree {
  @inline(__always)
  func name(of node: Int) -> Range<Int> {
    let record = nodes[node]
    return Int(record.name)..<Int(record.name) &+ Int(record.nameLength)
  }

  @inline(__always)
  func firstChild(of node: Int) -> Int? {
    let record = nodes[node]
    if record.changes != 0 {
      let added = changes[Int(record.changes) &- 1].firstAdded
      if added != 0 { return Int(added) }
    }
    return node &+ 1 < Int(record.following) ? node &+ 1 : nil
  }

  @inline(__always)
  func nextSibling(of node: Int) -> Int? {
    let record = nodes[node]
    if node >= count {
      if record.following != 0 { return Int(record.following) }
      let parent = Int(record.parent)
      return parent < count && parent &+ 1 < Int(nodes[parent].following) ? parent &+ 1 : nil
    }
    return record.following < nodes[Int(record.parent)].following ? Int(record.following) : nil
  }

  /// Returns the child that a name means: without a unit address, the first one of that name, with any unit
  /// address or none (`fdt_subnode_offset`).
  mutating func child(of node: Int, named name: Range<Int>, in bytes: borrowing FileArena) -> Int? {
    let record = nodes[node]
    if record.childSteps != .max {
      var left = Self.searchedChildren &- Int(record.childSteps)
      var child = record.changes == 0 ? 0 : Int(changes[Int(record.changes) &- 1].firstAdded)
      while child != 0, left > 0 {
        if Self.isNamed(nodes[child], name, bytes) { return found(child, below: node, left) }
        left &-= 1
        child = Int(nodes[child].following)
      }
      if child == 0 {
        child = node &+ 1
        let end = node < count ? Int(record.following) : 0
        while child < end, left > 0 {
          if Self.isNamed(nodes[child], name, bytes) { return found(child, below: node, left) }
          left &-= 1
          child = Int(nodes[child].following)
        }
        if child >= end { return found(nil, below: node, left) }
      }
      nodes[node].childSteps = .max
    }
    return indexedChild(of: node, named: name, in: bytes)
  }

  /// Returns the child of an overlay's node that has exactly this name, if it is among the first few and no
  /// other one can be meant; nil if only a full lookup can tell.
  @inline(__always)
  func plainChild(of node: Int, named name: Range<Int>, in bytes: borrowing FileArena) -> Int? {
    var child = node &+ 1
    let end = Int(nodes[node].following)
    var left = 8
    while child < end, left > 0 {
      if Int(nodes[child].nameLength) == name.count, bytes.areEqual(name, at: Int(nodes[child].name)) {
        // A name without a unit address would mean an earlier sibling that has one.
        return child == node &+ 1 || Self.hasAddress(name, in: bytes) ? child : nil
      }
      child = Int(nodes[child].following)
      left &-= 1
    }
    return nil
  }

  @inline(__always)
  private mutating func found(_ child: Int?, below node: Int, _ left: Int) -> Int? {
    nodes[node].childSteps = UInt16(truncatingIfNeeded: Self.searchedChildren &- left)
    return child
  }

  /// The number of children of a node that searches may look at before they are put into the index.
  private static var searchedChildren: Int { 768 }

  /// Whether a name matches a node; an earlier sibling may match as well.
  @inline(__always)
  static func isNamed(_ record: PlacedNode, _ name: Range<Int>, _ bytes: borrowing FileArena) -> Bool {
    let length = Int(record.nameLength)
    if length == name.count { return bytes.areEqual(name, at: Int(record.name)) }
    return length > name.count && bytes[Int(record.name) &+ name.count] == 0x40
      && bytes.areEqual(name, at: Int(record.name)) && !hasAddress(name, in: bytes)
  }

  // MARK: - The index

  // Children are indexed under their names with unit addresses, if they have any, and under their names
  // without. Of a large node, mostly names of one kind are looked up.
  private static var withAddress: UInt8 { 1 }
  private static var withoutAddress: UInt8 { 2 }
  /// Marks index entries under a name without a unit address.
  private static var shortBit: UInt32 { 1 << 31 }

  /// Returns where a name's unit address begins, or the end of the name.
  @inline(__always)
  private static func addressStart(of name: Range<Int>, in bytes: borrowing FileArena) -> Int {
    bytes.first(0x40, from: name.lowerBound, below: name.upperBound)
  }

  @inline(__always)
  private static func hasAddress(_ name: Range<Int>, in bytes: borrowing FileArena) -> Bool {
    addressStart(of: name, in: bytes) < name.upperBound
  }

  private mutating func indexedChild(
    of node: Int, named name: Range<Int>, in bytes: borrowing FileArena
  ) -> Int? {
    // The hash loop also looks for an `@`.
    var signs: UInt64 = 0
    let hash = PlacedIndex.hash(node, count: name.count) {
      let word = bytes.longWord(at: name.lowerBound &+ $0)
      let signless = word ^ 0x4040_4040_4040_4040
      signs |= (signless &- 0x0101_0101_0101_0101) & ~signless & 0x8080_8080_8080_8080
      return word
    }
    // The `@` may be in the bytes after the name.
    let hasAddress = signs != 0 && Self.hasAddress(name, in: bytes)
    let kind = hasAddress ? Self.withAddress : Self.withoutAddress
    if nodes[node].childIndex & kind == 0 { indexChildren(of: node, kind, in: bytes) }
    let bit = hasAddress ? 0 : Self.shortBit
    return childIndex.first(hash) {
      isEntry($0, of: node, named: name, bit, bytes)
    }.map { Int($0 & ~Self.shortBit) }
  }

  @inline(__always)
  private func isEntry(
    _ number: UInt32, of parent: Int, named name: Range<Int>, _ bit: UInt32, _ bytes: borrowing FileArena
  ) -> Bool {
    let child = Int(number & ~Self.shortBit)
    return number & Self.shortBit == bit && Int(nodes[child].parent) == parent
      && Self.isNamed(nodes[child], name, bytes)
  }

  private mutating func indexChildren(of node: Int, _ kind: UInt8, in bytes: borrowing FileArena) {
    nodes[node].childIndex |= kind
    var children = 0
    var next = firstChild(of: node)
    while let child = next {
      children &+= 1
      next = nextSibling(of: child)
    }
    childIndex.reserve(children)
    next = firstChild(of: node)
    while let child = next {
      let name = self.name(of: child)
      let end = Self.addressStart(of: name, in: bytes)
      // The first child of a name counts.
      if kind == Self.withoutAddress {
        enter(child, under: name.lowerBound..<end, Self.shortBit, isFirst: false, bytes)
      } else if end < name.upperBound {
        enter(child, under: name, 0, isFirst: false, bytes)
      }
      next = nextSibling(of: child)
    }
  }

  private mutating func enter(
    _ child: Int, under name: Range<Int>, _ bit: UInt32, isFirst: Bool, _ bytes: borrowing FileArena
  ) {
    let parent = Int(nodes[child].parent)
    let hash = PlacedIndex.hash(parent, name, in: bytes)
    let number = UInt32(truncatingIfNeeded: child) | bit
    if let known = childIndex.first(hash, { isEntry($0, of: parent, named: name, bit, bytes) }) {
      if isFirst { childIndex.replace(known, with: number, hash) }
    } else {
      childIndex.add(number, hash)
    }
  }

  /// Indexes a node that was added because none had its name, if its siblings are indexed.
  mutating func noteAdded(_ node: Int, in bytes: borrowing FileArena) {
    let parent = Int(nodes[node].parent)
    let kinds = nodes[parent].childIndex
    if kinds == 0 { return }
    let name = self.name(of: node)
    let end = Self.addressStart(of: name, in: bytes)
    if end < name.upperBound, kinds & Self.withAddress != 0 {
      childIndex.add(UInt32(truncatingIfNeeded: node), PlacedIndex.hash(parent, name, in: bytes))
    }
    if kinds & Self.withoutAddress != 0 {
      enter(node, under: name.lowerBound..<end, Self.shortBit, isFirst: true, bytes)
    }
  }

  /// Returns the node at a path that begins with a slash; nil if there is none.
  mutating func node(atPath path: Range<Int>, in bytes: borrowing FileArena) -> Int? {
    var node = 0
    var position = path.lowerBound
    while position < path.upperBound {
      let end = bytes.first(0x2F, from: position, below: path.upperBound)
      if end > position {
        guard let child = child(of: node, named: position..<end, in: bytes) else { return nil }
        node = child
      }
      position = end &+ 1
    }
    return node
  }
}
