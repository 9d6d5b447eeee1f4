import DeviceTreeBlob

/// What an in-place merge gives up on: the blob is unusual, or it is wrong.
struct NotPlain: Error {}

/// The nodes of a blob that lies somewhere in a merge's bytes, found in one pass.
///
/// It takes plain blobs only: version 17, no NOP tags, all properties before the subnodes, nothing
/// between the blocks and no `linux,phandle`: what dtc and libfdt write.
struct PlacedTree {
  var nodes: [PlacedNode] = []
  /// How many nodes the blob has; those that were added have higher numbers.
  private(set) var count = 0
  /// Where its structure block lies.
  private(set) var structure = 0..<0
  /// Where its strings block lies.
  private(set) var strings = 0..<0
  /// Where the values of its `phandle` properties are.
  private(set) var phandles: [UInt32] = []
  /// The entries of the memory reservation block, the one that ends them among them.
  private(set) var reservations = 0..<0
  var records: [PlacedProperty] = []
  var childIndex = PlacedIndex()
  var propertyIndex = PlacedIndex()

  /// Reads the blob that begins at `start`.
  mutating func read(_ file: [UInt8], from start: Int) throws(NotPlain) {
    let bytes = file.span
    nodes.removeAll(keepingCapacity: true)
    phandles.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
    childIndex.removeAll()
    propertyIndex.removeAll()
    try readHeader(bytes, start)
    try readStructure(bytes)
    count = nodes.count
  }

  /// Whether the blocks lie as dtc and libfdt leave them, with nothing between them.
  var hasUsualLayout: Bool {
    reservations.lowerBound >= 40 && reservations.upperBound == structure.lowerBound
      && structure.upperBound == strings.lowerBound
  }

  private mutating func readHeader(_ bytes: Span<UInt8>, _ start: Int) throws(NotPlain) {
    let header: BlobHeader
    do throws(BlobError) {
      header = try BlobHeader(bytes.extracting(start..<bytes.count))
    } catch {
      throw NotPlain()
    }
    guard header.version == 17, header.structureOffset % 4 == 0, let size = header.structureSize else {
      throw NotPlain()
    }
    let block = start + Int(header.structureOffset)
    structure = block..<block + Int(size)
    let names = start + Int(header.stringsOffset)
    strings = names..<names + Int(header.stringsSize)
    let entries = start + Int(header.reservationsOffset)
    var end = entries
    while true {
      guard let high = bytes.cell(at: end + 8), let low = bytes.cell(at: end + 12) else { throw NotPlain() }
      end += 16
      if high == 0, low == 0 { break }
    }
    guard end <= start + Int(header.totalSize) else { throw NotPlain() }
    reservations = entries..<end
  }

  private mutating func readStructure(_ bytes: Span<UInt8>) throws(NotPlain) {
    nodes.reserveCapacity(1 << 12)
    let block = bytes.extracting(0..<structure.upperBound)
    // Names that begin behind the last NUL do not end.
    var named = strings.upperBound
    while named > strings.lowerBound, bytes[named - 1] != 0 { named -= 1 }
    let nameCount = UInt32(truncatingIfNeeded: named - strings.lowerBound)
    var at = structure.lowerBound
    var node = -1
    var hasChildren = false
    while let tag = block.cell(at: at) {
      switch tag {
      case 3:
        guard let length = block.cell(at: at &+ 4), let nameOffset = block.cell(at: at &+ 8) else {
          throw NotPlain()
        }
        let value = at &+ 12
        guard !hasChildren, node >= 0, nameOffset < nameCount, Int(length) <= block.count &- value
        else { throw NotPlain() }
        let name = strings.lowerBound &+ Int(nameOffset)
        if let start = bytes.cell(at: name), start == Self.phan || start == Self.linu {
          try notePhandle(bytes, node, name, value, length)
        }
        at = (value &+ Int(length) &+ 3) & ~3
      case 1:
        if node >= 0, !hasChildren { nodes[node].subnodes = UInt32(truncatingIfNeeded: at) }
        let name = at &+ 4
        var end = name
        while end < block.count, block[end] != 0 { end &+= 1 }
        guard end < block.count, node >= 0 ? end > name : nodes.isEmpty && end == name else {
          throw NotPlain()
        }
        at = (end &+ 4) & ~3
        nodes.append(
          PlacedNode(
            name: UInt32(truncatingIfNeeded: name), nameLength: UInt32(truncatingIfNeeded: end &- name),
            content: UInt32(truncatingIfNeeded: at), subnodes: 0,
            parent: UInt32(truncatingIfNeeded: max(node, 0)), following: 0))
        node = nodes.count &- 1
        hasChildren = false
      case 2:
        guard node >= 0 else { throw NotPlain() }
        if !hasChildren { nodes[node].subnodes = UInt32(truncatingIfNeeded: at) }
        nodes[node].following = UInt32(truncatingIfNeeded: nodes.count)
        node = node == 0 ? -1 : Int(nodes[node].parent)
        hasChildren = true
        at &+= 4
      case 9:
        guard node < 0, !nodes.isEmpty, at &+ 4 == structure.upperBound else { throw NotPlain() }
        return
      default: throw NotPlain()
      }
    }
    throw NotPlain()
  }

  // How "phandle" and "linux,phandle" begin and go on, as cells.
  private static var phan: UInt32 { 0x7068_616E }
  private static var dle: UInt32 { 0x646C_6500 }
  private static var linu: UInt32 { 0x6C69_6E75 }
  private static var xph: UInt32 { 0x782C_7068 }

  /// Notes the value of a property if it is the node's phandle.
  private mutating func notePhandle(
    _ bytes: Span<UInt8>, _ node: Int, _ name: Int, _ value: Int, _ length: UInt32
  ) throws(NotPlain) {
    guard let rest = bytes.cell(at: name + 4) else { return }
    if bytes.cell(at: name) == Self.linu {
      if rest == Self.xph { throw NotPlain() }
    } else if rest == Self.dle {
      guard length == 4, let phandle = bytes.cell(at: value), phandle != 0, phandle != .max,
        nodes[node].phandle == 0
      else { throw NotPlain() }
      nodes[node].phandle = phandle
      phandles.append(UInt32(truncatingIfNeeded: value))
    }
  }

  /// Adds a node in front of its parent's other children.
  mutating func add(name: Range<Int>, to parent: Int) -> Int {
    let number = UInt32(truncatingIfNeeded: nodes.count)
    var node = PlacedNode(
      name: UInt32(truncatingIfNeeded: name.lowerBound), nameLength: UInt32(truncatingIfNeeded: name.count),
      content: 0, subnodes: 0, parent: UInt32(truncatingIfNeeded: parent), following: number)
    node.nextAdded = nodes[parent].firstAdded
    nodes[parent].firstAdded = number
    nodes.append(node)
    return Int(number)
  }

  subscript(node: Int) -> PlacedNode {
    @inline(__always) get { nodes[node] }
    @inline(__always) _modify { yield &nodes[node] }
  }
}
