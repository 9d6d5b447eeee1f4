import DeviceTree
import DeviceTreeSource
import SourceText

/// The match of one rule of dtc's scanner, which is what dtc's messages point at.
struct DTCLexeme {
  /// What the grammar distinguishes.
  enum Kind: Equatable {
    case end, label, reference, name, number, character, byte, string
    case versionTag, pluginTag, reservation, bits, incbin, deleteProperty, deleteNode, omission
    case sign(Sign)
  }

  /// A punctuator or an operator of one or two bytes.
  struct Sign: Equatable, ExpressibleByStringLiteral {
    private let bytes: UInt16

    init(_ first: UInt8, _ second: UInt8? = nil) {
      bytes = second.map { UInt16(first) << 8 | UInt16($0) } ?? UInt16(first)
    }

    init(stringLiteral text: StaticString) {
      bytes = text.withUTF8Buffer { bytes in unsafe bytes.reduce(0) { $0 << 8 | UInt16($1) } }
    }
  }

  let kind: Kind
  /// Its range in the text of all files.
  let range: Range<Int>
  /// The value of a number or a character literal.
  var value: UInt64 = 0
}

/// dtc's scanner: splits a source and the files that it includes by dtc's rules; the longest match wins.
///
/// Whether a word is a name, a number or a byte depends on what precedes it, as in dtc: names follow a brace,
/// a semicolon, `/omit-if-no-ref/` or a deletion, bytes follow a bracket, and numbers need a version tag.
struct DTCScanner {
  /// How words are read.
  private enum Mode {
    case beforeTag, values, name, bytes
  }

  /// A file that is being read, and the index of the next byte.
  private struct Reading {
    var index: Int
    let file: Range<Int>

    init(_ file: Range<Int>) {
      index = file.lowerBound
      self.file = file
    }
  }

  let text: [UInt8]
  /// The lexical errors since the grammar last took them over.
  var complaints: [(range: Range<Int>, message: String)] = []
  /// The last match, even of blanks or a comment: where a source ends too early, dtc points at it.
  private(set) var last: Range<Int>?
  /// The number of files included so far.
  private(set) var includeCount = 0
  private let parsed: ParsedSource
  private var mode = Mode.beforeTag
  private var readings: [Reading]

  init(_ parsed: ParsedSource) {
    self.parsed = parsed
    text = parsed.files.text
    readings = parsed.files.fileCount > 0 ? [Reading(parsed.files.file(FileID(rawValue: 0)).range)] : []
  }

  /// Returns the next lexeme; throws an error with which dtc exits at once.
  mutating func next() throws(DTCGrammar.End) -> DTCLexeme {
    while let reading = readings.last {
      guard reading.index < reading.file.upperBound else {
        readings.removeLast()
        continue
      }
      let start = reading.index
      if let end = passed(from: start, in: reading.file) {
        take(start..<end)
        continue
      }
      if let name = includedName(at: start, in: reading.file) {
        take(start..<name.upperBound)
        try enter(name)
        continue
      }
      let lexeme = try lexeme(at: start, in: reading.file)
      take(lexeme.range)
      return lexeme
    }
    return DTCLexeme(kind: .end, range: last ?? 0..<0)
  }

  /// Returns up to where the file that a range is in was read.
  func reached(inFileOf range: Range<Int>) -> Int {
    readings.last { $0.file.contains(range.lowerBound) }?.index ?? range.upperBound
  }

  /// Returns a range of the text.
  func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

  private mutating func take(_ range: Range<Int>) {
    readings[readings.count - 1].index = range.upperBound
    last = range
  }

  mutating func complain(_ range: Range<Int>, _ message: String) {
    complaints.append((range, message))
  }

  /// Enters the file whose name, with its quotes, is in a range.
  private mutating func enter(_ name: Range<Int>) throws(DTCGrammar.End) {
    includeCount += 1
    guard includeCount <= ParsedSource.mostIncludesOfDTC else {
      throw .fatal("Includes nested too deeply")
    }
    let inner = string(name.lowerBound + 1..<name.upperBound - 1)
    if let error = failure(in: name) { throw error.end(ofIncluding: inner) }
    guard let file = parsed.file(included: inner, at: SourceLocation(name.lowerBound)) else { return }
    readings.append(Reading(file))
  }

  /// Returns the error about a file that is named in a range; nil if there is none.
  func failure(in range: Range<Int>) -> DTCFileFailure? {
    for error in parsed.diagnostics {
      guard let place = error.span?.start.index, range.contains(place) else { continue }
      if let failure = DTCFileFailure(error) { return failure }
    }
    return nil
  }
}

// MARK: - Rules

extension DTCScanner {
  private func lexemeOfWord(_ start: Int, _ file: Range<Int>) -> DTCLexeme? {
    for (word, kind, _) in Self.words where text[start..<file.upperBound].starts(with: word.utf8) {
      if kind == .incbin, mode == .name || mode == .bytes { return nil }
      return DTCLexeme(kind: kind, range: start..<start + word.utf8.count)
    }
    return nil
  }

  /// dtc's keywords, and how the words after them are read; nil if that does not change.
  private static let words: [(String, DTCLexeme.Kind, Mode?)] = [
    ("/dts-v1/", .versionTag, .values), ("/plugin/", .pluginTag, nil),
    ("/memreserve/", .reservation, .values),
    ("/bits/", .bits, .values), ("/incbin/", .incbin, nil), ("/delete-node/", .deleteNode, .name),
    ("/delete-property/", .deleteProperty, .name), ("/omit-if-no-ref/", .omission, .name),
  ]

