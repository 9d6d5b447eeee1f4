import DeviceTree
import Preprocessor
import SourceText

extension SourceParser {
  /// `{ properties and nodes };` into `block`; false if it does not even begin.
  mutating func readBlock(_ block: NodeID) -> Bool {
    let place = stream.last
    guard stream.current.kind == .openBrace else {
      fail("brace-expected", "expected '{', found \(stream.text(stream.current))")
      skipStatement()
      return false
    }
    frames.removeAll()
    open(block, at: place)
    readTopBlock()
    return true
  }

  /// Reads the nodes whose braces are open to their ends.
  mutating func readOpenNodes() {
    while !isHopeless {
      readPlainStatements()
      guard let frame = frames.last else { break }
      readIncludes()
      switch stream.current.kind {
      case .closeBrace: close(frame)
      case .end:
        // What swallowed the rest of the source was reported.
        if stream.preprocessor.diagnostics.contains(where: { $0.identifier == "unterminated-comment" }) {
          errorCount += 1
          return
        }
        fail(
          "unclosed-node", "node \(describe(frame.node)) is never closed by '};'",
          at: stream.current, notes: [.init("it is opened here", at: span(frame.name))])
        return
      default: readStatement()
      }
    }
  }

  /// Goes into a node's braces; `name` is where it begins.
  private mutating func open(_ node: NodeID, at name: Token) {
    frames.append(Frame(node: node, start: stream.current.origin, name: name.origin))
    stream.advance()
  }

  private mutating func close(_ frame: Frame) {
    stream.advance()
    let end = stream.current.location
    if stream.current.kind == .semicolon {
      stream.advance()
    } else {
      failAfterLast(
        "semicolon-expected",
        "expected ';' after the '}' of node \(describe(frame.node)), found \(stream.text(stream.current))")
    }
    tree.setExtent(Extent(start: frame.start, end: end, name: frame.name), of: frame.node)
    frames.removeLast()
  }

  /// A property, a node or a deletion, with the labels before it.
  private mutating func readStatement() {
    var labels: [Symbol] = []
    var omits = false
    while true {
      if isLabel {
        labels.append(readLabel())
        continue
      }
      if readIncludes() { continue }
      guard let (keyword, count) = keyword() else { break }
      let token = stream.current
      stream.advance(by: count)
      switch keyword {
      case .omitIfNoReference:
        omits = true
        continue
      case .deleteProperty where !omits: return deleteProperty(labels, token)
      case .deleteNode: return deleteNode(labels)
      default:
        fail("unexpected-token", "'\(keyword.spelling)' is out of place in a node", at: token)
        widen(to: keyword.spelling.utf8CodeUnitCount)
        return skipStatement()
      }
    }
    let place = stream.current
    guard let name = readName() else {
      failName(after: labels.last)
      return skipStatement()
    }
    switch stream.current.kind {
    case .openBrace: openSubnode(name, labels, place, omits: omits)
    case _ where omits:
      fail(
        "unexpected-token",
        "expected '{' of a node after '/omit-if-no-ref/', found \(stream.text(stream.current))")
      skipStatement()
    case .assign:
      stream.advance()
      readProperty(name, labels, place)
    case .semicolon: addProperty(name, .empty, labels, place)
    default:
      fail(
        "unexpected-token",
        "expected '=', ';' or '{' after '\(stream.preprocessor.names.string(name))', found \(stream.text(stream.current))"
      )
      skipStatement()
    }
  }

  /// Neither a name nor anything else that a statement begins with.
  private mutating func failName(after label: Symbol?) {
    if let (word, nearest) = unknownKeyword() {
      fail("unknown-keyword", "'\(word)' is no keyword")
      widen(to: word.utf8.count)
      if let nearest { help("did you mean '\(nearest.spelling)'?") }
      return
    }
    let found = stream.text(stream.current)
    if let label {
      fail(
        "name-expected",
        "expected a property or a node after label '\(stream.preprocessor.names.string(label)):', found \(found)"
      )
    } else {
      fail("name-expected", "expected a property, a node or '}', found \(found)")
    }
  }

