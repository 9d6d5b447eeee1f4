import ArgumentParser

/// The entry: finds the command and ends with its exit status.
///
/// ArgumentParser looks at every command of a tree before it parses; given the one leaf command it
/// takes a fraction of the time, which is what counts in a build of a thousand blobs.
@main
enum Swiftdt {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments == ["--version"] {
      Console.say(Version.text + "\n")
      return
    }
    let status: ExitStatus
    switch (arguments.first, arguments.dropFirst().first) {
    case ("compile", _): status = run(CompileCommand.self, "compile", arguments.dropFirst())
    case ("overlay", "apply"):
      status = run(OverlayApplyCommand.self, "overlay apply", arguments.dropFirst(2))
    case ("build", _): status = run(BuildCommand.self, "build", arguments.dropFirst())
    default: status = run(SwiftdtCommand.self, "", arguments[...])
    }
    exitProcess(status.rawValue)
  }

  private static func run<Command: ParsableCommand>(
    _ command: Command.Type, _ name: String, _ arguments: ArraySlice<String>
  ) -> ExitStatus {
    // Help names the whole command; only the root knows it.
    if arguments.contains(where: { $0 == "-h" || $0 == "--help" }), !name.isEmpty {
      let words = name.split(separator: " ").map(String.init)
      return parseAndRun(SwiftdtCommand.self, words + arguments)
    }
    return parseAndRun(command, Array(arguments))
  }

  private static func parseAndRun<Command: ParsableCommand>(
    _ command: Command.Type, _ arguments: [String]
  ) -> ExitStatus {
    do {
      var parsed = try command.parseAsRoot(arguments)
      try parsed.run()
      return .success
    } catch let failure as CommandFailure {
      return failure.status
    } catch {
      let text = command.fullMessage(for: error)
      if command.exitCode(for: error).isSuccess {
        Console.say(text.hasSuffix("\n") ? text : text + "\n")
        return .success
      }
      Console.complain("swiftdt: " + text + "\n")
      return .usage
    }
  }
}
