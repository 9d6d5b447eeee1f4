import DeviceTreeBlob
import SourceText

/// Finds the nodes of a blob.
extension PlacedTree {
  /// Reads the blob at a place in the arena.
  mutating func read(_ bytes: borrowing FileArena, at file: Range<Int>) throws(NotPlain) {
    removeAll()
    try readHeader(bytes, file)
    let names = try PropertyNames(bytes, strings, &nameEnds)
    try readStructure(bytes, names)
    count = nodes.count
  }

  private mutating func readHeader(_ bytes: borrowing FileArena, _ file: Range<Int>) throws(NotPlain) {
    guard file.count >= 40 else { throw NotPlain() }
    let start = file.lowerBound
    let size = Int(bytes.cell(at: start + 4))
    guard bytes.cell(at: start) == 0xD00D_FEED, bytes.cell(at: start + 20) == 17,
      bytes.cell(at: start + 24) <= 17, size >= 40, size <= file.count
    else { throw NotPlain() }
    func block(_ offset: Int, _ count: Int) throws(NotPlain) -> Range<Int> {
      guard offset >= 40, count <= size, offset <= size - count else { throw NotPlain() }
      return start + offset..<start + offset + count
    }
    structure = try block(Int(bytes.cell(at: start + 8)), Int(bytes.cell(at: start + 36)))
    strings = try block(Int(bytes.cell(at: start + 12)), Int(bytes.cell(at: start + 32)))
    guard (structure.lowerBound - start) % 4 == 0, structure.lowerBound % 4 == 0 else { throw NotPlain() }
    // Changes in one of them must not affect the other.
    guard structure.upperBound <= strings.lowerBound || strings.upperBound <= structure.lowerBound else {
      throw NotPlain()
    }
    let rest = try block(Int(bytes.cell(at: start + 16)), 0).lowerBound..<start + size
    var end = rest.lowerBound
    while true {
      guard end + 16 <= rest.upperBound else { throw NotPlain() }
      // An entry of size 0 is the last one.
      let isLast = bytes.cell(at: end + 8) == 0 && bytes.cell(at: end + 12) == 0
      end += 16
      if isLast { break }
    }
    reservations = rest.lowerBound..<end
  }

  /// The names in a strings block that matter for reading.
  private struct PropertyNames {
    /// The offset after the last NUL; names from there on have no end.
    var end: UInt32 = 0
    /// The offsets of `phandle`, one of which may be the end of `linux,phandle`.
    var phandle: UInt32 = .max
    var otherPhandle: UInt32 = .max
    /// The offset of `linux,phandle`.
    var linuxPhandle: UInt32 = .max

    init(
      _ bytes: borrowing FileArena, _ strings: Range<Int>, _ ends: inout UniqueArray<UInt32>
    ) throws(NotPlain) {
      ends.reserve(strings.count / 12)
      var place = strings.lowerBound
      while place < strings.upperBound {
        let nul = bytes.firstNUL(from: place, below: strings.upperBound)
        if nul == strings.upperBound { break }
        end = UInt32(truncatingIfNeeded: nul &+ 1 &- strings.lowerBound)
        ends.append(end &- 1)
        if nul &- place >= 7, bytes.cell(at: nul &- 4) == 0x6E64_6C65, bytes.cell(at: nul &- 7) == 0x7068_616E
        {
          try note(bytes, end &- 8, isLong: nul &- place >= 13, nul)
        }
        place = nul &+ 1
      }
    }

    private mutating func note(
      _ bytes: borrowing FileArena, _ offset: UInt32, isLong: Bool, _ nul: Int
    ) throws(NotPlain) {
      if phandle == .max {
        phandle = offset
      } else if otherPhandle == .max {
        otherPhandle = offset
      } else {
        throw NotPlain()
      }
      guard isLong, bytes.cell(at: nul &- 13) == 0x6C69_6E75, bytes.cell(at: nul &- 10) == 0x7578_2C70 else {
        return
      }
      guard linuxPhandle == .max else { throw NotPlain() }
      linuxPhandle = offset &- 6
    }
  }

  private mutating func readStructure(
    _ bytes: borrowing FileArena, _ names: PropertyNames
  ) throws(NotPlain) {
    // Most nodes have more than a hundred bytes.
    nodes.reserve(structure.count / 128)
    let start = structure.lowerBound
    let end = structure.upperBound
    guard end % 4 == 0, end > start else { throw NotPlain() }
    try bytes.withBytes(0..<end) { (block) throws(NotPlain) in
      try readNodes(unsafe block.bytes, from: start, names, bytes)
    }
  }

  /// Reads nodes up to the end of a block. Each tag that is read begins before the end, and both are
  /// multiples of 4.
  @inline(__always)
  private mutating func readNodes(
    _ block: RawSpan, from start: Int, _ names: PropertyNames, _ bytes: borrowing FileArena
  ) throws(NotPlain) {
    let end = block.byteCount
    var at = start
    var node = -1
    while at < end {
      switch unsafe block.unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self).bigEndian {
      case BlobTag.beginNode:
        let name = at &+ 4
        let nul = bytes.firstNUL(from: name, below: end)
        guard nul < end, node >= 0 ? nul > name : nodes.isEmpty && nul == name,
          let length = UInt16(exactly: nul &- name)
        else { throw NotPlain() }
        at = (nul &+ 4) & ~3
        nodes.append(
          PlacedNode(
            name: UInt32(truncatingIfNeeded: name), nameLength: length,
            parent: UInt32(truncatingIfNeeded: max(node, 0)), following: 0))
        node = nodes.count &- 1
        // Properties come only here. Each is followed by at least the end tags of a node and of the block.
        while at &+ 16 <= end,
          unsafe block.unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self).bigEndian == BlobTag.property
        {
          let head = unsafe block.unsafeLoadUnaligned(fromByteOffset: at &+ 4, as: UInt64.self).bigEndian
          let length = Int(head >> 32)
          let name = UInt32(truncatingIfNeeded: head)
          let next = (at &+ 15 &+ length) & ~3
          guard name < names.end, next < end else { throw NotPlain() }
          if name == names.phandle || name == names.otherPhandle || name == names.linuxPhandle {
            try notePhandle(bytes, node, at &+ 12, length, isUsual: name != names.linuxPhandle)
          }
          at = next
        }
        nodes[node].contentEnd = UInt32(truncatingIfNeeded: at)
      case BlobTag.endNode:
        guard node >= 0 else { throw NotPlain() }
        nodes[node].following = UInt32(truncatingIfNeeded: nodes.count)
        node = node == 0 ? -1 : Int(nodes[node].parent)
        at &+= 4
      case BlobTag.end:
        guard node < 0, !nodes.isEmpty, at &+ 4 == end else { throw NotPlain() }
        return
      default: throw NotPlain()
      }
    }
    throw NotPlain()
  }

  private mutating func notePhandle(
    _ bytes: borrowing FileArena, _ node: Int, _ value: Int, _ length: Int, isUsual: Bool
  ) throws(NotPlain) {
    guard isUsual, length == 4 else { throw NotPlain() }
    let phandle = bytes.cell(at: value)
    guard phandle != 0, phandle != .max, nodes[node].phandle == 0 else { throw NotPlain() }
    nodes[node].phandle = phandle
    phandles.append(UInt32(truncatingIfNeeded: value))
    phandleNodes.append(UInt32(truncatingIfNeeded: node))
  }
}
