import SourceText

/// A definition that was read from the text, for the next source that includes the file.
struct KnownDefinition: Sendable, BitwiseCopyable {
  let name: Symbol
  /// The name's bit in a `NameFilter`.
  let bit: UInt16
  /// Whether the name begins with a small letter.
  let isSmall: Bool
  /// Where its `#` and the parts of `PlainDefinition` lie in the text.
  let start: UInt32
  let nameStart: UInt32
  let nameEnd: UInt32
  let bodyStart: UInt32
  let bodyEnd: UInt32
  /// Where the text goes on after blanks and comments, and what a token has there for flags.
  let next: UInt32
  let nextFlags: TokenFlags
  /// Whether a directive may follow there.
  let isFollowed: Bool

  init(
    name: Symbol, bit: Int, isSmall: Bool, _ plain: PlainDefinition, start: Int, next: Int,
    nextFlags: TokenFlags, isFollowed: Bool
  ) {
    self.name = name
    self.bit = UInt16(truncatingIfNeeded: bit)
    self.isSmall = isSmall
    self.start = UInt32(truncatingIfNeeded: start)
    nameStart = UInt32(truncatingIfNeeded: plain.name.lowerBound)
    nameEnd = UInt32(truncatingIfNeeded: plain.name.upperBound)
    bodyStart = UInt32(truncatingIfNeeded: plain.body.lowerBound)
    bodyEnd = UInt32(truncatingIfNeeded: plain.body.upperBound)
    self.next = UInt32(truncatingIfNeeded: next)
    self.nextFlags = nextFlags
    self.isFollowed = isFollowed
  }
}

extension KnownDefinition {
  /// The macro that it makes.
  var macro: Macro {
    Macro(
      name: name, text: Int(bodyStart)..<Int(bodyEnd), location: SourceLocation(Int(nameStart)))
  }
}

extension PlainArray<KnownDefinition> {
  /// The index of the first definition that does not begin before a place.
  func partition(before start: UInt32) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
