import SourceText

/// Merges the overlay's fragments and labels. The steps are explained at their counterparts in
/// `OverlayTarget`.
extension InPlaceMerge {
  mutating func mergeFragments() throws(NotPlain) {
    var phandle = 0
    for index in 0..<fragments.count {
      let fragment = fragments[index]
      var top = Int(fragment.target)
      if top == 0 {
        guard let target = try target(of: fragment) else { throw NotPlain() }
        top = target.node
        fragments[index].target = UInt32(truncatingIfNeeded: top)
        if let path = target.path {
          fragments[index].pathStart = UInt32(truncatingIfNeeded: path.lowerBound)
          fragments[index].pathEnd = UInt32(truncatingIfNeeded: path.upperBound)
        }
      }
      // The node of a fragment itself has no counterpart: its entry is the index of the fragment plus 1.
      counterparts[Int(fragment.node)] = UInt32(truncatingIfNeeded: index + 1)
      let content = Int(fragment.content)
      counterparts[content] = UInt32(truncatingIfNeeded: top + 1)
      try setProperties(overlay[content].properties, of: top)
      try notePhandle(of: content, as: top, &phandle)
      for node in content + 1..<Int(overlay[content].following) {
        let above = Int(counterparts[Int(overlay[node].parent)]) - 1
        let name = overlay.name(of: node)
        // The general merge warns of an `__overlay__` in an `__overlay__`.
        if name.count >= words.overlay.count, bytes.areEqual(words.overlay, at: name.lowerBound) {
          throw NotPlain()
        }
        let met: Int
        if let child = base.child(of: above, named: name, in: bytes) {
          met = child
          try setProperties(overlay[node].properties, of: met)
        } else {
          met = try addNode(name, to: above)
          try copyProperties(of: node, into: met)
        }
        counterparts[node] = UInt32(truncatingIfNeeded: met + 1)
        try notePhandle(of: node, as: met, &phandle)
      }
    }
  }

  /// Sets properties of a node of the base to those of a node of the overlay.
  mutating func setProperties(_ properties: Range<Int>, of target: Int) throws(NotPlain) {
    var place = properties.lowerBound
    while place < properties.upperBound {
      try set(propertyAt: place, of: target)
      place = overlay.placeBehind(place, in: bytes)
    }
  }

  /// Notes that a node of the base now has the phandle of a node of the overlay.
  @inline(__always)
  private mutating func notePhandle(of node: Int, as target: Int, _ index: inout Int) throws(NotPlain) {
    let phandle = overlay[node].phandle
    guard phandle != 0, phandle != base[target].phandle else { return }
    // Rare: the node has a different phandle, or a reference was written into the phandle.
    guard base[target].phandle == 0, bytes.cell(at: phandlePlace(of: node, &index)) == phandle else {
      throw NotPlain()
    }
    base[target].phandle = phandle
    try notePhandle(phandle, of: target, isOnly: true)
  }

  /// Adds the overlay's labels to the base's.
  mutating func mergeSymbols() throws(NotPlain) {
    let symbols = tables.symbols
    if symbols == 0 { return }
    // A node added for it would be written with a name from an overlay, and none need have that name.
    guard let target = symbolsNode() else { throw NotPlain() }
    var last = LastPath()
    let end = Int(overlay[symbols].contentEnd)
    var place = overlay[symbols].content
    while place < end {
      if let image = try mergedSymbol(at: place, &last) {
        let name = name(ofPropertyAt: place)
        let size = names.block.count
        let offset = try names.offset(of: name, in: bytes)
        var isThere = false
        if names.block.count == size { isThere = try hasLabel(name, offset, as: image, target) }
        if !isThere { try make(propertyAt: image, offset, of: target) }
      }
      place = overlay.placeBehind(place, in: bytes)
    }
  }

