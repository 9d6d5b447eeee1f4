import SourceText

/// Which names may be macros': a bit for some bytes of a name and its length, so that most words of a
/// source need not be looked up.
struct NameFilter: Sendable {
  private var bits = [UInt64](repeating: 0, count: 512)

  /// The bit of the name that stands there, which has a byte at least.
  @inline(__always)
  static func index(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let middle = text[start &+ (end &- start) &>> 1]
    let mixed = middle &* 37 &+ text[end &- 1] &* 11 &+ UInt8(truncatingIfNeeded: end &- start)
    return Int(text[start] & 0x7F) &<< 8 | Int(mixed)
  }

  /// Whether a name begins with a small letter, as hardly any macro's does.
  private(set) var hasSmallNames = false

  /// Which bytes a line's scan must look at: where a macro's name may begin, quotes, slashes, backslashes, tabs,
  /// whatever is no ASCII text, and blanks that another one follows; `next` is the block one byte further.
  @inline(__always)
  func bytesOfInterest(_ block: TextBlock, next: TextBlock) -> BlockMask {
    let toCapital = TextBlock(repeating: hasSmallNames ? 0xDF : 0xFF)
    // From `A` to `_`.
    let names = (block & toCapital).has(0x41, count: 0x1F)
    let noText = .!block.has(0x20, count: 0x5F)
    let marks = block.has(0x22) .| block.has(0x27) .| block.has(0x2F)
    return names .| noText .| marks .| (block.has(0x20) .& next.has(0x20))
  }

  mutating func removeAll() {
    hasSmallNames = false
    for index in bits.indices { bits[index] = 0 }
  }

  /// Inserts a name by its bit; `isSmall` tells whether it begins with a small letter.
  @inline(__always)
  mutating func insert(_ bit: Int, isSmall: Bool) {
    if isSmall { hasSmallNames = true }
    bits[bit &>> 6] |= 1 &<< UInt64(bit & 63)
  }

  @inline(__always)
  func has(_ bit: Int) -> Bool { bits[bit &>> 6] &>> UInt64(bit & 63) & 1 != 0 }

  /// Whether a name that stands there may have been inserted.
  @inline(__always)
  func mayHave(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    has(Self.index(text, start, end))
  }
}
