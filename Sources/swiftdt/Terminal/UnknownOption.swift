import ArgumentParser
import SourceText

/// The first word of a command line that looks like an option but is not one of its command's.
///
/// ArgumentParser reports it only if nothing else is wrong, but an unknown option often causes other errors:
/// its value is taken for a file, and what it should have set is missing.
enum UnknownOption {
  /// Returns the message about the first unknown option; nil if there is none.
  static func complaint(about arguments: [String]) -> String? {
    guard let (command, rest) = leaf(of: arguments) else { return nil }
    let known = options(of: command)
    var isBehindOption = false
    for word in rest.prefix(while: { $0 != "--" }) {
      // After an option, a negative number may be its value.
      let isNumber = word.utf8.dropFirst().first.map { 0x30...0x39 ~= $0 } ?? false
      let isLooked = word.hasPrefix("-") && word != "-" && !(isNumber && isBehindOption)
      isBehindOption = word.hasPrefix("-")
      guard isLooked else { continue }
      let name = String(word.prefix { $0 != "=" })
      if known.contains(name) { continue }
      // Short flags may be combined, and a value may follow directly.
      if !name.hasPrefix("--"), known.contains(String(name.prefix(2))) { continue }
      let advice =
        ForeignCommands.advice(on: name, of: command.configuration.commandName)
        ?? ForeignCommands.counterpart(of: name, among: known) ?? file(named: word)
      return "unknown option '\(name)'" + (advice.map { "; \($0)" } ?? nearest(to: name, among: known) ?? "")
    }
    return nil
  }

  /// Returns how to write the path of a file whose name looks like an option; nil if there is no such file.
  private static func file(named word: String) -> String? {
    FileReading.isReadable(word) ? "the file of this name is \(Shell.file(word))" : nil
  }

  /// Returns the command that the words name, and the words after its name.
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

  /// Returns the options of a command, taken from its help: `  -o, --output <file>     Where …`
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
    // Without the dashes, which all of them share.
    let names = known.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) }
    return NearestText.question(about: String(name.dropFirst(2)), among: names, start: "--").map { "; \($0)" }
  }
}
