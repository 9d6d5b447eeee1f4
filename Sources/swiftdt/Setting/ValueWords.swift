import DeviceTreeBindings
import SourceText

/// A value given as words on a command line: of the requested type, or else of the type of the property's
/// present value, or else of the type that the words look like.
///
/// `&label` alone is the node's phandle, except where text is: in `/aliases`, for `/chosen`'s paths, and in place
/// of strings, it is the node's path. (Most properties that refer to a node have its phandle, whether or not
/// common bindings name them.)
struct ValueWords {
  /// A part of the value: bytes, or the phandle or path of a node.
  enum Part {
    case bytes([UInt8])
    case phandle(of: String)
    case path(of: String)
  }

  /// What is known of the property that gets the value.
  struct Place {
    /// The property's name.
    let name: String
    /// Its node's path; needed only if there is a reference among the words.
    var node: String
    /// Its present value; nil if there is none.
    let value: ArraySlice<UInt8>?
    /// The indices of the words that refer to a node and are followed by the name of one of its properties.
    var propertiesBehind: [Int] = []

    /// Whether it is one of the paths that the specification has in `/aliases` and `/chosen`.
    fileprivate var isPath: Bool {
      node == "/aliases" || node == "/__symbols__" || node == "/chosen" && name.hasSuffix("-path")
    }

    /// Whether common bindings say that its cells are or contain phandles, or that it has other cells.
    fileprivate var takesPhandles: Bool {
      switch PropertyShape.ofProperty(named: Array(name.utf8).span) {
      case .unknown, .plain: false
      case .addresses, .ranges, .interrupts, .interruptMap, .map, .references, .numbers: true
      }
    }

    /// Whether the name says that it is cells, even if these look like text.
    fileprivate var isSurelyCells: Bool { PropertyShape.isOfCells(Array(name.utf8).span) }
  }

  private(set) var parts: [Part] = []

  /// Creates the value of a property from words. `isLine` says that they are from a list's line, which has no
  /// flags.
  init(_ words: [String], as type: RequestedType?, for place: Place, isLine: Bool = false) throws(Refusal) {
    if let type {
      switch type.format {
      case .string: for word in words { append(string: word) }
      case .raw: parts = words.map { .bytes(Array($0.utf8)) }
      case .bytes: for word in words { try append(bytes: word) }
      default: for word in words { try append(number: word, as: type) }
      }
      return
    }
    let cells = RequestedType("x32")
    let hasReference = words.contains(where: Self.isReference)
    let old = place.value.flatMap { $0.isEmpty ? nil : $0 }
    let looksLikeCells = words.allSatisfy {
      Self.isReference($0) || Self.number($0, isHexadecimal: false) != nil
    }
    if let message = Self.furtherChange(in: words, of: place) {
      throw Refusal(
        message: message,
        help: [
          isLine
            ? "a further change needs a line of its own"
            : "further changes need options of their own: -e 'set NODE PROPERTY VALUE'",
          "a list of strings and paths may be written as in a source: '\"a\", &b'",
        ])
    }
    if hasReference, place.isPath {
      for word in words { append(stringOrPath: word) }
    } else if hasReference, looksLikeCells, place.takesPhandles, let cells {
      for word in words { try append(number: word, as: cells, isPlain: true) }
    } else if let old, PlainText.isStrings(old.span), old.count % 4 != 0 || !place.isSurelyCells {
      for word in words { append(stringOrPath: word) }
    } else if let old, old.count % 4 == 0, let cells {
      for word in words {
        guard Self.isReference(word) || Self.number(word, isHexadecimal: false) != nil else {
          throw Refusal(
            message: "'\(word)' is not a number, but the present value is cells",
            help: [isLine ? "in double quotes it is a string" : "-t string makes it a string"])
        }
        try append(number: word, as: cells, isPlain: true)
      }
    } else if old != nil {
      for word in words { try append(bytes: word) }
    } else if let cells, looksLikeCells {
      for word in words { try append(number: word, as: cells, isPlain: true) }
    } else {
      for word in words { append(stringOrPath: word) }
    }
  }

