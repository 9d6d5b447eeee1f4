/// Returns names that all have the same `SymbolHash`. Of their three words, the second undoes the effect of
/// the first. They are valid names for nodes and properties.
public func namesOfOneSymbolHash(_ count: Int) -> [[UInt8]] {
  func mixed(_ state: UInt64) -> UInt64 {
    let product = state.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
  var names: [[UInt8]] = []
  var first: UInt64 = 0x6161_6161_6161_6161
  while names.count < count {
    first += 1
    let words = [first, mixed(first ^ 24 << 24), 0x7A7A_7A7A_7A7A_7A7A]
    let name = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    if !name.contains(where: { [0, 0x2F, 0x40].contains($0) }) { names.append(name) }
  }
  return names
}
