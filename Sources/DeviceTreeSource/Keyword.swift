import Preprocessor
import SourceText

/// dtc's words between slashes.
enum Keyword: String, CaseIterable {
  case version = "/dts-v1/"
  case plugin = "/plugin/"
  case reserve = "/memreserve/"
  case bits = "/bits/"
  case deleteProperty = "/delete-property/"
  case deleteNode = "/delete-node/"
  case omitIfNoReference = "/omit-if-no-ref/"
  case include = "/include/"
  case incbin = "/incbin/"

  /// The keyword's bytes, beside it, so that nothing is compared as a `String`.
  static let spellings = allCases.map { (keyword: $0, bytes: Array($0.rawValue.utf8)) }
}

extension TokenStream {
  /// How many tokens the longest keyword has (`/omit-if-no-ref/`); look-ahead goes further than that.
  private static let longestKeyword = 9

  /// The keyword that begins at the current token, which is left where it is, and how many tokens it
  /// takes.
  mutating func keyword() -> (keyword: Keyword, tokens: Int)? {
    guard current.kind == .slash, isTouchedByNext else { return nil }
    for (keyword, bytes) in Keyword.spellings {
      if let tokens = tokens(spelling: bytes) { return (keyword, tokens) }
    }
    return nil
  }

  /// How many tokens that touch spell exactly `bytes`; nil if they do not.
  private func tokens(spelling bytes: [UInt8]) -> Int? {
    var matched = 0
    var count = 0
    while matched < bytes.count {
      let token = peek(count)
      if count > 0, token.isDetached || token.kind == .end { return nil }
      let length = length(token)
      guard matched + length <= bytes.count else { return nil }
      let isSame =
        token.kind == .identifier
        ? preprocessor.names.symbol(token.symbol, equals: bytes.span.extracting(matched..<matched + length))
        : preprocessor.files.text[token.location.index..<token.location.index + length]
          .elementsEqual(bytes[matched..<matched + length])
      guard isSame else { return nil }
      matched += length
      count += 1
      if count > Self.longestKeyword { return nil }
    }
    return count
  }

  /// Goes past the current tokens.
  mutating func advance(by count: Int) {
    for _ in 0..<count { advance() }
  }
}

extension SourceParser {
  /// What looks like a keyword at the current token and is none, and the keyword nearest to it.
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
        let nearest = Keyword.spellings.compactMap { keyword, spelling in
          NearestNames.distance(bytes.span, spelling.span, atMost: bytes.count / 3).map { ($0, keyword) }
        }.min { $0.0 < $1.0 }
        return (word, nearest?.1)
      default: return nil
      }
    }
    return nil
  }
}
