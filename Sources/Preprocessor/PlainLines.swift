import SourceText

/// Lines that are printed as they are: no macro's name but those of numbers, no directive, nothing joined by
/// a backslash.
enum PlainLines {
  /// How much room a line gets, in bytes.
  static let room = 1 << 12

  /// Copies the line whose first token begins at `start` to `output`, with single blanks for white space
  /// and comments, and numbers for macros' names. Returns the index of its newline and the place after
  /// the copy; nil if the line is not plain, or too long.
  static func copy(
    _ text: Span<UInt8>, from start: Int, limit: Int, _ preprocessor: inout Preprocessor,
    into output: inout MutableSpan<UInt8>, at place: Int
  ) -> (end: Int, place: Int)? {
    if text[start] == 0x23, mayBeDirective(text, start, &preprocessor) { return nil }
    var position = start
    // What was not copied yet, and whether a blank goes before it.
    var stretch = start
    var isSpaced = false
    var copy = Copy(place: place, limit: place &+ room)
    while true {
      position = preprocessor.macroNames.nextOfInterest(text, position)
      let byte = text[position]
      if CharacterClass.isIdentifierPart(byte) {
        let first = position
        position = CharacterClass.identifierEnd(text, first)
        // Amid a word it was no macro's before, and what follows a dot may belong to a number.
        if first > start, CharacterClass.isIdentifierPart(text[first &- 1]) { continue }
        guard preprocessor.macroNames.mayHave(text, first, position) else { continue }
        switch preprocessor.printed(text.extracting(first..<position), text) {
        case .itself: continue
        case .expansion: return nil
        case .body(let body):
          guard first == start || isOpen(text[first &- 1]), !clings(text[position]),
            copy.put(text, stretch, first, isSpaced, &output),
            copy.put(text, body.lowerBound, body.upperBound, first > stretch ? false : isSpaced, &output)
          else { return nil }
        }
        stretch = position
        isSpaced = false
      } else if byte == 0x0A {
        guard position <= limit, copy.put(text, stretch, wordEnd(text, stretch, position), isSpaced, &output)
        else { return nil }
        return (position, copy.place)
      } else if byte == 0x20 || byte == 0x09 || byte == 0x2F {
        if byte == 0x20, text[position &+ 1] > 0x20 {
          position &+= 1
          continue
        }
        if byte == 0x2F, text[position &+ 1] != 0x2F, text[position &+ 1] != 0x2A {
          position &+= 1
          continue
        }
        guard let next = endOfBlanks(text, position, limit),
          copy.put(text, stretch, wordEnd(text, stretch, position), isSpaced, &output)
        else { return nil }
        position = next
        stretch = next
        isSpaced = true
      } else if byte == 0x22 {
        repeat {
          position &+= 1
          if text[position] == 0x5C || text[position] == 0x0A { return nil }
        } while text[position] != 0x22
        position &+= 1
      } else {
        guard byte > 0x20, byte < 0x7F, byte != 0x5C, byte != 0x27 else { return nil }
        position &+= 1
      }
    }
  }

  /// Where the copy of a line goes on.
  private struct Copy {
    var place: Int
    let limit: Int

    /// Copies a stretch of text, eight bytes at a time, with what lies behind it as far as there is room;
    /// false if there is none.
    @inline(__always)
    mutating func put(
      _ text: Span<UInt8>, _ start: Int, _ end: Int, _ isSpaced: Bool, _ output: inout MutableSpan<UInt8>
    ) -> Bool {
      let count = end &- start
      guard count > 0 else { return true }
      guard place &+ count &+ 16 < limit else { return false }
      if isSpaced {
        output[place] = 0x20
        place &+= 1
      }
      var offset = 0
      if start &+ count &+ 8 <= text.count {
        var bytes = unsafe output.mutableBytes
        while offset < count {
          bytes.storeBytes(
            of: text.littleEndianWord(at: start &+ offset).littleEndian, toByteOffset: place &+ offset,
            as: UInt64.self)
          offset &+= 8
        }
      } else {
        while offset < count {
          output[place &+ offset] = text[start &+ offset]
          offset &+= 1
        }
      }
      place &+= count
      return true
    }
  }

