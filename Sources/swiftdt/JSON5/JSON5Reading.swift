/// What a JSON5 file is read into: the values that somebody wants, or what is wrong with one.
extension JSON5Value {
  /// What a text means; `meaning` makes it of the value.
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

  /// Something that is wrong with this value.
  func error(_ message: String) -> RecipeError { RecipeError(place: "", message: message, range: range) }

  /// The members of an object.
  func members() throws(RecipeError) -> [Member] {
    guard case .object(let members) = kind else { throw error("must be an object { … }") }
    return members
  }

  /// The values of a list.
  func list() throws(RecipeError) -> [JSON5Value] {
    guard case .list(let values) = kind else { throw error("must be a list") }
    return values
  }

  /// The text of a string.
  func string() throws(RecipeError) -> String {
    guard case .string(let text) = kind else { throw error("must be a string") }
    return text
  }

  /// The texts of a list of strings.
  func strings() throws(RecipeError) -> [String] {
    var strings: [String] = []
    for value in try list() { strings.append(try value.string()) }
    return strings
  }

  /// A whole number.
  func number() throws(RecipeError) -> Int {
    guard let number = wholeNumber else { throw error("must be a whole number") }
    return number
  }

  /// The value of a member of an object; nil if there is none, or null.
  func member(_ key: String) throws(RecipeError) -> JSON5Value? {
    guard let value = try members().first(where: { $0.key == key })?.value, value.kind != .null else {
      return nil
    }
    return value
  }

  /// The same of a member that there has to be.
  func required(_ key: String) throws(RecipeError) -> JSON5Value {
    guard let value = try member(key) else { throw error("'\(key)' is missing") }
    return value
  }

  /// What is said of a member that nobody asked for.
  func unknown(_ key: String, _ known: [String]) -> RecipeError {
    RecipeError(
      place: "", message: "unknown key '\(key)'", word: key,
      help: NearestText.question(about: key, among: known)
        ?? "the keys are \(known.joined(separator: ", "))", range: range)
  }
}
