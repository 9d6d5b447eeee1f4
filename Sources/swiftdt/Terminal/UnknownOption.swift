import ArgumentParser

/// The first word of a command line that looks like an option and is none of its command's.
///
/// ArgumentParser tells of it only where nothing else is wrong, but a wrong option is often why something else
/// seems to be: what was its value is taken for a file, and what it was to say is missing.
enum UnknownOption {
  /// What is said of it; nil if there is none.
  static func complaint(about arguments: [String]) -> String? {
    guard let (command, rest) = leaf(of: arguments) else { return nil }
    let known = options(of: command)
    var isBehindOption = false
    for word in rest.prefix(while: { $0 != "--" }) {
      // A number below zero may be meant as a value.
      let isNumber = word.utf8.dropFirst().first.map { 0x30...0x39 ~= $0 } ?? false
      let isLooked = word.hasPrefix("-") && word != "-" && !(isNumber && isBehindOption)
      isBehindOption = word.hasPrefix("-")
      guard isLooked else { continue }
      let name = String(word.prefix { $0 != "=" })
      if known.contains(name) { continue }
      // Letters may stand together, and a value may follow.
      if !name.hasPrefix("--"), known.contains(String(name.prefix(2))) { continue }
      let advice = ForeignCommands.advice(on: name, of: command.configuration.commandName).map { "; \($0)" }
      return "unknown option '\(name)'" + (advice ?? nearest(to: name, among: known) ?? "")
    }
    return nil
  }

  /// The command that the words name, and those behind its name.
  private static func leaf(
    of arguments: [String]
  ) -> (command: any ParsableCommand.Type, rest: ArraySlice<String>)? {
    var command: any ParsableCommand.Type = SwiftdtCommand.self
    var rest = arguments[...]
    while !command.configuration.subcommands.isEmpty {
      let named = command.configuration.subcommands.first { $0.configuration.commandName == rest.first }
      if named != nil { rest = rest.dropFirst() }
      guard let next = named ?? command.configuration.defaultSubcommand else { return nil }
      command = next
    }
    return (command, rest)
  }

  /// The options of a command, as its help has them: `  -o, --output <file>     Where …`
  private static func options(of command: any ParsableCommand.Type) -> [String] {
    command.helpMessage(includeHidden: true, columns: 400).split(separator: "\n").flatMap { line in
      let text = line.drop { $0 == " " }
      guard text.hasPrefix("-"), text.startIndex != line.startIndex else { return [String]() }
      return text.split(separator: ", ").map { $0.prefix { $0 != " " } }.filter { $0.hasPrefix("-") }
        .map(String.init)
    }
  }

  private static func nearest(to name: String, among known: [String]) -> String? {
    guard name.hasPrefix("--") else { return nil }
    // Without the dashes, which all have in common.
    let names = known.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) }
    return NearestText.question(about: String(name.dropFirst(2)), among: names, start: "--").map { "; \($0)" }
  }
}
