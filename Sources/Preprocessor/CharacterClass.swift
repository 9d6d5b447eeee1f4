public import SourceText

/// The classes of bytes that scanners ask for, as comparisons: a table would cost a load each time.
public enum CharacterClass {
  /// Whether a byte can begin an identifier.
  @inlinable @inline(__always)
  public static func isIdentifierStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Whether a byte can be part of an identifier.
  @inlinable @inline(__always)
  public static func isIdentifierPart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
  }

  /// Marks the letters among eight bytes below 0x80 by their highest bits, which are clear in the other
  /// bytes. (The remaining bits mean nothing.)
  @inlinable @inline(__always)
  static func letters(_ bytes: UInt64) -> UInt64 {
    let small = bytes | 0x2020_2020_2020_2020
    return (small &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(small &+ 0x0505_0505_0505_0505)
  }

  @inlinable @inline(__always)
  static func underscores(_ bytes: UInt64) -> UInt64 {
    ~((bytes ^ 0x5F5F_5F5F_5F5F_5F5F) &+ 0x7F7F_7F7F_7F7F_7F7F)
  }

  @inlinable @inline(__always)
  static func identifierParts(_ bytes: UInt64) -> UInt64 {
    let digits = (bytes &+ 0x5050_5050_5050_5050) & ~(bytes &+ 0x4646_4646_4646_4646)
    return letters(bytes) | digits | underscores(bytes)
  }

  /// Which bytes of a block can be part of an identifier.
  @inlinable @inline(__always)
  static func identifierParts(_ block: TextBlock) -> BlockMask {
    letters(block) .| block.has(0x30, count: 10) .| block.has(0x5F)
  }

  @inlinable @inline(__always)
  static func letters(_ block: TextBlock) -> BlockMask {
    (block | TextBlock(repeating: 0x20)).has(0x61, count: 26)
  }

  /// The index after the identifier that the byte at `start` belongs to.
  @inlinable @inline(__always)
  public static func identifierEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position &+ TextBlock.size <= text.count {
      let found = identifierParts(text.block(at: position)).firstOther
      position &+= found
      if found < TextBlock.size { return position }
    }
    while position < text.count, isIdentifierPart(text[position]) { position &+= 1 }
    return position
  }

  /// Whether an identifier that begins with a capital letter or an underscore may begin in `start..<end`.
  @inline(__always)
  static func hasCapitalName(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var position = start
    // Whether the byte before can be part of an identifier, as the highest bit of the first byte.
    var before: UInt64 = 0
    while position < end {
      guard position &+ 8 <= text.count else { return true }
      let word = text.littleEndianWord(at: position)
      let low = word & 0x7F7F_7F7F_7F7F_7F7F
      let part = identifierParts(low) & 0x8080_8080_8080_8080
      // A capital letter lacks the bit that makes a letter lower-case.
      let capital = letters(low) & ~(low &<< 2) | underscores(low)
      var starts = capital & ~(part &<< 8 | before) & 0x8080_8080_8080_8080
      if end &- position < 8 { starts &= 1 &<< UInt64((end &- position) &* 8) &- 1 }
      if starts != 0 { return true }
      before = part &>> 56
      position &+= 8
    }
    return false
  }

  /// The index after the bytes from `start` on that dtc allows in names: those of identifiers and `,.+-*#?@`.
  @inlinable @inline(__always)
  public static func nameEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position &+ TextBlock.size <= text.count {
      let block = text.block(at: position)
      // From `*` to `9` except `/`, then `?` and `@`, `_`, and `#`.
      let digitOrSign = block.has(0x2A, count: 16) .& .!block.has(0x2F)
      let others = digitOrSign .| block.has(0x3F, count: 2) .| block.has(0x5F) .| block.has(0x23)
      let found = (letters(block) .| others).firstOther
      position &+= found
      if found < TextBlock.size { return position }
    }
    while position < text.count, isInName(text[position]) { position &+= 1 }
    return position
  }

  /// The index of the byte that ends the plain part of a string: a double quote, a backslash or a newline.
  @inlinable @inline(__always)
  public static func stringEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position &+ TextBlock.size <= text.count {
      let block = text.block(at: position)
      let found = (block.has(0x22) .| block.has(0x5C) .| block.has(0x0A)).first
      position &+= found
      if found < TextBlock.size { return position }
    }
    while position < text.count, !endsPlainString(text[position]) { position &+= 1 }
    return position
  }

  @inlinable
  static func endsPlainString(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x5C || byte == 0x0A }

  @inlinable
  static func isInName(_ byte: UInt8) -> Bool {
    isIdentifierPart(byte) || byte &- 0x2A < 5 || byte == 0x23 || byte &- 0x3F < 2
  }

  /// Whether a byte is white space within a line; a NUL counts, as in gcc.
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (byte == 0x20 || byte == 0 || byte &- 0x09 < 5 && byte != 0x0A)
  }
}