  private mutating func openSubnode(
    _ name: Symbol, _ labels: [Symbol], _ place: Token, omits: Bool
  ) {
    let parent = frames.count - 1
    frames[parent].hasSubnodes = true
    let node = tree.addNode(named: name, to: frames[parent].node)
    for label in labels.reversed() { tree.addLabel(label, to: node) }
    if omits { tree.omitIfUnreferenced(node) }
    open(node, at: place)
  }

  private mutating func readProperty(_ name: Symbol, _ labels: [Symbol], _ place: Token) {
    let value = tree.openValue()
    guard readValue(value, of: name) else { return skipStatement() }
    addProperty(name, tree.close(value), labels, place)
  }

  /// Ends a property's statement at its semicolon.
  private mutating func addProperty(
    _ name: Symbol, _ value: PropertyValue, _ labels: [Symbol], _ place: Token
  ) {
    let end = stream.current
    if end.kind == .semicolon {
      stream.advance()
    } else {
      let property = stream.preprocessor.names.string(name)
      failAfterLast(
        "semicolon-expected",
        beginsValue(end) && !end.flags.contains(.atLineStart)
          ? "expected ',' or ';' after a value of property '\(property)', found \(stream.text(end))"
          : "expected ';' after property '\(property)', found \(stream.text(end))")
      // What is missing is most often just the semicolon: go on as if it were there.
      if !end.flags.contains(.atLineStart) { skipStatement() }
    }
    let frame = frames[frames.count - 1]
    if frame.hasSubnodes {
      fail(
        "property-after-subnode",
        "property '\(stream.preprocessor.names.string(name))' stands after a subnode of \(describe(frame.node)): properties must precede subnodes",
        at: place)
      return
    }
    let property = tree.addProperty(name, value, to: frame.node)
    for label in labels.reversed() { tree.addLabel(label, to: property) }
    tree.setExtent(Extent(start: place.origin, end: end.location), of: property)
  }

