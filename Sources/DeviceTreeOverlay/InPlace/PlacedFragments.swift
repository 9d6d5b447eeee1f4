import DeviceTreeBlob
import SourceText

/// Merging the overlay's fragments and labels. What is done and why stands beside the same steps of
/// `OverlayTarget`.
extension InPlaceMerge {
  mutating func mergeFragments() throws(NotPlain) {
    for index in fragments.indices {
      let fragment = fragments[index]
      guard let target = try target(of: fragment) else { throw NotPlain() }
      fragments[index].target = target.node
      fragments[index].path = target.path
      counterparts[fragment.content] = UInt32(truncatingIfNeeded: target.node + 1)
      for node in fragment.content..<Int(overlay[fragment.content].following) {
        if node != fragment.content {
          let above = Int(counterparts[Int(overlay[node].parent)]) - 1
          counterparts[node] = UInt32(truncatingIfNeeded: findOrAdd(node, below: above) + 1)
        }
        try mergeProperties(of: node, into: Int(counterparts[node]) - 1)
      }
    }
  }

  private mutating func findOrAdd(_ node: Int, below parent: Int) -> Int {
    let name = overlay.name(of: node)
    if let child = base.child(of: parent, named: name, in: bytes) {
      return child
    }
    return addNode(name, to: parent)
  }

  private mutating func mergeProperties(of node: Int, into target: Int) throws(NotPlain) {
    var place = Int(overlay[node].content)
    while place < Int(overlay[node].subnodes) {
      try set(propertyAt: place, value(at: place), of: target)
      place = placeBehind(place)
    }
    let phandle = overlay[node].phandle
    guard phandle != 0, phandle != base[target].phandle else { return }
    // It is no usual thing that a node has another one, or that a reference was put into it.
    guard base[target].phandle == 0, let value = overlayValue(of: node, named: words.phandle),
      cell(at: value.lowerBound) == phandle
    else { throw NotPlain() }
    base[target].phandle = phandle
    try notePhandle(phandle, of: target, isOnly: true)
  }

  /// Adds the overlay's labels to the base's.
  mutating func mergeSymbols() throws(NotPlain) {
    guard let symbols = overlay.child(of: 0, named: words.symbols, in: bytes) else { return }
    // One that has to be made has a name that no overlay need have.
    guard let target = symbolsNode() else { throw NotPlain() }
    var place = Int(overlay[symbols].content)
    while place < Int(overlay[symbols].subnodes) {
      if let path = try mergedPath(value(at: place)) { try set(propertyAt: place, path, of: target) }
      place = placeBehind(place)
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
    guard inside <= path.upperBound, isText(slash + 1..<inside, words.overlay),
      inside == path.upperBound || bytes[inside] == 0x2F
    else { return nil }
    let name = path.lowerBound + 1..<slash
    guard let node = overlay.child(of: 0, named: name, in: bytes),
      let fragment = fragment(at: node)
    else { throw NotPlain() }
    let start = bytes.count
    if let path = fragment.path {
      // A node that was added meanwhile can have the name of one on the way.
      guard base.node(atPath: path, in: bytes) != nil else { throw NotPlain() }
      if path.count > 1 { append(path) }
    } else {
      appendPath(of: fragment.target)
    }
    if inside == path.upperBound { bytes.append(0x2F) } else { append(inside..<path.upperBound) }
    bytes.append(0)
    return start..<bytes.count
  }

  /// Whether the same bytes stand at two places.
  private func isText(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    for i in 0..<a.count where bytes[a.lowerBound + i] != bytes[b.lowerBound + i] { return false }
    return true
  }

  /// The fragment that a node below the root is. They are in order.
  private func fragment(at node: Int) -> PlacedFragment? {
    var low = 0
    var high = fragments.count
    while low < high {
      let middle = (low + high) / 2
      if fragments[middle].node < node { low = middle + 1 } else { high = middle }
    }
    return low < fragments.count && fragments[low].node == node ? fragments[low] : nil
  }

  /// Appends bytes that are in the array. A slice of it would be a second owner, for which all of it
  /// would be copied.
  private mutating func append(_ range: Range<Int>) {
    for i in range {
      let byte = bytes[i]
      bytes.append(byte)
    }
  }

  /// Appends the path of a node of the base; nothing for the root.
  private mutating func appendPath(of node: Int) {
    var length = 0
    var from = node
    while from != 0 {
      length += Int(base[from].nameLength) + 1
      from = Int(base[from].parent)
    }
    var end = bytes.count + length
    bytes.append(contentsOf: repeatElement(0x2F, count: length))
    from = node
    while from != 0 {
      let name = base.name(of: from)
      end -= name.count
      for i in 0..<name.count { bytes[end &+ i] = bytes[name.lowerBound &+ i] }
      end -= 1
      from = Int(base[from].parent)
    }
  }
}