  private mutating func lexeme(at start: Int, in file: Range<Int>) throws(DTCGrammar.End) -> DTCLexeme {
    let byte = text[start]
    switch byte {
    case UInt8(ascii: "\""):
      guard let end = Self.endOfString(text[start..<file.upperBound]) else { break }
      _ = try bytes(in: start..<end)
      return DTCLexeme(kind: .string, range: start..<end)
    case UInt8(ascii: "'"):
      guard let end = endOfCharacter(at: start, in: file) else { break }
      return try character(start..<end)
    case UInt8(ascii: "&"):
      if let end = endOfReference(at: start, in: file) {
        return DTCLexeme(kind: .reference, range: start..<end)
      }
    case UInt8(ascii: "/"):
      guard let lexeme = lexemeOfWord(start, file) else { break }
      if let next = Self.words.first(where: { $0.1 == lexeme.kind })?.2 { mode = next }
      return lexeme
    // To dtc's grammar, a NUL is the end of the source.
    case 0: return DTCLexeme(kind: .end, range: start..<start + 1)
    default:
      if let lexeme = word(at: start, in: file) { return lexeme }
    }
    if start + 1 < file.upperBound, Self.isOperator(byte, text[start + 1]) {
      return DTCLexeme(
        kind: .sign(DTCLexeme.Sign(byte, text[start + 1])), range: start..<start + 2)
    }
    switch byte {
    case UInt8(ascii: "["): mode = .bytes
    case UInt8(ascii: "]"): if mode == .bytes { mode = .values }
    case UInt8(ascii: "{"), UInt8(ascii: ";"): mode = .name
    default: break
    }
    return DTCLexeme(kind: .sign(DTCLexeme.Sign(byte)), range: start..<start + 1)
  }

  /// Returns a label, a name, a number or a byte; nil if there is none.
  private mutating func word(at start: Int, in file: Range<Int>) -> DTCLexeme? {
    let rest = text[start..<file.upperBound]
    let label = 0x30...0x39 ~= text[start] ? rest.prefix(0) : rest.prefix(while: Self.isLabelByte)
    if !label.isEmpty, label.endIndex < file.upperBound, text[label.endIndex] == UInt8(ascii: ":") {
      return DTCLexeme(kind: .label, range: start..<label.endIndex + 1)
    }
    switch mode {
    case .name:
      // A name may begin with a backslash.
      let characters = text[start] == UInt8(ascii: "\\") ? rest.dropFirst() : rest
      let name = characters.prefix(while: NameCharacters.isFitInSource)
      guard !name.isEmpty else { return nil }
      mode = .values
      return DTCLexeme(kind: .name, range: start..<name.endIndex)
    case .bytes:
      guard rest.count > 1, rest[start].isHexDigit, rest[start + 1].isHexDigit else { return nil }
      return DTCLexeme(kind: .byte, range: start..<start + 2)
    case .values:
      if let number = number(rest) { return number }
      guard !label.isEmpty else { return nil }
      // Most likely an undefined macro, so dtc 1.8 continues with it as a number.
      complain(start..<label.endIndex, "Unexpected '\(string(start..<label.endIndex))'")
      return DTCLexeme(kind: .number, range: start..<label.endIndex)
    case .beforeTag: return nil
    }
  }

  private mutating func number(_ rest: ArraySlice<UInt8>) -> DTCLexeme? {
    let isHex = rest.first == 0x30 && rest.dropFirst().first.map { $0 | 0x20 } == 0x78
    let hexDigits: ArraySlice<UInt8> = isHex ? rest.dropFirst(2).prefix(while: \.isHexDigit) : []
    let digits = hexDigits.isEmpty ? rest.prefix { 0x30...0x39 ~= $0 } : hexDigits
    guard !digits.isEmpty else { return nil }
    let suffix = ["ULL", "UL", "LL", "U", "L"].first { rest[digits.endIndex...].starts(with: $0.utf8) }
    let range = rest.startIndex..<digits.endIndex + (suffix?.utf8.count ?? 0)
    let radix: UInt64 = !hexDigits.isEmpty ? 16 : digits.first == 0x30 ? 8 : 10
    var value: UInt64 = 0
    var isTooLarge = false
    for byte in digits {
      let digit = UInt64(byte.hexDigitValue ?? 0)
      guard digit < radix else {
        complain(range, "Bad integer literal '\(string(range))'")
        break
      }
      let (product, overflow) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = product.addingReportingOverflow(digit)
      value = sum
      if overflow || carry { isTooLarge = true }
    }
    if isTooLarge {
      value = .max
      complain(range, "Integer literal '\(string(range))' out of range")
    }
    return DTCLexeme(kind: .number, range: range, value: value)
  }

  /// Returns the bytes that a quoted literal stands for; throws if dtc exits because of an escape sequence.
  private func bytes(in quoted: Range<Int>) throws(DTCGrammar.End) -> [UInt8] {
    guard let bytes = DTCEscapes.bytes(of: text[quoted].dropFirst().dropLast()) else {
      throw .fatal("\\x used with no following hex digits\n")
    }
    return bytes
  }

  private mutating func character(_ range: Range<Int>) throws(DTCGrammar.End) -> DTCLexeme {
    let characters = try bytes(in: range)
    if characters.isEmpty {
      complain(range, "Empty character literal")
    } else if characters.count > 1 {
      complain(range, "Character literal has \(characters.count) characters instead of 1")
    }
    return DTCLexeme(kind: .character, range: range, value: UInt64(characters.first ?? 0))
  }
}
