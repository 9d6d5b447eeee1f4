import FoundationEssentials

/// JSON output, with sorted keys so that the output of two runs can be compared.
enum JSONText {
  /// Returns a value as JSON, ending in a newline.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
