import DeviceTree
import Preprocessor
import SourceText

/// Statements as nearly all of them are, read straight from the text.
///
/// A property with strings, numbers, references and constants, the beginning of a node and its end
/// need no tokens, as long as no directive and no macro but a plain constant is involved. This reads
/// such statements, and only correct ones: at anything else it undoes what it began, and the token
/// grammar reads the statement from its start, and knows what is wrong with it. The result is the
/// same either way.
extension SourceParser {
  /// Reads statements of the innermost open nodes from the text, up to the first that is not plain or
  /// the end of the block, where the stream is left paused.
  mutating func readPlainStatements() {
    guard stream.pause() else { return }
    let end = readPlainText()
    if !frames.isEmpty { stream.resume(after: end.map { .semicolon(at: SourceLocation($0 - 1)) }) }
  }

  /// Reads the text as far as it is plain; returns the index after the last statement, if there was one.
  ///
  /// A function of its own, so that the text has no other owner when a further file is added to it.
  @inline(never)
  private mutating func readPlainText() -> Int? {
    let text = stream.preprocessor.files.text
    let (range, startsLine) = stream.preprocessor.plainText()
    var place = PlainPlace(position: range.lowerBound, isAtLineStart: startsLine)
    var end: Int?
    while !frames.isEmpty {
      place.skipBlanks(text.span, range.upperBound)
      guard place.position < range.upperBound, readPlainStatement(text.span, &place, range.upperBound)
      else { break }
      end = place.position
    }
    if end != nil {
      stream.preprocessor.skip(to: place.position, isAtLineStart: place.isAtLineStart)
    }
    return end
  }

  /// Reads `&label {` from the text and leaves the stream paused after it; returns nil, and does
  /// nothing, at anything else.
  mutating func readPlainBlockStart() -> (label: Symbol, place: Token, node: NodeID)? {
    guard stream.pause() else { return nil }
    if let start = plainBlockStart() {
      stream.note(last: .semicolon(at: frames[0].start.location))
      return start
    }
    stream.resume(after: nil)
    return nil
  }

  @inline(never)
  private mutating func plainBlockStart() -> (label: Symbol, place: Token, node: NodeID)? {
    let text = stream.preprocessor.files.text
    let (range, startsLine) = stream.preprocessor.plainText()
    var place = PlainPlace(position: range.lowerBound, isAtLineStart: startsLine)
    place.skipBlanks(text.span, range.upperBound)
    let ampersand = SourceLocation(place.position)
    guard text[place.position] == 0x26, let label = plainReference(text.span, &place) else { return nil }
    place.skipBlanks(text.span, range.upperBound)
    guard text[place.position] == 0x7B, place.position < range.upperBound else { return nil }
    let block = tree.makeNode(name: .empty)
    let brace = Origin(location: SourceLocation(place.position), expansion: 0)
    let name = Origin(location: ampersand.advanced(by: 1), expansion: 0)
    blockReference = label
    frames.removeAll()
    frames.append(Frame(node: block, start: brace, name: name))
    stream.preprocessor.skip(to: place.position + 1, isAtLineStart: false)
    return (label, .ampersand(at: ampersand), block)
  }

