/// In-place editing of a blob, by libfdt's rules: what follows the place of an edit is moved, and a
/// value is padded to a multiple of 4 with whatever was there before.
///
/// Each edit costs a move of what follows it. For many edits of a large tree, `EditedBlob` does the
/// same on a decoded blob.
extension FlatBlob {
  /// The number of bytes up to the end of the strings block.
  private var dataSize: Int { stringsOffset + stringsSize }

  /// Whether the blob can be edited as it is (libfdt's `fdt_rw_probe_`).
  private mutating func checkEditable() throws(FDTErrorCode) {
    if version < 17 { throw .badVersion }
    if isMisordered(reservations: 16, structure: structureSize) || totalSize > bytes.count {
      throw .badLayout
    }
    version = 17
    put(17, at: 20)
  }

  private func isMisordered(reservations: Int, structure: Int) -> Bool {
    reservationsOffset < 40 || structureOffset < reservationsOffset + reservations
      || stringsOffset < structureOffset + structure || totalSize < dataSize
  }

  /// Replaces `old` bytes at a byte of the file with room for `count` bytes, moving what follows.
  private mutating func splice(at place: Int, _ old: Int, _ count: Int) throws(FDTErrorCode) {
    guard place + old <= dataSize else { throw .badOffset }
    guard dataSize - old + count <= totalSize else { throw .noSpace }
    let tail = Array(bytes[place + old..<dataSize])
    bytes.replaceSubrange(place + count..<place + count + tail.count, with: tail)
  }

  private mutating func spliceStructure(at place: Int, _ old: Int, _ count: Int) throws(FDTErrorCode) {
    try splice(at: place, old, count)
    structureSize += count - old
    stringsOffset += count - old
    put(UInt32(truncatingIfNeeded: structureSize), at: 36)
    put(UInt32(truncatingIfNeeded: stringsOffset), at: 12)
  }

  private mutating func put(_ cell: UInt32, at place: Int) {
    var out = bytes.mutableSpan
    var at = place
    DeviceTreeBlob.put(cell, &out, &at)
  }

  private mutating func put(_ source: Span<UInt8>, at place: Int) {
    var out = bytes.mutableSpan
    var at = place
    DeviceTreeBlob.put(source, &out, &at)
  }

  // MARK: Properties

  /// Sets a node's property to a value: in place, or as the node's first property (libfdt's
  /// `fdt_setprop`). Throws `noSpace` if the total size is too small; see `grow(by:)`.
  public mutating func setProperty(
    _ name: Span<UInt8>, _ value: Span<UInt8>, of node: Int
  ) throws(FDTErrorCode) {
    try checkEditable()
    let place: Int
    do throws(FDTErrorCode) {
      let property = try property(name, of: node)
      let old = self.value(of: property)
      try spliceStructure(at: old.lowerBound, aligned(old.count, to: 4), aligned(value.count, to: 4))
      place = old.lowerBound
    } catch .notFound {
      place = try addProperty(name, value.count, to: node)
    }
    put(UInt32(truncatingIfNeeded: value.count), at: place - 8)
    put(value, at: place)
  }

  /// Makes room for a new property; returns where its value goes.
  private mutating func addProperty(
    _ name: Span<UInt8>, _ count: Int, to node: Int
  ) throws(FDTErrorCode) -> Int {
    let content = try content(of: node)
    let stringsBefore = stringsSize
    let nameOffset = try offset(of: name)
    let place = structureOffset + content
    do throws(FDTErrorCode) {
      try spliceStructure(at: place, 0, 12 + aligned(count, to: 4))
    } catch {
      setStringsSize(stringsBefore)
      throw error
    }
    put(BlobTag.property, at: place)
    put(UInt32(truncatingIfNeeded: nameOffset), at: place + 8)
    return place + 12
  }

  private mutating func setStringsSize(_ size: Int) {
    stringsSize = size
    put(UInt32(truncatingIfNeeded: size), at: 32)
  }

  /// Returns the offset of a name in the strings block, appending it if it is not there.
  private mutating func offset(of name: Span<UInt8>) throws(FDTErrorCode) -> Int {
    if let offset = find(name) { return offset }
    let offset = stringsSize
    try splice(at: dataSize, 0, name.count + 1)
    put(name, at: dataSize)
    bytes[dataSize + name.count] = 0
    setStringsSize(offset + name.count + 1)
    return offset
  }

  private func find(_ name: Span<UInt8>) -> Int? {
    let span = bytes.span
    let last = dataSize &- name.count &- 1
    var start = stringsOffset
    while start <= last {
      if span.hasString(name, at: start) { return start &- stringsOffset }
      start &+= 1
    }
    return nil
  }

