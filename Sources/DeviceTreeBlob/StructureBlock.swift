import DeviceTree
import SourceText

/// The structure block, measured and then written: two walks over the tree that must agree.
extension Encoding {
  /// The `name` property that versions before 16 require in every node.
  struct NameProperty {
    let symbol: Symbol?
    var offset: UInt32 = 0
  }

  /// Computes the size of the structure block and the offset of each name.
  mutating func measure() throws(BlobError) -> NameProperty {
    var nameProperty = NameProperty(symbol: tree.names.find("name"))
    var size = 0
    var pathLength = 0
    var walk = Walk()
    while let step = walk.next(in: tree) {
      switch step {
      case .end(let node):
        size &+= 4 &+ 4 &* nopsAfter(node)
        pathLength &-= pathComponentLength(of: node)
      case .begin(let node):
        pathLength &+= pathComponentLength(of: node)
        let written =
          version.hasFullPaths ? max(1, pathLength) : tree.names.length(tree.name(of: node))
        size = aligned(size &+ 4 &+ written &+ 1, to: 4)
        size = try measureProperties(of: node, from: size, &nameProperty)
        guard size <= Int(Int32.max) else { throw tooLarge(size) }
      }
    }
    structureSize = size &+ 4 &+ (layout?.structureTail.count ?? 0)
    guard structureSize <= Int(Int32.max) else { throw tooLarge(structureSize) }
    return nameProperty
  }

  private mutating func measureProperties(
    of node: NodeID, from start: Int, _ nameProperty: inout NameProperty
  ) throws(BlobError) -> Int {
    var size = start
    var sawName = false
    var next = tree.firstProperty(of: node)
    while let property = next {
      let name = tree.name(of: property)
      if layout == nil { nameOffsets[property.index] = try offset(of: name) }
      if name == nameProperty.symbol { sawName = true }
      size &+= 4 &* nopsBefore(property)
      size = sizeOfProperty(tree.value(of: property).count, from: size)
      // After each single property, so that no sum can overflow.
      guard size <= Int(Int32.max) else { throw tooLarge(size) }
      next = tree.nextProperty(after: property)
    }
    if version.hasNameProperties, !sawName {
      let spelled: [UInt8] = Array("name".utf8)
      guard let offset = strings.offset(of: spelled.span) else {
        throw tooLarge(strings.bytes.count)
      }
      nameProperty.offset = offset
      let lengths = implicitNameLengths(of: node)
      size = valueStart(lengths.value, from: size &+ 12)
      size = aligned(size &+ lengths.written, to: 4)
    }
    return size &+ 4 &* nopsAfterProperties(of: node)
  }

  /// Returns what a node adds to the lengths of paths below it: a slash and its name; 0 for a root
  /// without a name.
  private func pathComponentLength(of node: NodeID) -> Int {
    let length = tree.names.length(tree.name(of: node))
    return node == .root && length == 0 ? 0 : length &+ 1
  }

  @inline(__always)
  private func valueStart(_ length: Int, from size: Int) -> Int {
    version.alignsValues && length >= 8 ? aligned(size, to: 8) : size
  }

  @inline(__always)
  private func sizeOfProperty(_ length: Int, from size: Int) -> Int {
    aligned(valueStart(length, from: size &+ 12) &+ length, to: 4)
  }

  /// Returns the lengths of an implicit `name` property: its value's, which counts the node's name up
  /// to the unit address and a terminator, and the number of bytes that dtc writes for it. These
  /// differ for a name that begins with `@`, which dtc writes in full.
  private func implicitNameLengths(of node: NodeID) -> (value: Int, written: Int) {
    tree.names.withBytes(of: tree.name(of: node)) { name in
      var base = 0
      while base < name.count, name[base] != 0x40 { base += 1 }
      return (base + 1, (base == 0 ? name.count : base) + 1)
    }
  }

  private func nopsBefore(_ property: PropertyID) -> Int {
    nops?.beforeProperty[property] ?? 0
  }

  private func nopsAfterProperties(of node: NodeID) -> Int { nops?.afterProperties[node] ?? 0 }

  private func nopsAfter(_ node: NodeID) -> Int { nops?.afterNode[node] ?? 0 }

  // MARK: - Writing