  /// Reads one statement and advances past it; returns false, and does nothing, if it is not plain.
  private mutating func readPlainStatement(
    _ text: Span<UInt8>, _ place: inout PlainPlace, _ limit: Int
  ) -> Bool {
    var after = place
    if text[place.position] == 0x7D { return closePlainNode(text, &place, limit) }
    plainLabels.removeAll()
    var start = after.position
    while true {
      start = after.position
      let end = CharacterClass.nameEnd(text, start)
      guard end > start else { return false }
      after.position = end
      after.isAtLineStart = false
      if text[end] != 0x3A { break }
      guard CharacterClass.isIdentifierStart(text[start]), CharacterClass.identifierEnd(text, start) == end
      else { return false }
      let label = stream.preprocessor.names.intern(text.extracting(start..<end))
      guard stream.preprocessor.isPlain(label, text, start, end) else { return false }
      plainLabels.append(label)
      after.position = end &+ 1
      after.skipBlanks(text, limit)
    }
    let nameEnd = after.position
    if text[after.position] <= 0x20 { after.skipBlanks(text, limit) }
    let byte = text[after.position]
    guard byte == 0x3D || byte == 0x3B || byte == 0x7B, after.position < limit else { return false }
    let name = stream.preprocessor.names.intern(text.extracting(start..<nameEnd))
    guard stream.preprocessor.isPlain(name, text, start, nameEnd) else { return false }
    let origin = Origin(location: SourceLocation(start), expansion: 0)
    let frame = frames.count - 1
    if byte == 0x7B {
      frames[frame].hasSubnodes = true
      let node = tree.addNode(named: name, to: frames[frame].node)
      for label in plainLabels.reversed() { tree.addLabel(label, to: node) }
      let brace = Origin(location: SourceLocation(after.position), expansion: 0)
      frames.append(Frame(node: node, start: brace, name: origin))
      after.position &+= 1
      place = after
      return true
    }
    if frames[frame].hasSubnodes { return false }
    var value = PropertyValue.empty
    if byte == 0x3D {
      after.position &+= 1
      let open = tree.openValue()
      guard readPlainValue(text, &after, limit, open) else {
        tree.abandon(open)
        return false
      }
      value = tree.close(open)
    }
    let property = tree.addProperty(
      name, value, to: frames[frame].node,
      extent: Extent(start: origin, end: SourceLocation(after.position)))
    for label in plainLabels.reversed() { tree.addLabel(label, to: property) }
    after.position &+= 1
    place = after
    return true
  }

  private mutating func closePlainNode(
    _ text: Span<UInt8>, _ place: inout PlainPlace, _ limit: Int
  ) -> Bool {
    var after = place
    after.position &+= 1
    after.isAtLineStart = false
    if text[after.position] != 0x3B {
      after.skipBlanks(text, limit)
      guard after.position < limit, text[after.position] == 0x3B else { return false }
    }
    let frame = frames[frames.count - 1]
    tree.setExtent(
      Extent(start: frame.start, end: SourceLocation(after.position), name: frame.name), of: frame.node)
    frames.removeLast()
    after.position &+= 1
    after.isAtLineStart = false
    place = after
    return true
  }

  /// Reads a value up to its semicolon.
  private mutating func readPlainValue(
    _ text: Span<UInt8>, _ place: inout PlainPlace, _ limit: Int, _ value: OpenValue
  ) -> Bool {
    while true {
      place.skipBlanks(text, limit)
      let origin = Origin(location: SourceLocation(place.position), expansion: 0)
      switch text[place.position] {
      case 0x22:
        let start = place.position &+ 1
        let end = CharacterClass.stringEnd(text, start)
        guard end < limit, text[end] == 0x22 else { return false }
        tree.appendMarker(.string, in: value, origin: origin)
        tree.appendString(text.extracting(start..<end))
        place.position = end &+ 1
      case 0x3C:
        guard place.position < limit else { return false }
        tree.appendMarker(.uint32, in: value, origin: origin)
        place.position &+= 1
        guard readPlainCells(text, &place, limit, value) else { return false }
      case 0x2F:
        guard readPlainSizedCells(text, &place, limit, value) else { return false }
      case 0x26:
        guard let label = plainReference(text, &place) else { return false }
        tree.appendMarker(.string, in: value, reference: label, origin: origin)
        tree.appendMarker(.pathReference, in: value, reference: label, origin: origin)
      default: return false
      }
      place.isAtLineStart = false
      if text[place.position] <= 0x20 { place.skipBlanks(text, limit) }
      guard place.position < limit else { return false }
      if text[place.position] == 0x3B { return true }
      guard text[place.position] == 0x2C else { return false }
      place.position &+= 1
    }
  }

