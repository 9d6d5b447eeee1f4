import Preprocessor

/// Where reading from the text continues.
struct PlainPlace {
  /// An index of the text.
  var position: Int
  /// Whether only blanks and comments precede it on its line.
  var isAtLineStart: Bool

  /// Advances past white space and comments.
  @inline(__always)
  mutating func skipBlanks(_ text: Span<UInt8>, _ limit: Int) {
    while true {
      let byte = text[position]
      if byte == 0x20 || byte == 0x09 {
        position &+= 1
      } else if byte == 0x0A {
        guard position < limit else { return }
        isAtLineStart = true
        position &+= 1
      } else if byte == 0x2F {
        guard let end = LineScan.commentEnd(text, position, limit) else { return }
        position = end
      } else {
        return
      }
    }
  }
}
