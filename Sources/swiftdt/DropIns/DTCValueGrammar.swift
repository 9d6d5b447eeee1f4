/// The grammar of property values and integers.
extension DTCGrammar {
  mutating func readValue() throws(End) {
    repeat {
      while try peek() == .label { try advance() }
      let lexeme = try look()
      switch lexeme.kind {
      case .string, .reference: try advance()
      case .bits:
        try advance()
        let width = try expect(.number)
        try expect(.sign("<"))
        let isWidth = [8, 16, 32, 64].contains(width.value)
        if !isWidth { complain(width.range, "Array elements must be 8, 16, 32 or 64-bits") }
        try readCells(isWidth ? width.value : 32)
      case .sign("<"):
        try advance()
        try readCells(32)
      case .sign("["):
        try advance()
        while try [.byte, .label].contains(peek()) { try advance() }
        try expect(.sign("]"))
      case .incbin: try readIncbin()
      default: throw .unexpected(lexeme)
      }
      while try peek() == .label { try advance() }
    } while try takeComma()
  }

  private mutating func takeComma() throws(End) -> Bool {
    guard try peek() == .sign(",") else { return false }
    try advance()
    return true
  }

  private mutating func readIncbin() throws(End) {
    try expect(.incbin)
    try expect(.sign("("))
    let file = try expect(.string)
    var offset: UInt64 = 0
    if try takeComma() {
      offset = try readInteger()
      try expect(.sign(","))
      _ = try readInteger()
    }
    try expect(.sign(")"))
    guard let failure = scanner.failure(in: file.range) else { return }
    let name = DTCEscapes.bytes(of: scanner.text[file.range].dropFirst().dropLast()) ?? []
    throw failure.end(ofReading: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self), from: offset)
  }

  /// Reads cells of `width` bits, up to and including the `>`.
  private mutating func readCells(_ width: UInt64) throws(End) {
    while true {
      let lexeme = try look()
      switch lexeme.kind {
      case .label: try advance()
      case .sign(">"):
        try advance()
        return
      case .reference:
        try advance()
        if width != 32 {
          complain(lexeme.range, "References are only allowed in arrays with 32-bit elements.")
        }
      default:
        let value = try readInteger()
        let mask: UInt64 = width < 64 ? (1 << width) - 1 : .max
        if value > mask, value | mask != .max {
          let digits = { (value: UInt64, count: Int) in
            let text = String(value, radix: 16)
            return "0x" + String(repeating: "0", count: max(0, count - text.utf8.count)) + text
          }
          complain(
            lexeme.range.lowerBound..<end,
            "Value \(digits(value, 16)) truncated to \(digits(value & mask, Int(width / 4)))", "WARNING")
        }
      }
    }
  }

  /// Reads a number, a character literal or an expression in parentheses; returns its value.
  mutating func readInteger() throws(End) -> UInt64 {
    var expression = DTCExpression()
    while true {
      let lexeme = try look()
      guard expression.fits(lexeme) else { throw .unexpected(lexeme) }
      try advance()
      expression.take(lexeme)
      for range in expression.divisionsByZero { complain(range, "Division by zero") }
      expression.divisionsByZero.removeAll()
      if let value = expression.value { return value }
    }
  }
}
