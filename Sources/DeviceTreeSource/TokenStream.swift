import Preprocessor
import SourceText

/// Expanded tokens with a little look-ahead, and the means to read dtc's own words from them.
///
/// dtc reads text; we read C tokens, which are divided differently: `i2c@fe000000` is three of them,
/// `0x1e-1` is one, and `--` may be two operators. So names are joined from adjacent tokens, and a
/// token of which only the beginning is wanted is split.
struct TokenStream {
  var preprocessor: Preprocessor
  private(set) var buffer: [Token] = []
  private var position = 0
  private var isAtEnd = false
  /// Whether the text is being read without tokens.
  private(set) var isPaused = false
  /// The token before the current one, for errors that point after it.
  private(set) var last = Token.end

  /// How far `peek` can look.
  static let lookAhead = 16
  /// The number of tokens to have at hand: at the end of a line, the current one and the next, since
  /// nothing touches what follows; within a very long line, as many as `peek` may need.
  private var leastTokens = 2

  init(_ preprocessor: consuming Preprocessor) {
    self.preprocessor = preprocessor
    buffer.reserveCapacity(2048)
  }

  /// Reads the first tokens. Not done by `init`, where the caller's copy of the preprocessor would
  /// still be alive, so that everything read would first be copied.
  mutating func start() { refill() }

  /// The current token, even of an `/include/` (the grammar uses `SourceParser.current`); `.end` at the end.
  @inline(__always)
  var current: Token { buffer[position] }

  /// Returns the token `offset` after the current one.
  @inline(__always)
  func peek(_ offset: Int) -> Token {
    let index = position + offset
    return index < buffer.count ? buffer[index] : .end
  }

  @inline(__always)
  mutating func advance() {
    last = buffer[position]
    position += 1
    if position + leastTokens > buffer.count { refill() }
  }

  private mutating func refill() {
    if isAtEnd {
      // After the end come further ends.
      buffer.append(contentsOf: repeatElement(.end, count: Self.lookAhead * 2))
      return
    }
    buffer.removeFirst(position)
    position = 0
    while buffer.count < leastTokens {
      let before = buffer.count
      leastTokens = preprocessor.fillLine(&buffer) ? 2 : Self.lookAhead
      if preprocessor.hasWideTokens { splitWideTokens(from: before) }
      if buffer.count == before {
        isAtEnd = true
        buffer.append(contentsOf: repeatElement(.end, count: Self.lookAhead * 2))
      }
    }
  }

  /// Splits the tokens that were read last into those that dtc reads.
  private mutating func splitWideTokens(from start: Int) {
    let tokens = buffer[start...].flatMap { preprocessor.partsForDTC(of: $0) }
    buffer.replaceSubrange(start..., with: tokens)
  }

  /// Gives back the tokens at hand, so that the text continues with the current one; returns false,
  /// and does nothing, where that is impossible. Until `resume` there is no current token.
  mutating func pause() -> Bool {
    if isPaused { return true }
    let tokens = buffer
    isPaused =
      !isAtEnd && preprocessor.takeBack(tokens.span.extracting(position..<tokens.count))
    return isPaused
  }

  /// Notes the last token of what was read of the text in a pause.
  mutating func note(last: Token) { self.last = last }

  /// Continues with tokens after a pause in which the text was read up to the token `last`, if it was.
  mutating func resume(after last: Token?) {
    if let last { self.last = last }
    isPaused = false
    buffer.removeAll(keepingCapacity: true)
    position = 0
    refill()
  }

  /// Inserts tokens before the current one, which touches none of them. If the last of them is an
  /// end, nothing follows it.
  mutating func insert(_ tokens: [Token]) {
    if !buffer[position].isDetached { buffer[position].flags.insert(.spaceBefore) }
    guard tokens.last?.kind == .end else { return buffer.insert(contentsOf: tokens, at: position) }
    buffer.removeSubrange(position...)
    buffer.append(contentsOf: tokens)
    buffer.append(contentsOf: repeatElement(.end, count: Self.lookAhead * 2))
    isAtEnd = true
  }

  /// Returns the byte at an index of the current token's spelling; 0 beyond it.
  func byte(_ index: Int) -> UInt8 {
    let token = current
    guard token.kind != .end, index < length(token) else { return 0 }
    return token.kind == .identifier
      ? preprocessor.names.withBytes(of: token.symbol) { $0[index] }
      : preprocessor.files.text[token.location.index + index]
  }

  /// Returns the length of a token in bytes.
  func length(_ token: Token) -> Int {
    token.kind == .identifier ? preprocessor.names.length(token.symbol) : token.length
  }

  /// Whether the token after the current one touches it.
  @inline(__always)
  var isTouchedByNext: Bool {
    let next = buffer[position + 1]
    return !next.isDetached && next.kind != .end
  }

  /// Splits the current token, which is not an identifier, and leaves the first part current.
  mutating func split(after count: Int) {
    let token = current
    guard count > 0, count < token.length else { return }
    let rest = preprocessor.remainder(of: token, after: count)
    buffer[position] = preprocessor.prefix(of: token, count: count)
    buffer.insert(contentsOf: rest, at: position + 1)
  }

  /// Returns the text of a token, for messages.
  func text(_ token: Token) -> String {
    switch token.kind {
    case .end: return "the end of the source"
    case .identifier: return "'\(preprocessor.names.string(token.symbol))'"
    default:
      let bytes = preprocessor.files.text[
        token.location.index..<token.location.index + min(token.length, 40)]
      if token.kind == .other, token.length == 1, let byte = bytes.first, byte < 0x20 || byte >= 0x7F {
        return "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      if let name = PrintableText.nameOfInvisible(text) { return name }
      return token.kind == .string || isUnterminated(token)
        ? text + (token.length > 40 ? "…" : "") : "'\(text)'"
    }
  }

  /// Whether a token is an unterminated quote with the rest of its line.
  func isUnterminated(_ token: Token) -> Bool {
    guard token.kind == .other else { return false }
    let first = preprocessor.files.text[token.location.index]
    return first == 0x22 || first == 0x27
  }
}
