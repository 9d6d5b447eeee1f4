/// A drop-in for one of dtc's smaller programs.
protocol FdtProgram {
  /// Creates the program, called by `name`.
  init(name: String)
  /// Runs the program on a command line, and returns the exit code.
  mutating func run(_ arguments: [String]) -> Int32
}

/// What `fdtget`, `fdtput`, `fdtdump` and `fdtoverlay` share: reading the command line, and messages about
/// it.
struct FdtTool {
  /// The name by which the program was called, with which getopt's messages begin.
  let name: String
  /// The text after `Usage: `, of several lines.
  let synopsis: String
  /// The options, without `-h` and `-V`, which all programs have.
  let options: [OptionReader.Option]

  private static let common: [OptionReader.Option] = [
    .init("h", "help", "Print this help and exit"), .init("V", "version", "Print version and exit"),
  ]

  /// The help on `-t` in the synopses of most of these programs.
  static let typeHelp = """
    <type>\ts=string, i=int, u=unsigned, x=hex, r=raw
    \tOptional modifier prefix:
    \t\thh or b=byte, h=2 byte, l=4 byte (default)
    """

  /// Returns a reader of the command line; when its `next()` has returned nil, it has all operands.
  func reader(of arguments: [String]) -> OptionReader {
    OptionReader(arguments[...], options + Self.common, program: name)
  }

  /// Returns the next option; nil if there are no more. Handles `-h`, `-V` and invalid options.
  func next(_ reader: inout OptionReader) throws(DropInExit) -> (option: Character, value: String)? {
    switch reader.next() {
    case nil: return nil
    case .option("h", _): throw usage(nil)
    case .option("V", _):
      Console.say("Version: DTC \(Version.dtc)\n")
      throw DropInExit(0)
    case .option(let letter, let value): return (letter, value)
    case .wrong(let message):
      Console.complain(message + "\n")
      throw usage("unknown option")
    }
  }

  /// Prints the usage because it was asked for, or because of an error; returns the exit.
  func usage(_ error: String?) -> DropInExit {
    let options = options + Self.common
    let letters = options.map { String($0.letter) + ($0.takesValue ? ":" : "") }.joined()
    let names = options.map { $0.name + ($0.takesValue ? " <arg>" : "") }
    let width = names.map(\.count).max() ?? 0
    var text = "Usage: \(synopsis)\n\nOptions: -[\(letters)]\n"
    for (name, option) in zip(names, options) {
      let padding = String(repeating: " ", count: width + 1 - name.count)
      text += "  -\(option.letter), --\(name)\(padding)\(option.help)\n"
    }
    guard let error else {
      Console.say(text)
      return DropInExit(0)
    }
    Console.complain(text + "\nError: \(error)\n")
    return DropInExit(1)
  }
}
