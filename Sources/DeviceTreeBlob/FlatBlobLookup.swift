/// Lookup of nodes and properties, by libfdt's rules.
extension FlatBlob {
  // MARK: Nodes

  /// Returns the first subnode with this name, or with this name before any unit address if `name`
  /// has none (libfdt's `fdt_subnode_offset_namelen`).
  public func subnode(of parent: Int, named name: Span<UInt8>) throws(FDTErrorCode) -> Int {
    let hasAddress = name.contains(0x40)
    var depth = 0
    var offset = try content(of: parent)
    while true {
      let start = offset
      switch try tag(at: &offset) {
      case .property, .nop: break
      case .beginNode:
        depth += 1
        if depth == 1, nameMatches(start, offset, name, hasAddress) { return start }
      case .endNode:
        depth -= 1
        if depth < 0 { throw .notFound }
      case .end: throw .notFound
      }
    }
  }

  /// Returns a node's first subnode; nil if it has none that can be read (libfdt's `fdt_first_subnode`).
  public func firstSubnode(of parent: Int) -> Int? {
    var depth = 0
    let first = try? node(after: parent, depth: &depth)
    return depth == 1 ? first : nil
  }

  /// Returns the next subnode of the same node; nil if there is none that can be read (libfdt's
  /// `fdt_next_subnode`).
  public func subnode(after subnode: Int) -> Int? {
    var depth = 1
    var next = subnode
    repeat {
      guard let found = try? node(after: next, depth: &depth), depth >= 1 else { return nil }
      next = found
    } while depth > 1
    return next
  }

  /// Whether a name refers to the node at `node`, whose next tag is at `next`.
  @inline(__always)
  private func nameMatches(_ node: Int, _ next: Int, _ name: Span<UInt8>, _ hasAddress: Bool) -> Bool {
    var start = structureOffset &+ node &+ 4
    if version < 16 {
      guard let leaf = self.name(of: node) else { return false }
      start = leaf.lowerBound
    }
    // A name too long to end before the next tag cannot match; otherwise the byte after it can be read.
    let span = bytes.span
    let limit = min(structureOffset &+ next, span.count)
    guard start &+ name.count < limit else { return false }
    for i in name.indices where span[start &+ i] != name[i] { return false }
    let follower = span[start &+ name.count]
    return follower == 0 || follower == 0x40 && !hasAddress
  }

  /// Returns the node at a path, whose first component is an alias unless the path begins with a
  /// slash (libfdt's `fdt_path_offset`).
  public func node(atPath path: Span<UInt8>) throws(FDTErrorCode) -> Int {
    guard !path.isEmpty else { throw .badPath }
    var node = Self.root
    var position = 0
    if path[0] != 0x2F {
      while position < path.count, path[position] != 0x2F { position += 1 }
      node = try self.node(aliased: path.extracting(0..<position))
    }
    while position < path.count {
      while position < path.count, path[position] == 0x2F { position += 1 }
      if position == path.count { break }
      var end = position
      while end < path.count, path[end] != 0x2F { end += 1 }
      node = try subnode(of: node, named: path.extracting(position..<end))
      position = end
    }
    return node
  }

  /// Returns the node that a property of `/aliases` refers to; its value must be an absolute path.
  private func node(aliased name: Span<UInt8>) throws(FDTErrorCode) -> Int {
    let aliases: [UInt8] = Array("aliases".utf8)
    guard let node = try? subnode(of: Self.root, named: aliases.span),
      let value = try? value(of: name, in: node), !value.isEmpty, bytes[value.upperBound - 1] == 0,
      bytes[value.lowerBound] == 0x2F
    else { throw .badPath }
    let path = Array(bytes[value].prefix { $0 != 0 })
    return try self.node(atPath: path.span)
  }

  // MARK: Properties

  /// Returns a node's first property; throws `notFound` if it has none.
  public func firstProperty(of node: Int) throws(FDTErrorCode) -> Int {
    try property(from: try content(of: node))
  }

  /// Returns the next property of the same node; throws `notFound` after the last. What follows a
  /// subnode does not count.
  public func property(after property: Int) throws(FDTErrorCode) -> Int {
    var offset = property
    guard let tag = try? tag(at: &offset), tag == .property else { throw .badOffset }
    return try self.property(from: offset)
  }

  private func property(from start: Int) throws(FDTErrorCode) -> Int {
    var offset = start
    while true {
      let here = offset
      switch try tag(at: &offset) {
      case .property: return here
      case .nop: break
      case .end: throw .badStructure
      case .beginNode, .endNode: throw .notFound
      }
    }
  }

  /// Returns a node's first property with this name (libfdt's `fdt_get_property`).
  func property(_ name: Span<UInt8>, of node: Int) throws(FDTErrorCode) -> Int {
    var offset = try content(of: node)
    while true {
      let here = offset
      switch try tag(at: &offset) {
      case .property: if string(at: nameOffset(of: here), equals: name) { return here }
      case .nop: break
      case .end: throw .badStructure
      case .beginNode, .endNode: throw .notFound
      }
    }
  }

  /// Returns the value of a node's first property with this name, as a range of the file.
  public func value(of name: Span<UInt8>, in node: Int) throws(FDTErrorCode) -> Range<Int> {
    value(of: try property(name, of: node))
  }

  /// Returns the value of the property at an offset, where there must be one, as a range of the file.
  public func value(of property: Int) -> Range<Int> {
    let length = Int(bytes.span.cell(at: structureOffset + property + 4) ?? 0)
    var start = property + 12
    if version < 16, length >= 8, start & 7 != 0 { start += 4 }
    return structureOffset + start..<structureOffset + start + length
  }

  /// Returns the offset in the strings block of the name of the property at an offset.
  @inline(__always)
  func nameOffset(of property: Int) -> UInt32 {
    bytes.span.cell(at: structureOffset &+ property &+ 8) ?? 0
  }

  /// Returns the name of the property at an offset, as a range of the file without its NUL; nil if it
  /// is not a string of the strings block.
  public func name(ofProperty property: Int) -> Range<Int>? {
    let offset = Int(nameOffset(of: property))
    guard let limit = stringsLimit(from: offset) else { return nil }
    let start = stringsOffset + offset
    guard let end = bytes[start..<limit].firstIndex(of: 0) else { return nil }
    return start..<end
  }

  /// Returns where the string at an offset must have ended; nil if out of bounds (libfdt's `fdt_get_string`).
  @inline(__always)
  private func stringsLimit(from offset: Int) -> Int? {
    let start = stringsOffset &+ offset
    guard offset <= Int(Int32.max), start < end else { return nil }
    if version < 17 { return end }
    return offset < stringsSize ? min(end, stringsOffset &+ stringsSize) : nil
  }

  @inline(__always)
  private func string(at nameOffset: UInt32, equals name: Span<UInt8>) -> Bool {
    let offset = Int(nameOffset)
    guard let limit = stringsLimit(from: offset) else { return false }
    let start = stringsOffset &+ offset
    guard name.count < limit &- start else { return false }
    let span = bytes.span
    for i in name.indices where span[start &+ i] != name[i] { return false }
    return span[start &+ name.count] == 0
  }
}

extension Span<UInt8> {
  func contains(_ byte: UInt8) -> Bool {
    for i in indices where self[i] == byte { return true }
    return false
  }
}
