import FoundationEssentials

/// JSON for programs: keys in order, so that two runs can be compared.
enum JSONText {
  /// The text of a value, ending in a newline.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
