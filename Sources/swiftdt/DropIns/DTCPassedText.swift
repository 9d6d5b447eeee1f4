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
    while end > 0 {
      if let stretch = stretch(at: end - 1) {
        end = stretch.lowerBound
      } else if Self.isBlank(text[end - 1]) {
        end -= 1
      } else {
        break
      }
    }
    return end
  }

  /// The comment or line marker that an index lies in.
  private func stretch(at index: Int) -> Range<Int>? {
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].upperBound <= index { low = middle + 1 } else { high = middle }
    }
    return low < stretches.count && stretches[low].contains(index) ? stretches[low] : nil
  }

  /// All comments and line markers of a text in their order. Only from the beginning can be said what is one: either
  /// can hold what another begins or ends with, and so can strings.
  static func stretches(of text: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    // What is not closed once is not closed later either, and is not looked for again.
    var unclosed: Set<UInt8> = []
    var index = 0
    while index < text.count {
      let byte = text[index]
      var end: Int?
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let next = unclosed.contains(byte) ? nil : endOfQuoted(at: index, in: text)
        if next == nil { unclosed.insert(byte) }
        index = next ?? index + 1
        continue
      case UInt8(ascii: "/"):
        let isBlock = index + 1 < text.count && text[index + 1] == UInt8(ascii: "*")
        if !isBlock || !unclosed.contains(UInt8(ascii: "*")) { end = endOfComment(text[index...]) }
        if isBlock, end == nil { unclosed.insert(UInt8(ascii: "*")) }
      case UInt8(ascii: "#"):
        if index == 0 || text[index - 1] == 0x0A { end = endOfMarker(text[index...]) }
      default: break
      }
      if let end { found.append(index..<end) }
      index = end ?? index + 1
    }
    return found
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
