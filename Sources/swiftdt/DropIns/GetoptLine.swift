/// A command line read by the rules of GNU `getopt_long`: options and operands in any order, short
/// options in one word, values joined or apart, long options shortened as far as they stay unique.
struct GetoptLine: Equatable {
  /// An option that a program has.
  struct Option {
    let short: Character
    let long: String
    var takesValue = false
  }

  /// The options that were given, in order, by their short names.
  private(set) var options: [(short: Character, value: String?)] = []
  /// What is no option.
  private(set) var operands: [String] = []
  /// What getopt says of the first thing that it does not understand, without the program's name.
  private(set) var problem: String?

  /// Reads a line up to its end or the first problem.
  init(_ arguments: some Sequence<String>, _ known: [Option]) {
    var rest = Array(arguments)[...]
    while problem == nil, let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        return
      }
      if word.hasPrefix("--") {
        readLong(word.dropFirst(2), &rest, known)
      } else if word.hasPrefix("-"), word != "-" {
        readShort(word.dropFirst(), &rest, known)
      } else {
        operands.append(word)
      }
    }
  }

  private mutating func readShort(
    _ word: Substring, _ rest: inout ArraySlice<String>, _ known: [Option]
  ) {
    var letters = word
    while let letter = letters.popFirst() {
      guard let option = known.first(where: { $0.short == letter }) else {
        problem = "invalid option -- '\(letter)'"
        return
      }
      guard option.takesValue else {
        options.append((letter, nil))
        continue
      }
      guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
        problem = "option requires an argument -- '\(letter)'"
        return
      }
      options.append((letter, value))
      return
    }
  }

  private mutating func readLong(
    _ word: Substring, _ rest: inout ArraySlice<String>, _ known: [Option]
  ) {
    let equals = word.firstIndex(of: "=")
    let name = word[..<(equals ?? word.endIndex)]
    let value = equals.map { String(word[word.index(after: $0)...]) }
    let exact = known.filter { $0.long == name }
    let candidates = exact.isEmpty ? known.filter { $0.long.hasPrefix(name) } : exact
    guard let option = candidates.first else {
      problem = "unrecognized option '--\(word)'"
      return
    }
    if candidates.count > 1 {
      let names = candidates.map { " '--\($0.long)'" }.joined()
      problem = "option '--\(word)' is ambiguous; possibilities:\(names)"
    } else if !option.takesValue {
      if value != nil {
        problem = "option '--\(option.long)' doesn't allow an argument"
      } else {
        options.append((option.short, nil))
      }
    } else if let value = value ?? rest.popFirst() {
      options.append((option.short, value))
    } else {
      problem = "option '--\(option.long)' requires an argument"
    }
  }

  static func == (a: GetoptLine, b: GetoptLine) -> Bool {
    a.operands == b.operands && a.problem == b.problem
      && a.options.elementsEqual(b.options) { $0.short == $1.short && $0.value == $1.value }
  }
}