  private func beginsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .string, .less, .openBracket, .ampersand: true
    default: false
    }
  }

  private mutating func deleteProperty(_ labels: [Symbol], _ token: Token) {
    guard let name = readName() else {
      fail("name-expected", "expected a property's name after '/delete-property/'")
      return skipStatement()
    }
    let property = tree.addDeletion(ofProperty: name, to: frames[frames.count - 1].node)
    tree.setExtent(Extent(start: token.origin, end: stream.current.location), of: property)
    expect(.semicolon, "';' after '/delete-property/ …'")
  }

  private mutating func deleteNode(_ labels: [Symbol]) {
    guard let name = readName() else {
      let found = stream.current
      fail("name-expected", "expected a node's name after '/delete-node/', found \(stream.text(found))")
      if found.kind == .ampersand {
        help("'/delete-node/ &label;' stands outside of all nodes")
      }
      return skipStatement()
    }
    frames[frames.count - 1].hasSubnodes = true
    let node = tree.addDeletion(ofNode: name, to: frames[frames.count - 1].node)
    tree.setExtent(Extent(start: stream.last.origin, end: stream.current.location), of: node)
    expect(.semicolon, "';' after '/delete-node/ …'")
  }

  // MARK: Names and labels

  /// Whether a label (`name:`) begins here.
  @inline(__always)
  var isLabel: Bool {
    stream.current.kind == .identifier && stream.peek(1).kind == .colon && stream.isTouchedByNext
  }

  mutating func readLabel() -> Symbol {
    let symbol = stream.current.symbol
    stream.advance()
    stream.advance()
    return symbol
  }

  /// A node's or a property's name, glued from the tokens that touch; nil if there is none here.
  mutating func readName() -> Symbol? {
    let first = stream.current
    let next = stream.peek(1)
    if first.kind == .identifier, next.isDetached || next.kind.endsName {
      stream.advance()
      return first.symbol
    }
    if let (name, count) = stream.writtenName() {
      stream.advance(by: count)
      return name
    }
    nameBytes.removeAll(keepingCapacity: true)
    // A backslash before a name that would read as something else is not part of it.
    if first.kind == .other, stream.byte(0) == 0x5C, first.length == 1, stream.isTouchedByNext {
      stream.advance()
      if stream.current.isDetached { return nil }
    }
    repeat {
      let token = stream.current
      if token.kind == .identifier {
        stream.preprocessor.names.append(token.symbol, to: &nameBytes)
      } else {
        let count = stream.appendNamePrefix(of: token, to: &nameBytes)
        if count == 0 { break }
        if count < token.length { stream.split(after: count) }
      }
      stream.advance()
    } while !stream.current.isDetached && !stream.current.kind.endsName
    return nameBytes.isEmpty ? nil : internNameBytes()
  }

  private mutating func internNameBytes() -> Symbol {
    Self.intern(nameBytes, in: &stream.preprocessor.names)
  }

  private static func intern(_ bytes: [UInt8], in names: inout SymbolTable) -> Symbol {
    names.intern(bytes.span)
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x2C, 0x2E, 0x5F, 0x2B, 0x2A, 0x23, 0x3F, 0x40, 0x2D: true
    default: false
    }
  }

  /// `&label` or `&{path}` as the symbol of what is meant, without `&` and braces.
  mutating func readReference() -> Symbol? {
    guard stream.current.kind == .ampersand, stream.isTouchedByNext else { return nil }
    if stream.peek(1).kind == .identifier {
      stream.advance()
      let label = stream.current.symbol
      stream.advance()
      return label
    }
    guard stream.peek(1).kind == .openBrace else { return nil }
    stream.advance()
    stream.advance()
    nameBytes.removeAll(keepingCapacity: true)
    while stream.current.kind != .closeBrace {
      let token = stream.current
      if token.isDetached || token.kind == .end { return skipPath() }
      for index in 0..<stream.length(token) {
        let byte = stream.byte(index)
        guard Self.isNameByte(byte) || byte == 0x2F else { return skipPath() }
        nameBytes.append(byte)
      }
      stream.advance()
    }
    if stream.current.isDetached { return nil }
    stream.advance()
    return internNameBytes()
  }

  /// Goes past what is no path, so that its brace does not end a node.
  private mutating func skipPath() -> Symbol? {
    while true {
      switch stream.current.kind {
      case .closeBrace:
        stream.advance()
        return nil
      case .semicolon, .openBrace, .end: return nil
      default: stream.advance()
      }
    }
  }

  /// The keyword that begins here, if one does.
  mutating func keyword() -> (keyword: Keyword, tokens: Int)? {
    stream.current.kind == .slash ? stream.keyword() : nil
  }

  /// Goes into the files of `/include/`s that stand here; returns whether there was one.
  @discardableResult
  mutating func readIncludes() -> Bool {
    guard stream.current.kind == .slash else { return false }
    var found = false
    while let (keyword, count) = keyword(), keyword == .include, !isHopeless {
      includeFile(count)
      found = true
    }
    return found
  }
}

extension TokenStream {
  /// Appends the bytes with which a token, which is no identifier, begins and that can be in a name;
  /// returns how many there are.
  @inline(__always)
  func appendNamePrefix(of token: Token, to name: inout [UInt8]) -> Int {
    let text = preprocessor.files.text.span
    let start = token.location.index
    let end = start + token.length
    var position = start
    while position < end, SourceParser.isNameByte(text[position]) { position += 1 }
    name.append(text.extracting(start..<position))
    return position - start
  }
}

extension TokenStream {
  /// The name that begins at the current token and how many tokens it is made of, if it stands in a
  /// file as it is, which nearly all do; nil if it has to be put together.
  mutating func writtenName() -> (name: Symbol, tokens: Int)? {
    let start = current.location.index
    var end = start
    var count = 0
    while count < Self.lookAhead - 1 {
      let token = peek(count)
      guard token.expansion == 0, token.location.index == end else { return nil }
      switch token.kind {
      case .identifier, .number: end += length(token)
      case .minus, .comma, .dot, .plus, .star, .hash, .question: end += 1
      case .other where token.length == 1 && preprocessor.files.text[end] == 0x40: end += 1
      default: return nil
      }
      count += 1
      let next = peek(count)
      if next.isDetached || next.kind.endsName {
        let text = preprocessor.files.text
        return (preprocessor.names.intern(text.span.extracting(start..<end)), count)
      }
    }
    return nil
  }
}

extension TokenKind {
  /// Whether a token of this kind never goes on the name before it.
  @inline(__always)
  fileprivate var endsName: Bool {
    switch self {
    case .semicolon, .assign, .openBrace, .closeBrace, .colon, .less, .end: true
    default: false
    }
  }
}
