import DeviceTree
import SourceText

/// The stretches of text that dtc's scanner takes at once: what its messages point at.
struct DTCLexemes {
  let text: [UInt8]
  /// The comments and line markers in it.
  let stretches: [Range<Int>]

  init(text: [UInt8]) {
    self.text = text
    stretches = Self.stretches(of: text)
  }

  /// The lexeme that begins at an index.
  func range(at start: Int) -> Range<Int> {
    guard start < text.count else { return start..<start }
    let length =
      switch text[start] {
      case UInt8(ascii: "&"): reference(at: start)
      case UInt8(ascii: "/"): keyword(at: start)
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quoted(at: start)
      case let byte where NameCharacters.isFitInSource(byte): nameOrNumber(at: start)
      case let byte: Self.isOperator(byte, start + 1 < text.count ? text[start + 1] : 0) ? 2 : 1
      }
    return start..<min(start + length, text.count)
  }

  private func reference(at start: Int) -> Int {
    let rest = text[start...].dropFirst()
    guard rest.first == UInt8(ascii: "{") else {
      let label = rest.prefix(while: Self.isLabelByte)
      return label.first.map { 0x30...0x39 ~= $0 } ?? true ? 1 : 1 + label.count
    }
    let path = rest.dropFirst().prefix { NameCharacters.isFitInSource($0) || $0 == UInt8(ascii: "/") }
    let isClosed = path.endIndex < text.count && text[path.endIndex] == UInt8(ascii: "}")
    return isClosed ? path.endIndex + 1 - start : 1
  }

  /// Where `&{` stands that an index lies behind and that is no reference.
  func brokenPath(before index: Int) -> Int? {
    var start = min(index, text.count - 1)
    while start > 0, index - start < 256, start == index || text[start] > 0x20 {
      if text[start] == UInt8(ascii: "&"), start + 1 < text.count,
        text[start + 1] == UInt8(ascii: "{")
      {
        return reference(at: start) == 1 ? start : nil
      }
      start -= 1
    }
    return nil
  }

  private func keyword(at start: Int) -> Int {
    let words = [
      "/dts-v1/", "/plugin/", "/memreserve/", "/bits/", "/incbin/", "/delete-node/",
      "/delete-property/", "/omit-if-no-ref/",
    ]
    guard let word = words.first(where: { text[start...].starts(with: $0.utf8) }) else { return 1 }
    return word == "/incbin/" && isNameWanted(at: start) ? 1 : word.utf8.count
  }

  /// What dtc does not expect where an `/include/` without a file's name stands in front of an index: it knows the two
  /// together only, and otherwise a slash, which is the root where a statement can begin outside of nodes.
  func includeWithoutName(before index: Int) -> Range<Int>? {
    let word = "/include/"
    let end = beforePassed(index)
    let slash = end - word.utf8.count
    guard slash >= 0, text[slash..<end].elementsEqual(word.utf8) else { return nil }
    let before = beforePassed(slash)
    let isRoot = before > 0 && text[before - 1] == UInt8(ascii: ";") && nesting(at: before) == 0
    return isRoot ? range(at: slash + 1) : slash..<slash + 1
  }

