public import SourceText

/// What a token is, as C's preprocessor sees it.
public enum TokenKind: UInt8, Sendable, BitwiseCopyable {
  // The operators that `=` can follow to make another one come first: `Token.sticks(to:)` relies on it.
  case assign, not, greater, less, plus, minus, star, slash, percent, ampersand, pipe, caret
  case shiftRight, shiftLeft
  case tilde, andAnd, orOr, question, colon, comma, openParenthesis, closeParenthesis
  case equal, notEqual, greaterOrEqual, lessOrEqual
  /// `+=` and other compound assignments.
  case compoundAssign
  case plusPlus, minusMinus, arrow, dot, ellipsis
  case hash, hashHash
  case openBracket, closeBracket, openBrace, closeBrace, semicolon
  /// A C identifier; `payload` is its symbol.
  case identifier
  /// A preprocessing number: `0x10`, `10UL`, and everything else that begins like a number.
  case number
  /// A string in double quotes that ends on its logical line.
  case string
  /// A character constant in single quotes that ends on its logical line.
  case character
  /// The same with an `L` right before the quote, which is part of the token and so never looked up as a
  /// macro.
  case wideString, wideCharacter
  /// `<file>` after `#include` or in `__has_include(…)`.
  case headerName
  /// Anything else: one byte, or an unterminated quote with the rest of its line.
  case other
  /// The end of a file, of a directive's line, or of a macro argument.
  case end
  /// Not a token, but a place where a macro's expansion or an argument began or ended.
  case padding
  /// A parameter in a macro's body; `payload` is its index.
  case parameter
}

extension TokenKind {
  /// Whether it is a string or character constant, or a name in `<…>`: what `#` adds backslashes to.
  var isQuoted: Bool {
    switch self {
    case .string, .character, .wideString, .wideCharacter, .headerName: true
    default: false
    }
  }
}

/// Facts about a token besides its kind.
public struct TokenFlags: OptionSet, Sendable, BitwiseCopyable {
  /// The bits.
  public let rawValue: UInt8

  /// The flags with these bits.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// It is preceded by white space or a comment on its line.
  public static let spaceBefore = TokenFlags(rawValue: 1)
  /// It is the first on its logical line.
  public static let atLineStart = TokenFlags(rawValue: 2)
  /// It is a macro's name inside that macro's own expansion, and is never expanded.
  static let neverExpand = TokenFlags(rawValue: 4)
  /// It is followed by `##`.
  static let pasteLeft = TokenFlags(rawValue: 8)
  /// It is a parameter after `#`.
  static let stringized = TokenFlags(rawValue: 16)
  /// It is a parameter that ends a `__VA_OPT__(…)` before `##`: its argument is expanded nevertheless, and
  /// the last token of the result is pasted.
  static let expandsBeforePaste = TokenFlags(rawValue: 32)
  /// It is a parameter that begins a `__VA_OPT__(…)` behind `##`: the same for the first token of the result.
  static let expandsAfterPaste = TokenFlags(rawValue: 64)
}

/// A preprocessing token: 16 bytes, no references.
public struct Token: Sendable, BitwiseCopyable {
  /// Where it is spelled: in a file, a macro's body or scratch text.
  public var location: SourceLocation
  /// An identifier's symbol, a parameter's index or a padding's source; otherwise the length in bytes.
  @usableFromInline var payload: UInt32
  /// The number of the macro expansion that it came from; 0 if none.
  public var expansion: UInt32
  /// What it is.
  public var kind: TokenKind
  /// Other facts about it.
  public var flags: TokenFlags

  @inlinable
  init(
    _ kind: TokenKind, at location: SourceLocation, payload: UInt32, flags: TokenFlags = [],
    expansion: UInt32 = 0
  ) {
    self.location = location
    self.payload = payload
    self.expansion = expansion
    self.kind = kind
    self.flags = flags
  }

  /// The end token of a source.
  public static let end = Token(.end, at: .none, payload: 0)

  /// An ampersand at this location.
  public static func ampersand(at location: SourceLocation) -> Token {
    Token(.ampersand, at: location, payload: 1)
  }

  /// A semicolon at this location.
  public static func semicolon(at location: SourceLocation) -> Token {
    Token(.semicolon, at: location, payload: 1)
  }

  /// An identifier's symbol.
  @inlinable
  public var symbol: Symbol { Symbol(rawValue: payload) }

  /// The index of the argument that a parameter in a macro's body stands for; nil if the argument is put in
  /// as a string or pasted, or if the token is not a parameter.
  public var plainParameter: Int? { kind == .parameter && isPlain ? Int(payload) : nil }

  /// Whether it is output without anything else being done to it.
  public var isPlain: Bool {
    flags.isDisjoint(with: [.neverExpand, .pasteLeft, .stringized, .expandsBeforePaste, .expandsAfterPaste])
  }

  /// The length in bytes of a token that is not an identifier.
  @inlinable
  public var length: Int { Int(payload) }

  /// Whether it is preceded by white space or a line's end.
  @inlinable
  public var isDetached: Bool { flags.rawValue & 3 != 0 }

  /// Where it came from, through macros.
  @inlinable
  public var origin: Origin { Origin(location: location, expansion: expansion) }
}

/// What a padding token says: whether the token that it stands for has space before it.
///
/// gcc keeps spaces apart from tokens: at the edges of an expansion and of an argument it leaves
/// padding that remembers the token whose spacing counts there. Whether two tokens of the output
/// touch follows from that; names in a device tree (`serial@FOO`) are made of tokens that touch.
enum PaddingSource: UInt32 {
  /// No token: the spacing of the next token counts.
  case none
  /// A token without space before it.
  case tight
  /// A token with space before it.
  case spaced

  init(_ token: Token) { self = token.flags.contains(.spaceBefore) ? .spaced : .tight }

  /// What two paddings in a row amount to.
  func followed(by next: PaddingSource) -> PaddingSource {
    self == .none || (self == .tight && next == .none) ? next : self
  }
}

extension Token {
  static func padding(_ source: PaddingSource) -> Token {
    Token(.padding, at: .none, payload: source.rawValue)
  }

  var paddingSource: PaddingSource { PaddingSource(rawValue: payload) ?? .none }
}
