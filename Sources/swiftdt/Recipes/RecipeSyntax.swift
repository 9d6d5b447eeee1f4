/// Where a text stops being JSON5: Foundation's decoder says only that it does.
struct RecipeSyntax {
  /// The first fault: the line, the column in bytes, and what is wrong.
  struct Fault: Error, Equatable {
    let line: Int
    let column: Int
    let message: String
  }

  private let text: [UInt8]
  private var position = 0
  private var depth = 0

  /// The first fault of a text; nil if this reader finds none.
  static func fault(in text: [UInt8]) -> Fault? {
    var reader = RecipeSyntax(text: text)
    do throws(Fault) {
      try reader.skipBlanks()
      try reader.value()
      try reader.skipBlanks()
      if reader.current != nil { throw reader.fault("expected the end of the file") }
      return nil
    } catch {
      return error
    }
  }

  private init(text: [UInt8]) { self.text = text }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  private func fault(_ message: String, at place: Int? = nil) -> Fault {
    let before = text[..<(place ?? position)]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.reversed().prefix { $0 != 0x0A }.count + 1
    var found = ""
    if place == nil {
      found =
        current.map { ", found '\(Character(Unicode.Scalar($0 < 0x80 ? $0 : 0x3F)))'" }
        ?? ", found the end of the file"
    }
    return Fault(line: line, column: column, message: message + found)
  }

  /// Goes past white space and comments.
  private mutating func skipBlanks() throws(Fault) {
    while let byte = current {
      let next = position + 1 < text.count ? text[position + 1] : 0
      if [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains(byte) {
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

  private mutating func value() throws(Fault) {
    switch current {
    case 0x7B: try list(closing: 0x7D, "'}'", isObject: true)
    case 0x5B: try list(closing: 0x5D, "']'", isObject: false)
    case 0x22, 0x27: try string()
    case let byte? where Self.isWordByte(byte) || byte == 0x2D || byte == 0x2B || byte == 0x2E:
      let start = position
      while let byte = current, Self.isWordByte(byte) || [0x2D, 0x2B, 0x2E].contains(byte) { position += 1 }
      let word = String(decoding: text[start..<position], as: UTF8.self)
      let isNumber = word.utf8.contains { $0 &- 0x30 < 10 } && !Self.isLetter(word.utf8[word.utf8.startIndex])
      guard isNumber || ["true", "false", "null", "Infinity", "NaN", "-Infinity"].contains(word) else {
        throw fault("'\(word)' is no value: does a string lack its quotes?", at: start)
      }
    default: throw fault("expected a value")
    }
  }

  private mutating func list(closing: UInt8, _ name: String, isObject: Bool) throws(Fault) {
    depth += 1
    guard depth < 100 else { throw fault("nested too deep", at: position) }
    defer { depth -= 1 }
    position += 1
    try skipBlanks()
    while current != closing {
      if isObject {
        try key()
        try skipBlanks()
        guard current == 0x3A else { throw fault("expected ':' after the key") }
        position += 1
        try skipBlanks()
      }
      try value()
      try skipBlanks()
      if current == 0x2C {
        position += 1
        try skipBlanks()
      } else if current != closing {
        throw fault("expected ',' or \(name)")
      }
    }
    position += 1
  }

  private mutating func key() throws(Fault) {
    if current == 0x22 || current == 0x27 { return try string() }
    let start = position
    while let byte = current, Self.isWordByte(byte) { position += 1 }
    if position == start { throw fault("expected a key or '}'") }
  }

  private mutating func string() throws(Fault) {
    let start = position
    let quote = text[position]
    position += 1
    while let byte = current, byte != quote, byte != 0x0A {
      if byte == 0x5C { position += 1 }
      position += 1
    }
    guard current == quote else { throw fault("string is not closed on its line", at: start) }
    position += 1
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x24 || byte >= 0x80
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- 0x30 < 10 }
}
