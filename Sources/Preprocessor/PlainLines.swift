import SourceText

/// Lines that are printed from their text: no directive, nothing joined by a backslash, and no macros except
/// those that are expanded as text (`TextExpansion`).
///
/// One loop goes over as many lines as it can, sixteen bytes at a time: these are copied, and then examined
/// for anything that needs more than that. Bytes that were copied in excess are overwritten by what comes
/// next, and if a line turns out not to be plain, the output is cut back to the end of the line before it.
struct PlainLines {
  /// Why copying ended.
  enum Stop {
    /// The next line is not plain.
    case otherLine
    /// The next line is too far from the last one to be reached by newlines.
    case farLine
    /// There is no room for another line.
    case noRoom
  }

  /// How much room a line gets, in bytes.
  static let room = 1 << 12

  /// The end of the last line that was copied.
  private(set) var end: Int
  /// How far the text was examined: past the blanks and comments before the next line's first token.
  private(set) var position: Int
  /// The number of the line at `position`, and where it begins.
  private(set) var line: Int
  private(set) var lineStart: Int
  /// The number of the line that the output is at, and whether anything is on it.
  var outputLine: Int
  var hasOutput: Bool
  /// Whether no line was copied yet.
  private(set) var isEmpty = true
  /// Where the name or call of the last expanded macro ends; -1 if there was none.
  private var expansionEnd = -1
  /// Text that was copied in vain, since a line begins too far to the right; its lines are not tried again
  /// one by one.
  var wide = 0..<0

  /// Starts at `position`, before the first token of a line.
  init(from position: Int, line: Int, lineStart: Int, outputLine: Int, hasOutput: Bool) {
    end = position
    self.position = position
    self.line = line
    self.lineStart = lineStart
    self.outputLine = outputLine
    self.hasOutput = hasOutput
  }

  /// Copies lines to `output` from `place` on and up to `outputEnd`, with single blanks for white space and
  /// comments, and with macros expanded. Returns where the copy ends, and why.
  mutating func copy(
    _ text: Span<UInt8>, limit: Int, lineMarkers: Bool, _ preprocessor: inout Preprocessor,
    _ expansion: inout TextExpansion, into output: inout MutableSpan<UInt8>, at place: Int,
    upTo outputEnd: Int
  ) -> (place: Int, stop: Stop) {
    var place = place
    while true {
      guard goToText(text, limit),
        text[position] != 0x23 || isPlainHash(text, position, &preprocessor)
      else { return (place, .otherLine) }
      if wide.contains(position) { return (place, .otherLine) }
      guard outputEnd &- place >= Self.room else { return (place, .noRoom) }
      // Newlines bring the output to the line, and blanks to the column.
      var copied = place
      var reached = outputLine
      var raw = unsafe output.mutableBytes
      if hasOutput {
        raw.storeBytes(of: 0x0A, toByteOffset: copied, as: UInt8.self)
        copied &+= 1
        reached &+= 1
      }
      if lineMarkers {
        let gap = line &- reached
        guard gap >= 0, gap < TextPrinter.mostNewlines else { return (place, .farLine) }
        raw.storeBytes(of: 0x0A0A_0A0A_0A0A_0A0A, toByteOffset: copied, as: UInt64.self)
        copied &+= gap
        reached = line
      }
      let indentation = position &- lineStart
      guard indentation < Self.room / 4 else { return (place, .otherLine) }
      var blanks = 0
      while blanks < indentation {
        raw.storeBytes(of: 0x2020_2020_2020_2020, toByteOffset: copied &+ blanks, as: UInt64.self)
        blanks &+= 8
      }
      copied &+= indentation
      let number = line
      let before = (end: self.end, position: position, lineStart: lineStart, expansionEnd: expansionEnd)
      guard
        let end = copyLines(
          text, limit, lineMarkers: lineMarkers, &preprocessor, &expansion, into: &output, at: copied,
          upTo: outputEnd)
      else { return (place, .otherLine) }
      if end &- copied > TextPrinter.mostColumns, Self.hasWideIndentation(output, copied..<end) {
        wide = before.position..<position
        (self.end, position, lineStart, expansionEnd) = before
        line = number
        return (place, .otherLine)
      }
      outputLine = reached &+ line &- number
      hasOutput = true
      isEmpty = false
      place = end
    }
  }

