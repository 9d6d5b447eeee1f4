import SourceText

/// Scanning text without splitting it into tokens: past blank lines, comments, and lines that are to be
/// ignored. What needs a closer look (a backslash, an unterminated comment) is left to `Tokenizer`.
public enum LineScan {
  /// Returns the index of the first byte from `start` on that is neither white space nor in a comment, or
  /// `limit`, and sets `flags` to those of a token there. A backslash that joins lines ends the search.
  @inline(__always)
  static func skipBlanks(_ text: Span<UInt8>, _ start: Int, _ limit: Int, _ flags: inout TokenFlags) -> Int {
    var position = start
    while position < limit {
      let byte = text[position]
      if byte == 0x0A {
        flags = .atLineStart
        position &+= 1
      } else if byte == 0x20 || byte == 0x09 {
        flags.insert(.spaceBefore)
        position &+= 1
        while text[position] == byte { position &+= 1 }
      } else if byte == 0x2F, let end = commentEnd(text, position, limit) {
        flags.insert(.spaceBefore)
        position = end
      } else if byte == 0x0D || byte == 0x0C || byte == 0x0B {
        flags.insert(.spaceBefore)
        position &+= 1
      } else {
        break
      }
    }
    return min(position, limit)
  }

  /// The index after the comment that begins at `start`, excluding the line's end; nil if there is none,
  /// or if it needs a closer look.
  @inline(__always)
  public static func commentEnd(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    let second = text[start &+ 1]
    guard second == 0x2A || second == 0x2F, start &+ 1 < limit else { return nil }
    return second == 0x2A ? blockEnd(text, start &+ 2, limit) : lineCommentEnd(text, start &+ 2)
  }

  /// The index after `*/`; nil if there is none before `limit`, or a backslash comes first.
  private static func blockEnd(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var position = start
    while position &+ 1 < limit {
      if position &+ 2 &* TextBlock.size <= limit {
        let block = text.block(at: position)
        let ends = block.has(0x2A) .& text.block(at: position &+ 1).has(0x2F)
        let found = (ends .| block.has(0x5C)).first
        position &+= found
        if found == TextBlock.size { continue }
      }
      // A backslash may be a splice inside the `*/`.
      if text[position] == 0x5C || text[position &+ 1] == 0x5C { return nil }
      if text[position] == 0x2A, text[position &+ 1] == 0x2F { return position &+ 2 }
      position &+= 1
    }
    return nil
  }

  private static func lineCommentEnd(_ text: Span<UInt8>, _ start: Int) -> Int? {
    var position = start
    while position &+ TextBlock.size <= text.count {
      let block = text.block(at: position)
      let found = (block.has(0x0A) .| block.has(0x5C)).first
      position &+= found
      if found < TextBlock.size { break }
    }
    while text[position] != 0x0A {
      if text[position] == 0x5C { return nil }
      position &+= 1
    }
    return position
  }

  /// The index after the line's end if the backslash at `position` joins that line with the next one; nil if
  /// it does not, or if what is before and after it may be one token, since no blank separates them.
  static func joinedLine(_ text: Span<UInt8>, _ position: Int) -> Int? {
    guard text[position &+ 1] == 0x0A, position &+ 2 < text.count else { return nil }
    let (before, next) = (text[position &- 1], text[position &+ 2])
    return before <= 0x20 || next == 0x20 || next == 0x09 ? position &+ 2 : nil
  }

  /// Whether the line with this `#` may be a directive that ends a branch or begins one: all others are
  /// ignored in a branch that is skipped.
  private static func mayBeConditional(_ text: Span<UInt8>, _ hash: Int) -> Bool {
    var position = hash &+ 1
    while text[position] == 0x20 || text[position] == 0x09 { position &+= 1 }
    let byte = text[position]
    // White space other than blanks and tabs is rare, and what follows it is left to the tokenizer.
    return byte == 0x69 || byte == 0x65 || byte == 0x5C || byte == 0x2F || byte < 0x20 && byte != 0x0A
  }

  /// Returns the index where the first line that may be such a directive or needs a closer look begins,
  /// after its blanks, or `limit`, and sets `flags` to those of a token there.
  static func skipLines(_ text: Span<UInt8>, _ start: Int, _ limit: Int, _ flags: inout TokenFlags) -> Int {
    var position = start
    while true {
      position = skipBlanks(text, position, limit, &flags)
      if position < limit, text[position] == 0 {
        // A NUL is white space too, but not reported in what is skipped.
        position &+= 1
        continue
      }
      guard position < limit,
        text[position] != 0x23 || !flags.contains(.atLineStart) || !mayBeConditional(text, position),
        let end = lineEnd(text, position, limit)
      else { return position }
      position = end
      flags = .atLineStart
    }
  }

  /// The index after the newline of the line that begins at `start`, including comments that continue on
  /// further lines; nil if it needs a closer look.
  static func lineEnd(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var position = start
    while position < limit {
      if position &+ TextBlock.size <= limit {
        let block = text.block(at: position)
        let marks = block.has(0x22) .| block.has(0x27) .| block.has(0x2F)
        let found = (block.has(0x0A) .| block.has(0x5C) .| marks).first
        position &+= found
        if found == TextBlock.size { continue }
      }
      let byte = text[position]
      if byte == 0x0A { return position &+ 1 }
      if byte == 0x5C { return nil }
      if byte == 0x22 || byte == 0x27 {
        position &+= 1
        while text[position] != byte {
          // An unmatched quote extends to the end of its line.
          if text[position] == 0x0A { break }
          if text[position] == 0x5C { return nil }
          position &+= 1
        }
        if text[position] == byte { position &+= 1 }
      } else if byte == 0x2F, text[position &+ 1] == 0x2A || text[position &+ 1] == 0x2F {
        guard let end = commentEnd(text, position, limit) else { return nil }
        position = end
      } else {
        position &+= 1
      }
    }
    return limit
  }
}
