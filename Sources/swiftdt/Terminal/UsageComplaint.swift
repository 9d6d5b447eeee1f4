import ArgumentParser

/// What is said of a command line that makes no sense: ArgumentParser's findings, as all other messages look.
///
/// It has a complaint, perhaps what an argument is for, the usage, and where there is more to read, each behind a word
/// of its own. Ours begin with small words and go on with `; did you mean`.
enum UsageComplaint {
  /// The text about arguments that ArgumentParser gave up on.
  static func text(of error: any Error, about arguments: [String]) -> String {
    let message = SwiftdtCommand.fullMessage(for: error)
    // What is wrong with a number below zero is said before how it would be written.
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

  /// The same arguments with the number that was taken for flags joined to the flag that it belongs to.
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
    // Of a value that is missing, what follows is why.
    let unknown =
      lines.contains { $0.hasPrefix("Error: Missing value ") }
      ? nil
      : UnknownOption.complaint(about: arguments)
        ?? negativeValue("", arguments).map { "unknown option '\(arguments[$0.words.lowerBound])'" }
    for line in lines where !line.isEmpty {
      if let complaint = unknown?[...] ?? rest(of: line, behind: "Error: "), line.hasPrefix("Error: ") {
        result += "swiftdt: error: " + sentence(String(complaint))
        if isNumber(complaint) { result += "\nhelp: put arguments that begin with a dash after --" }
        if let value = negativeValue(complaint, arguments) {
          result += "\nhelp: join a value that begins with a dash to its flag: \(value.joined)"
        }
        if let apart = valueApart(complaint, lines, arguments) {
          result += "\nhelp: separate the value with a space: \(apart)"
        } else if let form = form(ofValueIn: complaint) {
          result += "\nhelp: \(form)"
        }
      } else if line.hasPrefix("   or: ") {
        // How else the word could have been meant, which mostly it was not.
        continue
      } else if let argument = rest(of: line, behind: "Help:  ") {
        if unknown != nil { continue }
        result += "help: " + argument.replacing("  ", with: ": ", maxReplacements: 1)
      } else if let usage = rest(of: line, behind: "Usage: ") {
        result += "usage: " + usage
      } else if let more = rest(of: line, behind: "  See '"), let end = more.firstIndex(of: "'") {
        result += "help: \(more[..<end]) lists the \(isOfGroup ? "commands" : "flags")"
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

  /// A flag with a number below zero behind it, or joined to its letter, that was taken for other flags: the words, and
  /// how the flag is given the number.
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

  /// What numbers look like, where a value is none.
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

  /// A flag and the value that was written behind it without a blank, as dtc takes it: ArgumentParser looks for further
  /// flags in it, or takes the next word for the value.
  private static func valueApart(
    _ complaint: Substring, _ lines: [Substring], _ arguments: [String]
  ) -> String? {
    let other = lines.lazy.compactMap { rest(of: $0, behind: "   or: Missing value for '") }.first
    let meant = other ?? complaint.firstRange(of: "' is invalid for '").map { complaint[$0.upperBound...] }
    guard let flag = meant?.prefix(while: { $0 != " " && $0 != "'" }), flag.count == 2,
      let word = arguments.first(where: { $0.hasPrefix(flag) && $0.count > 2 }),
      let first = word.dropFirst(2).first, first != "-", first != "="
    else { return nil }
    return "\(flag) \(word.dropFirst(2))"
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
        // `swiftdt apply` is in a group.
        let holder = commands.first {
          $0.configuration.subcommands.contains { $0.configuration.commandName == word }
        }
        let question =
          holder?.configuration.commandName.map { "did you mean '\(name) \($0) \(word)'?" }
          ?? (name == "swiftdt" ? ForeignCommands.question(about: word) : nil)
          ?? NearestText.question(about: word, among: names)
        let nearest = question.map { "; \($0)" } ?? ""
        return """
          swiftdt: error: unknown command '\(word)'\(nearest)
          usage: \(name) <subcommand>
          help: \(name) --help lists the commands\n
          """
      }
      name += " " + word
      group = next
    }
    return nil
  }
}
