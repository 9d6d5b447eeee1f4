import DeviceTree
import SourceText

/// Reads blobs of versions 1 to 17 (Devicetree Specification 5) into trees.
public enum BlobDecoder {
  /// Returns the tree in the blob at the start of a file, and the layout that the blob had.
  ///
  /// Node and property records are numbered in document order. Each node's phandle is the one that
  /// libfdt's `fdt_get_phandle` finds: that of `phandle`, or else of `linux,phandle`, if it has four
  /// bytes. What would be an error in a source, such as two properties with the same name, is kept.
  public static func decode(
    _ bytes: [UInt8], tolerating tolerance: BlobTolerance = []
  ) throws(BlobError) -> DecodedBlob {
    var decoding = Decoding(try BlobView(bytes, tolerating: tolerance), tolerance)
    return try decoding.run()
  }
}

/// The state of one decoding.
private struct Decoding {
  let view: BlobView
  let tolerance: BlobTolerance
  var tree: DeviceTree
  let phandleNames: PhandleNames

  /// The innermost open node; nil before the root and after it.
  var node: NodeID?
  var depth = 0
  /// Before version 16, the full paths of the open nodes, as ranges of the file.
  var paths: [Range<Int>] = []
  /// Whether the open node has had a subnode, after which no property should follow.
  var hasChildren = false
  var sawPhandle = false
  var sawLinuxPhandle = false

  /// The symbol interned for the name at each offset of the strings block, plus 1; 0 if there is none yet.
  var symbols: [UInt32]
  /// How many more bytes of names may be interned.
  var nameBudget: Int
  var nameOffsets: [UInt32] = []
  var nops = NOPTags()
  var filling = Filling()
  var pendingNOPs = 0
  var lastEnded: NodeID?
  var hasUnknownNOPs = false
  var hasOuterNOPs = false

  init(_ view: BlobView, _ tolerance: BlobTolerance) {
    self.view = view
    self.tolerance = tolerance
    let structure = view.structure
    let size = min(structure.count, Int(view.header.totalSize))
    // Typical sizes; the tree grows if it needs more.
    tree = DeviceTree(names: SymbolTable(minimumCapacity: 16 + size / 96))
    tree.reserve(nodes: size / 96, properties: size / 24, valueBytes: 0, isWritten: false)
    tree.adopt(view.bytes)
    nameOffsets.reserveCapacity(size / 24)
    phandleNames = PhandleNames(in: &tree.names)
    symbols = [UInt32](repeating: 0, count: view.strings.count)
    // Names may overlap as suffixes, so together they may exceed the block, but hardly 64 times.
    nameBudget = view.strings.count * 64 + 65536
  }

  mutating func run() throws(BlobError) -> DecodedBlob {
    var endAddress: UInt64 = 0
    var reservationFault: BlobError?
    do throws(BlobError) {
      (tree.reservations, endAddress) = try view.readReservations()
    } catch {
      guard tolerance.contains(.reservations) else { throw error }
      reservationFault = error
    }
    tree.bootCPU = view.header.bootCPU
    var offset = view.structure.lowerBound
    var isOver = false
    while !isOver {
      let start = offset
      switch try view.token(at: &offset) {
      case .beginNode(let name):
        try begin(name, at: start)
        if let node, let bytes = fill(name.upperBound + 1, offset) { filling[node] = bytes }
      case .endNode: try end(at: start)
      case .property(let nameOffset, let value):
        let property = try property(nameOffset, value, at: start)
        if let bytes = fill(value.upperBound, offset) { filling[property] = bytes }
      case .nop:
        pendingNOPs += 1
        if view.header.version < 16 { hasUnknownNOPs = true }
      case .end:
        try finish(at: start)
        if pendingNOPs > 0 { hasOuterNOPs = true }
        isOver = true
      }
    }
    return DecodedBlob(
      tree: tree, layout: layout(end: offset, endAddress), header: view.header,
      hasUnknownNOPs: hasUnknownNOPs, hasOuterNOPs: hasOuterNOPs,
      trailingBytes: view.bytes.count - Int(view.header.totalSize), reservationFault: reservationFault)
  }

  /// Returns the padding between two bytes of the file; nil if it is all zeros.
  @inline(__always)
  private func fill(_ start: Int, _ end: Int) -> UInt32? {
    guard start < end, end <= view.structure.upperBound else { return nil }
    return Filling.packed(view.bytes.span.extracting(start..<end))
  }

  private mutating func begin(_ name: Range<Int>, at offset: Int) throws(BlobError) {
    let bytes = view.bytes
    let leaf = try leaf(of: name, at: offset)
    if let parent = node {
      noteNOPs(in: parent)
      node = tree.addNode(named: tree.names.intern(bytes.span.extracting(leaf)), to: parent)
    } else {
      guard lastEnded == nil else {
        throw BlobError(.contentAfterRoot(tag: BlobTag.beginNode), at: offset)
      }
      // A root with a name keeps it, as in dtc; NOP tags before the root are dropped.
      if !leaf.isEmpty { tree.setName(tree.names.intern(bytes.span.extracting(leaf)), of: .root) }
      hasOuterNOPs = pendingNOPs > 0
      pendingNOPs = 0
      node = .root
    }
    depth += 1
    hasChildren = false
    sawPhandle = false
    sawLinuxPhandle = false
    lastEnded = nil
  }

