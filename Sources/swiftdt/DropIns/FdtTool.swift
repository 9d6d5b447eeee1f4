/// What `fdtget`, `fdtput`, `fdtdump` and `fdtoverlay` share: how a command line is read, and what is
/// said of it.
struct FdtTool {
  /// As the program was called; getopt's messages begin with it.
  let name: String
  /// What follows `Usage: `, on several lines.
  let synopsis: String
  /// The options, without `-h` and `-V`, which all have.
  let options: [(option: GetoptLine.Option, help: String)]

  private static let common: [(option: GetoptLine.Option, help: String)] = [
    (GetoptLine.Option(short: "h", long: "help"), "Print this help and exit"),
    (GetoptLine.Option(short: "V", long: "version"), "Print version and exit"),
  ]

  /// What `-t` takes, in the synopses of most of these programs.
  static let typeHelp = """
    <type>\ts=string, i=int, u=unsigned, x=hex, r=raw
    \tOptional modifier prefix:
    \t\thh or b=byte, h=2 byte, l=4 byte (default)
    """

  /// Reads a line and hands each option to `take`, in order, as they are acted on; returns what is no
  /// option.
  func read(
    _ arguments: [String],
    _ take: (_ option: Character, _ value: String) throws(DropInExit) -> Void
  ) throws(DropInExit) -> [String] {
    let line = GetoptLine(arguments, (options + Self.common).map(\.option))
    for option in line.options {
      switch option.short {
      case "h": throw usage(nil)
      case "V":
        Console.say("Version: DTC \(Version.dtc)\n")
        throw DropInExit(0)
      default: try take(option.short, option.value ?? "")
      }
    }
    if let problem = line.problem {
      Console.complain("\(name): \(problem)\n")
      throw usage("unknown option")
    }
    return line.operands
  }

  /// Says how the program is used: because it was asked to, or because of an error.
  func usage(_ error: String?) -> DropInExit {
    let options = options + Self.common
    let letters = options.map { String($0.option.short) + ($0.option.takesValue ? ":" : "") }.joined()
    let names = options.map { $0.option.long + ($0.option.takesValue ? " <arg>" : "") }
    let width = names.map(\.count).max() ?? 0
    var text = "Usage: \(synopsis)\n\nOptions: -[\(letters)]\n"
    for (name, (option, help)) in zip(names, options) {
      let padding = String(repeating: " ", count: width + 1 - name.count)
      text += "  -\(option.short), --\(name)\(padding)\(help)\n"
    }
    guard let error else {
      Console.say(text)
      return DropInExit(0)
    }
    Console.complain(text + "\nError: \(error)\n")
    return DropInExit(1)
  }
}
