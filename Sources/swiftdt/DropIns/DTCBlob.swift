import DeviceTree
import DeviceTreeBlob
import SourceText

/// dtc's way through a blob, by which one that is refused or odd is read once more, for dtc's messages and their
/// order, and for the tree of what dtc takes and libfdt would not.
///
/// dtc reads front to back, warns as it goes, and stops at the first fault. It does not look at the size of the
/// structure block; what is inside a node decides where the block ends.
struct DTCBlob {
  private let bytes: [UInt8]
  private let header: DTCBlobHeader
  private var offset: Int
  private var tree = DeviceTree()
  private let phandleNames: PhandleNames
  /// The open nodes, and where the bytes of their names are, which before version 16 are paths.
  private var open: [(node: NodeID, name: Range<Int>)] = []
  /// How many more bytes of names may be interned; see `BlobDecoder`.
  private var nameBudget: Int
  /// Warnings that are not written yet.
  private var warnings: [UInt8] = []

  /// Reads a blob as dtc does, and writes dtc's messages.
  static func read(_ blob: [UInt8]) throws(DropInExit) -> DeviceTree {
    let header = try DTCBlobHeader(blob)
    if var tree = plainTree(of: blob, header) {
      tree.bootCPU = header.bootCPU
      return tree
    }
    var reading = DTCBlob(blob, header)
    defer { reading.flush() }
    return try reading.run()
  }

  /// Returns the tree of a blob about which dtc has nothing to say and which it reads as libfdt does; nil of others.
  private static func plainTree(of blob: [UInt8], _ header: DTCBlobHeader) -> DeviceTree? {
    // Whatever the root's path is before version 16, dtc drops its first byte.
    if header.version < 16, blob.span.cell(at: header.structure + 4).map({ $0 >> 16 }) != 0x2F00 {
      return nil
    }
    guard let decoded = try? BlobDecoder.decode(blob, tolerating: .versions), !decoded.hasOuterNOPs,
      !decoded.hasUnknownNOPs
    else { return nil }
    return decoded.tree
  }

  private init(_ bytes: [UInt8], _ header: DTCBlobHeader) {
    self.bytes = bytes
    self.header = header
    offset = header.reservations
    nameBudget = header.strings.count * 64 + 65536
    tree.adopt(bytes)
    tree.bootCPU = header.bootCPU
    phandleNames = PhandleNames(in: &tree.names)
  }

  private mutating func run() throws(DropInExit) -> DeviceTree {
    while true {
      let (address, size) = (try doubleCell(), try doubleCell())
      if size == 0 { break }
      tree.reservations.append(MemoryReservation(address: address, size: size))
    }
    offset = header.structure
    let tag = try cell()
    guard tag == BlobTag.beginNode else {
      throw fatal("Device tree blob doesn't begin with FDT_BEGIN_NODE (begins with 0x\(Self.hex(tag)))")
    }
    try begin()
    while let (node, _) = open.last { try readElement(of: node) }
    guard try cell() == BlobTag.end else { throw fatal("Device tree blob doesn't end with FDT_END") }
    return tree
  }

  private mutating func readElement(of node: NodeID) throws(DropInExit) {
    let tag = try cell()
    switch tag {
    case BlobTag.beginNode: try begin()
    case BlobTag.endNode: open.removeLast()
    case BlobTag.property: try readProperty(of: node)
    case BlobTag.nop: if header.version < 16 { warn("NOP tag found in flat tree version <16") }
    case BlobTag.end: throw fatal("Premature FDT_END in device tree blob")
    default: throw fatal("Invalid opcode word \(Self.hex(tag)) in device tree blob")
    }
  }

  // MARK: Nodes and properties

  private mutating func begin() throws(DropInExit) {
    let start = offset
    let end = bytes.span.extracting(0..<header.totalSize).firstNUL(from: start)
    guard end < header.totalSize else { throw prematureEnd() }
    offset = end + 1
    try align(to: 4)
    let name = start..<end
    let symbol = symbol(header.version < 16 ? try leaf(of: name) : name)
    if let parent = open.last {
      open.append((tree.addNode(named: symbol, to: parent.node), name))
    } else {
      tree.setName(symbol, of: .root)
      open.append((.root, name))
    }
  }

