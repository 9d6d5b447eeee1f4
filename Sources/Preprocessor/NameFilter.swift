import SourceText

/// Which names may be macros': a bit of 32,768 for some bytes of a name and its length, so that most words of a
/// source need not be looked up.
struct NameFilter: Sendable {
  var bits = PlainArray<UInt64>(repeating: 0, count: 512)

  /// The bit of the name that stands there, which has a byte at least. Many names differ only in their last bytes.
  @inline(__always)
  static func index(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let count = end &- start
    let first = UInt32(truncatingIfNeeded: count) &+ UInt32(text[start]) &* 8
    let middle = UInt32(text[start &+ count &>> 1])
    let last = UInt32(text[end &- 1]) &<< 8 | UInt32(text[end &- (count > 1 ? 2 : 1)]) &<< 16
    return Int(((first &<< 24 | middle | last) &* 0x9E37_79B1) &>> 17)
  }

  /// Whether a name begins with a small letter, as hardly any macro's does.
  private(set) var hasSmallNames = false

  /// What a line's scan has to look at.
  var marks: LineMarks { LineMarks(hasSmallNames: hasSmallNames) }

  mutating func removeAll() {
    hasSmallNames = false
    bits = PlainArray(repeating: 0, count: 512)
  }

  /// Inserts a name by its bit; `isSmall` tells whether it begins with a small letter.
  @inline(__always)
  mutating func insert(_ bit: Int, isSmall: Bool) {
    if isSmall { hasSmallNames = true }
    bits[bit &>> 6] |= 1 &<< UInt64(bit & 63)
  }

  /// Inserts the names of some definitions.
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

  /// Whether a name that stands there may have been inserted.
  @inline(__always)
  func mayHave(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    has(Self.index(text, start, end))
  }
}

/// The bytes that the scan of a line must look at: where a macro's name may begin, quotes, slashes, backslashes,
/// whatever is no ASCII text, and `#` at a line's beginning.
struct LineMarks {
  private let toCapital: TextBlock

  init(hasSmallNames: Bool) { toCapital = TextBlock(repeating: hasSmallNames ? 0xDF : 0xFF) }

  /// Those of a block that has blanks for tabs; `before` is the block one byte before it.
  @inline(__always)
  func of(_ block: TextBlock, _ newlines: BlockMask, before: TextBlock) -> BlockMask {
    // From `A` to `_`; but what follows a small letter is amid a word.
    let names = (block & toCapital).has(0x41, count: 0x1F) .& .!before.has(0x61, count: 26)
    let marks = block.has(0x22) .| (block & TextBlock(repeating: 0xF7)).has(0x27)
    let noText = block.isBelow(0x20) .& .!newlines
    return names .| noText .| marks .| (block.has(0x23) .& before.isBelow(0x21))
  }
}
