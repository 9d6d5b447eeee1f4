import ArgumentParser

/// What is said of a command line that makes no sense: ArgumentParser's findings, as all other messages look.
///
/// It has a complaint, perhaps what an argument is for, the usage, and where there is more to read, each behind a word
/// of its own. Ours begin with small words and go on with `; did you mean`.
enum UsageComplaint {
  /// The text of ArgumentParser's message about some arguments.
  static func text(_ message: String, about arguments: [String]) -> String {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    let isOfGroup = lines.contains { $0.hasPrefix("Usage: ") && $0.hasSuffix(" <subcommand>") }
    var result = ""
    // Of a value that is missing, what follows is why.
    let unknown =
      lines.contains { $0.hasPrefix("Error: Missing value ") }
      ? nil : UnknownOption.complaint(about: arguments)
    for line in lines where !line.isEmpty {
      if let complaint = unknown?[...] ?? rest(of: line, behind: "Error: "), line.hasPrefix("Error: ") {
        result += "swiftdt: error: " + sentence(String(complaint))
        if isNumber(complaint) { result += "\nhelp: what begins with a dash and is no flag goes behind --" }
        if let joined = joinedValue(complaint, arguments) {
          result += "\nhelp: a value that begins with a dash is joined to its flag: \(joined)"
        }
      } else if let argument = rest(of: line, behind: "Help:  ") {
        if unknown != nil { continue }
        result += "help: " + argument.replacing("  ", with: ": ", maxReplacements: 1)
      } else if let usage = rest(of: line, behind: "Usage: ") {
        result += "usage: " + usage
      } else if let more = rest(of: line, behind: "  See '"), let end = more.firstIndex(of: "'") {
        result += "help: \(more[..<end]) has the \(isOfGroup ? "commands" : "flags")"
      } else {
        result += line
      }
      result += "\n"
    }
    return result
  }

  /// Whether what was taken for a flag is a negative number.
  private static func isNumber(_ complaint: Substring) -> Bool {
    guard let word = rest(of: complaint, behind: "unknown option '-") else { return false }
    return word.utf8.first.map { 0x30...0x39 ~= $0 } ?? false
  }

  /// How a flag is given the number behind it that was taken for another flag.
  private static func joinedValue(_ complaint: Substring, _ arguments: [String]) -> String? {
    guard let flag = rest(of: complaint, behind: "Missing value for '")?.prefix(while: { $0 != " " }),
      let place = arguments.firstIndex(where: { $0 == flag }), place + 1 < arguments.count
    else { return nil }
    let value = arguments[place + 1]
    let isNumber = value.utf8.dropFirst().first.map { 0x30...0x39 ~= $0 } ?? false
    return value.hasPrefix("-") && isNumber ? "\(flag)=\(value)" : nil
  }

  private static func rest(of line: Substring, behind start: String) -> Substring? {
    line.hasPrefix(start) ? line.dropFirst(start.count) : nil
  }

  /// ArgumentParser's "Unknown option '--x'. Did you mean '--y'?" as one of our sentences.
  static func sentence(_ complaint: String) -> String {
    let text = complaint.replacing(". Did you mean ", with: "; did you mean ")
    guard let first = text.first, first.isUppercase, text.dropFirst().first?.isLowercase == true else {
      return text
    }
    return first.lowercased() + text.dropFirst()
  }

  /// The text about a command line that names a command which is not there; nil of any other.
  ///
  /// A group takes no arguments but a command's name: whatever else is wrong behind it, it is wrong for want of one.
  static func ofUnknownCommand(in arguments: [String]) -> String? {
    var group: any ParsableCommand.Type = SwiftdtCommand.self
    var name = "swiftdt"
    for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
      let commands = group.configuration.subcommands
      // Where one is run without being named, the word may be for that.
      guard !commands.isEmpty, group.configuration.defaultSubcommand == nil, word != "help",
        !word.hasPrefix("-")
      else { return nil }
      guard let next = commands.first(where: { $0.configuration.commandName == word }) else {
        let names = commands.compactMap { $0.configuration.commandName }
        // Of a group's commands, the group's name is often left out.
        let inner = commands.first {
          $0.configuration.subcommands.contains { $0.configuration.commandName == word }
        }
        let nearest =
          (inner?.configuration.commandName.map { "\($0) \(word)" }
          ?? NearestText.nearest(to: word, among: names))
          .map { "; did you mean '\($0)'?" } ?? ""
        return """
          swiftdt: error: there is no command '\(word)'\(nearest)
          usage: \(name) <subcommand>
          help: \(name) --help has the commands\n
          """
      }
      name += " " + word
      group = next
    }
    return nil
  }
}
