import SourceText

/// Finding nodes as libfdt finds them.
///
/// A node's children are looked through one by one, until that has taken as long as to enter them in an
/// index.
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
    let parent = nodes[Int(record.parent)]
    if node >= count {
      let next = changes[Int(record.changes) &- 1].nextAdded
      if next != 0 { return Int(next) }
      let first = Int(record.parent) &+ 1
      return first < Int(parent.following) ? first : nil
    }
    return record.following < parent.following ? Int(record.following) : nil
  }

  /// The child that a name means: without a unit address, the first one of that name with any unit
  /// address or none (`fdt_subnode_offset`).
  mutating func child(of node: Int, named name: Range<Int>, in bytes: borrowing FileArena) -> Int? {
    let hasAddress = Self.addressStart(of: name, in: bytes) < name.upperBound
    let steps = nodes[node].childSteps
    if steps != .max {
      var next = firstChild(of: node)
      var left = Self.searchedChildren &- Int(steps)
      while let child = next, left > 0 {
        if isNamed(child, name, hasAddress, bytes) {
          nodes[node].childSteps = UInt16(truncatingIfNeeded: Self.searchedChildren &- left)
          return child
        }
        left &-= 1
        next = nextSibling(of: child)
      }
      if next == nil {
        nodes[node].childSteps = UInt16(truncatingIfNeeded: Self.searchedChildren &- left)
        return nil
      }
      indexChildren(of: node, in: bytes)
    }
    return childIndex.first(PlacedIndex.hash(node, name, in: bytes)) {
      nodes[Int($0)].parent == UInt32(truncatingIfNeeded: node) && isNamed(Int($0), name, hasAddress, bytes)
    }.map { Int($0) }
  }

  /// After so many children that were looked at, a node's children are put into the index.
  private static var searchedChildren: Int { 768 }

  /// Where a name's unit address begins, or its end.
  @inline(__always)
  private static func addressStart(of name: Range<Int>, in bytes: borrowing FileArena) -> Int {
    bytes.first(0x40, from: name.lowerBound, below: name.upperBound)
  }

  @inline(__always)
  private func isNamed(
    _ node: Int, _ name: Range<Int>, _ hasAddress: Bool, _ bytes: borrowing FileArena
  ) -> Bool {
    let record = nodes[node]
    let start = Int(record.name)
    let length = Int(record.nameLength)
    guard length == name.count || length > name.count && !hasAddress && bytes[start &+ name.count] == 0x40
    else { return false }
    return bytes.areEqual(name, at: start)
  }

  private mutating func indexChildren(of node: Int, in bytes: borrowing FileArena) {
    nodes[node].childSteps = .max
    var next = firstChild(of: node)
    while let child = next {
      index(child, isFirst: false, in: bytes)
      next = nextSibling(of: child)
    }
  }

  /// Enters a child under its name, and under its name without the unit address unless a sibling in
  /// front of it has that.
  private mutating func index(_ child: Int, isFirst: Bool, in bytes: borrowing FileArena) {
    let name = self.name(of: child)
    let base = name.lowerBound..<Self.addressStart(of: name, in: bytes)
    enter(child, under: base, hasAddress: false, isFirst, bytes)
    if base.upperBound < name.upperBound { enter(child, under: name, hasAddress: true, isFirst, bytes) }
  }

  private mutating func enter(
    _ child: Int, under name: Range<Int>, hasAddress: Bool, _ isFirst: Bool, _ bytes: borrowing FileArena
  ) {
    let parent = nodes[child].parent
    let hash = PlacedIndex.hash(Int(parent), name, in: bytes)
    let known = childIndex.first(hash) {
      nodes[Int($0)].parent == parent && isNamed(Int($0), name, hasAddress, bytes)
    }
    if let known {
      if isFirst { childIndex.replace(known, with: UInt32(truncatingIfNeeded: child), hash) }
    } else {
      childIndex.add(UInt32(truncatingIfNeeded: child), hash)
    }
  }

  /// Enters a node that was added, if its siblings are.
  mutating func noteAdded(_ node: Int, in bytes: borrowing FileArena) {
    if nodes[Int(nodes[node].parent)].childSteps == .max { index(node, isFirst: true, in: bytes) }
  }

  /// The node at a path that begins with a slash; nil if there is none.
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
