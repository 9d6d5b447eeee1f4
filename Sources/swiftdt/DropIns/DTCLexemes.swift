/// The stretches of text that dtc's scanner takes at once: what its messages point at.
struct DTCLexemes {
  let text: [UInt8]

  /// The lexeme that begins at an index; of a name or a number, at most so many bytes.
  func range(at start: Int, atMost count: Int) -> Range<Int> {
    guard start < text.count else { return start..<start }
    let rest = text[start...]
    var end = start + 1
    switch text[start] {
    case UInt8(ascii: "&"):
      if end < text.count, text[end] == UInt8(ascii: "{") {
        let path = rest.dropFirst(2).prefix { Self.isNameByte($0) || $0 == UInt8(ascii: "/") }
        if path.endIndex < text.count, text[path.endIndex] == UInt8(ascii: "}") {
          end = path.endIndex + 1
        }
      } else {
        end += rest.dropFirst().prefix(while: Self.isNameByte).count
      }
    case UInt8(ascii: "/"):
      let word = rest.dropFirst().prefix { $0 == UInt8(ascii: "-") || 0x30...0x7A ~= $0 && $0 != 0x3B }
      if !word.isEmpty, word.endIndex < text.count, text[word.endIndex] == UInt8(ascii: "/") {
        end = word.endIndex + 1
      }
    case UInt8(ascii: "'"), UInt8(ascii: "\""): end = start + min(count, text.count - start)
    case let byte where Self.isNameByte(byte):
      end = start + min(count, rest.prefix(while: Self.isNameByte).count)
    case let byte: if Self.isOperator(byte, end < text.count ? text[end] : 0) { end += 1 }
    }
    return start..<min(end, text.count)
  }

  /// The property definition that a name is in: from its labels to its semicolon.
  func statement(around name: Int) -> Range<Int> {
    var start = name
    while true {
      var index = start
      while index > 0, Self.isBlank(text[index - 1]) { index -= 1 }
      guard index > 0, text[index - 1] == UInt8(ascii: ":") else { break }
      index -= 1
      while index > 0, Self.isNameByte(text[index - 1]) { index -= 1 }
      start = index
    }
    return start..<endOfStatement(from: name)
  }

  /// Version tags, as many as follow one another.
  func tags(from start: Int) -> Range<Int> {
    var end = endOfStatement(from: start)
    while true {
      let next = end + text[end...].prefix(while: Self.isBlank).count
      guard next < text.count, text[next] == UInt8(ascii: "/") else { return start..<end }
      let word = string(range(at: next, atMost: 0))
      guard word == "/dts-v1/" || word == "/plugin/" else { return start..<end }
      end = endOfStatement(from: next)
    }
  }

  /// The first byte that is no hexadecimal digit of a pair.
  func noByte(in range: Range<Int>) -> Range<Int> {
    var index = range.lowerBound
    while index + 1 < range.upperBound, Self.isHexDigit(text[index]), Self.isHexDigit(text[index + 1]) {
      index += 2
    }
    return index == range.upperBound ? range : index..<index + 1
  }

  /// How many characters a literal's text stands for, each escape being one.
  func characterCount(in range: Range<Int>) -> Int {
    var count = 0
    var index = range.lowerBound
    while index < range.upperBound {
      count += 1
      index += 1
      guard text[index - 1] == UInt8(ascii: "\\"), index < range.upperBound else { continue }
      let isHex = text[index] == UInt8(ascii: "x")
      let digits = text[(isHex ? index + 1 : index)..<range.upperBound]
      let octal = digits.prefix(3).prefix { 0x30...0x37 ~= $0 }.count
      index += isHex ? 1 + digits.prefix(2).prefix(while: Self.isHexDigit).count : max(1, octal)
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

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x66 ~= byte | 0x20
  }

  private static func isOperator(_ first: UInt8, _ second: UInt8) -> Bool {
    let pair = String(decoding: [first, second], as: UTF8.self)
    return ["<<", ">>", "<=", ">=", "==", "!=", "&&", "||"].contains(pair)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2C, 0x2E, 0x2B, 0x2A, 0x23, 0x3F, 0x40, 0x2D:
      true
    default: false
    }
  }
}
