import ArgumentParser

/// The entry point: selects a command, runs it and exits with its status.
///
/// `QuickFlags` reads plain command lines. All others go to ArgumentParser, but only to the leaf command:
/// given the full tree, it would look at every command in it before it parses.
@main
enum Swiftdt {
  static func main() {
    let words = CommandWords()
    if let status = runQuickly(words) { finish(status, ifLost: .failure) }
    if let number = words.firstThatIsNoText { refuse(words, number) }
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let status = runDropIn(words, arguments) { exitProcess(status) }
    let status = run(arguments)
    // From `diff`, 1 would mean that there is a difference.
    finish(status, ifLost: arguments.first == "diff" ? .trouble : status == .success ? .failure : status)
  }

  /// Exits because argument `number` is not valid UTF-8.
  private static func refuse(_ words: CommandWords, _ number: Int) -> Never {
    let dropIns: [StaticString] = ["dtc", "fdtoverlay", "fdtget", "fdtput", "fdtdump"]
    let dropIn = dropIns.first(where: words.isCalled)
    Console.complain(
      """
      \(dropIn.map { "\($0)" } ?? "swiftdt"): error: argument \(number) is not valid UTF-8: '\(words.name(at: number))'
      help: file names must be UTF-8: rename the file, or use a symbolic link to it\n
      """)
    exitProcess((dropIn == nil ? ExitStatus.usage : .failure).rawValue)
  }

  /// Exits with a status, or with another one if output was lost.
  private static func finish(_ status: ExitStatus, ifLost otherwise: ExitStatus) -> Never {
    exitProcess((Console.complainOfLostOutput() ? otherwise : status).rawValue)
  }

  /// Runs the command that the first word names.
  private static func run(_ arguments: [String]) -> ExitStatus {
    let rest = arguments.dropFirst()
    switch arguments.first {
    case "compile": return run(CompileCommand.self, "compile", rest)
    case "overlay": return runOverlay(arguments)
    case "check": return run(CheckCommand.self, "check", rest)
    case "check-boot": return parseAndRun(CheckBootCommand.self, "check-boot", rest)
    case "build": return run(BuildCommand.self, "build", rest)
    case "get": return run(GetCommand.self, "get", rest)
    case "set": return run(SetCommand.self, "set", rest)
    case "dump": return run(DumpCommand.self, "dump", rest)
    case "blame": return run(BlameCommand.self, "blame", rest)
    case "view": return run(ViewCommand.self, "view", rest)
    case "diff": return run(DiffCommand.self, "diff", rest)
    case "decompile": return run(DecompileCommand.self, "decompile", rest)
    case "preprocess":
      let words = PreprocessArguments(rest)
      if words.asksForHelp { return parseAndRun(["help", "preprocess"]) }
      if words.asksForVersion { return parseAndRun(["--version"]) }
      return run { try PreprocessRequest(words).run() }
    default: return parseAndRun(arguments)
    }
  }

  /// Runs the command that the word after `overlay` names.
  private static func runOverlay(_ arguments: [String]) -> ExitStatus {
    let rest = arguments.dropFirst(2)
    switch arguments.dropFirst().first {
    case "apply": return run(OverlayApplyCommand.self, "overlay apply", rest)
    case "explain": return parseAndRun(OverlayExplainCommand.self, "overlay explain", rest)
    case "conflicts": return parseAndRun(OverlayConflictsCommand.self, "overlay conflicts", rest)
    case "bisect":
      let leaf = OverlayBisectCommand.command(rest)
      return parseAndRun(leaf.type, leaf.name, leaf.arguments)
    case "apply-tree": return parseAndRun(ApplyTreeCommand.self, "overlay apply-tree", rest)
    default: return parseAndRun(arguments)
    }
  }

