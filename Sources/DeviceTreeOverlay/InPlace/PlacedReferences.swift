import SourceText

/// The overlay's references, before anything is merged. The steps are explained at their counterparts in
/// `OverlayTarget`.
extension InPlaceMerge {
  /// Finds the fragments, and the nodes beside them that list labels and references.
  mutating func findFragments() throws(NotPlain) {
    fragments.removeAll()
    tables = OverlayTables()
    areNumbered = true
    var node = 1
    let end = Int(overlay[0].following)
    while node < end {
      let name = overlay.name(of: node)
      let number = Self.fragmentNumber(in: name, of: bytes)
      let isTable = bytes[name.lowerBound] == 0x5F && bytes[name.lowerBound + 1] == 0x5F
      if let content = overlay.plainChild(of: node, named: words.overlay, in: bytes)
        ?? overlay.child(of: node, named: words.overlay, in: bytes)
      {
        if number != fragments.count { areNumbered = false }
        fragments.append(
          PlacedFragment(
            node: UInt32(truncatingIfNeeded: node), content: UInt32(truncatingIfNeeded: content)))
      } else {
        if number != nil { areNumbered = false }
        // It is ignored; the caller of `OverlayTarget` reports that.
        if !isTable { throw NotPlain() }
      }
      if isTable {
        // The first one of each name counts.
        let record = overlay[node]
        if tables.symbols == 0, PlacedTree.isNamed(record, words.symbols, bytes) { tables.symbols = node }
        if tables.fixups == 0, PlacedTree.isNamed(record, words.fixups, bytes) { tables.fixups = node }
        if tables.localFixups == 0, PlacedTree.isNamed(record, words.localFixups, bytes) {
          tables.localFixups = node
        }
      }
      node = Int(overlay[node].following)
    }
  }

  /// Returns the number in a name that compilers give to fragments: `fragment@7`.
  @inline(__always)
  private static func fragmentNumber(in name: Range<Int>, of bytes: borrowing FileArena) -> Int? {
    guard name.count > 9, name.count < 17,
      bytes.longWord(at: name.lowerBound).littleEndian == 0x746E_656D_6761_7266,
      bytes[name.lowerBound + 8] == 0x40
    else { return nil }
    // Each number has only one spelling.
    var digits = bytes.longWord(at: name.lowerBound + 9).littleEndian
    var left = name.count &- 9
    if digits & 0xFF == 0x30 { return left == 1 ? 0 : nil }
    var number = 0
    while left > 0 {
      let digit = Int(digits & 0xFF) &- 0x30
      if digit < 0 || digit > 9 { return nil }
      number = number &* 10 &+ digit
      digits >>= 8
      left &-= 1
    }
    return number
  }

  /// Returns the node below the overlay's root that a name means.
  mutating func topNode(named name: Range<Int>) -> Int? {
    if areNumbered, let number = Self.fragmentNumber(in: name, of: bytes), number < fragments.count {
      return Int(fragments[number].node)
    }
    return overlay.child(of: 0, named: name, in: bytes)
  }

  /// Adds the base's largest phandle to each phandle of the overlay.
  mutating func shiftPhandles() throws(NotPlain) {
    if overlay.phandles.isEmpty { return }
    let delta = maximumPhandle
    for index in 0..<overlay.phandles.count {
      let node = Int(overlay.phandleNodes[index])
      let (shifted, overflow) = overlay[node].phandle.addingReportingOverflow(delta)
      guard !overflow, shifted < 1 << 20 else { throw NotPlain() }
      bytes.setCell(shifted, at: Int(overlay.phandles[index]))
      overlay[node].phandle = shifted
    }
  }

  mutating func shiftLocalReferences() throws(NotPlain) {
    localReferences.removeAll()
    let fixups = tables.localFixups
    if fixups == 0 { return }
    counterparts[fixups] = 1
    for fixup in fixups..<Int(overlay[fixups].following) {
      if fixup != fixups {
        let above = Int(counterparts[Int(overlay[fixup].parent)]) - 1
        let name = overlay.name(of: fixup)
        guard
          let node = above == 0
            ? topNode(named: name)
            : overlay.plainChild(of: above, named: name, in: bytes)
              ?? overlay.child(of: above, named: name, in: bytes)
        else { throw NotPlain() }
        counterparts[fixup] = UInt32(truncatingIfNeeded: node + 1)
      }
      try shiftReferences(of: Int(counterparts[fixup]) - 1, listedIn: fixup)
    }
  }

