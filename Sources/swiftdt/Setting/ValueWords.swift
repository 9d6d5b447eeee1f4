import DeviceTree
import SourceText

/// A value given as words on a command line: of the requested type, or else of the type of the property's
/// present value, or else of the type that the words look like.
struct ValueWords {
  /// A part of the value: bytes, or the phandle of a node.
  enum Part {
    case bytes([UInt8])
    case phandle(of: String)
  }

  private(set) var parts: [Part] = []

  /// Creates the value of a property from words; `old` is its present value, if any, and `areCells` says that
  /// values of that name are cells, whatever they look like. `isLine` says that the words are from a list's
  /// line, which has no flags.
  init(
    _ words: [String], as type: RequestedType?, replacing old: ArraySlice<UInt8>?, areCells: Bool = false,
    isLine: Bool = false
  ) throws(Refusal) {
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
    if let old, !old.isEmpty, FdtText.isStrings(old), old.count % 4 != 0 || !areCells {
      for word in words { append(string: word) }
    } else if let old, !old.isEmpty, old.count % 4 == 0, let cells {
      for word in words {
        guard word.hasPrefix("&") || Self.number(word, isHexadecimal: false) != nil else {
          throw Refusal(
            message: "'\(word)' is not a number, but the present value is cells",
            help: [isLine ? "in double quotes it is a string" : "-t string makes it a string"])
        }
        try append(number: word, as: cells, isPlain: true)
      }
    } else if let old, !old.isEmpty {
      for word in words { try append(bytes: word) }
    } else if let cells,
      words.allSatisfy({ $0.hasPrefix("&") || Self.number($0, isHexadecimal: false) != nil })
    {
      for word in words { try append(number: word, as: cells, isPlain: true) }
    } else {
      for word in words { append(string: word) }
    }
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
    var digits = word[...]
    let isNegative = digits.hasPrefix("-")
    if isNegative { digits = digits.dropFirst() }
    var radix = isHexadecimal ? 16 : 10
    if digits.lowercased().hasPrefix("0x") {
      digits = digits.dropFirst(2)
      radix = 16
    }
    guard let first = digits.first, first != "+", first != "-",
      let magnitude = UInt64(digits, radix: radix)
    else { return nil }
    return (magnitude, isNegative)
  }
}
