import SourceText

/// The type as which to print values: a word, or fdtget's letters.
struct RequestedType: Equatable, Sendable {
  enum Format: Equatable, Sendable {
    case string
    case signed
    case unsigned
    case hexadecimal
    case raw
    /// Two hexadecimal digits per byte.
    case bytes
    /// Source notation.
    case source
  }

  let format: Format
  /// The size of an element in bytes; nil is 4 if the value's size is a multiple of 4, otherwise 1.
  var size: Int?

  /// The accepted words, for the help text.
  static let words = "string, int, unsigned, hex, bytes, raw, source, or i, u or x with 8, 16, 32 or 64"

  /// The accepted words, for shell completion.
  static let completions =
    ["string", "int", "unsigned", "hex", "bytes", "raw", "source"]
    + ["i", "u", "x"].flatMap { letter in ["8", "16", "32", "64"].map { letter + $0 } }

  /// Creates the type for a word or fdtget's letters; nil if `text` is neither.
  init?(_ text: String) {
    switch text {
    case "string", "strings": format = .string
    case "int", "signed": format = .signed
    case "unsigned", "uint": format = .unsigned
    case "hex": format = .hexadecimal
    case "raw": format = .raw
    case "bytes": format = .bytes
    case "source", "dts": format = .source
    default:
      if let letter = text.first, let bits = Int(text.dropFirst()), [8, 16, 32, 64].contains(bits),
        let format = Self.format(letter)
      {
        self.format = format
        size = bits / 8
        return
      }
      guard let letters = FdtValueType(text) else { return nil }
      switch letters.format {
      case .string: format = .string
      case .signed: format = .signed
      case .unsigned: format = .unsigned
      case .hexadecimal: format = .hexadecimal
      default: format = .raw
      }
      size = letters.size
    }
  }

  private static func format(_ letter: Character) -> Format? {
    switch letter {
    case "i": .signed
    case "u": .unsigned
    case "x": .hexadecimal
    default: nil
    }
  }

  /// Why a value cannot be of the type.
  enum Mismatch: Error {
    /// It does not end in a NUL.
    case unterminated
    /// Its size is not a multiple of the element size.
    case uneven(size: Int)
  }

  /// Returns the elements of `value` as text, without separators; strings are copied byte for byte, whether
  /// or not they are UTF-8.
  func elements(of value: ArraySlice<UInt8>) throws(Mismatch) -> [[UInt8]] {
    switch format {
    case .string:
      guard let last = value.last else { return [] }
      guard last == 0 else { throw .unterminated }
      return value.dropLast().split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
    case .bytes: return value.map { [UInt8.hexDigit($0 >> 4), UInt8.hexDigit($0 & 15)] }
    case .raw, .source: return []
    case .signed, .unsigned, .hexadecimal:
      let size = self.size ?? (value.count % 4 == 0 ? 4 : 1)
      guard value.count % size == 0 else { throw .uneven(size: size) }
      return stride(from: value.startIndex, to: value.endIndex, by: size).map { start in
        Array(number(value[start..<start + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }, size).utf8)
      }
    }
  }

  /// Returns the text of an element of `size` bytes.
  private func number(_ bits: UInt64, _ size: Int) -> String {
    switch format {
    case .hexadecimal: return String(bits, radix: 16)
    case .signed:
      // As in fdtget, 8-bit and 16-bit elements are never negative.
      if size == 4 { return String(Int32(truncatingIfNeeded: bits)) }
      return size == 8 ? String(Int64(bitPattern: bits)) : String(bits)
    default: return String(bits)
    }
  }
}
