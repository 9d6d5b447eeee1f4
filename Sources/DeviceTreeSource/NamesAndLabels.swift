import DeviceTree
import Preprocessor
import SourceText

/// Names, labels and references, some of which are several tokens.
extension SourceParser {
  /// Whether a label (`name:`) begins here.
  @inline(__always)
  var isLabel: Bool {
    mutating get {
      current.kind == .identifier && stream.peek(1).kind == .colon && stream.isTouchedByNext
    }
  }

  mutating func readLabel() -> Symbol {
    let symbol = current.symbol
    stream.advance()
    stream.advance()
    return symbol
  }

  /// Reads a node's or a property's name, joined from adjacent tokens; returns nil if there is none here.
  mutating func readName() -> Symbol? {
    let first = current
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
    // A backslash before a name that would otherwise read as something else is not part of it.
    if first.kind == .other, stream.byte(0) == 0x5C, first.length == 1, stream.isTouchedByNext,
      next.kind != .slash
    {
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

  // Static, since one call cannot both change `self` and borrow from it.
  private static func intern(_ bytes: [UInt8], in names: inout SymbolTable) -> Symbol {
    names.intern(bytes.span)
  }

  /// Reads `&label` or `&{path}`; returns the symbol of what it refers to, without `&` and braces.
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
        guard NameCharacters.isFitInSource(byte) || byte == 0x2F else { return skipPath() }
        nameBytes.append(byte)
      }
      stream.advance()
    }
    if stream.current.isDetached { return nil }
    stream.advance()
    return internNameBytes()
  }

  /// Skips what is not a path, so that its brace does not close a node.
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

  /// Returns the keyword that begins here, if one does.
  mutating func keyword() -> (keyword: Keyword, tokens: Int)? {
    current.kind == .slash ? stream.keyword() : nil
  }
}

extension TokenStream {
  /// Appends the leading bytes of a token, which is not an identifier, that can be in a name; returns
  /// how many there are.
  @inline(__always)
  func appendNamePrefix(of token: Token, to name: inout [UInt8]) -> Int {
    let text = preprocessor.files.text.span
    let start = token.location.index
    let end = start + token.length
    var position = start
    while position < end, NameCharacters.isFitInSource(text[position]) { position += 1 }
    name.append(text.extracting(start..<position))
    return position - start
  }
}

extension TokenStream {
  /// Returns the name that begins at the current token and how many tokens it consists of, if it is
  /// in a file as it is, as nearly all are; nil if it has to be put together.
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
  /// Whether a token of this kind never continues the name before it.
  @inline(__always)
  fileprivate var endsName: Bool {
    switch self {
    case .semicolon, .assign, .openBrace, .closeBrace, .colon, .less, .end: true
    default: false
    }
  }
}
