/// Symbols that have no free slot near to the one that their hash names.
///
/// Names can be chosen so that `SymbolHash` is the same for all of them, and whoever looks for one of these would go past
/// all others. So nobody goes further than `SymbolTable.longestWalk` slots. What is not found there is here, under a
/// hash for which nobody can choose names: it is another one each time that the program runs. No order comes of it.
struct CrowdedSymbols: Sendable {
  /// Open addressing; 0 is a free slot, otherwise the hash is in the upper half and symbol + 1 in the lower.
  private var slots = PlainArray<UInt64>()
  private var count = 0

  /// The first symbol with the hash of these bytes for which `isSame` holds.
  func find(_ bytes: Span<UInt8>, _ isSame: (Symbol) -> Bool) -> Symbol? {
    guard count > 0 else { return nil }
    let hash = Self.hash(bytes)
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let symbol = Symbol(rawValue: UInt32(truncatingIfNeeded: slots[slot]) - 1)
      if slots[slot] >> 32 == hash, isSame(symbol) { return symbol }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Adds a symbol with bytes that are not there.
  mutating func insert(_ symbol: UInt32, _ bytes: Span<UInt8>) {
    count += 1
    if count * 2 > slots.count {
      let old = slots
      slots = PlainArray(repeating: 0, count: Swift.max(old.count * 2, 256))
      for held in old where held != 0 { put(held) }
    }
    put(Self.hash(bytes) << 32 | UInt64(symbol + 1))
  }

  private mutating func put(_ held: UInt64) {
    let mask = slots.count - 1
    var slot = Int(held >> 32) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = held
  }

  /// 32 bits that depend on a secret of this run.
  private static func hash(_ bytes: Span<UInt8>) -> UInt64 {
    var hasher = Hasher()
    bytes.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
    return UInt64(UInt32(truncatingIfNeeded: hasher.finalize()))
  }
}
