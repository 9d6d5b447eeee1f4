import ArgumentParser

/// The message about an invalid command line: ArgumentParser's, in the style of all other messages.
///
/// ArgumentParser's text is an error, sometimes the help of an argument, the usage and where to read more,
/// each after its own prefix. Our errors begin in lower case and continue with `; did you mean`.
enum UsageComplaint {
  /// Returns the text about arguments that ArgumentParser rejected.
  static func text(of error: any Error, about arguments: [String]) -> String {
    let message = SwiftdtCommand.fullMessage(for: error)
    // An error in the negative number itself comes before advice on how to write it.
    if let joined = withJoinedNumber(message, arguments), let error = failure(joined) {
      return text(of: error, about: joined)
    }
    return text(message, about: arguments)
  }

  private static func failure(_ arguments: [String]) -> (any Error)? {
    do {
      _ = try SwiftdtCommand.parseAsRoot(SourceFlags.separated(arguments[...]))
      return nil
    } catch {
      return SwiftdtCommand.exitCode(for: error).isSuccess ? nil : error
    }
  }

  /// Returns the arguments with the number that was taken for flags joined to its own flag.
  private static func withJoinedNumber(_ message: String, _ arguments: [String]) -> [String]? {
    guard let line = message.split(separator: "\n").first,
      let complaint = rest(of: line, behind: "Error: "), let value = negativeValue(complaint, arguments)
    else { return nil }
    var joined = arguments
    joined.replaceSubrange(value.words, with: [value.joined])
    return joined
  }

  private static func text(_ message: String, about arguments: [String]) -> String {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    let isOfGroup = lines.contains { $0.hasPrefix("Usage: ") && $0.hasSuffix(" <subcommand>") }
    var result = ""
    // If a value is missing, the word after the flag is the cause, and not an unknown option.
    let unknown =
      lines.contains { $0.hasPrefix("Error: Missing value ") }
      ? nil
      : UnknownOption.complaint(about: arguments)
        ?? negativeValue("", arguments).map { "unknown option '\(arguments[$0.words.lowerBound])'" }
    for line in lines where !line.isEmpty {
      if let complaint = unknown?[...] ?? rest(of: line, behind: "Error: "), line.hasPrefix("Error: ") {
        result += "swiftdt: error: " + sentence(String(complaint))
        if isNumber(complaint) { result += "\nhelp: put arguments that begin with a dash after --" }
        if let word = flagBehindDashes(arguments) {
          result += "\nhelp: '\(word)' comes after --, so it is taken for a file"
        }
        if let advice = MisplacedFile.advice(on: arguments) { result += "\nhelp: \(advice)" }
        if let value = negativeValue(complaint, arguments) {
          result += "\nhelp: join a value that begins with a dash to its flag: \(value.joined)"
        }
        if let apart = valueApart(complaint, lines, arguments) {
          result += "\nhelp: separate the value with a space: \(apart)"
        } else if let form = form(ofValueIn: complaint) {
          result += "\nhelp: \(form)"
        }
      } else if line.hasPrefix("   or: ") {
        // Alternative interpretations of the word are rarely what was meant.
        continue
      } else if let argument = rest(of: line, behind: "Help:  ") {
        if unknown != nil { continue }
        result += "help: " + argument.replacing("  ", with: ": ", maxReplacements: 1)
      } else if let usage = rest(of: line, behind: "Usage: ") {
        result += "usage: " + UsageText.wrapped(usage, behind: "usage: ".count)
      } else if let more = rest(of: line, behind: "  See '"), let end = more.firstIndex(of: "'") {
        result += "help: \(more[..<end]) lists the \(isOfGroup ? "commands" : "flags")"
      } else {
        result += line
      }
      result += "\n"
    }
    return result
  }

  /// Whether a negative number was taken for a flag.
  private static func isNumber(_ complaint: Substring) -> Bool {
    guard let word = rest(of: complaint, behind: "unknown option '-") else { return false }
    return word.utf8.first.map { 0x30...0x39 ~= $0 } ?? false
  }

  /// Returns the words of a flag with a negative number after it, or joined to its letter, that was taken for
  /// other flags, and how to write the flag with the number.
  private static func negativeValue(
    _ complaint: Substring, _ arguments: [String]
  ) -> (words: Range<Int>, joined: String)? {
    func isNumber(_ word: some StringProtocol) -> Bool {
      word.hasPrefix("-") && word.utf8.dropFirst().first.map { 0x30...0x39 ~= $0 } ?? false
    }
    if let flag = rest(of: complaint, behind: "Missing value for '")?.prefix(while: { $0 != " " }),
      let place = arguments.firstIndex(where: { $0 == flag }), place + 1 < arguments.count,
      isNumber(arguments[place + 1])
    {
      return (place..<place + 2, "\(flag)=\(arguments[place + 1])")
    }
    let options = arguments.prefix { $0 != "--" }
    return options.firstIndex { !$0.hasPrefix("--") && $0.hasPrefix("-") && isNumber($0.dropFirst(2)) }
      .map { ($0..<$0 + 1, "\(arguments[$0].prefix(2))=\(arguments[$0].dropFirst(2))") }
  }

