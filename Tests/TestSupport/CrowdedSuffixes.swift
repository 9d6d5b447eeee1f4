import SourceText

/// Returns names that all have the same `SuffixHash`, as an attacker would make them to slow down a table: in
/// each eight bytes there is a choice of two that lead to the same hash.
public func namesOfOneSuffixHash(_ choices: Int) -> [[UInt8]] {
  var names: [[UInt8]] = [[]]
  var hash = SuffixHash()
  for _ in 0..<choices {
    var blocks: [UInt32: UInt32] = [:]
    var number: UInt64 = 0
    while true {
      number += 1
      let block = UInt32(truncatingIfNeeded: number &* 0x9E37_79B9_7F4A_7C15 >> 32)
      var next = hash
      for shift in 0..<UInt32(8) { next.extend(by: letter(block, shift)) }
      if let other = blocks.updateValue(block, forKey: next.value), other != block {
        names = names.flatMap { [spelling(block) + $0, spelling(other) + $0] }
        hash = next
        break
      }
    }
  }
  return names
}

private func letter(_ block: UInt32, _ number: UInt32) -> UInt8 { 0x61 + UInt8(block >> (number * 4) & 15) }

private func spelling(_ block: UInt32) -> [UInt8] { (0..<UInt32(8)).reversed().map { letter(block, $0) } }