  /// Writes the block at `start`, where all bytes are still zero.
  func writeStructure(into bytes: inout [UInt8], at start: Int, nameProperty: NameProperty) {
    var out = bytes.mutableSpan
    var at = start
    var path: [UInt8] = []
    var walk = Walk()
    while let step = walk.next(in: tree) {
      switch step {
      case .end(let node):
        put(BlobTag.endNode, &out, &at)
        putNOPs(nopsAfter(node), &out, &at)
        if version.hasFullPaths { path.removeLast(pathComponentLength(of: node)) }
      case .begin(let node):
        put(BlobTag.beginNode, &out, &at)
        let name = tree.name(of: node)
        if version.hasFullPaths {
          if pathComponentLength(of: node) > 0 {
            path.append(0x2F)
            tree.names.append(name, to: &path)
          }
          let written: [UInt8] = path.isEmpty ? [0x2F] : path
          put(written.span, &out, &at)
        } else {
          tree.names.withBytes(of: name) { put($0, &out, &at) }
        }
        at &+= 1
        if let filling = filling[node] {
          putFilling(filling, &out, &at, start)
        }
        at = start &+ aligned(at &- start, to: 4)
        writeProperties(of: node, nameProperty, &out, &at, start)
      }
    }
    put(BlobTag.end, &out, &at)
    if let layout { put(layout.structureTail.span, &out, &at) }
  }

  private func writeProperties(
    of node: NodeID, _ nameProperty: NameProperty, _ out: inout MutableSpan<UInt8>,
    _ at: inout Int, _ start: Int
  ) {
    var sawName = false
    var next = tree.firstProperty(of: node)
    while let property = next {
      let value = tree.value(of: property)
      if tree.name(of: property) == nameProperty.symbol { sawName = true }
      putNOPs(nopsBefore(property), &out, &at)
      put(BlobTag.property, &out, &at)
      put(UInt32(truncatingIfNeeded: value.count), &out, &at)
      put(nameOffsets[property.index], &out, &at)
      at = start &+ valueStart(value.count, from: at &- start)
      tree.withBytes(of: value) { put($0, &out, &at) }
      if let filling = filling[property] {
        putFilling(filling, &out, &at, start)
      }
      at = start &+ aligned(at &- start, to: 4)
      next = tree.nextProperty(after: property)
    }
    if version.hasNameProperties, !sawName {
      let lengths = implicitNameLengths(of: node)
      put(BlobTag.property, &out, &at)
      put(UInt32(truncatingIfNeeded: lengths.value), &out, &at)
      put(nameProperty.offset, &out, &at)
      at = start &+ valueStart(lengths.value, from: at &- start)
      tree.names.withBytes(of: tree.name(of: node)) {
        put($0.extracting(0..<lengths.written - 1), &out, &at)
      }
      at = start &+ aligned(at &+ 1 &- start, to: 4)
    }
    putNOPs(nopsAfterProperties(of: node), &out, &at)
  }

  private func putFilling(
    _ filling: UInt32, _ out: inout MutableSpan<UInt8>, _ at: inout Int, _ start: Int
  ) {
    var rest = filling
    while (at &- start) & 3 != 0 {
      out[at] = UInt8(truncatingIfNeeded: rest)
      rest >>= 8
      at &+= 1
    }
  }

  private func putNOPs(_ count: Int, _ out: inout MutableSpan<UInt8>, _ at: inout Int) {
    for _ in 0..<count { put(BlobTag.nop, &out, &at) }
  }
}

/// The walk over a tree in the order of a structure block: each node begins, has its children, and
/// ends. It needs no stack, however deep the tree is.
struct Walk {
  enum Step {
    case begin(NodeID)
    case end(NodeID)
  }

  private var node = NodeID.root
  private var isStarted = false
  private var isEnded = false
  /// Whether the last step was the end of `node`.
  private var hasLeft = false

  @inline(__always)
  mutating func next(in tree: DeviceTree) -> Step? {
    if !isStarted {
      isStarted = true
      return .begin(node)
    }
    if isEnded { return nil }
    if !hasLeft, let child = tree.firstChild(of: node) {
      node = child
      return .begin(child)
    }
    if hasLeft {
      if let sibling = tree.nextSibling(of: node) {
        node = sibling
        hasLeft = false
        return .begin(sibling)
      }
      guard let parent = tree.parent(of: node) else { return nil }
      node = parent
    }
    hasLeft = true
    isEnded = node == .root
    return .end(node)
  }
}
