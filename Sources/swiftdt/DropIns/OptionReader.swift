/// A reader of command lines with the rules of GNU's `getopt_long`: short options can be grouped, long ones
/// abbreviated to any unambiguous prefix, and operands can be anywhere.
///
/// ArgumentParser has other rules, and scripts rely on these.
struct OptionReader {
  /// An option: its letter, its long name, whether it takes a value, and the program's help on it.
  struct Option {
    let letter: Character
    let name: String
    let takesValue: Bool
    let help: String

    init(_ letter: Character, _ name: String, takesValue: Bool = false, _ help: String) {
      self.letter = letter
      self.name = name
      self.takesValue = takesValue
      self.help = help
    }
  }

  /// An item of the command line.
  enum Item {
    case option(Character, String)
    /// An error, in getopt's words.
    case wrong(String)
  }

  /// The operands, in order; complete when `next()` has returned nil.
  private(set) var operands: [String] = []
  private let options: [Option]
  private let program: String
  private var rest: ArraySlice<String>
  /// The rest of a group of short options.
  private var group: Substring = ""

  init(_ arguments: ArraySlice<String>, _ options: [Option], program: String) {
    rest = arguments
    self.options = options
    self.program = program
  }

  /// Returns the next option; nil if there are no more.
  mutating func next() -> Item? {
    if !group.isEmpty { return nextShort() }
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands.append(contentsOf: rest)
        rest = []
      } else if argument.hasPrefix("--") {
        return long(argument.dropFirst(2))
      } else if argument.hasPrefix("-"), argument != "-" {
        group = argument.dropFirst()
        return nextShort()
      } else {
        operands.append(argument)
      }
    }
    return nil
  }

  private mutating func nextShort() -> Item {
    let letter = group.removeFirst()
    guard let option = options.first(where: { $0.letter == letter }) else {
      return .wrong("\(program): invalid option -- '\(letter)'")
    }
    guard option.takesValue else { return .option(letter, "") }
    if !group.isEmpty {
      let value = String(group)
      group = ""
      return .option(letter, value)
    }
    guard let value = rest.popFirst() else {
      return .wrong("\(program): option requires an argument -- '\(letter)'")
    }
    return .option(letter, value)
  }

  private mutating func long(_ text: Substring) -> Item {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first ?? ""
    let candidates = options.filter { $0.name.hasPrefix(name) }
    guard let option = candidates.first(where: { $0.name == name }) ?? candidates.first else {
      return .wrong("\(program): unrecognized option '--\(text)'")
    }
    if candidates.count > 1, option.name != name {
      let names = candidates.map { " '--\($0.name)'" }.joined()
      return .wrong("\(program): option '--\(text)' is ambiguous; possibilities:\(names)")
    }
    if option.takesValue {
      if parts.count > 1 { return .option(option.letter, String(parts[1])) }
      guard let value = rest.popFirst() else {
        return .wrong("\(program): option '--\(option.name)' requires an argument")
      }
      return .option(option.letter, value)
    }
    if parts.count > 1 {
      return .wrong("\(program): option '--\(option.name)' doesn't allow an argument")
    }
    return .option(option.letter, "")
  }
}
