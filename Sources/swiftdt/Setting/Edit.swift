/// A change to a tree, as a person asks for it.
struct Edit: Equatable, Sendable {
  /// What is changed.
  enum Change: Equatable, Sendable {
    /// A property gets a value.
    case set(node: String, property: String, value: [String], type: RequestedType?)
    /// A node is made.
    case create(node: String)
    /// A node is taken out, with all below it.
    case remove(node: String)
    /// Properties are taken out.
    case delete(node: String, properties: [String])
  }

  let change: Change
  /// The line of a list that it stands in, if it does: `edits:3`.
  var place: String?
}

/// Lists of edits: one on each line, `set NODE PROPERTY VALUE…`, `create NODE…`, `remove NODE…` or
/// `delete NODE PROPERTY…`. A value may be as a source has it. A line that begins with `#` is a comment.
enum EditList {
  /// What is wrong with a line.
  struct Problem: Error {
    let place: String
    let message: String
  }

  /// The edits of a text; `name` is what places in it begin with.
  static func edits(in text: [UInt8], named name: String) throws(Problem) -> [Edit] {
    var edits: [Edit] = []
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      edits += try Self.edits(of: line, at: "\(name):\(index + 1)")
    }
    return edits
  }

  /// The edits of one line.
  static func edits(of line: ArraySlice<UInt8>, at place: String) throws(Problem) -> [Edit] {
    guard let text = String(validating: line, as: UTF8.self) else {
      throw Problem(place: place, message: "the line is not valid UTF-8")
    }
    var words = try words(of: text, at: place)
    guard !words.isEmpty else { return [] }
    let verb = words.removeFirst()
    func want(_ count: Int, _ what: String) throws(Problem) {
      if words.count < count { throw Problem(place: place, message: "'\(verb)' needs \(what)") }
    }
    switch verb {
    case "set":
      try want(2, "a node and a property")
      let change = Edit.Change.set(
        node: words[0], property: words[1], value: Array(words.dropFirst(2)), type: nil)
      return [Edit(change: change, place: place)]
    case "create":
      try want(1, "a node")
      return words.map { Edit(change: .create(node: $0), place: place) }
    case "remove":
      try want(1, "a node")
      return words.map { Edit(change: .remove(node: $0), place: place) }
    case "delete":
      try want(2, "a node and a property")
      return [
        Edit(change: .delete(node: words[0], properties: Array(words.dropFirst())), place: place)
      ]
    default:
      throw Problem(
        place: place, message: "a line must begin with set, create, remove or delete, not '\(verb)'")
    }
  }

  /// The words of a line: apart by blanks, but a value as a source has it is one, whatever is in it.
  private static func words(of line: String, at place: String) throws(Problem) -> [String] {
    var words: [String] = []
    var rest = line[...]
    while true {
      rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
      guard let first = rest.first, first != "#" || !words.isEmpty else { return words }
      if words.count == 3, words[0] == "set", rest.hasPrefix("= ") {
        rest = rest.dropFirst(2)
        continue
      }
      if words.count == 3, words[0] == "set", SourceValue.isSource(rest) {
        var value = rest
        while let last = value.last, last.isWhitespace || last == ";" { value.removeLast() }
        return words + [String(value)]
      }
      if first == "'" {
        guard let end = rest.dropFirst().firstIndex(of: "'") else {
          throw Problem(place: place, message: "missing closing quote (')")
        }
        words.append(String(rest[rest.index(after: rest.startIndex)..<end]))
        rest = rest[rest.index(after: end)...]
        continue
      }
      let word = rest.prefix { $0 != " " && $0 != "\t" && $0 != "\r" }
      words.append(String(word))
      rest = rest[word.endIndex...]
    }
  }
}
