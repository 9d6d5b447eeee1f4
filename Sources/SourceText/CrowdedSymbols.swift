/// The symbols that found no free slot near the one that their hash selects.
///
/// Names can be chosen so that `SymbolHash` is the same for all of them, and a lookup of one would then go
/// past all the others. So no lookup goes further than `SymbolTable.longestWalk` slots. Names not found by
/// then are kept here, under a hash for which names cannot be chosen, since it differs from run to run.
/// Nothing may depend on the order in which they are kept.
///
/// Hardly any table has such symbols, so it holds them by reference; only a unique owner may add to them.
final class CrowdedSymbols: @unchecked Sendable {
  /// Open addressing in pairs: symbol + 1, then its hash. A free slot is two zeros.
  private var slots: PlainArray<UInt32>
  private var count: Int

  init() {
    slots = PlainArray(repeating: 0, count: 512)
    count = 0
  }

  init(copying other: CrowdedSymbols) {
    slots = other.slots
    count = other.count
  }

  /// Returns the first symbol that has the hash of these bytes and for which `isSame` holds.
  func find(_ bytes: Span<UInt8>, _ isSame: (Symbol) -> Bool) -> Symbol? {
    let hash = HashSecret.hash(of: bytes)
    var slot = place(of: hash)
    while slots[slot] != 0 {
      let symbol = Symbol(rawValue: slots[slot] - 1)
      if slots[slot + 1] == hash, isSame(symbol) { return symbol }
      slot = place(after: slot)
    }
    return nil
  }

  /// Adds a symbol whose bytes are not in the table yet.
  func insert(_ symbol: UInt32, _ bytes: Span<UInt8>) {
    count += 1
    if count * 4 > slots.count {
      let old = slots
      slots = PlainArray(repeating: 0, count: old.count * 2)
      for slot in stride(from: 0, to: old.count, by: 2) where old[slot] != 0 {
        put(old[slot], hash: old[slot + 1])
      }
    }
    put(symbol + 1, hash: HashSecret.hash(of: bytes))
  }

  private func put(_ held: UInt32, hash: UInt32) {
    var slot = place(of: hash)
    while slots[slot] != 0 { slot = place(after: slot) }
    slots[slot] = held
    slots[slot + 1] = hash
  }

  private func place(of hash: UInt32) -> Int { Int(hash) * 2 & (slots.count - 1) }
  private func place(after slot: Int) -> Int { (slot + 2) & (slots.count - 1) }
}