  /// How many braces are open at an index.
  private func nesting(at index: Int) -> Int {
    var depth = 0
    var position = 0
    var stretch = 0
    while position < index {
      while stretch < stretches.count, stretches[stretch].upperBound <= position { stretch += 1 }
      if stretch < stretches.count, stretches[stretch].contains(position) {
        position = stretches[stretch].upperBound
        continue
      }
      switch text[position] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"): position += quoted(at: position) - 1
      default: break
      }
      position += 1
    }
    return depth
  }

  /// Whether names are taken whole at an index: after a brace, a semicolon or a deletion, until there
  /// was one.
  private func isNameWanted(at index: Int) -> Bool {
    var end = beforeLabels(index)
    while end > 0 {
      let isAfterDeletion = ["/delete-node/", "/delete-property/"].contains {
        text[..<end].suffix($0.utf8.count).elementsEqual($0.utf8)
      }
      let last = text[end - 1]
      if isAfterDeletion || last == UInt8(ascii: "{") || last == UInt8(ascii: ";") { return true }
      // These mean nothing to the scanner.
      guard last == UInt8(ascii: "}") || last == UInt8(ascii: "/") else { return false }
      end = beforeLabels(end - 1)
    }
    return false
  }

  /// A quote that is never closed is a lexeme of its own.
  private func quoted(at start: Int) -> Int {
    Self.endOfQuoted(at: start, in: text).map { $0 - start } ?? 1
  }

  static func endOfQuoted(at start: Int, in text: [UInt8]) -> Int? {
    var index = start + 1
    while index < text.count, text[index] != text[start] {
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index < text.count ? index + 1 : nil
  }

  /// Only where a name can be are names taken whole, and only after the version tag numbers.
  private func nameOrNumber(at start: Int) -> Int {
    let rest = text[start...]
    let label = rest.prefix(while: Self.isLabelByte)
    if label.endIndex < text.count, text[label.endIndex] == UInt8(ascii: ":"), !label.isEmpty,
      !(0x30...0x39 ~= text[start])
    {
      return label.count + 1
    }
    if isNameWanted(at: start) { return rest.prefix(while: NameCharacters.isFitInSource).count }
    // Before the version tag there are no numbers either.
    guard beforeLabels(start) > 0 else { return 1 }
    let isHex = rest.starts(with: "0x".utf8) || rest.starts(with: "0X".utf8)
    let digits: ArraySlice<UInt8> = isHex ? rest.dropFirst(2).prefix(while: \.isHexDigit) : []
    let end =
      digits.isEmpty ? rest.prefix { 0x30...0x39 ~= $0 }.endIndex : digits.endIndex
    guard end > start else { return 1 }
    let suffix = ["ULL", "UL", "LL", "U", "L"].first { text[end...].starts(with: $0.utf8) }
    return end - start + (suffix?.utf8.count ?? 0)
  }

  /// The end of what stands before an index and before the labels in front of it.
  private func beforeLabels(_ index: Int) -> Int {
    var end = index
    while true {
      end = beforePassed(end)
      guard end > 0, text[end - 1] == UInt8(ascii: ":") else { return end }
      let label = text[..<(end - 1)].suffix(128).reversed().prefix(while: Self.isLabelByte)
      guard !label.isEmpty else { return end }
      end -= label.count + 1
    }
  }

  /// The index of what follows labels.
  func afterLabels(_ start: Int) -> Int {
    var index = start
    while true {
      let label = text[index...].prefix(while: Self.isLabelByte)
      guard !label.isEmpty, label.endIndex < text.count, text[label.endIndex] == UInt8(ascii: ":")
      else { return index }
      index = passed(from: label.endIndex + 1, in: 0..<text.count).end
    }
  }

  /// The property definition that a name is in: from its labels to its semicolon.
  func statement(around name: Int) -> Range<Int> {
    let before = beforeLabels(name)
    let start = passed(from: before, in: 0..<name).end
    return start..<endOfStatement(from: name)
  }

  /// Version tags, as many as follow one another.
  func tags(from start: Int) -> Range<Int> {
    var end = endOfStatement(from: start)
    while true {
      let next = passed(from: end, in: 0..<text.count).end
      guard next < text.count, text[next] == UInt8(ascii: "/") else { return start..<end }
      let word = string(range(at: next))
      guard word == "/dts-v1/" || word == "/plugin/" else { return start..<end }
      end = endOfStatement(from: next)
    }
  }

  /// The first byte that is no hexadecimal digit of a pair.
  func noByte(in range: Range<Int>) -> Range<Int> {
    var index = range.lowerBound
    while index + 1 < range.upperBound, text[index].isHexDigit, text[index + 1].isHexDigit {
      index += 2
    }
    if index == range.upperBound { return range }
    // Strings, characters and references are taken whole here as well.
    let isWhole = "\"'&".utf8.contains(text[index])
    return isWhole ? self.range(at: index) : index..<index + 1
  }

  /// How many characters a literal's text stands for, each escape being one.
  func characterCount(in range: Range<Int>) -> Int {
    var count = 0
    var index = range.lowerBound
    while index < range.upperBound {
      count += 1
      index += 1
      guard text[index - 1] == UInt8(ascii: "\\"), index < range.upperBound else { continue }
      if text[index] == UInt8(ascii: "x") {
        // What may stand before digits is in the first of two bytes.
        var digits = text[index + 1..<min(index + 3, range.upperBound)].drop(while: Self.isBlank)
        if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        index = digits.startIndex + digits.prefix(while: \.isHexDigit).count
      } else {
        index += max(1, text[index..<range.upperBound].prefix(3).prefix { 0x30...0x37 ~= $0 }.count)
      }
    }
    return count
  }

  /// A stretch as text.
  func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

  private func endOfStatement(from start: Int) -> Int {
    let end = start + text[start...].prefix { $0 != UInt8(ascii: ";") }.count
    return min(end + 1, text.count)
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  private static func isOperator(_ first: UInt8, _ second: UInt8) -> Bool {
    let pair = String(decoding: [first, second], as: UTF8.self)
    return ["<<", ">>", "<=", ">=", "==", "!=", "&&", "||"].contains(pair)
  }

  private static func isLabelByte(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte == 0x5F
  }
}
