import SourceText

/// Finding the nodes of a blob.
extension PlacedTree {
  /// Reads the blob that lies there.
  mutating func read(_ bytes: borrowing FileArena, at file: Range<Int>) throws(NotPlain) {
    removeAll()
    try readHeader(bytes, file)
    let names = try PropertyNames(bytes, strings)
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

  /// The names in a strings block that matter when it is read.
  private struct PropertyNames {
    /// Behind the last NUL, where names do not end.
    var end: UInt32 = 0
    /// Where `phandle` stands, the second time perhaps as the end of `linux,phandle`.
    var phandle: UInt32 = .max
    var otherPhandle: UInt32 = .max
    /// Where `linux,phandle` stands.
    var linuxPhandle: UInt32 = .max

    init(_ bytes: borrowing FileArena, _ strings: Range<Int>) throws(NotPlain) {
      var place = strings.lowerBound
      while place < strings.upperBound {
        let nul = bytes.firstNUL(from: place, below: strings.upperBound)
        if nul == strings.upperBound { break }
        end = UInt32(truncatingIfNeeded: nul &+ 1 &- strings.lowerBound)
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
    let end = structure.upperBound
    var at = structure.lowerBound
    var node = -1
    var hasChildren = false
    // Every tag begins in front of the end, at a multiple of 4.
    guard end % 4 == 0 else { throw NotPlain() }
    while at < end {
      switch bytes.word(at: at).bigEndian {
      case 3:
        guard at &+ 12 <= end else { throw NotPlain() }
        let length = Int(bytes.cell(at: at &+ 4))
        let name = bytes.cell(at: at &+ 8)
        let value = at &+ 12
        guard !hasChildren, node >= 0, name < names.end, length <= end &- value else { throw NotPlain() }
        if name == names.phandle || name == names.otherPhandle {
          try notePhandle(bytes, node, value, length)
        } else if name == names.linuxPhandle {
          throw NotPlain()
        }
        at = (value &+ length &+ 3) & ~3
      case 1:
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
        hasChildren = false
      case 2:
        guard node >= 0 else { throw NotPlain() }
        nodes[node].following = UInt32(truncatingIfNeeded: nodes.count)
        node = node == 0 ? -1 : Int(nodes[node].parent)
        hasChildren = true
        at &+= 4
      case 9:
        guard node < 0, !nodes.isEmpty, at &+ 4 == end else { throw NotPlain() }
        return
      default: throw NotPlain()
      }
    }
    throw NotPlain()
  }

  private mutating func notePhandle(
    _ bytes: borrowing FileArena, _ node: Int, _ value: Int, _ length: Int
  ) throws(NotPlain) {
    guard length == 4 else { throw NotPlain() }
    let phandle = bytes.cell(at: value)
    guard phandle != 0, phandle != .max, nodes[node].phandle == 0 else { throw NotPlain() }
    nodes[node].phandle = phandle
    phandles.append(UInt32(truncatingIfNeeded: value))
    phandleNodes.append(UInt32(truncatingIfNeeded: node))
  }
}