  /// Returns the part of a node's name that is its own: all of it or, before version 16, what follows
  /// its parent's path.
  private mutating func leaf(of name: Range<Int>, at offset: Int) throws(BlobError) -> Range<Int> {
    guard view.header.version < 16 else { return name }
    defer { paths.append(name) }
    let file = view.bytes
    let bytes = file.span
    var start = name.lowerBound
    if let parent = paths.last {
      // The root's path is a slash, which also separates it from its children's names.
      let own = bytes.extracting(parent)
      let path = bytes.extracting(name)
      guard path.count >= own.count else { throw BlobError(.pathOutsideParent, at: offset) }
      for i in own.indices where own[i] != path[i] { throw BlobError(.pathOutsideParent, at: offset) }
      start += own.count
      if paths.count > 1 {
        guard start < name.upperBound, bytes[start] == 0x2F else {
          throw BlobError(.pathOutsideParent, at: offset)
        }
        start += 1
      }
    } else if name.count == 1, bytes[start] == 0x2F {
      start += 1
    }
    return start..<name.upperBound
  }

  private mutating func end(at offset: Int) throws(BlobError) {
    guard let ended = node else {
      if lastEnded == nil { throw BlobError(.noRootNode(tag: BlobTag.endNode), at: offset) }
      throw BlobError(.contentAfterRoot(tag: BlobTag.endNode), at: offset)
    }
    noteNOPs(in: ended)
    depth -= 1
    if !paths.isEmpty { paths.removeLast() }
    node = tree.parent(of: ended)
    lastEnded = ended
    hasChildren = true
  }

  private mutating func property(
    _ nameOffset: UInt32, _ range: Range<Int>, at offset: Int
  ) throws(BlobError) -> PropertyID {
    guard let node else { throw BlobError(.propertyOutsideNode, at: offset) }
    let name = try symbol(at: nameOffset, for: offset)
    if hasChildren, !tolerance.contains(.lateProperties) {
      throw BlobError(
        .lateProperty(
          tree.names.printable(name), of: tree.printablePath(of: node),
          isSecond: tree.property(of: node, named: name) != nil), at: offset)
    }
    let property = tree.addProperty(name, tree.adoptedValue(range), to: node)
    nameOffsets.append(nameOffset)
    if pendingNOPs > 0 {
      nops.beforeProperty[property] = pendingNOPs
      nops.count += pendingNOPs
      pendingNOPs = 0
    }
    if !hasChildren, phandleNames.contains(name) {
      notePhandle(property, named: name, of: node)
    }
    return property
  }

  private mutating func notePhandle(
    _ property: PropertyID, named name: Symbol, of node: NodeID
  ) {
    // As in libfdt, only the first property with a given name counts.
    if name == phandleNames.modern, !sawPhandle {
      sawPhandle = true
      if let cell = tree.onlyCell(of: property) {
        tree.setPhandle(cell, of: node)
        sawLinuxPhandle = true
      }
    } else if name == phandleNames.legacy, !sawLinuxPhandle {
      sawLinuxPhandle = true
      if let cell = tree.onlyCell(of: property) { tree.setPhandle(cell, of: node) }
    }
  }

  private mutating func symbol(at nameOffset: UInt32, for offset: Int) throws(BlobError) -> Symbol {
    if Int(nameOffset) < symbols.count, symbols[Int(nameOffset)] != 0 {
      return Symbol(rawValue: symbols[Int(nameOffset)] - 1)
    }
    let name = try view.propertyName(at: nameOffset, for: offset)
    nameBudget -= name.count
    if nameBudget < 0 { throw BlobError(.namesTooLong, at: offset) }
    let bytes = view.bytes
    let symbol = tree.names.intern(bytes.span.extracting(name))
    symbols[Int(nameOffset)] = symbol.rawValue + 1
    return symbol
  }

  private func finish(at offset: Int) throws(BlobError) {
    if depth > 0 { throw BlobError(.endInsideNode(depth: depth), at: offset) }
    if lastEnded == nil { throw BlobError(.noRootNode(tag: BlobTag.end), at: offset) }
  }

  /// Records the pending NOP tags as following the node that ended last, or else the properties of
  /// `node`.
  private mutating func noteNOPs(in node: NodeID) {
    guard pendingNOPs > 0 else { return }
    if let lastEnded {
      nops.afterNode[lastEnded, default: 0] += pendingNOPs
    } else {
      nops.afterProperties[node, default: 0] += pendingNOPs
    }
    nops.count += pendingNOPs
    pendingNOPs = 0
  }

  private mutating func layout(end: Int, _ endAddress: UInt64) -> BlobLayout {
    if pendingNOPs > 0 {
      nops.afterNode[.root] = pendingNOPs
      nops.count += pendingNOPs
    }
    let header = view.header
    let structureEnd = header.structureSize == nil ? end : view.structure.upperBound
    let reservationsEnd = Int(header.reservationsOffset) + (tree.reservations.count + 1) * 16
    // Before version 16, the header is written anew.
    let isKept = header.version >= 16
    let isInOrder =
      header.reservationsOffset >= 40 && Int(header.structureOffset) >= reservationsEnd
      && Int(header.stringsOffset) >= structureEnd
    var layout = BlobLayout(
      strings: Array(view.bytes[view.strings]), nameOffsets: nameOffsets, version: header.version,
      lastCompatibleVersion: isInOrder && isKept ? header.lastCompatibleVersion : 16,
      reservationsEndAddress: endAddress,
      structureTail: Array(view.bytes[min(end, structureEnd)..<structureEnd]))
    layout.filling = filling
    layout.nops = nops
    if isInOrder {
      layout.gap = Array(view.bytes[structureEnd..<view.strings.lowerBound])
      // A copy, so that the tree stays the only owner of the file's bytes.
      layout.rest = BlobRest(Array(view.bytes[view.strings.upperBound..<Int(header.totalSize)]))
    }
    return layout
  }
}
