public import SourceText

/// What a token is, as C's preprocessor sees it.
public enum TokenKind: UInt8, Sendable, BitwiseCopyable {
  // The operators that `=` can follow to make another one come first: `Token.sticks(to:)` asks.
  case assign, not, greater, less, plus, minus, star, slash, percent, ampersand, pipe, caret
  case shiftRight, shiftLeft
  case tilde, andAnd, orOr, question, colon, comma, openParenthesis, closeParenthesis
  case equal, notEqual, greaterOrEqual, lessOrEqual
  /// `+=` and the like.
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
  /// The same with an `L` right before the quote. It is a part of the token, so nobody looks for a macro there.
  case wideString, wideCharacter
  /// `<file>` after `#include`.
  case headerName
  /// Anything else: one byte, or an unterminated quote with the rest of its line.
  case other
  /// The end of a file, of a directive's line, or of a macro argument.
  case end
  /// No token: a place where a macro's expansion or an argument began or ended.
  case padding
  /// A parameter in a macro's body; `payload` is its index.
  case parameter
}

extension TokenKind {
  /// Whether it is a string or character constant, or a name in `<…>`: what `#` puts backslashes into.
  var isQuoted: Bool {
    switch self {
    case .string, .character, .wideString, .wideCharacter, .headerName: true
    default: false
    }
  }
}

/// What is true of a token besides its kind.
public struct TokenFlags: OptionSet, Sendable, BitwiseCopyable {
  /// The bits.
  public let rawValue: UInt8

  /// The flags with these bits.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// White space or a comment stands before it on its line.
  public static let spaceBefore = TokenFlags(rawValue: 1)
  /// It is the first on its logical line.
  public static let atLineStart = TokenFlags(rawValue: 2)
  /// A macro's name inside that macro's own expansion: never expanded any more.
  static let neverExpand = TokenFlags(rawValue: 4)
  /// `##` follows.
  static let pasteLeft = TokenFlags(rawValue: 8)
  /// A parameter after `#`.
  static let stringized = TokenFlags(rawValue: 16)
  /// A parameter that ends a `__VA_OPT__(…)` before `##`: its argument is expanded all the same, and the
  /// last token of that is pasted.
  static let expandsBeforePaste = TokenFlags(rawValue: 32)
}

/// A preprocessing token: 16 bytes, no references.
public struct Token: Sendable, BitwiseCopyable {
  /// Where it is spelled: in a file, a macro's body or scratch text.
  public var location: SourceLocation
  /// An identifier's symbol; otherwise how many bytes it has.
  @usableFromInline var payload: UInt32
  /// The macro expansion that it came out of; 0 is none.
  public var expansion: UInt32
  /// What it is.
  public var kind: TokenKind
  /// What else is true of it.
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

  /// A token for the end of everything.
  public static let end = Token(.end, at: .none, payload: 0)

  /// An ampersand that stands there.
  public static func ampersand(at location: SourceLocation) -> Token {
    Token(.ampersand, at: location, payload: 1)
  }

  /// A semicolon that stands there.
  public static func semicolon(at location: SourceLocation) -> Token {
    Token(.semicolon, at: location, payload: 1)
  }

  /// An identifier's symbol.
  @inlinable
  public var symbol: Symbol { Symbol(rawValue: payload) }

  /// Which argument a parameter in a macro's body stands for, from 0; nil if that is put in as a string or
  /// pasted, as any token may be.
  public var plainParameter: Int? { kind == .parameter && isPlain ? Int(payload) : nil }

  /// Whether nothing is done to it but to put it out.
  public var isPlain: Bool {
    flags.isDisjoint(with: [.neverExpand, .pasteLeft, .stringized, .expandsBeforePaste])
  }

  /// How many bytes a token that is no identifier has.
  @inlinable
  public var length: Int { Int(payload) }

  /// Whether white space or a line's end stands before it.
  @inlinable
  public var isDetached: Bool { flags.rawValue & 3 != 0 }

  /// Where it came from, through macros.
  @inlinable
  public var origin: Origin { Origin(location: location, expansion: expansion) }
}

/// What a padding token says: whether the token that it stands for had space before it.
///
/// gcc keeps spaces apart from tokens: at the edges of an expansion and of an argument it leaves
/// padding that remembers the token whose spacing counts there. Whether two tokens of the output
/// touch follows from that; names in a device tree (`serial@FOO`) are made of tokens that touch.
enum PaddingSource: UInt32 {
  /// Nobody's: the next token only keeps clear of the one before if the two would read as one.
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