  /// Goes past blanks, comments and empty lines; false if nothing else is left.
  @inline(__always)
  private mutating func goToText(_ text: Span<UInt8>, _ limit: Int) -> Bool {
    while position < limit {
      if position &+ 8 <= limit {
        // All tabs at once, as most lines begin with them.
        let tabs = text.tabs(at: position)
        position &+= tabs
        if tabs == 8 { continue }
      }
      let byte = text[position]
      if byte == 0x0A {
        position &+= 1
        line &+= 1
        lineStart = position
      } else if byte == 0x20 || byte == 0x09 {
        position &+= 1
      } else if byte == 0x2F, let commentEnd = LineScan.commentEnd(text, position, limit) {
        let (newlines, last) = text.newlines(in: position..<commentEnd)
        line &+= newlines
        if let last { lineStart = last &+ 1 }
        position = commentEnd
      } else {
        return true
      }
    }
    return false
  }

  /// Whether a line in a copy may begin with more blanks than gcc counts.
  private static func hasWideIndentation(_ output: borrowing MutableSpan<UInt8>, _ copy: Range<Int>) -> Bool {
    let count = TextPrinter.mostColumns
    // A run of so many blanks covers one of these places.
    var place = copy.lowerBound &+ count &- 1
    while place < copy.upperBound {
      if output[place] == 0x20 {
        var start = place
        while start >= copy.lowerBound, output[start] == 0x20 { start &-= 1 }
        var end = place
        while end < copy.upperBound, output[end] == 0x20 { end &+= 1 }
        if end &- start > count { return true }
      }
      place &+= count
    }
    return false
  }

