/// Reads JSON5 (json5.org): JSON with comments, keys without quotes, strings in either quotes,
/// hexadecimal numbers and trailing commas.
///
/// Foundation reads it, too, but tells neither where a fault is nor where a value was.
struct JSON5Reader {
  /// The first fault: the line, the column in bytes, and what is wrong.
  struct Fault: Error, Equatable {
    let offset: Int
    let line: Int
    let column: Int
    let message: String
  }

  private let text: [UInt8]
  private var position = 0
  private var depth = 0

  /// The value of a text.
  static func read(_ text: [UInt8]) throws(Fault) -> JSON5Value {
    var reader = JSON5Reader(text: text)
    try reader.skipBlanks()
    if reader.current == nil, text.isEmpty { throw reader.fault("the file is empty", at: 0) }
    let value = try reader.value()
    try reader.skipBlanks()
    if reader.current != nil { throw reader.fault("expected the end of the file") }
    return value
  }

  /// The first fault of a text; nil if there is none.
  static func fault(in text: [UInt8]) -> Fault? {
    do throws(Fault) {
      _ = try read(text)
      return nil
    } catch {
      return error
    }
  }

  private init(text: [UInt8]) { self.text = text }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  private func fault(_ message: String, at place: Int? = nil) -> Fault {
    let offset = place ?? position
    let before = text[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.reversed().prefix { $0 != 0x0A }.count + 1
    var found = ""
    if place == nil {
      found =
        current.map { ", found '\(Character(Unicode.Scalar($0 < 0x80 ? $0 : 0x3F)))'" }
        ?? ", found the end of the file"
    }
    return Fault(offset: offset, line: line, column: column, message: message + found)
  }

  /// Goes past white space and comments.
  private mutating func skipBlanks() throws(Fault) {
    while let byte = current {
      let next = position + 1 < text.count ? text[position + 1] : 0
      if byte == 0x20 || 0x09...0x0D ~= byte {
        position += 1
      } else if byte == 0x2F, next == 0x2F {
        while let byte = current, byte != 0x0A { _ = byte; position += 1 }
      } else if byte == 0x2F, next == 0x2A {
        let start = position
        position += 2
        while position + 1 < text.count, text[position] != 0x2A || text[position + 1] != 0x2F {
          position += 1
        }
        guard position + 1 < text.count else { throw fault("comment is never closed", at: start) }
        position += 2
      } else {
        return
      }
    }
  }

  private mutating func value() throws(Fault) -> JSON5Value {
    let start = position
    let kind: JSON5Value.Kind
    switch current {
    case 0x7B: kind = .object(try object())
    case 0x5B: kind = .list(try list())
    case 0x22, 0x27: kind = .string(try string())
    case let byte? where Self.isWordByte(byte) || byte == 0x2D || byte == 0x2B || byte == 0x2E:
      kind = try word()
    default: throw fault("expected a value")
    }
    return JSON5Value(kind: kind, range: start..<position)
  }

  private mutating func word() throws(Fault) -> JSON5Value.Kind {
    let start = position
    while let byte = current, Self.isWordByte(byte) || byte == 0x2D || byte == 0x2B || byte == 0x2E {
      position += 1
    }
    let word = String(decoding: text[start..<position], as: UTF8.self)
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "Infinity", "NaN", "-Infinity": return .number(word)
    default:
      guard word.utf8.contains(where: { $0 &- 0x30 < 10 }), !Self.isLetter(text[start]) else {
        throw fault("'\(word)' is no value: does a string lack its quotes?", at: start)
      }
      return .number(word)
    }
  }

  private mutating func enter() throws(Fault) {
    depth += 1
    guard depth < 100 else { throw fault("nested too deep", at: position) }
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
      guard current == 0x3A else { throw fault("expected ':' after the key") }
      position += 1
      try skipBlanks()
      members.append(.init(key: key, keyRange: range, value: try value()))
      try separator(0x7D, "'}'")
    }
    position += 1
    depth -= 1
    return members
  }

  private mutating func separator(_ closing: UInt8, _ name: String) throws(Fault) {
    try skipBlanks()
    if current == 0x2C {
      position += 1
      try skipBlanks()
    } else if current != closing {
      throw fault("expected ',' or \(name)")
    }
  }

  private mutating func key() throws(Fault) -> String {
    if current == 0x22 || current == 0x27 { return try string() }
    let start = position
    while let byte = current, Self.isWordByte(byte) { position += 1 }
    if position == start { throw fault("expected a key or '}'") }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  private mutating func string() throws(Fault) -> String {
    let start = position
    let quote = text[position]
    var bytes: [UInt8] = []
    position += 1
    while let byte = current, byte != quote, byte != 0x0A {
      position += 1
      if byte == 0x5C { try escape(&bytes) } else { bytes.append(byte) }
    }
    guard current == quote else { throw fault("string is not closed on its line", at: start) }
    position += 1
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What follows a backslash.
  private mutating func escape(_ bytes: inout [UInt8]) throws(Fault) {
    guard let byte = current else { return }
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
    case UInt8(ascii: "x"): append(try digits(2), to: &bytes)
    case UInt8(ascii: "u"):
      var scalar = try digits(4)
      if (0xD800..<0xDC00).contains(scalar), text[position...].starts(with: [0x5C, UInt8(ascii: "u")]) {
        let start = position
        position += 2
        let low = try digits(4)
        if (0xDC00..<0xE000).contains(low) {
          scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
        } else {
          // Half a character, and then another one.
          position = start
        }
      }
      append(scalar, to: &bytes)
    default: bytes.append(byte)
    }
  }

  private func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    let scalar = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    bytes.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func digits(_ count: Int) throws(Fault) -> UInt32 {
    let start = position
    let end = min(position + count, text.count)
    position = end
    let digits = String(decoding: text[start..<end], as: UTF8.self)
    guard digits.utf8.count == count, let value = UInt32(digits, radix: 16), !digits.hasPrefix("+") else {
      throw fault("expected \(count) hexadecimal digits", at: start)
    }
    return value
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x24 || byte >= 0x80
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- 0x30 < 10 }
}
