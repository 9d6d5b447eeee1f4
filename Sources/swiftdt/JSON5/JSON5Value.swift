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

  /// The value at a place in this one, as decoders name it: keys behind dots, numbers in brackets.
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
