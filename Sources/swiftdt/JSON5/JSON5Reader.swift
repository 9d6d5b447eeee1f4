import SourceText

/// Reads JSON5 (json5.org): JSON with comments, keys without quotes, strings in either kind of quotes,
/// hexadecimal numbers and trailing commas.
///
/// Foundation reads it too, but reports neither where a fault is nor where a value was, and takes millions of
/// instructions for a few lines. There are deliberate differences from JSON5: strings cannot contain a NUL,
/// since they are names and paths here, and duplicate keys are an error. Unquoted keys cannot have escapes.
struct JSON5Reader {
  private typealias Fault = JSON5Fault

  private let text: [UInt8]
  private var position = 0
  private var depth = 0

  /// Returns the value that `text` consists of.
  static func read(_ text: [UInt8]) throws(JSON5Fault) -> JSON5Value {
    var reader = JSON5Reader(text: text)
    if let place = UTF8Fault.place(in: text) {
      throw reader.fault(
        "the text is not valid UTF-8: byte " + PrintableText.hex(text[place]), place..<place + 1)
    }
    try reader.skipBlanks()
    if text.isEmpty { throw reader.fault("the file is empty", 0..<0) }
    let value = try reader.value()
    try reader.skipBlanks()
    if reader.current != nil { throw reader.faultHere("expected the end of the file") }
    return value
  }

  private init(text: [UInt8]) { self.text = text }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  /// The next character.
  private var scalar: Unicode.Scalar? {
    String(decoding: text[position...].prefix(4), as: UTF8.self).unicodeScalars.first
  }

  private func fault(_ message: String, _ range: Range<Int>) -> Fault {
    Fault(range, message)
  }

  /// Returns a fault that names the next character.
  private func faultHere(_ message: String) -> Fault {
    let found =
      scalar.map { PrintableText.nameOfInvisible(String($0)) ?? "'\($0)'" } ?? "the end of the file"
    return fault("\(message), found \(found)", position..<position)
  }

  // MARK: White space

  /// Skips white space and comments.
  private mutating func skipBlanks() throws(Fault) {
    while true {
      let count = blankCount
      if count > 0 {
        position += count
      } else if text[position...].starts(with: [0x2F, 0x2F]) {
        while let byte = current, byte != 0x0A, byte != 0x0D { position += 1 }
      } else if text[position...].starts(with: [0x2F, 0x2A]) {
        let start = position
        position += 2
        while position + 1 < text.count, text[position] != 0x2A || text[position + 1] != 0x2F {
          position += 1
        }
        guard position + 1 < text.count else { throw fault("comment is never closed", start..<start + 2) }
        position += 2
      } else {
        return
      }
    }
  }

  /// The size in bytes of the white space character that comes next; 0 if there is none.
  private var blankCount: Int {
    guard let byte = current else { return 0 }
    if byte < 0x80 { return byte == 0x20 || 0x09...0x0D ~= byte ? 1 : 0 }
    guard let scalar, scalar.properties.isWhitespace || scalar == "\u{FEFF}" else { return 0 }
    return UTF8.width(scalar)
  }

  // MARK: Values

  private mutating func value() throws(Fault) -> JSON5Value {
    let start = position
    let kind: JSON5Value.Kind
    switch current {
    case 0x7B: kind = .object(try object())
    case 0x5B: kind = .list(try list())
    case 0x22, 0x27: kind = .string(try string())
    case let byte? where Self.isWordByte(byte) || Self.isInNumber(byte): kind = try word()
    default: throw faultHere("expected a value")
    }
    return JSON5Value(kind: kind, range: start..<position)
  }

