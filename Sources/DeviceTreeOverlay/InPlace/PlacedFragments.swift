import SourceText

/// Merging the overlay's fragments and labels. What is done and why stands beside the same steps of
/// `OverlayTarget`.
extension InPlaceMerge {
  mutating func mergeFragments() throws(NotPlain) {
    for index in 0..<fragments.count {
      let fragment = fragments[index]
      guard let target = try target(of: fragment) else { throw NotPlain() }
      fragments[index].target = UInt32(truncatingIfNeeded: target.node)
      if let path = target.path {
        fragments[index].pathStart = UInt32(truncatingIfNeeded: path.lowerBound)
        fragments[index].pathEnd = UInt32(truncatingIfNeeded: path.upperBound)
      }
      let content = Int(fragment.content)
      counterparts[content] = UInt32(truncatingIfNeeded: target.node + 1)
      for node in content..<Int(overlay[content].following) {
        if node != content {
          let above = Int(counterparts[Int(overlay[node].parent)]) - 1
          counterparts[node] = UInt32(truncatingIfNeeded: try findOrAdd(node, below: above) + 1)
        }
        try mergeProperties(of: node, into: Int(counterparts[node]) - 1)
      }
    }
  }

  private mutating func findOrAdd(_ node: Int, below parent: Int) throws(NotPlain) -> Int {
    let name = overlay.name(of: node)
    if let child = base.child(of: parent, named: name, in: bytes) {
      return child
    }
    return try addNode(name, to: parent)
  }

  private mutating func mergeProperties(of node: Int, into target: Int) throws(NotPlain) {
    var place = overlay[node].content
    while bytes.cell(at: place) == 3 {
      try set(propertyAt: place, value(at: place), of: target)
      place = overlay.placeBehind(place, in: bytes)
    }
    let phandle = overlay[node].phandle
    guard phandle != 0, phandle != base[target].phandle else { return }
    // It is no usual thing that a node has another one, or that a reference was put into it.
    guard base[target].phandle == 0, let value = overlayValue(of: node, named: words.phandle),
      bytes.cell(at: value.lowerBound) == phandle
    else { throw NotPlain() }
    base[target].phandle = phandle
    try notePhandle(phandle, of: target, isOnly: true)
  }

  /// Adds the overlay's labels to the base's.
  mutating func mergeSymbols() throws(NotPlain) {
    guard let symbols = overlay.child(of: 0, named: words.symbols, in: bytes) else { return }
    // One that has to be made has a name that no overlay need have.
    guard let target = symbolsNode() else { throw NotPlain() }
    var place = overlay[symbols].content
    while bytes.cell(at: place) == 3 {
      if let path = try mergedPath(value(at: place)) { try set(propertyAt: place, path, of: target) }
      place = overlay.placeBehind(place, in: bytes)
    }
  }

  /// Where a label leads that leads to a place in the overlay: the place of the new path, put behind
  /// all other bytes; nil if the label is in no fragment.
  private mutating func mergedPath(_ value: Range<Int>) throws(NotPlain) -> Range<Int>? {
    let path = string(value)
    guard path.upperBound == value.upperBound - 1, !path.isEmpty, bytes[path.lowerBound] == 0x2F else {
      throw NotPlain()
    }
    var slash = path.lowerBound + 1
    while slash < path.upperBound, bytes[slash] != 0x2F { slash += 1 }
    let inside = slash + 1 + words.overlay.count
    guard inside <= path.upperBound, bytes.areEqual(words.overlay, at: slash + 1),
      inside == path.upperBound || bytes[inside] == 0x2F
    else { return nil }
    let name = path.lowerBound + 1..<slash
    guard let node = overlay.child(of: 0, named: name, in: bytes),
      let fragment = fragment(at: node)
    else { throw NotPlain() }
    let start = bytes.count
    if fragment.pathEnd > fragment.pathStart {
      let path = Int(fragment.pathStart)..<Int(fragment.pathEnd)
      // A node that was added meanwhile can have the name of one on the way.
      guard base.node(atPath: path, in: bytes) != nil else { throw NotPlain() }
      if path.count > 1 { try append(path) }
    } else {
      try appendPath(of: Int(fragment.target))
    }
    if inside == path.upperBound { try append(0x2F) } else { try append(inside..<path.upperBound) }
    try append(0)
    return start..<bytes.count
  }

  /// The fragment that a node below the root is. They are in order.
  private func fragment(at node: Int) -> PlacedFragment? {
    var low = 0
    var high = fragments.count
    while low < high {
      let middle = (low + high) / 2
      if Int(fragments[middle].node) < node { low = middle + 1 } else { high = middle }
    }
    return low < fragments.count && Int(fragments[low].node) == node ? fragments[low] : nil
  }

  private mutating func append(_ range: Range<Int>) throws(NotPlain) {
    guard bytes.append(range) else { throw NotPlain() }
  }

  private mutating func append(_ byte: UInt8) throws(NotPlain) {
    guard bytes.append(byte) else { throw NotPlain() }
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
      try append(0x2F)
      try append(base.name(of: Int(way[way.count - 1 - index])))
    }
  }
}
