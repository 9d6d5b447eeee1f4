import SourceText

/// A strings block that begins with the base's, followed by appended names.
struct PlacedStrings: ~Copyable {
  /// The place of the base's block.
  var base = 0..<0
  /// The appended names with their NULs.
  private var added = UniqueArray<UInt8>()

  /// The size of the block in bytes.
  var count: Int { @inline(__always) get { base.count &+ added.count } }

  /// Returns the byte at an offset; nil after the end of the block.
  @inline(__always)
  func byte(at offset: Int, in bytes: borrowing FileArena) -> UInt8? {
    if offset < base.count { return bytes[base.lowerBound &+ offset] }
    let index = offset &- base.count
    return index < added.count ? added[index] : nil
  }

  /// Whether the block's last name has its NUL.
  func isWhole(in bytes: borrowing FileArena) -> Bool {
    base.isEmpty || bytes[base.upperBound - 1] == 0
  }

  /// Whether a name is at an offset, followed by a NUL.
  @inline(__always)
  func holds(_ name: Range<Int>, at offset: Int, in bytes: borrowing FileArena) -> Bool {
    if offset &+ name.count < base.count {
      return bytes[base.lowerBound &+ offset &+ name.count] == 0
        && bytes.areEqual(name, at: base.lowerBound &+ offset)
    }
    guard offset >= base.count else { return false }
    var index = offset &- base.count
    guard index &+ name.count < added.count, added[index &+ name.count] == 0 else { return false }
    var place = name.lowerBound
    while place < name.upperBound {
      var difference = bytes.longWord(at: place).littleEndian ^ added.longWord(at: index).littleEndian
      let left = name.upperBound &- place
      if left < 8 { difference &= (1 << UInt64(left &* 8)) &- 1 }
      if difference != 0 { return false }
      place &+= 8
      index &+= 8
    }
    return true
  }

  /// Returns the hash of the name at an offset, the same as `PlacedIndex` computes for a name in the arena.
  func hash(_ node: Int, at offset: Int, in bytes: borrowing FileArena) -> UInt32 {
    if offset < base.count {
      let start = base.lowerBound &+ offset
      return PlacedIndex.hash(node, start..<bytes.firstNUL(from: start, below: base.upperBound), in: bytes)
    }
    let start = offset &- base.count
    var end = start
    while end < added.count, added[end] != 0 { end &+= 1 }
    return PlacedIndex.hash(node, count: end &- start) { added.longWord(at: start &+ $0) }
  }

  /// Whether the text from `offset` to the NUL at `end` is also at `other`, followed by a NUL.
  func isSame(_ other: Int, _ offset: Int, _ end: Int, in bytes: borrowing FileArena) -> Bool {
    var (a, b) = (other, offset)
    while b < end {
      if byte(at: a, in: bytes) != byte(at: b, in: bytes) { return false }
      a &+= 1
      b &+= 1
    }
    return byte(at: a, in: bytes) == 0
  }

  /// Makes room for this many more bytes.
  mutating func reserve(_ more: Int) { added.reserve(added.count + more + 8) }

  /// Appends a name from the arena and returns its offset.
  mutating func append(_ name: Range<Int>, in bytes: borrowing FileArena) -> Int {
    let offset = count
    added.append(name, of: bytes)
    added.append(0)
    return offset
  }

  /// Writes the block.
  func write(to output: inout some BlobSink & ~Copyable, from bytes: borrowing FileArena) {
    output.write(base, of: bytes)
    added.withBytes { output.write($0) }
  }
}
