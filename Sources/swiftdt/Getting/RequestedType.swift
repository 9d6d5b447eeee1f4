import DeviceTree
import SourceText

/// What a value is taken for on request: fdtget's letters, or words.
struct RequestedType: Equatable, Sendable {
  enum Format: Equatable, Sendable {
    case string
    case signed
    case unsigned
    case hexadecimal
    case raw
    /// Two digits a byte.
    case bytes
    /// As a source has it.
    case source
  }

  let format: Format
  /// The bytes of an element; nil: 4 if that comes out even, otherwise 1.
  var size: Int?

  /// The words, for the help.
  static let words = "string, int, unsigned, hex, bytes, raw, source, or i, u or x with 8, 16, 32 or 64"

  /// The words, for shells.
  static let completions =
    ["string", "int", "unsigned", "hex", "bytes", "raw", "source"]
    + ["i", "u", "x"].flatMap { letter in ["8", "16", "32", "64"].map { letter + $0 } }

  /// The type of a word or of fdtget's letters; nil if it is neither.
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

  /// Why a value is not of the type.
  enum Mismatch: Error {
    /// It does not end in a zero.
    case unterminated
    /// Its size is no multiple of the element's.
    case uneven(size: Int)
  }

  /// The elements of a value, each as text, without what stands between them; strings byte for byte, whether they
  /// are UTF-8 or not.
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

  /// A number of so many bytes.
  private func number(_ bits: UInt64, _ size: Int) -> String {
    switch format {
    case .hexadecimal: return String(bits, radix: 16)
    case .signed:
      // Bytes and halves have no sign, as with fdtget.
      if size == 4 { return String(Int32(truncatingIfNeeded: bits)) }
      return size == 8 ? String(Int64(bitPattern: bits)) : String(bits)
    default: return String(bits)
    }
  }
}
