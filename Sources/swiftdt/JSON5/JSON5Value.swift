import SourceText

/// A value in a JSON5 text, with its range, which decoding into our own types would lose.
struct JSON5Value: Equatable, Sendable {
  indirect enum Kind: Equatable, Sendable {
    case null
    case bool(Bool)
    /// The number as written; `wholeNumber` interprets it.
    case number(String)
    case string(String)
    case list([JSON5Value])
    case object([Member])
  }

  struct Member: Equatable, Sendable {
    let key: String
    /// The range of the key, in bytes of the text.
    let keyRange: Range<Int>
    let value: JSON5Value
  }

  let kind: Kind
  /// The range of the value, in bytes of the text.
  let range: Range<Int>

  /// The kind of value, for messages.
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

  /// The value of an integer in any notation; nil if it is not one or does not fit in an `Int`.
  var wholeNumber: Int? {
    guard case .number(let text) = kind else { return nil }
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
      // To put a sign before a part of a text, the runtime searches all conformances.
      guard let magnitude = UInt(digits.dropFirst(2), radix: 16) else { return nil }
      if !isNegative { return Int(exactly: magnitude) }
      return magnitude <= Int.min.magnitude ? Int(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
  }

  /// Whether `word` is a JSON5 number.
  static func isNumber(_ word: String) -> Bool {
    var rest = word.utf8[...]
    if rest.first == 0x2D || rest.first == 0x2B { rest = rest.dropFirst() }
    if rest.elementsEqual("Infinity".utf8) || rest.elementsEqual("NaN".utf8) { return true }
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
      // JSON5 has no numbers with leading zeros; elsewhere they are octal.
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
  /// Returns the value at `place` in this one: keys after dots, indices in brackets; nil if there is none.
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

  /// Returns the place, as `value(at:)` takes it, of the value at `range`, or that has a key there; nil if there
  /// is none.
  func place(of range: Range<Int>) -> String? {
    if self.range == range { return "" }
    switch kind {
    case .list(let list):
      for (index, value) in list.enumerated() {
        if let rest = value.place(of: range) { return "[\(index)]" + Self.joined(rest) }
      }
    case .object(let members):
      for member in members {
        if member.keyRange == range { return "" }
        if let rest = member.value.place(of: range) { return member.key + Self.joined(rest) }
      }
    default: break
    }
    return nil
  }

  private static func joined(_ rest: String) -> String {
    rest.isEmpty || rest.hasPrefix("[") ? rest : "." + rest
  }

  /// Returns the range of a key or string equal to `text`: this object's own key, else the first one below.
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