  /// Appends a value that fits a cell; returns false if it does not.
  @inline(__always)
  private mutating func appendPlainCell(_ value: UInt64) -> Bool {
    guard value <= UInt64(UInt32.max) || value | UInt64(UInt32.max) == .max else { return false }
    tree.appendCell(UInt32(truncatingIfNeeded: value))
    return true
  }

  /// Reads cells up to and including their `>`.
  private mutating func readPlainCells(
    _ text: Span<UInt8>, _ place: inout PlainPlace, _ limit: Int, _ value: OpenValue
  ) -> Bool {
    while true {
      let byte = text[place.position]
      if byte &- 0x30 < 10 {
        guard let (cell, end) = PlainNumber.cell(text, place.position) else { return false }
        place.position = end
        tree.appendCell(cell)
      } else if byte == 0x20 || byte == 0x09 {
        place.position &+= 1
        continue
      } else if byte == 0x3E {
        place.position &+= 1
        return place.position <= limit
      } else if byte == 0x26 {
        let origin = Origin(location: SourceLocation(place.position), expansion: 0)
        guard let label = plainReference(text, &place) else { return false }
        tree.appendMarker(.phandleReference, in: value, reference: label, origin: origin)
        tree.appendCell(.max)
      } else if CharacterClass.isIdentifierStart(byte) || byte == 0x28 {
        let start = place.position
        if let value = constants.operand(text, &place.position, &stream.preprocessor) {
          guard appendPlainCell(value) else { return false }
        } else {
          place.position = start
          guard byte != 0x28, constants.findSequence(text, &place.position, &stream.preprocessor) else {
            return false
          }
          for index in constants.sequence.indices {
            guard appendPlainCell(constants.sequence[index]) else { return false }
          }
        }
      } else {
        let before = place.position
        place.skipBlanks(text, limit)
        guard place.position > before, place.position < limit else { return false }
        // A line that begins with '#' may be a directive.
        continue
      }
      // What touches a cell may change its meaning.
      guard text[place.position] <= 0x20 || text[place.position] == 0x3E else { return false }
    }
  }

  /// Reads `/bits/ 64 <…>`, or 8 or 16, with nothing but literals.
  private mutating func readPlainSizedCells(
    _ text: Span<UInt8>, _ place: inout PlainPlace, _ limit: Int, _ value: OpenValue
  ) -> Bool {
    for (offset, byte) in zip(0..., "/bits/".utf8) where text[place.position &+ offset] != byte {
      return false
    }
    guard stream.preprocessor.isPlain(bitsName) else { return false }
    place.position &+= 6
    place.skipBlanks(text, limit)
    guard let (bits, end) = PlainNumber.integer(text, place.position), text[end] <= 0x20 || text[end] == 0x3C
    else { return false }
    let kind: Marker.Kind
    switch bits {
    case 8: kind = .uint8
    case 16: kind = .uint16
    case 64: kind = .uint64
    default: return false
    }
    place.position = end
    place.skipBlanks(text, limit)
    guard text[place.position] == 0x3C, place.position < limit else { return false }
    let origin = Origin(location: SourceLocation(place.position), expansion: 0)
    tree.appendMarker(kind, in: value, origin: origin)
    place.position &+= 1
    while true {
      place.skipBlanks(text, limit)
      if text[place.position] == 0x3E { break }
      guard let (integer, end) = PlainNumber.integer(text, place.position),
        text[end] <= 0x20 || text[end] == 0x3E, bits == 64 || integer >> bits == 0
      else { return false }
      tree.appendInteger(integer, bits: Int(bits))
      place.position = end
    }
    place.position &+= 1
    return place.position <= limit
  }

  /// Reads `&label`.
  @inline(__always)
  private mutating func plainReference(_ text: Span<UInt8>, _ place: inout PlainPlace) -> Symbol? {
    let start = place.position &+ 1
    guard CharacterClass.isIdentifierStart(text[start]) else { return nil }
    let end = CharacterClass.identifierEnd(text, start)
    let label = stream.preprocessor.names.intern(text.extracting(start..<end))
    guard stream.preprocessor.isPlain(label, text, start, end) else { return nil }
    place.position = end
    return label
  }
}