  /// The end of a stretch, without the blank that its last word may have behind it.
  @inline(__always)
  private static func wordEnd(_ text: Span<UInt8>, _ stretch: Int, _ end: Int) -> Int {
    end > stretch && text[end &- 1] == 0x20 ? end &- 1 : end
  }

  /// Whether a name after a byte is a word by itself: after a dot or a sign it may belong to a number.
  private static func isOpen(_ byte: UInt8) -> Bool { byte != 0x2E && byte != 0x2B && byte != 0x2D }

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
      && inputs[last].nextFlags.contains(.atLineStart) && !isStopped && !hasPoison
      && !inputs[last].isPreprocessed
  }
}

/// Which names may be macros': a bit for some bytes of a name and its length, so that most words of a
/// source need not be looked up.
struct NameFilter: Sendable {
  private var bits = [UInt64](repeating: 0, count: 512)

  /// The bit of the name that stands there, which has a byte at least.
  @inline(__always)
  static func index(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let middle = text[start &+ (end &- start) &>> 1]
    let mixed = middle &* 37 &+ text[end &- 1] &* 11 &+ UInt8(truncatingIfNeeded: end &- start)
    return Int(text[start] & 0x7F) &<< 8 | Int(mixed)
  }

  /// Whether a name begins with a small letter, as hardly any macro's does.
  private(set) var hasSmallNames = false

  /// The index of the first byte from `start` on that a line's scan must look at: where a macro's name may
  /// begin, quotes, slashes, backslashes, tabs, two blanks in a row, whatever is no ASCII text, and some
  /// more.
  @inline(__always)
  func nextOfInterest(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    let toCapital: UInt64 = hasSmallNames ? ~0x2020_2020_2020_2020 : ~0
    while position &+ 8 <= text.count {
      let word = text.littleEndianWord(at: position)
      let low = word & 0x7F7F_7F7F_7F7F_7F7F
      let capital = low & toCapital
      // From `A` to `_`.
      let name = (capital &+ 0x3F3F_3F3F_3F3F_3F3F) & ~(capital &+ 0x2020_2020_2020_2020)
      let noText =
        (((low | 0x0808_0808_0808_0808) ^ 0x2F2F_2F2F_2F2F_2F2F) &+ 0x7F7F_7F7F_7F7F_7F7F)
        & ((low ^ 0x2222_2222_2222_2222) &+ 0x7F7F_7F7F_7F7F_7F7F) & (low &+ 0x6060_6060_6060_6060)
      let blank = ~((low ^ 0x2020_2020_2020_2020) &+ 0x7F7F_7F7F_7F7F_7F7F) & 0x8080_8080_8080_8080
      let blanks = blank & (blank &>> 8 | 0x8000_0000_0000_0000)
      let found = (name | ~noText | blanks | word) & 0x8080_8080_8080_8080
      if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
    // Not a whole word is left: look at each.
    return position
  }

  mutating func removeAll() {
    hasSmallNames = false
    for index in bits.indices { bits[index] = 0 }
  }

  /// Inserts a name by its bit; `isSmall` tells whether it begins with a small letter.
  @inline(__always)
  mutating func insert(_ bit: Int, isSmall: Bool) {
    if isSmall { hasSmallNames = true }
    bits[bit &>> 6] |= 1 &<< UInt64(bit & 63)
  }

  @inline(__always)
  func has(_ bit: Int) -> Bool { bits[bit &>> 6] &>> UInt64(bit & 63) & 1 != 0 }

  /// Whether a name that stands there may have been inserted.
  @inline(__always)
  func mayHave(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    has(Self.index(text, start, end))
  }
}
