/// A program that this one stands in for when it is called by its name.
protocol FdtProgram {
  /// The program, called by a name.
  init(name: String)
  /// Reads the command line and does what it says; the result is the exit code.
  mutating func run(_ arguments: [String]) -> Int32
}

/// What `fdtget`, `fdtput`, `fdtdump` and `fdtoverlay` share: how a command line is read, and what is
/// said of it.
struct FdtTool {
  /// As the program was called; getopt's messages begin with it.
  let name: String
  /// What follows `Usage: `, on several lines.
  let synopsis: String
  /// The options, without `-h` and `-V`, which all have.
  let options: [OptionReader.Option]

  private static let common: [OptionReader.Option] = [
    .init("h", "help", "Print this help and exit"), .init("V", "version", "Print version and exit"),
  ]

  /// What `-t` takes, in the synopses of most of these programs.
  static let typeHelp = """
    <type>\ts=string, i=int, u=unsigned, x=hex, r=raw
    \tOptional modifier prefix:
    \t\thh or b=byte, h=2 byte, l=4 byte (default)
    """

  /// What reads a command line: `next` has its options, and when there are no more, it has what is none.
  func reader(of arguments: [String]) -> OptionReader {
    OptionReader(arguments[...], options + Self.common, program: name)
  }

  /// The next option of a line, as they are acted on; nil when there is none left.
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

  /// Says how the program is used: because it was asked to, or because of an error.
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
