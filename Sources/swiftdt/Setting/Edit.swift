import SourceText

/// A requested change to a tree.
struct Edit: Equatable, Sendable {
  /// The kind of change.
  enum Change: Equatable, Sendable {
    /// Sets a property's value.
    case set(node: String, property: String, value: [String], type: RequestedType?)
    /// Creates a node.
    case create(node: String)
    /// Removes a node and everything below it.
    case remove(node: String)
    /// Deletes properties.
    case delete(node: String, properties: [String])
  }

  let change: Change
  /// The line of the list that the edit comes from, as in `edits:3`, or the number of an `--edit`; else nil.
  var place: String?
}

/// Lists of edits, one per line: `set NODE PROPERTY VALUE…`, `create NODE…`, `remove NODE…` or
/// `delete NODE PROPERTY…`. A value may be in source notation. A line that begins with `#` is a comment.
enum EditList {
  /// An error in a line.
  struct Problem: Error {
    let place: String
    let message: String
  }

  /// Returns the edits in a text; `name` begins the places of lines.
  static func edits(in text: [UInt8], named name: String) throws(Problem) -> [Edit] {
    var edits: [Edit] = []
    // Editors elsewhere begin a text with a byte order mark.
    let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      edits += try Self.edits(of: line, at: "\(name):\(index + 1)")
    }
    return edits
  }

  /// Returns the edits on one line.
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
      let isSeen = verb.allSatisfy { PrintableText.nameOfInvisible(String($0)) == nil }
      let shown = isSeen ? verb : PrintableText.name(Array(verb.utf8))
      throw Problem(
        place: place, message: "a line must begin with set, create, remove or delete, not '\(shown)'")
    }
  }

  /// Returns the words of a line, separated by blanks; a value in source notation is a single word.
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