  /// Copies the line whose first token is at `position`, up to its newline, and the lines after it as long as
  /// they are plain. Returns the place after the copy; nil if the first line is not plain, or is too long.
  ///
  /// Text and copy are the same except for tabs, so most blocks need only be examined. Where they differ (a
  /// macro's body, white space that is left out), the distance between them changes.
  private mutating func copyLines(
    _ text: Span<UInt8>, _ limit: Int, lineMarkers: Bool, _ preprocessor: inout Preprocessor,
    _ expansion: inout TextExpansion, into output: inout MutableSpan<UInt8>, at first: Int,
    upTo outputEnd: Int
  ) -> Int? {
    var raw = unsafe output.mutableBytes
    // No macros are defined meanwhile except noted ones, whose names are in the filter already.
    let marks = preprocessor.macroNames.marks
    let start = position
    var position = position
    var place = first
    var lines = CopiedLines(lineStart: lineStart, distance: first &- position)
    var runs = LineRuns(keepsEmptyLines: lineMarkers)
    var strings = LineStrings()
    // All text is followed by newlines, so the newline at the limit is like any other. (And there is a byte
    // before each line.)
    guard limit &+ 4 &* TextBlock.size <= text.count else { return nil }
    while position <= limit, place &+ 3 &* TextBlock.size <= outputEnd {
      let block = unsafe text.block(unchecked: position)
      let tabs = block.has(0x09)
      let printed = block.replacing(with: TextBlock(repeating: 0x20), where: tabs)
      unsafe raw.storeBytes(of: printed, toUncheckedByteOffset: place, as: TextBlock.self)
      let newlines = block.has(0x0A)
      let tokens = unsafe marks.ofTokens(printed, before: text.block(unchecked: position &- 1)).bits
      let blanks = runs.events(blanks: printed.has(0x20).bits, newlines: newlines.bits)
      // Inside a string there are no tokens, and tabs stay tabs; a newline there means that it is not closed.
      let inStrings = strings.bytes(quotes: block.has(0x22).bits)
      var events = (tokens | blanks) & ~inStrings | (tabs .| newlines).bits & inStrings
      events |= LineMarks.ofBytes(printed, newlines).bits
      // Advance by a constant, so that the next block need not wait for this one.
      if events == 0 {
        position &+= TextBlock.size
        place &+= TextBlock.size
        continue
      }
      let found = events.trailingZeroBitCount
      position &+= found
      place &+= found
      if position > limit || inStrings &>> UInt32(found) & 1 != 0 { break }
      runs.restart()
      strings = LineStrings()
      let byte = unsafe text[known: position]
      let before = unsafe text[known: position &- 1]
      if position == limit {
        if before != 0x20 && before != 0x09 { position &+= 1 }
        break
      }
      if CharacterClass.isIdentifierPart(byte) {
        let word = position..<CharacterClass.identifierEnd(text, position)
        position = word.upperBound
        // In the middle of a word, no macro's name begins; what follows a dot may belong to a number.
        let bit =
          CharacterClass.isIdentifierPart(before)
          ? nil : NameFilter.index(text, word.lowerBound, word.upperBound)
        if let bit, preprocessor.macroNames.has(bit) {
          let printed = preprocessor.printed(word, bit: bit, text)
          if case .body(let body) = printed {
            guard Self.isOpen(before), !Self.clings(text[position]),
              let end = Self.copyWord(text, body, &raw, place, outputEnd)
            else { break }
            place = end
            expansionEnd = position
            lines.part(to: place &- position, text, at: position)
            continue
          }
          if case .expansion = printed {
            guard Self.isOpen(before),
              let (next, end) = Self.copyExpansion(
                text, word, bit: bit, &preprocessor, &expansion, &raw, place, outputEnd)
            else { break }
            position = next
            place = end
            expansionEnd = position
            lines.part(to: place &- position, text, at: position)
            continue
          }
        }
        guard let end = Self.copyWord(text, word, &raw, place, outputEnd) else { break }
        place = end
      } else if byte == 0x0A || byte == 0x20 || byte == 0x09
        || byte == 0x2F && (text[position &+ 1] == 0x2F || text[position &+ 1] == 0x2A)
      {
        guard !lines.isIndentation(text, upTo: position), let next = Self.endOfBlanks(text, position, limit)
        else { break }
        if before == 0x20 || before == 0x09 { place &-= 1 }
        position = next
        // At a line's end no blank is printed.
        if text[next] != 0x0A {
          raw.storeBytes(of: 0x20, toByteOffset: place, as: UInt8.self)
          place &+= 1
        }
        lines.part(to: place &- position, text, at: position)
      } else {
        guard byte >= 0x20, byte < 0x7F, byte != 0x5C, byte != 0x27,
          byte != 0x23 || !lines.isIndentation(text, upTo: position)
            || isPlainHash(text, position, &preprocessor)
        else { break }
        position &+= 1
        place &+= 1
      }
    }
    guard let (end, distance) = lines.end(text, from: start, before: min(position, limit &+ 1)) else {
      return nil
    }
    line &+= text.newlines(in: start..<end).count
    lineStart = end
    self.position = end
    self.end = end
    return end &+ distance
  }

  /// Whether the last thing before `position` is the expansion of a macro.
  func isBehindExpansion(_ text: Span<UInt8>, _ position: Int) -> Bool {
    guard expansionEnd >= 0, expansionEnd <= position else { return false }
    var flags = TokenFlags()
    return LineScan.skipBlanks(text, expansionEnd, position, &flags) == position
  }

  /// Whether the `#` at a line's start is printed as it is: it does not begin a directive, or follow the
  /// expansion of a macro, after which gcc would put a blank before it.
  private func isPlainHash(_ text: Span<UInt8>, _ hash: Int, _ preprocessor: inout Preprocessor) -> Bool {
    !Self.mayBeDirective(text, hash, &preprocessor) && !isBehindExpansion(text, hash)
  }
}

extension Span<UInt8> {
  /// The number of tabs from `index` on, up to eight; a bad index stops the program.
  @inline(__always)
  fileprivate func tabs(at index: Int) -> Int {
    (littleEndianWord(at: index) ^ 0x0909_0909_0909_0909).trailingZeroBitCount &>> 3
  }
}
