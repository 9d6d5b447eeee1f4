import SourceText

/// Which names may be macros': one of 32,768 bits for some bytes of a name and its length, so that most words
/// of a source need not be looked up.
struct NameFilter: Sendable {
  var bits: PlainArray<UInt64>

  /// Makes a filter without names or, if `isEmpty`, without any memory, which must not be asked about names.
  init(isEmpty: Bool = false) {
    bits = isEmpty ? PlainArray() : PlainArray(repeating: 0, count: 512)
  }

  /// The bit of the name at `start..<end`, which is not empty. It depends on both ends of the name, since a
  /// header's names begin alike or end alike.
  @inline(__always)
  static func index(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let count = end &- start
    var sum = UInt64(truncatingIfNeeded: count)
    if count >= 8 {
      sum &+= text.littleEndianWord(at: start) &* 0x9E37_79B9_7F4A_7C15 ^ text.littleEndianWord(at: end &- 8)
    } else {
      for index in start..<end { sum = sum &<< 8 | UInt64(text[index]) }
    }
    return Int(truncatingIfNeeded: (sum &* 0xD6E8_FEB8_6659_FD93) &>> 49)
  }

  /// Whether any name begins with a lower-case letter, as hardly any macro's does.
  private(set) var hasSmallNames = false

  /// The bytes that the scan of a line has to look at.
  var marks: LineMarks { LineMarks(hasSmallNames: hasSmallNames) }

  mutating func removeAll() {
    hasSmallNames = false
    bits = PlainArray(repeating: 0, count: 512)
  }

  /// Inserts a name by its bit; `isSmall` says whether it begins with a lower-case letter.
  @inline(__always)
  mutating func insert(_ bit: Int, isSmall: Bool) {
    if isSmall { hasSmallNames = true }
    bits[bit &>> 6] |= 1 &<< UInt64(bit & 63)
  }

  /// Inserts the names of a range of definitions.
  mutating func insert(_ definitions: PlainArray<KnownDefinition>, _ range: Range<Int>) {
    bits.change { bits in
      for index in range {
        let bit = Int(definitions[index].bit)
        bits[bit &>> 6] |= 1 &<< UInt64(bit & 63)
        if definitions[index].isSmall { hasSmallNames = true }
      }
    }
  }

  @inline(__always)
  func has(_ bit: Int) -> Bool { bits[bit &>> 6] &>> UInt64(bit & 63) & 1 != 0 }

  /// Whether the name at `start..<end` may have been inserted.
  @inline(__always)
  func mayHave(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    has(Self.index(text, start, end))
  }
}

/// The bytes that the scan of a line has to look at.
struct LineMarks {
  private let toCapital: TextBlock

  init(hasSmallNames: Bool) { toCapital = TextBlock(repeating: hasSmallNames ? 0xDF : 0xFF) }

  /// Those that matter outside strings, in a block with blanks for tabs: where a macro's name may begin,
  /// what may begin a comment or a character constant, and a `#` after white space, which may begin a line.
  /// `before` is the block one byte before it.
  @inline(__always)
  func ofTokens(_ block: TextBlock, before: TextBlock) -> BlockMask {
    // From `A` to `_`, but not after a lower-case letter, which would be in the middle of a word.
    let names = (block & toCapital).has(0x41, count: 0x1F) .& .!before.has(0x61, count: 26)
    let marks = (block & TextBlock(repeating: 0xF7)).has(0x27)
    return names .| marks .| (block.has(0x23) .& before.isBelow(0x21))
  }

  /// Those that matter everywhere: backslashes and whatever is not ASCII text.
  @inline(__always)
  static func ofBytes(_ block: TextBlock, _ newlines: BlockMask) -> BlockMask {
    block.has(0x5C) .| (block.isBelow(0x20) .& .!newlines)
  }
}

/// Finds the strings in a block, and whether one continues in the next block.
struct LineStrings {
  private var open: UInt32 = 0

  /// The bytes from each opening quote up to, but not including, the closing one.
  @inline(__always)
  mutating func bytes(quotes: UInt32) -> UInt32 {
    // For each byte, whether the number of quotes up to it is odd.
    var odd = quotes ^ quotes &<< 1
    odd ^= odd &<< 2
    odd ^= odd &<< 4
    odd ^= odd &<< 8
    let bytes = (odd ^ open) & 0xFFFF
    open = 0 &- bytes &>> 15
    return bytes
  }
}
