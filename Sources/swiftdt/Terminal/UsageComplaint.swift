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
    for line in lines where !line.isEmpty {
      if let complaint = rest(of: line, behind: "Error: ") {
        let unknown = isOfGroup ? unknownCommand(in: arguments) : nil
        result += "swiftdt: error: " + (unknown ?? plain(complaint))
      } else if let argument = rest(of: line, behind: "Help:  ") {
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

  private static func rest(of line: Substring, behind start: String) -> Substring? {
    line.hasPrefix(start) ? line.dropFirst(start.count) : nil
  }

  // "Unknown option '--x'. Did you mean '--y'?" as one of our sentences.
  private static func plain(_ complaint: Substring) -> String {
    let text = complaint.replacing(". Did you mean ", with: "; did you mean ")
    guard let first = text.first, first.isUppercase, text.dropFirst().first?.isLowercase == true else {
      return String(text)
    }
    return first.lowercased() + text.dropFirst()
  }

  // A group takes no arguments but a command's name: whatever else is wrong behind it, it is wrong for want of one.
  private static func unknownCommand(in arguments: [String]) -> String? {
    var group: any ParsableCommand.Type = SwiftdtCommand.self
    for argument in arguments {
      let commands = group.configuration.subcommands
      if let named = commands.first(where: { $0.configuration.commandName == argument }) {
        group = named
        continue
      }
      guard !argument.hasPrefix("-") else { return nil }
      let names = commands.compactMap { $0.configuration.commandName }
      let nearest = NearestText.nearest(to: argument, among: names).map { "; did you mean '\($0)'?" }
      return "there is no command '\(argument)'" + (nearest ?? "")
    }
    return nil
  }
}
