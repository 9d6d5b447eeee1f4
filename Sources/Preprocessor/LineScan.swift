import SourceText

/// Finding the way through text without splitting it into tokens: over blank lines, comments, and lines
/// of which nothing is wanted. What takes a closer look (a backslash, a comment without an end) is left
/// to `Tokenizer`.
public enum LineScan {
  /// The index of the first byte from `start` on that is neither white space nor in a comment, or
  /// `limit`; `flags` becomes what a token there has. Lines joined by a backslash end the search.
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

  /// The index after the comment that begins at `start`, its line's end not included; nil if none does,
  /// or if it takes a closer look.
  @inline(__always)
  public static func commentEnd(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    let second = text[start &+ 1]
    guard second == 0x2A || second == 0x2F, start &+ 1 < limit else { return nil }
    return second == 0x2A ? blockEnd(text, start &+ 2, limit) : lineCommentEnd(text, start &+ 2)
  }

  /// The index after `*/`; nil without one before `limit`.
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
      // A backslash may be a splice amid the end.
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

  /// The index after the line's end that a backslash at `position` joins with the next line; nil if it does not, or if
  /// what stands before and behind may be one token, since there is no blank.
  static func joinedLine(_ text: Span<UInt8>, _ position: Int) -> Int? {
    guard text[position &+ 1] == 0x0A, position &+ 2 < text.count else { return nil }
    let (before, next) = (text[position &- 1], text[position &+ 2])
    return before <= 0x20 || next == 0x20 || next == 0x09 ? position &+ 2 : nil
  }

  /// Whether a line with a `#` there may be one of the directives that end a branch, or begin one: all
  /// others count for nothing in a branch that is skipped.
  private static func mayBeConditional(_ text: Span<UInt8>, _ hash: Int) -> Bool {
    var position = hash &+ 1
    while text[position] == 0x20 || text[position] == 0x09 { position &+= 1 }
    let byte = text[position]
    // Other white space than blanks and tabs is rare, and what is behind it is left to the tokenizer.
    return byte == 0x69 || byte == 0x65 || byte == 0x5C || byte == 0x2F || byte < 0x20 && byte != 0x0A
  }

  /// The index of the first line's beginning, blanks not included, that may be such a directive or takes a closer look,
  /// or `limit`; `flags` becomes what a token there has.
  static func skipLines(_ text: Span<UInt8>, _ start: Int, _ limit: Int, _ flags: inout TokenFlags) -> Int {
    var position = start
    while true {
      position = skipBlanks(text, position, limit, &flags)
      if position < limit, text[position] == 0 {
        // White space as well, of which nobody is warned in what is skipped.
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

  /// The index after the newline of the line that begins at `start`, comments that go on over further
  /// lines included; nil if it takes a closer look.
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
          // Without its fellow a quote takes all of its line.
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
