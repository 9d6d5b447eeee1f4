import SourceText

/// The strings block of a tree whose property names are all known: each is at the first place where
/// it already occurs as the end of an earlier one, or else at the block's end.
///
/// When a name is written, its ends are looked up in the symbol table; one that is itself a
/// property's name gets its place there. Hardly any is. Names that end with the same two bytes have
/// few different lengths, so only ends of these lengths are considered; and the lengths are also
/// recorded for each pair of first bytes, so that few lookups remain.
struct SharedNames: ~Copyable {
  /// The block's bytes.
  private(set) var block = UniqueArray<UInt8>()
  /// The names, in the order in which they were added.
  private var order = UniqueArray<UInt32>()
  /// By symbol: 0 for what is not a name, `pending` for one without a place, else its offset + 1.
  private var places: UniqueArray<UInt32>
  /// By the first two bytes: the lengths of the names that begin with them, one bit each.
  private var lengths: UniqueArray<UInt64>
  /// The same by the last two bytes; names that have no two are in `shortLengths`.
  private var lengthsByEnd: UniqueArray<UInt64>
  private var shortLengths: UInt64 = 0

  private static let pending = UInt32.max
  private static let pairBits = 10
  /// Beyond this length, an index of all ends is used instead: a name could have as many ends looked
  /// up as it has bytes, each in time proportional to its length. No readable name is this long.
  private static let longestName = 1024

  /// Creates an empty set of names from a table with `symbolCount` symbols.
  init(symbolCount: Int) {
    places = UniqueArray(repeating: 0, count: symbolCount)
    lengths = UniqueArray(repeating: 0, count: 1 << Self.pairBits)
    lengthsByEnd = UniqueArray(repeating: 0, count: 1 << Self.pairBits)
  }

  /// Adds a name, unless it is already there.
  @inline(__always)
  mutating func add(_ name: Symbol) {
    guard places[name.index] == 0 else { return }
    places[name.index] = Self.pending
    order.append(name.rawValue)
  }

  /// Returns the offset of a name, after `place(in:)`.
  @inline(__always)
  func offset(of name: Symbol) -> UInt32 { places[name.index] &- 1 }

  /// Writes all names; returns false if the block would exceed the range of offsets.
  mutating func place(in names: SymbolTable) -> Bool {
    var size = 0
    var longest = 0
    for index in order.indices {
      let name = Symbol(rawValue: order[index])
      size += names.length(name) + 1
      longest = max(longest, names.length(name))
      names.withBytes(of: name) { bytes in
        let count = bytes.count
        lengths[Self.pair(of: bytes, from: 0)] |= Self.bit(ofLength: count)
        if count < 2 {
          shortLengths |= Self.bit(ofLength: count)
        } else {
          lengthsByEnd[Self.pair(of: bytes, from: count &- 2)] |= Self.bit(ofLength: count)
        }
      }
    }
    // An upper bound is enough: no real tree comes near it, even if its names share nothing.
    guard size <= Int(Int32.max) else { return false }
    if longest > Self.longestName { return placeEveryEnd(in: names) }
    block.reserve(size)
    for index in order.indices where places[Int(order[index])] == Self.pending {
      let name = Symbol(rawValue: order[index])
      places[name.index] = UInt32(truncatingIfNeeded: block.count + 1)
      names.withBytes(of: name) { append($0, names) }
    }
    return true
  }

  /// The same, using an index of all ends of all names.
  private mutating func placeEveryEnd(in names: SymbolTable) -> Bool {
    var strings = StringsBlock(symbolCount: 0)
    for index in order.indices {
      let name = Symbol(rawValue: order[index])
      guard let offset = strings.offset(of: name, in: names) else { return false }
      places[name.index] = offset + 1
    }
    block.append(strings.bytes.span)
    return true
  }

  /// Appends a name, and gives those of its ends that are names their places.
  private mutating func append(_ name: Span<UInt8>, _ names: SymbolTable) {
    let start = block.count
    block.append(name)
    block.append(0)
    let count = name.count
    guard count > 0 else { return }
    // The empty name is one, too, in contrived blobs.
    var known = shortLengths
    if count > 2 { known |= lengthsByEnd[Self.pair(of: name, from: count &- 2)] }
    // In a long name, every end is considered whose length, modulo 64, is one of these.
    if count < 64 { known &= Self.bit(ofLength: count) &- 1 }
    while known != 0 {
      var length = known.trailingZeroBitCount
      known &= known &- 1
      while length < count {
        placeEnd(of: name, length: length, start, names)
        length &+= 64
      }
    }
  }

  @inline(__always)
  private mutating func placeEnd(
    of name: Span<UInt8>, length: Int, _ start: Int, _ names: SymbolTable
  ) {
    let from = name.count &- length
    guard lengths[Self.pair(of: name, from: from)] & Self.bit(ofLength: length) != 0,
      let end = names.find(name.extracting(from..<name.count)), end.index < places.count,
      places[end.index] == Self.pending
    else { return }
    places[end.index] = UInt32(truncatingIfNeeded: start + from + 1)
  }

  @inline(__always)
  private static func pair(of name: Span<UInt8>, from start: Int) -> Int {
    let first = start < name.count ? name[start] : 0
    let second = start &+ 1 < name.count ? name[start &+ 1] : 0
    return (Int(first) &* 33 ^ Int(second)) & (1 << pairBits - 1)
  }

  /// Returns the bit of a length; lengths that are equal modulo 64 share one.
  @inline(__always)
  private static func bit(ofLength length: Int) -> UInt64 {
    1 &<< UInt64(truncatingIfNeeded: length)
  }
}
