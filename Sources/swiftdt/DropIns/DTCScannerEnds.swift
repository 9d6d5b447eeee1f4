import DeviceTree
import Preprocessor

/// Where the matches of dtc's scanner end.
extension DTCScanner {
  /// Returns the end of the blanks, the comments of one kind or the line marker at `start`; nil if there are
  /// none. Reports a marker that contains a NUL.
  mutating func passed(from start: Int, in file: Range<Int>) -> Int? {
    let rest = text[start..<file.upperBound]
    switch text[start] {
    case UInt8(ascii: "/"):
      var end: Int?
      while let next = Self.endOfComment(text[(end ?? start)..<file.upperBound]),
        text[end ?? start] == text[start], text[(end ?? start) + 1] == text[start + 1]
      {
        end = next
      }
      return end
    case UInt8(ascii: "#"):
      guard start == file.lowerBound || text[start - 1] == 0x0A, let end = Self.endOfMarker(rest) else {
        return nil
      }
      if hasNUL(inMarker: start..<end) { complain(start..<end, "nul in line number directive") }
      return end
    default:
      let end = rest.prefix(while: Self.isBlank).endIndex
      return end > start ? end : nil
    }
  }

  /// Whether the file name of a line marker has a NUL, be it written as an escape.
  private func hasNUL(inMarker marker: Range<Int>) -> Bool {
    guard let quote = text[marker].firstIndex(of: UInt8(ascii: "\"")),
      let end = Self.endOfString(text[quote..<marker.upperBound])
    else { return false }
    return Escape.text(of: text[quote + 1..<end - 1].span).contains(0)
  }

  /// Returns the range of the name in `/include/ "name"`, with its quotes; nil if there is none at `start`.
  func includedName(at start: Int, in file: Range<Int>) -> Range<Int>? {
    let word = "/include/"
    let rest = text[start..<file.upperBound]
    guard rest.starts(with: word.utf8) else { return nil }
    let quote = rest.dropFirst(word.utf8.count).drop(while: Self.isBlank).startIndex
    return Self.endOfString(text[quote..<file.upperBound]).map { quote..<$0 }
  }

  static func endOfString(_ rest: ArraySlice<UInt8>) -> Int? {
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    var index = rest.startIndex + 1
    while index < rest.endIndex, rest[index] != UInt8(ascii: "\"") {
      // In dtc's rule, a backslash escapes any byte but a newline.
      if rest[index] == UInt8(ascii: "\\") {
        index += 1
        guard index < rest.endIndex, rest[index] != 0x0A else { return nil }
      }
      index += 1
    }
    return index < rest.endIndex ? index + 1 : nil
  }

  /// Returns the end of a character literal: the next quote, but one after a backslash only if no other
  /// follows, since the longest match wins.
  func endOfCharacter(at start: Int, in file: Range<Int>) -> Int? {
    var end: Int?
    var index = start + 1
    while index < file.upperBound {
      if text[index] == UInt8(ascii: "'") {
        end = index + 1
        guard index > start + 1, text[index - 1] == UInt8(ascii: "\\") else { break }
      }
      index += 1
    }
    return end
  }

  func endOfReference(at start: Int, in file: Range<Int>) -> Int? {
    let rest = text[start..<file.upperBound].dropFirst()
    guard rest.first == UInt8(ascii: "{") else {
      let label = rest.prefix(while: Self.isLabelByte)
      return label.first.map { 0x30...0x39 ~= $0 } ?? true ? nil : label.endIndex
    }
    let path = rest.dropFirst().prefix { NameCharacters.isFitInSource($0) || $0 == UInt8(ascii: "/") }
    guard path.endIndex < file.upperBound, text[path.endIndex] == UInt8(ascii: "}") else { return nil }
    return path.endIndex + 1
  }

  /// Returns the end of a comment; nil if there is none. One that is not closed is not a comment to the
  /// scanner, nor is a `//` without a newline at the end of a file.
  static func endOfComment(_ rest: ArraySlice<UInt8>) -> Int? {
    guard rest.first == UInt8(ascii: "/") else { return nil }
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

  /// Returns the end of `# 1 "file" 2 3` or `#line 1 "file"`, with any number of flags; nil if there is none.
  static func endOfMarker(_ rest: ArraySlice<UInt8>) -> Int? {
    let isGap = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let isDigit = { (byte: UInt8) in 0x30...0x39 ~= byte }
    var index = rest.startIndex + 1
    if rest[index...].starts(with: "line".utf8) { index += 4 }
    for isPart in [isGap, isDigit, isGap] {
      let next = rest[index...].prefix(while: isPart).endIndex
      if next == index { return nil }
      index = next
    }
    guard index < rest.endIndex, let end = endOfString(rest[index...]) else { return nil }
    index = end
    while true {
      let flag = rest[index...].prefix(while: isGap).endIndex
      let last = rest[flag...].prefix(while: isDigit).endIndex
      guard flag > index, last > flag else { return index }
      index = last
    }
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  static func isOperator(_ first: UInt8, _ second: UInt8) -> Bool {
    let pair = String(decoding: [first, second], as: UTF8.self)
    return ["<<", ">>", "<=", ">=", "==", "!=", "&&", "||"].contains(pair)
  }

  static func isLabelByte(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte == 0x5F
  }
}
