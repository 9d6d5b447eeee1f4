import Preprocessor
import SourceText

/// dtc's keywords, which are words between slashes.
enum Keyword: UInt8 {
  case version, plugin, reserve, bits, deleteProperty, deleteNode, omitIfNoReference, include, incbin

  var spelling: StaticString {
    switch self {
    case .version: "/dts-v1/"
    case .plugin: "/plugin/"
    case .reserve: "/memreserve/"
    case .bits: "/bits/"
    case .deleteProperty: "/delete-property/"
    case .deleteNode: "/delete-node/"
    case .omitIfNoReference: "/omit-if-no-ref/"
    case .include: "/include/"
    case .incbin: "/incbin/"
    }
  }

  /// The keyword after this one; nil after the last.
  var next: Keyword? { Keyword(rawValue: rawValue + 1) }

  /// Calls `body` with the keyword's bytes.
  func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    spelling.withUTF8Buffer { unsafe body(Span(_unsafeElements: $0)) }
  }
}

extension TokenStream {
  /// The number of tokens of the longest keyword (`/omit-if-no-ref/`); look-ahead goes further than that.
  private static let longestKeyword = 9

  /// Returns the keyword that begins at the current token, and how many tokens it takes, without advancing.
  mutating func keyword() -> (keyword: Keyword, tokens: Int)? {
    guard current.kind == .slash, isTouchedByNext else { return nil }
    var next: Keyword? = .version
    while let keyword = next {
      if let tokens = tokens(of: keyword) { return (keyword, tokens) }
      next = keyword.next
    }
    return nil
  }

  /// Returns how many tokens the keyword takes, if it begins at the current token.
  mutating func tokens(of keyword: Keyword) -> Int? { keyword.withBytes { tokens(spelling: $0) } }

  /// Returns how many adjacent tokens spell exactly `bytes`; nil if they do not.
  private mutating func tokens(spelling bytes: Span<UInt8>) -> Int? {
    var matched = 0
    var count = 0
    while matched < bytes.count {
      let token = peek(count)
      if count > 0, token.isDetached || token.kind == .end { return nil }
      let length = length(token)
      guard matched + length <= bytes.count else { return nil }
      let part = bytes.extracting(matched..<matched + length)
      let place = token.location.index
      let isSame =
        token.kind == .identifier
        ? preprocessor.names.symbol(token.symbol, equals: part)
        : preprocessor.files.text.span.extracting(place..<place + length).hasSameBytes(as: part)
      guard isSame else { return nil }
      matched += length
      count += 1
      if count > Self.longestKeyword { return nil }
    }
    return count
  }

  /// Advances past this many tokens.
  mutating func advance(by count: Int) {
    for _ in 0..<count { advance() }
  }
}

extension SourceParser {
  /// Returns what looks like a keyword at the current token but is not one, and the keyword nearest to it.
  func unknownKeyword() -> (word: String, nearest: Keyword?)? {
    guard stream.current.kind == .slash, stream.isTouchedByNext else { return nil }
    var word = "/"
    for offset in 1..<8 {
      let token = stream.peek(offset)
      guard !token.isDetached else { return nil }
      switch token.kind {
      case .identifier: word += stream.preprocessor.names.string(token.symbol)
      case .minus: word += "-"
      case .slash:
        word += "/"
        let bytes = Array(word.utf8)
        var nearest: (distance: Int, keyword: Keyword)?
        var next: Keyword? = .version
        while let keyword = next {
          let distance = keyword.withBytes {
            NearestNames.distance(bytes.span, $0, atMost: bytes.count / 3)
          }
          if let distance, distance < nearest?.distance ?? .max { nearest = (distance, keyword) }
          next = keyword.next
        }
        return (word, nearest?.keyword)
      default: return nil
      }
    }
    return nil
  }
}
