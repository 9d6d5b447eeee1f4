import DeviceTree
import Preprocessor
import SourceText

extension SourceParser {
  /// Reads `{ properties and nodes };` into `block`; returns false if it does not even begin.
  mutating func readBlock(_ block: NodeID) -> Bool {
    let place = stream.last
    guard current.kind == .openBrace else {
      guard current.flags.contains(.atLineStart) else {
        fail("brace-expected", "expected '{', found \(textHere)")
        skipStatement()
        return false
      }
      failAfterLast("brace-expected", "expected '{', found \(textHere)")
      guard isIndentedMore(than: place) else {
        skipStatement()
        return false
      }
      frames.removeAll()
      frames.append(Frame(node: block, start: current.origin, name: place.origin))
      readOpenNodes()
      return true
    }
    frames.removeAll()
    open(block, at: place)
    readTopBlock()
    return true
  }

  /// The errors after which nothing more is read.
  private static var swallowing: [String] {
    [
      "expansion-limit", "call-depth", "include-depth", "line-length", "renumbered-text", "missing-include",
      "include-unreadable", "unterminated-call",
    ]
  }

  /// Reads the nodes whose braces are open, up to their ends.
  mutating func readOpenNodes() {
    while !isHopeless {
      readPlainStatements()
      guard let frame = frames.last else { break }
      switch current.kind {
      case .closeBrace: close(frame)
      case .end:
        // What swallowed the rest of the source has been reported.
        if stream.preprocessor.hasLostText
          || stream.preprocessor.diagnostics.contains(where: { Self.swallowing.contains($0.identifier) })
        {
          errorCount += 1
          return
        }
        failUnclosed(frame, "is never closed by '};'")
        return
      case .ampersand, .slash, .identifier:
        guard let token = beginningOutside() else {
          readStatement()
          break
        }
        failUnclosed(frame, "is not closed by '};' before this block", at: token)
        frames.removeAll()
        return
      default: readStatement()
      }
    }
  }

  private mutating func failUnclosed(_ frame: Frame, _ what: String, at token: Token? = nil) {
    isNestingLost = true
    if hasReopened { return }
    let notes = notesOnMissingBrace()
    fail(
      "unclosed-node", "node \(describe(frame)) \(what)", at: token,
      notes: [.init("it is opened here", at: span(frame.name))] + notes)
  }

  /// Enters a node's braces; `name` is where the node begins.
  private mutating func open(_ node: NodeID, at name: Token) {
    frames.append(Frame(node: node, start: current.origin, name: name.origin))
    stream.advance()
  }

  private mutating func close(_ frame: Frame) {
    stream.advance()
    let end = current.location
    if current.kind == .semicolon {
      stream.advance()
    } else {
      failAfterLast(
        "semicolon-expected",
        "expected ';' after the '}' of node \(describe(frame)), found \(textHere)")
    }
    tree.setExtent(Extent(start: frame.start, end: end, name: frame.name), of: frame.node)
    frames.removeLast()
  }

  /// Reads a property, a node or a deletion, with the labels before it.
  private mutating func readStatement() {
    var labels: [Symbol] = []
    var omits = false
    while true {
      if isLabel {
        labels.append(readLabel())
        continue
      }
      guard let (keyword, count) = keyword() else { break }
      let token = current
      stream.advance(by: count)
      switch keyword {
      case .omitIfNoReference:
        omits = true
        continue
      case .deleteProperty where !omits: return deleteProperty(token)
      case .deleteNode: return deleteNode(token)
      default:
        fail("unexpected-token", "'\(keyword.spelling)' is out of place in a node", at: token)
        widen(to: keyword.spelling.utf8CodeUnitCount)
        return skipStatement()
      }
    }
    let place = current
    guard let name = readName() else {
      failName(after: labels.last)
      return skipStatement()
    }
    switch current.kind {
    case .openBrace: openSubnode(name, labels, place, omits: omits)
    case _ where omits:
      fail(
        "unexpected-token",
        "expected '{' of a node after '/omit-if-no-ref/', found \(textHere)")
      skipStatement()
    case .assign:
      stream.advance()
      readProperty(name, labels, place)
    case .semicolon: addProperty(name, .empty, labels, place)
    default: failBehindName(name, labels, place)
    }
  }

  /// Reports that what follows a name makes neither a property nor a node of it.
  private mutating func failBehindName(_ name: Symbol, _ labels: [Symbol], _ place: Token) {
    let text = stream.preprocessor.names.string(name)
    let message = "expected '=', ';' or '{' after '\(text)', found \(wordHere)"
    guard current.flags.contains(.atLineStart), current.kind != .end else {
      fail("unexpected-token", message)
      helpOnUndefined(place, named: text)
      if let advice = advice(behind: text) { help(advice) }
      return skipStatement()
    }
    // What is missing belongs at the end of the line before; the next line's indentation tells what it is.
    failAfterLast("unexpected-token", message)
    helpOnUndefined(place, named: text)
    let begins =
      current.kind == .identifier || current.kind == .slash || current.kind == .closeBrace
      || current.kind == .hash
    guard begins else { return skipStatement() }
    if isIndentedMore(than: place) {
      openSubnode(name, labels, place, omits: false)
    } else if !frames[frames.count - 1].hasSubnodes {
      addProperty(name, .empty, labels, place)
    }
  }

