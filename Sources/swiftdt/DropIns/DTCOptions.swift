import DeviceTreeBlob
import DeviceTreeChecks
import DeviceTreeSource

/// The error that ends a drop-in with an exit code, after any message has been written.
struct DropInExit: Error {
  let code: Int32

  init(_ code: Int32) { self.code = code }

  /// Writes a fatal error as dtc does, and returns the exit.
  static func fatal(_ message: String) -> DropInExit {
    complaining("FATAL ERROR: \(message)\n", 1)
  }

  /// Writes a text and returns the exit with a code.
  static func complaining(_ text: String, _ code: Int32) -> DropInExit {
    Console.complain(text)
    return DropInExit(code)
  }
}

/// dtc's command line options.
struct DTCOptions {
  var input = "-"
  var inputFormat: String?
  var output = "-"
  var outputFormat: String?
  var depfile: String?
  var version = 17
  var blob = BlobOptions()
  var forces = false
  var sorts = false
  var quiet = 0
  var annotations = 0
  var includeFolders: [String] = []
  var aliases = false
  var source = SourceCompilerOptions()
  var checks = CheckSelection()

  init(_ arguments: ArraySlice<String>) throws(DropInExit) {
    var reader = OptionReader(arguments, Self.options, program: "dtc")
    while let item = reader.next() {
      switch item {
      case .option(let letter, let value): try take(letter, value)
      case .wrong(let message):
        Console.complain(message + "\n")
        throw Self.usage("unknown option")
      }
    }
    if reader.operands.count > 1 { throw Self.usage("missing files") }
    if let operand = reader.operands.first { input = operand }
    if blob.minimumSize != 0, blob.padding != 0 { throw .fatal("Can't set both -p and -S") }
    if quiet > 0 { checks.quietness = quiet > 1 ? .errors : .warnings }
  }

  private mutating func take(_ letter: Character, _ value: String) throws(DropInExit) {
    switch letter {
    case "q": quiet += 1
    case "I": inputFormat = value
    case "o": output = value
    case "O": outputFormat = value
    case "V": version = Self.number(value)
    case "d": depfile = value
    case "R": blob.extraReservations = Self.number(value)
    case "S": blob.minimumSize = Self.number(value)
    case "p": blob.padding = Self.number(value)
    case "a":
      blob.alignment = Self.number(value)
      guard BlobOptions.isAlignment(blob.alignment) else {
        throw .fatal("Invalid argument \"\(blob.alignment)\" to -a option")
      }
    case "b": source.bootCPU = Self.bootCPU(value)
    case "f": forces = true
    case "i": includeFolders.append(value)
    case "s": sorts = true
    case "H":
      guard let format = PhandleFormat(rawValue: value) else {
        throw .fatal("Invalid argument \"\(value)\" to -H option")
      }
      source.phandleFormat = format
    case "W", "E":
      do throws(UnknownCheck) {
        try checks.apply(value, asErrors: letter == "E")
      } catch {
        throw .fatal("Unrecognized check name \"\(error.name)\"")
      }
    case "@": source.symbols = true
    case "L": source.localFixups = true
    case "A": aliases = true
    case "T": annotations += 1
    case "v":
      Console.say(DTC.version)
      throw DropInExit(0)
    default: throw Self.usage(nil)
    }
  }

  /// Returns the boot CPU; nil for -1, which leaves it as it is in the tree.
  private static func bootCPU(_ text: String) -> UInt32? {
    let number = CInteger.value(of: Array(text.utf8)[...])
    return number == -1 ? nil : UInt32(truncatingIfNeeded: number)
  }

  /// Returns a number as dtc reads it: `strtol` accepts any prefix, and the result is truncated to an `int`.
  private static func number(_ text: String) -> Int {
    Int(Int32(truncatingIfNeeded: CInteger.value(of: Array(text.utf8)[...])))
  }
}

// MARK: - Usage

extension DTCOptions {
  /// dtc's options with its own help texts.
  static let options: [OptionReader.Option] = [
    .init("q", "quiet", "Quiet: -q suppress warnings, -qq errors, -qqq all"),
    .init(
      "I", "in-format", takesValue: true,
      """
      Input formats are:
      \t\tdts - device tree source text
      \t\tdtb - device tree blob
      \t\tfs  - /proc/device-tree style directory
      """),
    .init("o", "out", takesValue: true, "Output file"),
    .init(
      "O", "out-format", takesValue: true,
      """
      Output formats are:
      \t\tdts - device tree source text
      \t\tdtb - device tree blob
      \t\tyaml - device tree encoded as YAML
      \t\tasm - assembler source
      """),
    .init(
      "V", "out-version", takesValue: true,
      "Blob version to produce, defaults to 17 (for dtb and asm output)"),
    .init("d", "out-dependency", takesValue: true, "Output dependency file"),
    .init(
      "R", "reserve", takesValue: true,
      "Make space for <number> reserve map entries (for dtb and asm output)"),
    .init("S", "space", takesValue: true, "Make the blob at least <bytes> long (extra space)"),
    .init("p", "pad", takesValue: true, "Add padding to the blob of <bytes> long (extra space)"),
    .init("a", "align", takesValue: true, "Make the blob align to the <bytes> (extra space)"),
    .init("b", "boot-cpu", takesValue: true, "Set the physical boot cpu"),
    .init("f", "force", "Try to produce output even if the input tree has errors"),
    .init("i", "include", takesValue: true, "Add a path to search for include files"),
    .init(
      "s", "sort", "Sort nodes and properties before outputting (useful for comparing trees)"),
    .init(
      "H", "phandle", takesValue: true,
      """
      Valid phandle formats are:
      \t\tlegacy - "linux,phandle" properties only
      \t\tepapr  - "phandle" properties only
      \t\tboth   - Both "linux,phandle" and "phandle" properties
      """),
    .init("W", "warning", takesValue: true, "Enable/disable warnings (prefix with \"no-\")"),
    .init("E", "error", takesValue: true, "Enable/disable errors (prefix with \"no-\")"),
    .init("@", "symbols", "Enable generation of symbols"),
    .init(
      "L", "local-fixups", "Possibly generates a __local_fixups__ and a __fixups__ node at the root node"),
    .init("A", "auto-alias", "Enable auto-alias of labels"),
    .init(
      "T", "annotate",
      "Annotate output .dts with input source file and line (-T -T for more details)"),
    .init("h", "help", "Print this help and exit"),
    .init("v", "version", "Print version and exit"),
  ]

  /// Prints dtc's usage, for an error to standard error and otherwise to standard output; returns the exit.
  static func usage(_ error: String?) -> DropInExit {
    // dtc's order here differs from that of the list.
    let letters = "qI:O:o:V:d:R:S:p:a:fb:i:H:sW:E:@LAThv"
    var lines = ""
    for option in options {
      let name = option.name + (option.takesValue ? " <arg>" : "")
      let width = options.map { $0.name.count + ($0.takesValue ? 6 : 0) }.max() ?? 0
      lines += "  -\(option.letter), --\(name)"
      lines += String(repeating: " ", count: width - name.count + 1) + "\n\t\(option.help)\n"
    }
    let text = "Usage: dtc [options] <input file>\n\nOptions: -[\(letters)]\n" + lines
    guard let error else {
      Console.say(text)
      return DropInExit(0)
    }
    Console.complain(text + "\nError: \(error)\n")
    return DropInExit(1)
  }
}