  private mutating func word() throws(Fault) -> JSON5Value.Kind {
    let start = position
    while let byte = current, Self.isWordByte(byte) || Self.isInNumber(byte), blankCount == 0 {
      position += 1
    }
    let word = String(decoding: text[start..<position], as: UTF8.self)
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default:
      if JSON5Value.isNumber(word) { return .number(word) }
      guard word.utf8.contains(where: { $0 &- 0x30 < 10 }), !Self.isLetter(text[start]) else {
        throw fault("'\(word)' is not a value: is it a string without quotes?", start..<position)
      }
      throw fault("'\(word)' is not a number", start..<position)
    }
  }

  private mutating func enter() throws(Fault) {
    depth += 1
    guard depth < 100 else { throw fault("nested too deeply", position..<position + 1) }
    position += 1
    try skipBlanks()
  }

  private mutating func list() throws(Fault) -> [JSON5Value] {
    try enter()
    var values: [JSON5Value] = []
    while current != 0x5D {
      values.append(try value())
      try separator(0x5D, "']'")
    }
    position += 1
    depth -= 1
    return values
  }

  private mutating func object() throws(Fault) -> [JSON5Value.Member] {
    try enter()
    var members: [JSON5Value.Member] = []
    while current != 0x7D {
      let start = position
      let key = try key()
      let range = start..<position
      try skipBlanks()
      guard current == 0x3A else { throw faultHere("expected ':' after the key") }
      position += 1
      try skipBlanks()
      members.append(.init(key: key, keyRange: range, value: try value()))
      try separator(0x7D, "'}'")
    }
    if let second = Self.second(among: members) {
      throw fault("duplicate key '\(second.key)'", second.keyRange)
    }
    position += 1
    depth -= 1
    return members
  }

  /// Returns the first member whose key has occurred before.
  private static func second(among members: [JSON5Value.Member]) -> JSON5Value.Member? {
    // Most objects are small, and a program's first `Set` takes longer than this does.
    if members.count <= 16 {
      return members.indices.first { index in members[..<index].contains { $0.key == members[index].key } }
        .map { members[$0] }
    }
    var keys = Set<String>()
    return members.first { !keys.insert($0.key).inserted }
  }

  private mutating func separator(_ closing: UInt8, _ name: String) throws(Fault) {
    try skipBlanks()
    if current == 0x2C {
      position += 1
      try skipBlanks()
    } else if current != closing {
      throw faultHere("expected ',' or \(name)")
    }
  }

  private mutating func key() throws(Fault) -> String {
    if current == 0x22 || current == 0x27 { return try string() }
    let start = position
    while let byte = current, Self.isWordByte(byte), blankCount == 0 { position += 1 }
    if position == start { throw faultHere("expected a key or '}'") }
    if !Self.isLetter(text[start]) {
      throw fault("a key that begins with a digit needs quotes", start..<position)
    }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  // MARK: Strings

  private mutating func string() throws(Fault) -> String {
    let start = position
    let quote = text[position]
    var bytes: [UInt8] = []
    position += 1
    while let byte = current, byte != quote, byte != 0x0A, byte != 0x0D {
      let place = position
      position += 1
      if byte == 0x5C { try escape(&bytes) } else { bytes.append(byte) }
      if bytes.last == 0 { throw fault("a string cannot contain a NUL", place..<position) }
    }
    guard current == quote else { throw fault("string is not closed on its line", start..<start) }
    position += 1
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads what follows a backslash.
  private mutating func escape(_ bytes: inout [UInt8]) throws(Fault) {
    guard let byte = current else { return }
    let start = position - 1
    position += 1
    switch byte {
    case 0x0A: break
    case 0x0D: if current == 0x0A { position += 1 }
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "v"): bytes.append(0x0B)
    case UInt8(ascii: "0"): bytes.append(0)
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      throw fault("invalid escape '\\\(Character(Unicode.Scalar(byte)))'", start..<position)
    case UInt8(ascii: "x"): append(Unicode.Scalar(UInt8(try digits(2))), to: &bytes)
    case UInt8(ascii: "u"): append(try character(from: start), to: &bytes)
    default: bytes.append(byte)
    }
  }

  /// Reads the code point after `\u`, or a surrogate pair.
  private mutating func character(from start: Int) throws(Fault) -> Unicode.Scalar {
    let first = try digits(4)
    if let scalar = Unicode.Scalar(first) { return scalar }
    let end = position
    if first < 0xDC00, text[position...].starts(with: [0x5C, UInt8(ascii: "u")]) {
      position += 2
      let second = try digits(4)
      if 0xDC00..<0xE000 ~= second,
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    let half = String(decoding: text[start..<end], as: UTF8.self)
    throw fault("'\(half)' is only half of a surrogate pair", start..<end)
  }

  private func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func digits(_ count: Int) throws(Fault) -> UInt32 {
    let start = position
    let digits = text[start...].prefix(count)
    position += digits.count
    guard digits.count == count, digits.allSatisfy(\.isHexDigit),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else {
      throw fault("expected \(count) hexadecimal digits", start..<start)
    }
    return value
  }

  // MARK: Bytes

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x24 || byte >= 0x80
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- 0x30 < 10 }

  private static func isInNumber(_ byte: UInt8) -> Bool { byte == 0x2D || byte == 0x2B || byte == 0x2E }
}