  /// Returns advice on a name that is followed by something else on its line.
  private mutating func advice(behind name: String) -> String? {
    switch current.kind {
    case .equal: return "a property's value follows a single '='"
    case .colon:
      let beginsWithDigit = name.utf8.first.map { 0x30...0x39 ~= $0 } ?? false
      return beginsWithDigit
        ? "a label begins with a letter or '_'" : "a label has only letters, digits and '_'"
    case .identifier where name == "#": return Self.commentsAdvice
    case .identifier:
      guard let count = stream.writtenName()?.tokens, stream.peek(count).kind == .openBrace else {
        return nil
      }
      return "a label ends in ':', and a name has no spaces"
    default: return nil
    }
  }

  /// Reports something that is neither a name nor anything else that begins a statement.
  private mutating func failName(after label: Symbol?) {
    if let (word, nearest) = unknownKeyword() {
      fail("unknown-keyword", "unknown keyword '\(word)'")
      widen(to: word.utf8.count)
      if let nearest { help("did you mean '\(nearest.spelling)'?") }
      return
    }
    let found = textHere
    if let label {
      fail(
        "name-expected",
        "expected a property or a node after label '\(stream.preprocessor.names.string(label)):', found \(found)"
      )
      if beginsValue(stream.current) { help("a property's value follows '='") }
    } else {
      fail("name-expected", "expected a property, a node or '}', found \(found)")
      if current.kind == .ampersand { help("a block '&label { … };' belongs outside of all nodes") }
    }
  }

  /// Enters a node, whose brace may be missing.
  private mutating func openSubnode(
    _ name: Symbol, _ labels: [Symbol], _ place: Token, omits: Bool
  ) {
    let parent = frames.count - 1
    frames[parent].hasSubnodes = true
    let node = tree.addNode(named: name, to: frames[parent].node)
    for label in labels.reversed() { tree.addLabel(label, to: node) }
    if omits { tree.omitIfUnreferenced(node) }
    guard current.kind == .openBrace else {
      frames.append(Frame(node: node, start: current.origin, name: place.origin))
      return
    }
    open(node, at: place)
  }

  private mutating func readProperty(_ name: Symbol, _ labels: [Symbol], _ place: Token) {
    let value = tree.openValue()
    guard readValue(value, of: name) else { return skipStatement() }
    addProperty(name, tree.close(value), labels, place)
  }

  /// Completes a property's statement at its semicolon.
  private mutating func addProperty(
    _ name: Symbol, _ value: PropertyValue, _ labels: [Symbol], _ place: Token
  ) {
    let end = current
    if end.kind == .semicolon {
      stream.advance()
    } else {
      let property = stream.preprocessor.names.string(name)
      failAfterLast(
        "semicolon-expected",
        goesOn(end)
          ? "expected ',' or ';' after a value of property '\(property)', found \(stream.text(end))"
          : "expected ';' after property '\(property)', found \(stream.text(end))")
      if end.kind == .number, !end.flags.contains(.atLineStart) { help(Self.cellsHelp) }
      // Most often only the semicolon is missing: go on as if it were there.
      if !end.flags.contains(.atLineStart) || goesOn(end) { skipStatement() }
    }
    if frames[frames.count - 1].hasSubnodes,
      !reopensNode(for: "property '\(stream.preprocessor.names.string(name))'", at: place)
    {
      return
    }
    let property = tree.addProperty(name, value, to: frames[frames.count - 1].node)
    for label in labels.reversed() { tree.addLabel(label, to: property) }
    tree.setExtent(Extent(start: place.origin, end: end.location), of: property)
  }

  /// Whether a token after a value begins another one, before which a comma is missing.
  private func goesOn(_ token: Token) -> Bool {
    beginsValue(token) && (token.kind != .ampersand || !token.flags.contains(.atLineStart))
  }

  private func beginsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .string, .less, .openBracket, .ampersand: true
    default: false
    }
  }

  private mutating func deleteProperty(_ token: Token) {
    guard let name = readName() else {
      fail("name-expected", "expected a property's name after '/delete-property/'")
      return skipStatement()
    }
    let end = current.location
    expect(.semicolon, "';' after '/delete-property/ …'")
    if frames[frames.count - 1].hasSubnodes,
      !reopensNode(for: "'/delete-property/ \(stream.preprocessor.names.string(name))'", at: token)
    {
      return
    }
    let property = tree.addDeletion(ofProperty: name, to: frames[frames.count - 1].node)
    tree.setExtent(Extent(start: token.origin, end: end), of: property)
  }

  private mutating func deleteNode(_ token: Token) {
    guard let name = readName() else {
      let found = current
      fail("name-expected", "expected a node's name after '/delete-node/', found \(stream.text(found))")
      if found.kind == .ampersand {
        help("'/delete-node/ &label;' belongs outside of all nodes")
      }
      return skipStatement()
    }
    frames[frames.count - 1].hasSubnodes = true
    let node = tree.addDeletion(ofNode: name, to: frames[frames.count - 1].node)
    tree.setExtent(Extent(start: token.origin, end: current.location), of: node)
    expect(.semicolon, "';' after '/delete-node/ …'")
  }
}