  /// Returns the first word after `--` that looks like a flag, and not like a number; nil if there is none.
  private static func flagBehindDashes(_ arguments: [String]) -> String? {
    arguments.drop { $0 != "--" }.dropFirst().first { word in
      word.hasPrefix("-") && word.utf8.dropFirst().first.map { !(0x30...0x39 ~= $0) } ?? false
    }
  }

  /// Returns the syntax of numbers, if the complaint is about an invalid one.
  private static func form(ofValueIn complaint: Substring) -> String? {
    guard complaint.hasPrefix("The value '") else { return nil }
    for (name, limit) in [
      ("bytes", "\(Int32.max)"), ("number", "\(UInt32.max)"), ("address", "\(UInt64.max)"),
    ]
    where complaint.hasSuffix("<\(name)>'") {
      return "<\(name)> is decimal, or hexadecimal with 0x, up to \(limit)"
    }
    return nil
  }

  /// Returns a flag and its value as two words, if the value was joined to the flag as dtc allows:
  /// ArgumentParser looks for further flags in it, or takes the next word for the value.
  private static func valueApart(
    _ complaint: Substring, _ lines: [Substring], _ arguments: [String]
  ) -> String? {
    let other = lines.lazy.compactMap { rest(of: $0, behind: "   or: Missing value for '") }.first
    let meant = other ?? complaint.firstRange(of: "' is invalid for '").map { complaint[$0.upperBound...] }
    guard let flag = meant?.prefix(while: { $0 != " " && $0 != "'" }), flag.count == 2,
      let word = arguments.first(where: { $0.hasPrefix(flag) && $0.count > 2 }),
      let first = word.dropFirst(2).first, first != "-", first != "=",
      // It was taken for the value, which is wrong in itself.
      !complaint.hasPrefix("The value '\(word.dropFirst(2))' ")
    else { return nil }
    return "\(flag) \(word.dropFirst(2))"
  }

  private static func rest(of line: Substring, behind start: String) -> Substring? {
    line.hasPrefix(start) ? line.dropFirst(start.count) : nil
  }

  /// Returns ArgumentParser's "Unknown option '--x'. Did you mean '--y'?" in our style.
  static func sentence(_ complaint: String) -> String {
    let text = complaint.replacing(". Did you mean ", with: "; did you mean ")
    guard let first = text.first, first.isUppercase, text.dropFirst().first?.isLowercase == true else {
      return text
    }
    return first.lowercased() + text.dropFirst()
  }

  /// Returns the text about a command line with an unknown command; nil for any other.
  ///
  /// A group takes only the name of a command, so that any error after an unknown name is due to that.
  static func ofUnknownCommand(in arguments: [String]) -> String? {
    var group: any ParsableCommand.Type = SwiftdtCommand.self
    var name = "swiftdt"
    for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
      let commands = group.configuration.subcommands
      // A group with a default subcommand may take the word as its argument.
      guard !commands.isEmpty, group.configuration.defaultSubcommand == nil, word != "help",
        !word.hasPrefix("-")
      else { return nil }
      guard let next = commands.first(where: { $0.configuration.commandName == word }) else {
        let names = commands.compactMap { $0.configuration.commandName }
        // The command may be in a group, like `swiftdt apply`.
        let holder = commands.first {
          $0.configuration.subcommands.contains { $0.configuration.commandName == word }
        }
        let question =
          holder?.configuration.commandName.map { "did you mean '\(name) \($0) \(word)'?" }
          ?? (name == "swiftdt" ? ForeignCommands.question(about: word) : nil)
          ?? NearestText.question(about: word, among: names)
        let nearest = question.map { "; \($0)" } ?? ""
        let help =
          name == "swiftdt" && DropInName(rawValue: word) != nil
          ? "'swiftdt help \(word)' says how to use the program as \(word) itself"
          : "\(name) --help lists the commands"
        return """
          swiftdt: error: unknown command '\(word)'\(nearest)
          usage: \(name) <subcommand>
          help: \(help)\n
          """
      }
      name += " " + word
      group = next
    }
    return nil
  }
}