  /// Handles the command lines that take less time than making an array of the
  /// arguments; returns nil for others.
  private static func runQuickly(_ words: CommandWords) -> ExitStatus? {
    if words.isCalled("dtc") {
      guard words.count == 2, words.holds("--version", at: 1) || words.holds("-v", at: 1) else { return nil }
      Console.say(DTC.version)
      return .success
    }
    if words.isCalled("fdtoverlay") { return PlainMerge.fdtoverlay(words) ? .success : nil }
    if words.isCalled("fdtget") || words.isCalled("fdtput") || words.isCalled("fdtdump") { return nil }
    if words.count == 2, words.holds("--version", at: 1) {
      Console.say(Version.text)
      Console.say("\n")
      return .success
    }
    if words.holds("overlay", at: 1), words.holds("apply", at: 2) {
      return PlainMerge.apply(words) ? .success : nil
    }
    return PlainCheck.run(words)
  }

  /// Runs the program whose name we were invoked under, if we are a drop-in for one; returns nil otherwise.
  private static func runDropIn(_ words: CommandWords, _ arguments: [String]) -> Int32? {
    if words.isCalled("dtc") { return DTC.run(arguments[...]) }
    guard let name = CommandLine.arguments.first else { return nil }
    func run<Program: FdtProgram>(_ program: Program.Type) -> Int32 {
      var program = program.init(name: name)
      return program.run(arguments)
    }
    if words.isCalled("fdtoverlay") { return run(FdtoverlayProgram.self) }
    if words.isCalled("fdtget") { return run(FdtgetProgram.self) }
    if words.isCalled("fdtput") { return run(FdtputProgram.self) }
    return words.isCalled("fdtdump") ? run(FdtdumpProgram.self) : nil
  }

  private static func run<Command: RequestCommand>(
    _ command: Command.Type, _ name: String, _ arguments: ArraySlice<String>
  ) -> ExitStatus where Command.Request: PlainRequest {
    do throws(NotQuick) {
      let request = try Command.Request(quick: arguments)
      return run { try request.run() }
    } catch {
      return parseAndRun(command, name, arguments)
    }
  }

  private static func parseAndRun<Command: ParsableCommand>(
    _ command: Command.Type, _ name: String, _ arguments: ArraySlice<String>
  ) -> ExitStatus {
    // Help and usage errors give the command's full name, which only the root knows.
    guard let parsed = try? command.parseAsRoot(SourceFlags.separated(arguments)) as? Command else {
      return parseAndRun(name.split(separator: " ").map(String.init) + arguments)
    }
    return run {
      var parsed = parsed
      try parsed.run()
    }
  }

  private static func run(_ body: () throws -> Void) -> ExitStatus {
    do {
      try body()
      return .success
    } catch let failure as CommandFailure {
      return failure.status
    } catch {
      return CommandFailure.saying(.unexpected(error)).status
    }
  }

  private static func parseAndRun(_ arguments: [String]) -> ExitStatus {
    if arguments.count == 2, arguments[0] == "help", let name = DropInName(rawValue: arguments[1]) {
      Console.say(name.help)
      return .success
    }
    if let text = UsageComplaint.ofUnknownCommand(in: arguments) {
      Console.complain(text)
      return .usage
    }
    let parsed: any ParsableCommand
    do {
      parsed = try SwiftdtCommand.parseAsRoot(SourceFlags.separated(arguments[...]))
    } catch {
      if SwiftdtCommand.exitCode(for: error).isSuccess {
        var text = SwiftdtCommand.fullMessage(for: error)
        if !text.hasSuffix("\n") { text += "\n" }
        let isScript = arguments.first?.hasPrefix("--generate-completion-script") ?? false
        Console.say(isScript ? HelpCompletion.added(to: text) : UsageText.wrapped(inHelp: text))
        return .success
      }
      Console.complain(UsageComplaint.text(of: error, about: arguments))
      return .usage
    }
    do {
      var parsed = parsed
      try parsed.run()
      return .success
    } catch let failure as CommandFailure {
      return failure.status
    } catch {
      // A command that only groups others throws to ask for its help.
      guard SwiftdtCommand.exitCode(for: error).isSuccess else {
        return CommandFailure.saying(.unexpected(error)).status
      }
      Console.say(UsageText.wrapped(inHelp: SwiftdtCommand.fullMessage(for: error)) + "\n")
      return .success
    }
  }
}