  /// Deletes a property (libfdt's `fdt_delprop`); its name stays in the strings block.
  public mutating func deleteProperty(_ name: Span<UInt8>, of node: Int) throws(FDTErrorCode) {
    try checkEditable()
    let property = try property(name, of: node)
    try spliceStructure(
      at: structureOffset + property, 12 + aligned(value(of: property).count, to: 4), 0)
  }

  // MARK: Nodes

  /// Adds a node as the first of its parent's subnodes (libfdt's `fdt_add_subnode_namelen`). Throws
  /// `exists` if `subnode(of:named:)` finds one.
  @discardableResult
  public mutating func addNode(named name: Span<UInt8>, to parent: Int) throws(FDTErrorCode) -> Int {
    try checkEditable()
    do throws(FDTErrorCode) {
      _ = try subnode(of: parent, named: name)
    } catch .notFound {
      return try insertNode(named: name, into: parent)
    }
    throw .exists
  }

  private mutating func insertNode(named name: Span<UInt8>, into parent: Int) throws(FDTErrorCode) -> Int {
    var next = try content(of: parent)
    var offset: Int
    repeat {
      offset = next
      guard let tag = try? tag(at: &next), tag == .property || tag == .nop else { break }
    } while true
    let nameSize = aligned(name.count + 1, to: 4)
    let place = structureOffset + offset
    try spliceStructure(at: place, 0, 4 + nameSize + 4)
    put(BlobTag.beginNode, at: place)
    bytes.replaceSubrange(place + 4..<place + 4 + nameSize, with: repeatElement(0, count: nameSize))
    put(name, at: place + 4)
    put(BlobTag.endNode, at: place + 4 + nameSize)
    return offset
  }

  /// Deletes a node and everything below it (libfdt's `fdt_del_node`).
  public mutating func deleteNode(_ node: Int) throws(FDTErrorCode) {
    try checkEditable()
    var depth = 0
    var end = node
    while depth >= 0 { end = try self.node(after: end, depth: &depth) }
    try spliceStructure(at: structureOffset + node, end - node, 0)
  }

  // MARK: The blob

  /// Returns the number of entries of the memory reservation block, without the one that ends it.
  private func reservationCount() throws(FDTErrorCode) -> Int {
    let file = bytes.span.extracting(0..<end)
    var count = 0
    while let size = file.doubleCell(at: reservationsOffset + count * 16 + 8) {
      if size == 0 { return count }
      count += 1
    }
    throw .truncated
  }

  /// Adds room for `count` bytes after the strings block and makes version 16 version 17 (libfdt's
  /// `fdt_open_into`, in place). Throws `badLayout` if the blocks are not in order.
  public mutating func grow(by count: Int) throws(FDTErrorCode) {
    let reservations = (try reservationCount() + 1) * 16
    var size = structureSize
    if version == 16 {
      size = 0
      while try tag(at: &size) != .end {}
    } else if version < 16 {
      throw .badVersion
    }
    if isMisordered(reservations: reservations, structure: size) || totalSize > bytes.count {
      throw .badLayout
    }
    guard count <= Int(Int32.max) - totalSize else { throw .noSpace }
    version = 17
    structureSize = size
    totalSize += count
    if bytes.count < totalSize {
      bytes.append(contentsOf: repeatElement(0, count: totalSize - bytes.count))
    }
    end = totalSize
    put(17, at: 20)
    put(UInt32(truncatingIfNeeded: size), at: 36)
    put(UInt32(truncatingIfNeeded: totalSize), at: 4)
  }

  /// Puts the blocks one right after the other and cuts off what follows them (libfdt's `fdt_pack`).
  public mutating func pack() throws(FDTErrorCode) {
    try checkEditable()
    let reservations = (try reservationCount() + 1) * 16
    guard dataSize <= bytes.count, reservationsOffset + reservations <= bytes.count else { throw .truncated }
    var packed = Array(bytes[..<40])
    packed.append(contentsOf: bytes[reservationsOffset..<reservationsOffset + reservations])
    packed.append(contentsOf: bytes[structureOffset..<structureOffset + structureSize])
    packed.append(contentsOf: bytes[stringsOffset..<dataSize])
    bytes = packed
    reservationsOffset = 40
    structureOffset = 40 + reservations
    stringsOffset = structureOffset + structureSize
    totalSize = packed.count
    end = totalSize
    put(UInt32(truncatingIfNeeded: totalSize), at: 4)
    put(UInt32(truncatingIfNeeded: structureOffset), at: 8)
    put(UInt32(truncatingIfNeeded: stringsOffset), at: 12)
    put(40, at: 16)
  }
}
