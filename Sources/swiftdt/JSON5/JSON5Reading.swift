/// Conversion of a JSON5 file's values to the types that are wanted.
extension JSON5Value {
  /// Returns a fault of this value.
  func fault(_ message: String) -> JSON5Fault { JSON5Fault(range, message) }

  private func isNot(_ wanted: String) -> JSON5Fault { fault("must be \(wanted), not \(kindName)") }

  /// Returns the members of an object.
  func members() throws(JSON5Fault) -> [Member] {
    guard case .object(let members) = kind else { throw isNot("an object { … }") }
    return members
  }

  /// Returns the values of a list.
  func list() throws(JSON5Fault) -> [JSON5Value] {
    guard case .list(let values) = kind else { throw isNot("a list") }
    return values
  }

  /// Returns the text of a string.
  func string() throws(JSON5Fault) -> String {
    guard case .string(let text) = kind else { throw isNot("a string") }
    return text
  }

  /// Returns the texts of a list of strings.
  func strings() throws(JSON5Fault) -> [String] {
    var strings: [String] = []
    for value in try list() { strings.append(try value.string()) }
    return strings
  }

  /// Returns a string or those of a list.
  func oneOrMoreStrings() throws(JSON5Fault) -> [(text: String, range: Range<Int>)] {
    if case .string(let text) = kind { return [(text, range)] }
    guard case .list(let values) = kind else { throw isNot("a string or a list of strings") }
    var strings: [(text: String, range: Range<Int>)] = []
    for value in values { strings.append((try value.string(), value.range)) }
    return strings
  }

  /// Returns a truth value.
  func bool() throws(JSON5Fault) -> Bool {
    guard case .bool(let isTrue) = kind else { throw isNot("true or false") }
    return isTrue
  }

  /// Returns an integer.
  func number() throws(JSON5Fault) -> Int {
    guard let number = wholeNumber else { throw fault("must be a whole number") }
    return number
  }

  /// Returns the value of an object's member; nil if it is missing or null.
  func member(_ key: String) throws(JSON5Fault) -> JSON5Value? {
    guard let value = try members().first(where: { $0.key == key })?.value, value.kind != .null else {
      return nil
    }
    return value
  }

  /// Returns the value of an object's member; throws if it is missing or null.
  func required(_ key: String) throws(JSON5Fault) -> JSON5Value {
    guard let value = try member(key) else { throw fault("'\(key)' is missing") }
    return value
  }
}

extension JSON5Value.Member {
  /// Returns the fault that the key is none of these, with the nearest of them.
  func unknown(among known: [String]) -> JSON5Fault {
    JSON5Fault(
      keyRange, "unknown key '\(key)'",
      help: NearestText.question(about: key, among: known)
        ?? "the keys are \(known.joined(separator: ", "))")
  }
}
