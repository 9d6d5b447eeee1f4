import DeviceTree
import Preprocessor
import SourceText

/// Strings, and the escapes in them and in characters.
extension SourceParser {
  /// Returns the leading hexadecimal number of a text as `strtol` reads it: after white space and a sign.
  private func hexNumber(_ text: [UInt8], _ range: Range<Int>) -> (value: UInt8, end: Int)? {
    var position = range.lowerBound
    while position < range.upperBound, text[position] == 0x20 || 0x09...0x0D ~= text[position] {
      position += 1
    }
    let isNegative = position < range.upperBound && text[position] == 0x2D
    if isNegative || position < range.upperBound && text[position] == 0x2B { position += 1 }
    let first = position
    var value: UInt8 = 0
    while position < range.upperBound, let digit = text[position].hexDigitValue {
      value = value &<< 4 | digit
      position += 1
    }
    return position == first ? nil : (isNegative ? 0 &- value : value, position)
  }

  /// Appends a string token's characters, with escapes replaced, and the terminator.
  mutating func readString(_ token: Token) {
    var position = token.location.index + 1
    let end = token.location.index + token.length - 1
    while true {
      let backslash = stream.firstBackslash(in: position..<end)
      stream.append(position..<backslash, to: &tree)
      guard backslash < end else { break }
      position = backslash + 1
      let text = stream.preprocessor.files.text
      tree.appendByte(readEscape(text, &position, end, at: token))
    }
    tree.appendByte(0)
  }

  /// Returns the character that an escape stands for; `position` is after the backslash.
  mutating func readEscape(_ text: [UInt8], _ position: inout Int, _ end: Int, at token: Token) -> UInt8 {
    guard position < end else { return 0x5C }
    let byte = text[position]
    position += 1
    if let control = Escape.control(byte) { return control }
    switch byte {
    case 0x30...0x37:
      var value = byte & 7
      var count = 1
      while count < 3, position < end, Escape.isOctal(text[position]) {
        value = value &<< 3 | text[position] & 7
        position += 1
        count += 1
      }
      return value
    case 0x78:
      guard let number = hexNumber(text, position..<min(position + 2, end)) else {
        fail("bad-escape", "'\\x' needs hexadecimal digits", at: token)
        return 0
      }
      position = number.end
      return number.value
    default: return byte
    }
  }
}

extension TokenStream {
  /// Appends a range of the text to the open value.
  @inline(__always)
  fileprivate func append(_ range: Range<Int>, to tree: inout DeviceTree) {
    tree.appendBytes(preprocessor.files.text.span.extracting(range))
  }

  /// Returns the index of the first backslash in a range of the text, or the range's end.
  @inline(__always)
  fileprivate func firstBackslash(in range: Range<Int>) -> Int {
    let text = preprocessor.files.text.span
    var position = range.lowerBound
    while position < range.upperBound, text[position] != 0x5C { position += 1 }
    return position
  }
}