  /// Returns what is odd about words that set one property, if they look like several changes: a node, a property
  /// and a value, or a second value of what has only one.
  ///
  /// In a list of strings and paths, any word may follow a reference. It begins another change if it is the name of
  /// a property, or if there are cells before it, which no text follows.
  private static func furtherChange(in words: [String], of place: Place) -> String? {
    let name = place.name
    let again = words.indices.dropFirst().dropLast().first { index in
      let next = words[index + 1]
      if next == name { return words[index].hasPrefix("/") || isReference(words[index]) }
      guard isReference(words[index]), index + 2 < words.count, !isReference(next),
        number(next, isHexadecimal: true) == nil
      else { return false }
      return place.propertiesBehind.contains(index) || place.takesPhandles
        || PropertyShape.ofProperty(named: Array(next.utf8).span) != .unknown
        || words[..<index].contains { number($0, isHexadecimal: false) != nil }
    }
    if let again {
      return
        "'\(words[again]) \(words[again + 1])' looks like another change, but would be part of the value of '\(name)'"
    }
    return name == "status" && words.count > 1
      ? "'status' is a single string, but there are \(words.count) words" : nil
  }

  /// Whether a word is a reference to a node: `&label`, `&label/path` or `&{/path}`.
  static func isReference(_ word: String) -> Bool {
    guard let first = word.utf8.dropFirst().first, word.hasPrefix("&") else { return false }
    let isName = first | 0x20 >= 0x61 && first | 0x20 <= 0x7A || first == 0x5F
    return (isName || first == 0x7B && word.hasSuffix("}")) && !word.contains(where: \.isWhitespace)
  }

  private mutating func append(stringOrPath word: String) {
    if Self.isReference(word) { parts.append(.path(of: word)) } else { append(string: word) }
  }

  private mutating func append(string: String) { parts.append(.bytes(Array(string.utf8) + [0])) }

  /// Appends bytes of two hexadecimal digits each, with or without colons, as in MAC addresses. A separate
  /// byte may have only one digit.
  private mutating func append(bytes word: String) throws(Refusal) {
    let groups =
      word.lowercased().hasPrefix("0x")
      ? [word.dropFirst(2)] : word.split(separator: ":", omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for group in groups {
      let count = group.utf8.count
      guard count == 1 || count > 0 && count % 2 == 0, group.utf8.allSatisfy(\.isHexDigit) else {
        throw Refusal(
          message: "'\(word)' is not a sequence of bytes",
          help: ["write each byte as two hexadecimal digits: 00 1f"])
      }
      var rest = group
      while !rest.isEmpty {
        bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      }
    }
    parts.append(.bytes(bytes))
  }

  private mutating func append(
    number word: String, as type: RequestedType, isPlain: Bool = false
  ) throws(Refusal) {
    let size = type.size ?? 4
    if word.hasPrefix("&"), size == 4 {
      parts.append(.phandle(of: word))
      return
    }
    guard let number = Self.number(word, isHexadecimal: type.format == .hexadecimal && !isPlain) else {
      throw Refusal(message: "'\(word)' is not a number")
    }
    let bits = size * 8
    let limit = bits == 64 ? UInt64.max : 1 << UInt64(bits) - 1
    guard number.isNegative ? number.magnitude <= 1 << UInt64(bits - 1) : number.magnitude <= limit else {
      throw Refusal(message: "\(word) does not fit into \(bits) bits")
    }
    let value = number.isNegative ? 0 &- number.magnitude : number.magnitude
    parts.append(
      .bytes((0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }))
  }

  /// Returns a decimal number, or a hexadecimal one with `0x`; with `isHexadecimal`, `0x` is optional.
  static func number(_ word: String, isHexadecimal: Bool) -> (magnitude: UInt64, isNegative: Bool)? {
    let isNegative = word.hasPrefix("-")
    let digits = isNegative ? String(word.dropFirst()) : word
    return NumberText.value(digits, as: UInt64.self, isHexadecimal: isHexadecimal).map { ($0, isNegative) }
  }
}
