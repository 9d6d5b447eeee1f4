import SourceText

/// A value of a JSON5 text, with its place: what a decoder into types of ours would lose.
struct JSON5Value: Equatable, Sendable {
  indirect enum Kind: Equatable, Sendable {
    case null
    case bool(Bool)
    /// As it is written; `integer` reads it.
    case number(String)
    case string(String)
    case list([JSON5Value])
    case object([Member])
  }

  struct Member: Equatable, Sendable {
    let key: String
    /// Where the key is, in bytes of the text.
    let keyRange: Range<Int>
    let value: JSON5Value
  }

  let kind: Kind
  /// Where it is, in bytes of the text.
  let range: Range<Int>

  /// What it is, for people.
  var kindName: String {
    switch kind {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .list: "a list"
    case .object: "an object"
    }
  }

  /// A whole number, decimal or with 0x; nil if it is none or has more than 64 bits.
  var integer: UInt64? {
    guard case .number(var text) = kind else { return nil }
    if text.hasPrefix("+") { text.removeFirst() }
    let lowered = text.lowercased()
    let isHexadecimal = lowered.hasPrefix("0x")
    let digits = isHexadecimal ? lowered.dropFirst(2) : lowered[...]
    // A further sign would be taken for the number's own.
    if digits.hasPrefix("+") || isHexadecimal && digits.hasPrefix("-") { return nil }
    return UInt64(digits, radix: isHexadecimal ? 16 : 10)
  }

  /// A whole number, however it is written; nil if it is none or has more than 64 bits.
  var wholeNumber: Int? {
    guard case .number(let text) = kind else { return nil }
    if let integer { return Int(exactly: integer) }
    let isHexadecimal = text.lowercased().hasPrefix("-0x")
    if isHexadecimal { return Int("-" + text.dropFirst(3), radix: 16) }
    return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
  }

  /// Whether a word is one of JSON5's numbers.
  static func isNumber(_ word: String) -> Bool {
    var rest = word.utf8[...]
    if rest.first == 0x2D || rest.first == 0x2B { rest = rest.dropFirst() }
    if ["Infinity", "NaN"].contains(Substring(rest)) { return true }
    func takeDigits() -> Int {
      let digits = rest.prefix { 0x30...0x39 ~= $0 }
      rest = rest.dropFirst(digits.count)
      return digits.count
    }
    let start = rest
    let whole = takeDigits()
    if start.first == 0x30 {
      if whole == 1, let x = rest.first, x | 0x20 == UInt8(ascii: "x") {
        return rest.count > 1 && rest.dropFirst().allSatisfy(\.isHexDigit)
      }
      // In other languages it would be octal.
      if whole > 1 { return false }
    }
    var fraction = 0
    if rest.first == 0x2E {
      rest = rest.dropFirst()
      fraction = takeDigits()
    }
    if whole + fraction == 0 { return false }
    if let e = rest.first, e | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if rest.first == 0x2D || rest.first == 0x2B { rest = rest.dropFirst() }
      if takeDigits() == 0 { return false }
    }
    return rest.isEmpty
  }
}

// MARK: - Places

extension JSON5Value {
  /// The value at a place in this one: keys behind dots, numbers in brackets.
  func value(at place: Substring) -> JSON5Value? {
    if place.isEmpty { return self }
    switch kind {
    case .list(let list):
      guard place.first == "[", let end = place.firstIndex(of: "]"),
        let index = Int(place[..<end].dropFirst()),
        list.indices.contains(index)
      else { return nil }
      return list[index].value(at: place[end...].dropFirst())
    case .object(let members):
      let place = place.first == "." ? place.dropFirst() : place
      for member in members where place.hasPrefix(member.key) {
        let rest = place.dropFirst(member.key.count)
        if rest.isEmpty || rest.first == "." || rest.first == "[", let found = member.value.value(at: rest) {
          return found
        }
      }
      return nil
    default: return nil
    }
  }

  /// The place of the value at a range of the text, as `value(at:)` takes it; nil if there is none.
  func place(of range: Range<Int>) -> String? {
    if self.range == range { return "" }
    switch kind {
    case .list(let list):
      for (index, value) in list.enumerated() {
        if let rest = value.place(of: range) { return "[\(index)]" + Self.joined(rest) }
      }
    case .object(let members):
      for member in members {
        if let rest = member.value.place(of: range) { return member.key + Self.joined(rest) }
      }
    default: break
    }
    return nil
  }

  private static func joined(_ rest: String) -> String {
    rest.isEmpty || rest.hasPrefix("[") ? rest : "." + rest
  }

  /// Where a key or a string is in this value: its own key of that text, or else the first key or string below it.
  func range(of text: String) -> Range<Int>? {
    switch kind {
    case .string(text): return range
    case .list(let list):
      for value in list { if let found = value.range(of: text) { return found } }
    case .object(let members):
      if let member = members.first(where: { $0.key == text }) { return member.keyRange }
      for member in members { if let found = member.value.range(of: text) { return found } }
    default: break
    }
    return nil
  }
}