  private mutating func shiftReferences(of node: Int, listedIn fixup: Int) throws(NotPlain) {
    let end = Int(overlay[fixup].contentEnd)
    var place = overlay[fixup].content
    while place < end {
      let name = name(ofPropertyAt: place)
      let offsets = value(at: place)
      guard offsets.count % 4 == 0,
        let value = overlayValue(of: node, named: name)
      else { throw NotPlain() }
      var index = offsets.lowerBound
      while index < offsets.upperBound {
        let offset = Int(bytes.cell(at: index))
        guard value.count >= 4, offset <= value.count - 4 else { throw NotPlain() }
        let reference = value.lowerBound + offset
        bytes.setCell(bytes.cell(at: reference) &+ maximumPhandle, at: reference)
        localReferences.append(UInt32(truncatingIfNeeded: reference))
        index += 4
      }
      place = overlay.placeBehind(place, in: bytes)
    }
  }

  /// Keeps the base's phandle where a fragment merges a node with a phandle into one that has a phandle as
  /// well.
  mutating func keepPhandles() throws(NotPlain) {
    if overlay.phandles.isEmpty { return }
    var references = PlacedOrder()
    var phandle = 0
    for index in 0..<fragments.count {
      let fragment = fragments[index]
      guard let target = try target(of: fragment) else { continue }
      let top = target.node
      // A node keeps its phandle, but a path may lead to another node once nodes have been added.
      if target.path == nil { fragments[index].target = UInt32(truncatingIfNeeded: top) }
      let content = Int(fragment.content)
      counterparts[content] = UInt32(truncatingIfNeeded: top + 1)
      var node = content
      let end = Int(overlay[node].following)
      while node < end {
        if node != content {
          let above = Int(counterparts[Int(overlay[node].parent)]) - 1
          let name = overlay.name(of: node)
          guard let met = base.child(of: above, named: name, in: bytes) else {
            node = Int(overlay[node].following)
            continue
          }
          counterparts[node] = UInt32(truncatingIfNeeded: met + 1)
        }
        let kept = base[Int(counterparts[node]) - 1].phandle
        if kept != 0, overlay[node].phandle != 0 {
          try keepPhandle(kept, of: node, at: phandlePlace(of: node, &phandle), &references)
        }
        node += 1
      }
    }
  }

  /// Returns the place of the phandle of a node of the overlay, which must have one. Calls must be in the
  /// order of nodes.
  mutating func phandlePlace(of node: Int, _ index: inout Int) -> Int {
    while Int(overlay.phandleNodes[index]) < node { index += 1 }
    return Int(overlay.phandles[index])
  }

  private mutating func keepPhandle(
    _ kept: UInt32, of node: Int, at value: Int, _ references: inout PlacedOrder
  ) throws(NotPlain) {
    let given = overlay[node].phandle
    // Rare: a reference was written into the phandle.
    guard bytes.cell(at: value) == given else { throw NotPlain() }
    bytes.setCell(kept, at: value)
    overlay[node].phandle = kept
    guard given != kept else { return }
    // The overlay's phandles are larger than those kept, so none is replaced twice.
    if references.count == 0, !localReferences.isEmpty {
      for index in 0..<localReferences.count {
        let place = localReferences[index]
        references.append(bytes.cell(at: Int(place)), place)
      }
      references.sort()
    }
    var low = 0
    var high = references.count
    while low < high {
      let middle = (low + high) / 2
      if references.place(at: middle) < given { low = middle + 1 } else { high = middle }
    }
    while low < references.count, references.place(at: low) == given {
      let place = Int(references[low])
      if bytes.cell(at: place) == given { bytes.setCell(kept, at: place) }
      low += 1
    }
  }

  /// Returns the target of a fragment; nil if the base does not have it.
  mutating func target(
    of fragment: PlacedFragment
  ) throws(NotPlain) -> (node: Int, path: Range<Int>?)? {
    if let value = overlayValue(of: Int(fragment.node), named: words.target) {
      guard value.count == 4 else { throw NotPlain() }
      let phandle = bytes.cell(at: value.lowerBound)
      guard phandle != .max else { throw NotPlain() }
      if phandle != 0 {
        guard Int(phandle) < nodeByPhandle.count, nodeByPhandle[Int(phandle)] != 0 else { return nil }
        return (Int(nodeByPhandle[Int(phandle)]) - 1, nil)
      }
    }
    guard let value = overlayValue(of: Int(fragment.node), named: words.targetPath) else { throw NotPlain() }
    let path = string(value)
    guard !path.isEmpty, bytes[path.lowerBound] == 0x2F else { throw NotPlain() }
    guard let node = base.node(atPath: path, in: bytes) else { return nil }
    return (node, path)
  }
}