  /// Returns the part of a path that dtc takes for the node's name: what follows the parent's path and one more
  /// byte, which need not be a slash. Where nothing follows, dtc reads what happens to be there; mostly nothing.
  private mutating func leaf(of path: Range<Int>) throws(DropInExit) -> Range<Int> {
    let parent = open.last?.name ?? path.lowerBound..<path.lowerBound
    guard bytes[path].starts(with: bytes[parent]) else {
      warnings += "FATAL ERROR: Path \"".utf8
      warnings += bytes[path]
      warnings += "\" is not valid as a child of \"".utf8
      warnings += bytes[parent]
      warnings += "\"\n".utf8
      throw DropInExit(1)
    }
    let separator = bytes[parent].elementsEqual([0x2F]) ? 0 : 1
    return min(path.lowerBound + parent.count + separator, path.upperBound)..<path.upperBound
  }

  private mutating func readProperty(of node: NodeID) throws(DropInExit) {
    if tree.hasChildRecords(node) { warn("Flat tree input has subnodes preceding a property.") }
    let length = Int(try cell())
    let name = try name(at: try cell())
    if header.version < 16, length >= 8 { try align(to: 8) }
    // A length that is negative as an `int` makes dtc crash.
    guard length <= header.totalSize - offset else { throw prematureEnd() }
    let property = tree.addProperty(name, tree.adoptedValue(offset..<offset + length), to: node)
    offset += length
    try align(to: 4)
    if phandleNames.contains(name), name == phandleNames.modern || tree.phandle(of: node) == 0,
      let phandle = tree.onlyCell(of: property)
    {
      tree.setPhandle(phandle, of: node)
    }
  }

  private mutating func name(at nameOffset: UInt32) throws(DropInExit) -> Symbol {
    let start = header.strings.lowerBound + Int(nameOffset)
    let end =
      start < header.strings.upperBound
      ? bytes.span.extracting(0..<header.strings.upperBound).firstNUL(from: start) : header.strings.upperBound
    guard end < header.strings.upperBound else {
      throw fatal("String offset \(Int32(bitPattern: nameOffset)) overruns string table")
    }
    nameBudget -= end - start
    if nameBudget < 0 { throw fatal(BlobError(.namesTooLong, at: offset).message) }
    return symbol(start..<end)
  }

  private mutating func symbol(_ range: Range<Int>) -> Symbol {
    // A copy of the reference: `tree` is changed.
    let bytes = bytes
    return tree.names.intern(bytes.span.extracting(range))
  }

  // MARK: Bytes

  private mutating func cell() throws(DropInExit) -> UInt32 {
    guard let cell = bytes.span.extracting(0..<header.totalSize).cell(at: offset) else {
      throw prematureEnd()
    }
    offset += 4
    return cell
  }

  private mutating func doubleCell() throws(DropInExit) -> UInt64 {
    UInt64(try cell()) << 32 | UInt64(try cell())
  }

  /// Skips to a multiple of an alignment from the start of the structure block.
  private mutating func align(to alignment: Int) throws(DropInExit) {
    offset = header.structure + aligned(offset - header.structure, to: alignment)
    if offset > header.totalSize { throw prematureEnd() }
  }

  // MARK: Messages

  private static func hex(_ cell: UInt32) -> String {
    var digits: [UInt8] = []
    FdtText.append(hex: cell, digits: 8, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  private mutating func warn(_ message: String) {
    warnings += "Warning: \(message)\n".utf8
    if warnings.count > 1 << 16 { flush() }
  }

  private mutating func flush() {
    if warnings.isEmpty { return }
    Console.complain(warnings)
    warnings.removeAll(keepingCapacity: true)
  }

  private mutating func prematureEnd() -> DropInExit {
    fatal("Premature end of data parsing flat device tree")
  }

  private mutating func fatal(_ message: String) -> DropInExit {
    flush()
    return .fatal(message)
  }
}