  /// Whether a label is in the base and stays what it was. One that leads to another node from now on takes
  /// the general merge, which reports it.
  private mutating func hasLabel(
    _ name: Range<Int>, _ nameOffset: UInt32, as image: Int, _ symbols: Int
  ) throws(NotPlain) -> Bool {
    let old: Int
    switch base.property(of: symbols, named: name, at: nameOffset, names.block, in: bytes) {
    case .record(let record): old = Int(base.records[record].image)
    case .place(let place): old = place
    case nil: return false
    }
    let value = value(at: image)
    guard self.value(at: old).count == value.count, bytes.areEqual(value, at: old &+ 12) else {
      throw NotPlain()
    }
    return true
  }

  /// The fragment of the previous label; labels are in the order of nodes.
  private struct LastPath {
    /// The name of the fragment's node.
    var fragment = 0..<0
    /// The path of its target; empty for the root.
    var target = 0..<0
  }

  /// Appends the property that a label of the overlay becomes to all other bytes and returns its place; nil
  /// if the label is in no fragment.
  private mutating func mergedSymbol(at place: Int, _ last: inout LastPath) throws(NotPlain) -> Int? {
    let value = value(at: place)
    let path = string(value)
    guard path.upperBound == value.upperBound - 1, !path.isEmpty, bytes[path.lowerBound] == 0x2F else {
      throw NotPlain()
    }
    let slash = bytes.first(0x2F, from: path.lowerBound + 1, below: path.upperBound)
    let inside = slash + 1 + words.overlay.count
    guard inside <= path.upperBound, bytes.areEqual(words.overlay, at: slash + 1),
      inside == path.upperBound || bytes[inside] == 0x2F
    else { return nil }
    let name = path.lowerBound + 1..<slash
    bytes.align()
    let image = bytes.count
    guard bytes.append(cell: 3), bytes.append(cell: 0), bytes.append(cell: 0) else { throw NotPlain() }
    let start = bytes.count
    if last.fragment.count == name.count, !name.isEmpty, bytes.areEqual(last.fragment, at: name.lowerBound) {
      try append(last.target)
    } else {
      try appendTarget(ofFragmentNamed: name)
    }
    last = LastPath(fragment: name, target: start..<bytes.count)
    if inside == path.upperBound {
      guard bytes.append(0x2F), bytes.append(0) else { throw NotPlain() }
    } else {
      try append(inside..<path.upperBound + 1)
    }
    bytes.setCell(UInt32(truncatingIfNeeded: bytes.count - start), at: image + 4)
    bytes.align()
    return image
  }

  /// Appends the path of a fragment's target; nothing for the root.
  private mutating func appendTarget(ofFragmentNamed name: Range<Int>) throws(NotPlain) {
    guard let node = topNode(named: name) else { throw NotPlain() }
    let index = Int(counterparts[node]) - 1
    guard index >= 0, index < fragments.count, Int(fragments[index].node) == node else { throw NotPlain() }
    let fragment = fragments[index]
    if fragment.pathEnd == fragment.pathStart { return try appendPath(of: Int(fragment.target)) }
    let path = Int(fragment.pathStart)..<Int(fragment.pathEnd)
    // A node added in the meantime may have the name of one on the path.
    guard base.node(atPath: path, in: bytes) != nil else { throw NotPlain() }
    if path.count > 1 { try append(path) }
  }

  private mutating func append(_ range: Range<Int>) throws(NotPlain) {
    guard bytes.append(range) else { throw NotPlain() }
  }

  /// Appends the path of a node of the base; nothing for the root.
  private mutating func appendPath(of node: Int) throws(NotPlain) {
    way.removeAll()
    var from = node
    while from != 0 {
      way.append(UInt32(truncatingIfNeeded: from))
      from = Int(base[from].parent)
    }
    for index in 0..<way.count {
      guard bytes.append(0x2F) else { throw NotPlain() }
      try append(base.name(of: Int(way[way.count - 1 - index])))
    }
  }
}
