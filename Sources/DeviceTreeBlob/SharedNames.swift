import SourceText

/// The strings block of a tree whose property names are all known: each stands at the first place where
/// it stands already as the end of an earlier one, or else at the block's end.
///
/// Whenever a name is written, the symbol table is asked whether one of its ends is a name, too, which
/// then has its place. Hardly any end is: one bit for each length and pair of first bytes that some
/// name has leaves few to ask for.
struct SharedNames {
  /// The block's bytes.
  private(set) var block: [UInt8] = []
  /// The names, in the order in which they were met.
  private var order: [UInt32] = []
  /// By symbol: 0 for what is no name, `pending` for one without a place, else its offset + 1.
  private var places: [UInt32]
  /// Which ends may be names.
  private var shapes: [UInt64]

  private static let pending = UInt32.max
  private static let shapeBits = 14

  /// No names, of a table with `symbolCount` symbols.
  init(symbolCount: Int) {
    places = [UInt32](repeating: 0, count: symbolCount)
    shapes = [UInt64](repeating: 0, count: 1 << (Self.shapeBits - 6))
  }

  /// Adds a name, unless it is there.
  @inline(__always)
  mutating func add(_ name: Symbol) {
    guard places[name.index] == 0 else { return }
    places[name.index] = Self.pending
    order.append(name.rawValue)
  }

  /// Where a name stands, after `place(in:)`.
  @inline(__always)
  func offset(of name: Symbol) -> UInt32 { places[name.index] &- 1 }

  /// Writes all names; false if the block would become larger than offsets can tell.
  mutating func place(in names: SymbolTable) -> Bool {
    var size = 0
    for name in order {
      let name = Symbol(rawValue: name)
      size += names.length(name) + 1
      names.withBytes(of: name) { bytes in
        let shape = Self.shape(of: bytes, from: 0)
        shapes[shape >> 6] |= 1 << UInt64(shape & 63)
      }
    }
    // An upper bound is enough: what names share would have to be more than all the rest.
    guard size <= Int(Int32.max) else { return false }
    block.reserveCapacity(size)
    for name in order where places[Int(name)] == Self.pending {
      names.withBytes(of: Symbol(rawValue: name)) { append($0, names) }
    }
    return true
  }

  private mutating func append(_ name: Span<UInt8>, _ names: SymbolTable) {
    let start = block.count
    block.append(name)
    block.append(0)
    for from in 0...name.count {
      let shape = Self.shape(of: name, from: from)
      guard shapes[shape >> 6] >> UInt64(shape & 63) & 1 != 0,
        let end = names.find(name.extracting(from..<name.count)), end.index < places.count,
        places[end.index] == Self.pending
      else { continue }
      places[end.index] = UInt32(truncatingIfNeeded: start + from + 1)
    }
  }

  /// A number that the ends of names have in common only by chance if they are not equal.
  @inline(__always)
  private static func shape(of name: Span<UInt8>, from start: Int) -> Int {
    let count = name.count &- start
    guard count >= 2 else { return count == 0 ? 0 : Int(name[start]) }
    let pair = Int(name[start]) << 8 | Int(name[start &+ 1])
    return (pair &* 0x9E5 ^ count &* 0x2C7) & (1 << shapeBits - 1)
  }
}
