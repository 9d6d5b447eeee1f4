/// Symbols that have no free slot near to the one that their hash names.
///
/// Names can be chosen so that `SymbolHash` is the same for all of them, and whoever looks for one of these would go past
/// all others. So nobody goes further than `SymbolTable.longestWalk` slots. What is not found there is here, under a
/// hash for which nobody can choose names: it is another one each time that the program runs. No order comes of it.
///
/// A table has hardly ever any, so that it refers to them; only who has them for himself may add to them.
final class CrowdedSymbols: @unchecked Sendable {
  /// Open addressing; symbol + 1 and its hash behind it, and two times 0 is a free slot.
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

  /// The first symbol with the hash of these bytes for which `isSame` holds.
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

  /// Adds a symbol with bytes that are not there.
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
