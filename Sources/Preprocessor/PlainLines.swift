import SourceText

/// Lines that are printed as they are: no macro's name, no directive, nothing joined by a backslash.
///
/// They are copied from the text in stretches, between which there was more white space than one blank,
/// or the name of a macro that stands for a number.
struct PlainLines {
  /// Text as it is printed.
  struct Stretch {
    let start: Int
    let end: Int
    /// Whether a blank goes before it.
    var isSpaced: Bool
  }

  /// The stretches of the line that was scanned last.
  private(set) var stretches: [Stretch] = []
  /// The index of its newline.
  private(set) var end = 0

  /// Scans the line whose first token begins at `start`; false if it is not plain.
  mutating func scan(
    _ text: Span<UInt8>, from start: Int, limit: Int, _ preprocessor: inout Preprocessor
  ) -> Bool {
    stretches.removeAll(keepingCapacity: true)
    if text[start] == 0x23, Self.mayBeDirective(text, start, &preprocessor) { return false }
    var position = start
    var stretch = start
    var isSpaced = false
    while true {
      let byte = text[position]
      if CharacterClass.isIdentifierStart(byte) {
        let first = position
        position = CharacterClass.identifierEnd(text, first)
        if preprocessor.macroNames.mayHave(text, first, position),
          preprocessor.isMacro(text.extracting(first..<position))
        {
          // What comes before is no dot, and a number clings to nothing else.
          guard let body = preprocessor.plainBody(text.extracting(first..<position), text),
            first == start || text[first &- 1] != 0x2E, !Self.clings(text[position])
          else { return false }
          if first > stretch { stretches.append(Stretch(start: stretch, end: first, isSpaced: isSpaced)) }
          let isTight = first > stretch
          stretches.append(
            Stretch(start: body.lowerBound, end: body.upperBound, isSpaced: isTight ? false : isSpaced))
          stretch = position
          isSpaced = false
        }
      } else if CharacterClass.isDigit(byte) {
        // A number takes letters and dots with it, and a sign after an exponent.
        repeat {
          position = CharacterClass.identifierEnd(text, position &+ 1)
        } while text[position] == 0x2E
        if text[position] == 0x2B || text[position] == 0x2D,
          text[position &- 1] | 0x20 == 0x65 || text[position &- 1] | 0x20 == 0x70
        {
          return false
        }
      } else if byte <= 0x20 {
        if byte == 0x0A {
          if position > stretch { stretches.append(Stretch(start: stretch, end: position, isSpaced: isSpaced)) }
          break
        }
        guard byte == 0x20 || byte == 0x09 else { return false }
        let blank = position
        repeat { position &+= 1 } while text[position] == 0x20 || text[position] == 0x09
        if position &- blank == 1, byte == 0x20, text[position] > 0x20, text[position] != 0x2F { continue }
        guard let next = Self.endOfBlanks(text, position, limit) else { return false }
        if blank > stretch { stretches.append(Stretch(start: stretch, end: blank, isSpaced: isSpaced)) }
        position = next
        stretch = next
        isSpaced = true
      } else if byte == 0x22 {
        repeat {
          position &+= 1
          if text[position] == 0x5C || text[position] == 0x0A { return false }
        } while text[position] != 0x22
        position &+= 1
      } else if byte == 0x2F {
        guard text[position &+ 1] == 0x2F || text[position &+ 1] == 0x2A else {
          position &+= 1
          continue
        }
        guard let next = Self.endOfBlanks(text, position, limit) else { return false }
        if position > stretch { stretches.append(Stretch(start: stretch, end: position, isSpaced: isSpaced)) }
        position = next
        stretch = next
        isSpaced = true
      } else {
        // A dot before a digit begins a number, which may end in an exponent's sign.
        if byte == 0x5C || byte == 0x27 || byte >= 0x7F
          || byte == 0x2E && CharacterClass.isDigit(text[position &+ 1])
        {
          return false
        }
        position &+= 1
      }
    }
    end = position
    return position <= limit
  }

  /// Whether a byte right after a number would seem to be part of it.
  private static func clings(_ byte: UInt8) -> Bool {
    byte == 0x2E || byte == 0x2B || byte == 0x2D || byte == 0x22 || byte == 0x27 || byte == 0x5C
  }

  /// The index after blanks and comments on one line; nil if it takes a closer look, as for a comment of
  /// several lines.
  private static func endOfBlanks(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var position = start
    while true {
      let byte = text[position]
      if byte == 0x20 || byte == 0x09 {
        position &+= 1
      } else if byte == 0x2F, text[position &+ 1] == 0x2F || text[position &+ 1] == 0x2A {
        guard let next = LineScan.commentEnd(text, position, limit) else { return nil }
        if text[position &+ 1] == 0x2A {
          let comment = text.newlines(in: position..<next)
          guard comment.count == 0 else { return nil }
        }
        position = next
      } else {
        return byte == 0x0A || byte > 0x20 ? position : nil
      }
    }
  }

  /// Whether `#` at a line's start may begin a directive.
  private static func mayBeDirective(
    _ text: Span<UInt8>, _ hash: Int, _ preprocessor: inout Preprocessor
  ) -> Bool {
    let first = hash &+ 1
    guard CharacterClass.isIdentifierStart(text[first]) else { return true }
    var end = first &+ 1
    while CharacterClass.isIdentifierPart(text[end]) { end &+= 1 }
    return preprocessor.isDirective(text.extracting(first..<end))
  }
}

extension Preprocessor {
  /// Whether the next line can be taken from the text.
  mutating func isAtPlainLine() -> Bool {
    let last = inputs.count - 1
    return contexts.isEmpty && last >= 0 && inputs[last].position == inputs[last].lineEnd
      && inputs[last].nextFlags.contains(.atLineStart) && !isStopped && !hasPoison && !inputs[last].isPreprocessed
  }
}

/// Which names may be macros': a bit for some bytes of a name and its length, so that most words of a
/// source need not be looked up.
struct NameFilter: Sendable {
  private var bits = [UInt64](repeating: 0, count: 512)

  @inline(__always)
  private static func index(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let middle = text[start &+ (end &- start) &>> 1]
    let mixed = middle &* 37 &+ text[end &- 1] &* 11 &+ UInt8(truncatingIfNeeded: end &- start)
    return Int(text[start] & 0x7F) &<< 8 | Int(mixed)
  }

  mutating func removeAll() {
    for index in bits.indices { bits[index] = 0 }
  }

  mutating func insert(_ name: Span<UInt8>) {
    let index = Self.index(name, 0, name.count)
    bits[index &>> 6] |= 1 &<< UInt64(index & 63)
  }

  /// Whether a name that stands there may have been inserted.
  @inline(__always)
  func mayHave(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let index = Self.index(text, start, end)
    return bits[index &>> 6] &>> UInt64(index & 63) & 1 != 0
  }
}
