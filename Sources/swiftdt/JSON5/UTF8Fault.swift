/// Validation of texts that have to be UTF-8.
enum UTF8Fault {
  /// Returns the offset of the first byte that is not valid UTF-8; nil if there is none.
  static func place(in text: [UInt8]) -> Int? {
    if text.allSatisfy({ $0 < 0x80 }) { return nil }
    func isValid(_ count: Int) -> Bool { String(validating: text[..<count], as: UTF8.self) != nil }
    if isValid(text.count) { return nil }
    // A prefix may end in the middle of a character; then one up to 3 bytes shorter has to be valid.
    var (good, bad) = (0, text.count + 4)
    while bad - good > 1 {
      let middle = good + (bad - good) / 2
      let isGood = (0..<4).contains { (0...text.count).contains(middle - $0) && isValid(middle - $0) }
      if isGood { good = middle } else { bad = middle }
    }
    return (0...good).reversed().first { $0 <= text.count && isValid($0) }
  }
}
