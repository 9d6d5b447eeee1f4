import SourceText

/// The overlay's references to labels of the base. The steps are explained at their counterparts in
/// `OverlayTarget`.
extension InPlaceMerge {
  /// Writes the phandles of the base's nodes where `/__fixups__` says.
  mutating func resolveLabels() throws(NotPlain) {
    let fixups = tables.fixups
    if fixups == 0 { return }
    guard let symbols = symbolsNode() else { throw NotPlain() }
    let end = Int(overlay[fixups].contentEnd)
    var place = overlay[fixups].content
    while place < end {
      let phandle = try phandle(labelled: name(ofPropertyAt: place), symbols)
      try putReferences(to: phandle, at: value(at: place))
      place = overlay.placeBehind(place, in: bytes)
    }
  }

  /// Returns the base's `/__symbols__`.
  mutating func symbolsNode() -> Int? {
    base.child(of: 0, named: words.symbols, in: bytes)
  }

  private mutating func phandle(labelled label: Range<Int>, _ symbols: Int) throws(NotPlain) -> UInt32 {
    let path: Range<Int>
    switch base.property(of: symbols, named: label, names.block, in: bytes) {
    case .record(let record): path = string(value(at: Int(base.records[record].image)))
    case .place(let place): path = string(value(at: place))
    case nil: throw NotPlain()
    }
    guard !path.isEmpty, bytes[path.lowerBound] == 0x2F,
      let node = base.node(atPath: path, in: bytes),
      base[node].phandle != 0
    else { throw NotPlain() }
    return base[node].phandle
  }

  /// Writes a phandle to each place in a list of `path:property:offset`.
  private mutating func putReferences(to phandle: UInt32, at list: Range<Int>) throws(NotPlain) {
    var position = list.lowerBound
    repeat {
      if let next = putPlainReference(to: phandle, at: position, below: list.upperBound) {
        position = next
      } else {
        position = try putReference(to: phandle, at: position, below: list.upperBound)
      }
    } while position < list.upperBound
  }

  /// Writes a reference whose path is plain, without first finding the ends of names; returns the position of
  /// the next one, or nil if the path is not plain.
  private mutating func putPlainReference(to phandle: UInt32, at position: Int, below limit: Int) -> Int? {
    guard var (node, place) = beginning(ofPathAt: position, below: limit) else { return nil }
    let colon = bytes.first(0x3A, from: place, below: limit)
    while place < colon {
      let name = place + 1..<bytes.first(0x2F, from: place + 1, below: colon)
      guard let child = overlay.plainChild(of: node, named: name, in: bytes) else { return nil }
      node = child
      place = name.upperBound
    }
    let digits = bytes.first(0x3A, from: min(colon + 1, limit), below: limit) + 1
    guard digits < limit, digits > colon + 2, bytes.firstNUL(from: colon, below: digits) == digits else {
      return nil
    }
    var offset = 0
    place = digits
    while bytes[place] != 0 {
      let digit = bytes[place] &- 0x30
      place += 1
      guard digit < 10, offset < 1 << 24, place < limit else { return nil }
      offset = offset &* 10 &+ Int(digit)
    }
    guard place > digits, let value = overlayValue(of: node, named: colon + 1..<digits - 1),
      value.count >= 4, offset <= value.count - 4
    else { return nil }
    bytes.setCell(phandle, at: value.lowerBound + offset)
    return place + 1
  }

  /// Returns the node that the first names of a path lead to, and the position where the path continues.
  @inline(__always)
  private mutating func beginning(ofPathAt position: Int, below limit: Int) -> (node: Int, place: Int)? {
    // Nearly all paths begin like `/fragment@7/__overlay__`. This many bytes can be read in any case.
    if areNumbered, position + 32 <= limit,
      bytes.longWord(at: position).littleEndian == 0x6E65_6D67_6172_662F,
      bytes.word(at: position + 8).littleEndian & 0xFFFF == 0x4074
    {
      let start = position + 10
      var place = start
      var number = 0
      while place < start + 7 {
        let digit = bytes[place] &- 0x30
        if digit > 9 { break }
        number = number &* 10 &+ Int(digit)
        place += 1
      }
      if place > start, number < fragments.count, bytes[start] != 0x30 || place == start + 1 {
        let fragment = fragments[number]
        if bytes.areEqual(words.overlay, at: place + 1), bytes[place] == 0x2F,
          bytes[place + 12] == 0x2F || bytes[place + 12] == 0x3A
        {
          return (Int(fragment.content), place + 12)
        }
        if bytes[place] == 0x2F || bytes[place] == 0x3A { return (Int(fragment.node), place) }
      }
    }
    let colon = bytes.first(0x3A, from: position, below: limit)
    let slash = bytes.first(0x2F, from: position + 1, below: colon)
    guard slash > position + 1, bytes[position] == 0x2F,
      let node = topNode(named: position + 1..<slash)
    else { return nil }
    return (node, slash)
  }

  private mutating func putReference(
    to phandle: UInt32, at position: Int, below limit: Int
  ) throws(NotPlain) -> Int {
    let end = bytes.firstNUL(from: position, below: limit)
    let name = bytes.first(0x3A, from: position, below: end) + 1
    let digits = bytes.first(0x3A, from: min(name, end), below: end) + 1
    guard end < limit, name > position + 1, digits > name + 1, digits < end else { throw NotPlain() }
    var offset = 0
    for place in digits..<end {
      let byte = bytes[place]
      guard (0x30...0x39).contains(byte), offset < 1 << 24 else { throw NotPlain() }
      offset = offset &* 10 &+ Int(byte &- 0x30)
    }
    guard bytes[position] == 0x2F, let node = overlay.node(atPath: position..<name - 1, in: bytes),
      let value = overlayValue(of: node, named: name..<digits - 1), value.count >= 4,
      offset <= value.count - 4
    else { throw NotPlain() }
    bytes.setCell(phandle, at: value.lowerBound + offset)
    return end + 1
  }
}
