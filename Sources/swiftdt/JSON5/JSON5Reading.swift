/// Conversion of a JSON5 file's values to the types that are wanted, with errors that have a place.
extension JSON5Value {
  /// Reads `text` and returns what `meaning` makes of its value.
  static func read<Meaning>(
    _ text: [UInt8], _ meaning: (JSON5Value) throws(RecipeError) -> Meaning
  ) throws(RecipeError) -> Meaning {
    let value: JSON5Value
    do throws(JSON5Reader.Fault) {
      value = try JSON5Reader.read(text)
    } catch {
      throw RecipeError(place: "", message: error.message, range: text.isEmpty ? nil : error.range)
    }
    do throws(RecipeError) {
      return try meaning(value)
    } catch {
      throw error.placed(in: value)
    }
  }

  /// Returns an error about this value.
  func error(_ message: String) -> RecipeError { RecipeError(place: "", message: message, range: range) }

  /// Returns the members of an object.
  func members() throws(RecipeError) -> [Member] {
    guard case .object(let members) = kind else { throw error("must be an object { … }") }
    return members
  }

  /// Returns the values of a list.
  func list() throws(RecipeError) -> [JSON5Value] {
    guard case .list(let values) = kind else { throw error("must be a list") }
    return values
  }

  /// Returns the text of a string.
  func string() throws(RecipeError) -> String {
    guard case .string(let text) = kind else { throw error("must be a string") }
    return text
  }

  /// Returns the texts of a list of strings.
  func strings() throws(RecipeError) -> [String] {
    var strings: [String] = []
    for value in try list() { strings.append(try value.string()) }
    return strings
  }

  /// Returns an integer.
  func number() throws(RecipeError) -> Int {
    guard let number = wholeNumber else { throw error("must be a whole number") }
    return number
  }

  /// Returns the value of an object's member; nil if it is missing or null.
  func member(_ key: String) throws(RecipeError) -> JSON5Value? {
    guard let value = try members().first(where: { $0.key == key })?.value, value.kind != .null else {
      return nil
    }
    return value
  }

  /// Returns the value of an object's member; throws if it is missing or null.
  func required(_ key: String) throws(RecipeError) -> JSON5Value {
    guard let value = try member(key) else { throw error("'\(key)' is missing") }
    return value
  }

  /// Returns the error about an unknown member, with the nearest known key.
  func unknown(_ key: String, _ known: [String]) -> RecipeError {
    RecipeError(
      place: "", message: "unknown key '\(key)'", word: key,
      help: NearestText.question(about: key, among: known)
        ?? "the keys are \(known.joined(separator: ", "))", range: range)
  }
}
