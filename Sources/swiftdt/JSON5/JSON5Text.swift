import FoundationEssentials
import SourceText

/// Reading JSON5 that people have written.
enum JSON5Text {
  /// The value of a text. Foundation's decoder stops the whole program at bytes that are no UTF-8, so
  /// they are looked for first.
  static func decode<Value: Decodable>(_ type: Value.Type, from text: [UInt8]) throws -> Value {
    if let fault = invalidByte(in: text) {
      throw RecipeError(
        place: "", message: "the text is not UTF-8: byte " + PrintableText.hex(text[fault]),
        range: fault..<fault + 1)
    }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      return try decoder.decode(type, from: Data(text))
    } catch let error as DecodingError {
      throw RecipeError(error, text)
    }
  }

  /// Where a text stops being UTF-8; nil if it does not.
  private static func invalidByte(in text: [UInt8]) -> Int? {
    func isValid(_ count: Int) -> Bool { String(validating: text[..<count], as: UTF8.self) != nil }
    if isValid(text.count) { return nil }
    // A beginning may end within a character, so one nearly as long is as good.
    var (good, bad) = (0, text.count + 4)
    while bad - good > 1 {
      let middle = good + (bad - good) / 2
      let isGood = (0..<4).contains { (0...text.count).contains(middle - $0) && isValid(middle - $0) }
      if isGood { good = middle } else { bad = middle }
    }
    return (0...good).reversed().first { $0 <= text.count && isValid($0) }
  }
}
