/// What dtc's scanner passes over in silence: blanks, comments and line markers.
extension DTCLexemes {
  /// The end of what is passed over from an index of a file on, and the last stretch of it: where a file ends
  /// too early, dtc points at that.
  func passed(from start: Int, in file: Range<Int>) -> (end: Int, last: Range<Int>?) {
    var end = start
    var last: Range<Int>?
    while end < file.upperBound {
      let rest = text[end..<file.upperBound]
      let isLineStart = end == file.lowerBound || text[end - 1] == 0x0A
      let next =
        switch rest.first {
        case UInt8(ascii: "/"): Self.endOfComment(rest)
        case UInt8(ascii: "#"): isLineStart ? Self.endOfMarker(rest) : nil
        default: rest.prefix(while: Self.isBlank).endIndex
        }
      guard let next, next > end else { break }
      // Comments of one kind that touch are taken together.
      let isComment = text[end] == UInt8(ascii: "/")
      let same = isComment ? last.flatMap { text[$0].prefix(2) == rest.prefix(2) ? $0 : nil } : nil
      last = (same?.lowerBound ?? end)..<next
      end = next
    }
    return (end, last)
  }

  /// The end of what stands before an index and what is passed over in front of it.
  func beforePassed(_ index: Int) -> Int {
    var end = index
    while true {
      let before = end
      while end > 0, Self.isBlank(text[end - 1]) { end -= 1 }
      if text[..<end].suffix(2).elementsEqual("*/".utf8) {
        end = beginningOfComment(endingAt: end) ?? end
      } else if let newline = text[end..<before].firstIndex(of: 0x0A) {
        // Once for each line, since what is asked for is at its end.
        let lineStart = text[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        end = Self.beginningOfPassed(in: text[lineStart...newline]) ?? end
      }
      if end == before { return end }
    }
  }

  /// Where what is passed over begins in a line: a marker is all of it, a comment its end.
  private static func beginningOfPassed(in line: ArraySlice<UInt8>) -> Int? {
    if line.first == UInt8(ascii: "#"), let end = endOfMarker(line), line[end...].allSatisfy(isBlank) {
      return line.startIndex
    }
    return lineComment(in: line)
  }

  /// A comment that is not closed is none to the scanner, nor is one at the end of a file whose line does not end.
  private static func endOfComment(_ rest: ArraySlice<UInt8>) -> Int? {
    switch rest.dropFirst().first {
    case UInt8(ascii: "/"): return rest.firstIndex(of: 0x0A).map { $0 + 1 }
    case UInt8(ascii: "*"):
      var index = rest.startIndex + 3
      while index < rest.endIndex {
        if rest[index] == UInt8(ascii: "/"), rest[index - 1] == UInt8(ascii: "*") { return index + 1 }
        index += 1
      }
      return nil
    default: return nil
    }
  }

  private func beginningOfComment(endingAt end: Int) -> Int? {
    var index = end - 4
    while index >= 0 {
      if text[index] == UInt8(ascii: "/"), text[index + 1] == UInt8(ascii: "*") { return index }
      // Another one ends here.
      if text[index] == UInt8(ascii: "*"), text[index + 1] == UInt8(ascii: "/") { return nil }
      index -= 1
    }
    return nil
  }

  /// Where a line's comment begins, if that is not in a string.
  private static func lineComment(in line: ArraySlice<UInt8>) -> Int? {
    var index = line.startIndex
    var isString = false
    while index + 1 < line.endIndex {
      switch line[index] {
      case UInt8(ascii: "\""): isString.toggle()
      case UInt8(ascii: "\\") where isString: index += 1
      case UInt8(ascii: "/") where !isString && line[index + 1] == UInt8(ascii: "/"): return index
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The end of `# 1 "file" 2` or `#line 1 "file"`; what follows is text again.
  private static func endOfMarker(_ rest: ArraySlice<UInt8>) -> Int? {
    let isGap = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let isDigit = { (byte: UInt8) in 0x30...0x39 ~= byte }
    var index = rest.startIndex + 1
    if rest[index...].starts(with: "line".utf8) { index += 4 }
    for isPart in [isGap, isDigit, isGap] {
      let next = rest[index...].prefix(while: isPart).endIndex
      if next == index { return nil }
      index = next
    }
    guard index < rest.endIndex, rest[index] == UInt8(ascii: "\"") else { return nil }
    index += 1
    while index < rest.endIndex, rest[index] != UInt8(ascii: "\"") {
      index += rest[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < rest.endIndex else { return nil }
    index += 1
    let flag = rest[index...].prefix(while: isGap).endIndex
    let end = rest[flag...].prefix(while: isDigit).endIndex
    return flag > index && end > flag ? end : index
  }
}
