/// Splits and quotes command lines as a shell does.
public enum Shell {
  /// Returns a word, quoted if necessary, so that any POSIX shell reads it unchanged. It is always on one line:
  /// characters that messages cannot show are left to printf (`"$(printf 'a\012b')"`).
  public static func quoted(_ word: String) -> String {
    if !word.unicodeScalars.allSatisfy(PrintableText.isHarmless) { return printed(word) }
    return isPlain(word) ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// Returns a file's path, quoted if necessary, so that no command takes it for an option.
  public static func file(_ path: String) -> String { quoted(asFile(path)) }

  /// Returns a file's path as an argument that cannot be taken for an option: `./-x.dts`. A dash alone, which
  /// stands for standard input, is kept.
  public static func asFile(_ path: String) -> String {
    path.hasPrefix("-") && path != "-" ? "./" + path : path
  }

  private static func isPlain(_ word: String) -> Bool {
    !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: Array("_-./,:=+@%".utf8).contains(byte)
        }
      }
  }

  private static func printed(_ word: String) -> String {
    // A shell drops newlines at the end of what a command prints.
    if word.unicodeScalars.last == "\n" { return escaped(word) }
    var text = ""
    for scalar in word.unicodeScalars {
      // A dash in front would be an option of printf's; in double quotes, bash takes `!` for a command's number.
      let isOdd = scalar == "'" || scalar == "!" || scalar == "-" && text.isEmpty
      if isOdd || !PrintableText.isHarmless(scalar) {
        text += octal(scalar)
        continue
      }
      if scalar == "%" || scalar == "\\" { text.unicodeScalars.append(scalar) }
      text.unicodeScalars.append(scalar)
    }
    return "\"$(printf '\(text)')\""
  }

  /// The same for names that end in a newline, which POSIX can write only since 2024.
  private static func escaped(_ word: String) -> String {
    var text = "$'"
    for scalar in word.unicodeScalars {
      if !PrintableText.isHarmless(scalar) {
        text += octal(scalar)
        continue
      }
      if scalar == "'" || scalar == "\\" { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
    return text + "'"
  }

  private static func octal(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf8.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }.joined()
  }

  /// Returns the words of a line that `quoted` wrote; nil if a quote is left open. A `#`
  /// between words begins a comment.
  public static func words(_ line: String) -> [String]? {
    var reader = Reader(rest: Array(line.utf8)[...])
    return reader.words()
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func words() -> [String]? {
      var words: [String] = []
      var word: [UInt8] = []
      var isInWord = false
      func close() {
        if isInWord { words.append(String(decoding: word, as: UTF8.self)) }
        word.removeAll()
        isInWord = false
      }
      while let byte = rest.popFirst() {
        if byte == 0x20 || 0x09...0x0D ~= byte {
          close()
          continue
        }
        if byte == 0x23, !isInWord { return words }
        isInWord = true
        switch byte {
        case 0x27:
          guard let text = quoted() else { return nil }
          word += text
        case 0x22:
          guard let text = doubleQuoted() else { return nil }
          word += text
        case 0x24 where rest.first == 0x27:
          rest.removeFirst()
          guard let text = escaped() else { return nil }
          word += text
        case 0x5C:
          guard let next = rest.popFirst() else { return nil }
          word.append(next)
        default: word.append(byte)
        }
      }
      close()
      return words
    }

    /// Reads what follows `'`, up to the closing quote.
    private mutating func quoted() -> [UInt8]? {
      guard let end = rest.firstIndex(of: 0x27) else { return nil }
      defer { rest = rest[(end + 1)...] }
      return Array(rest[..<end])
    }

    /// Reads what follows `"`, up to the closing quote: a call of printf that `quoted` wrote, or text.
    private mutating func doubleQuoted() -> [UInt8]? {
      let call = Array("$(printf '".utf8)
      if rest.starts(with: call) {
        rest = rest.dropFirst(call.count)
        guard let text = escaped() else { return nil }
        let end = Array(")\"".utf8)
        guard rest.starts(with: end) else { return nil }
        rest = rest.dropFirst(end.count)
        // printf takes a percent sign for the beginning of a format.
        return text.replacing([0x25, 0x25], with: [0x25])
      }
      var text: [UInt8] = []
      while let byte = rest.popFirst() {
        if byte == 0x22 { return text }
        if byte == 0x5C, let next = rest.first, Array("\"\\$`".utf8).contains(next) {
          rest.removeFirst()
          text.append(next)
        } else {
          text.append(byte)
        }
      }
      return nil
    }

    /// Reads what follows `$'`, up to the closing quote.
    private mutating func escaped() -> [UInt8]? {
      var text: [UInt8] = []
      while let byte = rest.popFirst() {
        if byte == 0x27 { return text }
        guard byte == 0x5C else {
          text.append(byte)
          continue
        }
        guard let next = rest.popFirst() else { return nil }
        switch next {
        case 0x30...0x37:
          var value = Int(next) - 0x30
          for _ in 0..<2 {
            guard let digit = rest.first, 0x30...0x37 ~= digit else { break }
            value = value * 8 + Int(digit) - 0x30
            rest.removeFirst()
          }
          text.append(UInt8(truncatingIfNeeded: value))
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        default: text.append(next)
        }
      }
      return nil
    }
  }
}
