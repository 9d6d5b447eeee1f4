import Preprocessor

/// The flags of a plain command line, read without ArgumentParser.
///
/// ArgumentParser takes longer over a command line than the compiler over a small board. So commands
/// that are called a thousand times have a reader that knows plain flags only, and gives up on
/// everything else: a word that it does not know, a value that is missing or malformed, a question
/// for help. Then ArgumentParser reads the line again, and says what is wrong. The two agree on what
/// both accept; a test holds them to it.
struct QuickFlags {
  /// How a flag is written.
  struct Flag {
    /// With its dashes.
    let name: String
    /// Another way to write it; empty if there is none.
    let otherName: String
    let takesValue: Bool
    /// Whether the value may follow the short name directly (`-Iinclude`).
    let isJoined: Bool

    static func value(_ name: String, _ otherName: String = "", isJoined: Bool = false) -> Flag {
      Flag(name: name, otherName: otherName, takesValue: true, isJoined: isJoined)
    }

    static func toggle(_ name: String, _ otherName: String = "") -> Flag {
      Flag(name: name, otherName: otherName, takesValue: false, isJoined: false)
    }
  }

  /// The flags in order, each by its first name, and their values.
  private var names: [String] = []
  private var values: [String] = []
  /// What is no flag, in order.
  private(set) var operands: [String] = []

  /// Reads a line of plain flags; nil if it is anything else.
  init?(_ arguments: ArraySlice<String>, _ flags: [Flag]) {
    var rest = arguments
    while let word = rest.popFirst() {
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      if let flag = flags.first(where: { $0.name == word || $0.otherName == word }) {
        names.append(flag.name)
        if !flag.takesValue {
          values.append("")
        } else if let value = rest.popFirst(), !value.hasPrefix("-") || value == "-" {
          values.append(value)
        } else {
          return nil
        }
      } else if let flag = flags.first(where: { $0.isJoined && word.hasPrefix($0.name) }) {
        names.append(flag.name)
        values.append(String(word.dropFirst(2)))
      } else {
        return nil
      }
    }
  }

  /// All values of a flag.
  func all(_ name: String) -> [String] {
    var found: [String] = []
    for (index, other) in names.enumerated() where other == name { found.append(values[index]) }
    return found
  }

  /// The last value of a flag.
  func last(_ name: String) -> String? { names.lastIndex(of: name).map { values[$0] } }

  /// Reads a flag's last value into a variable, if it has any; false if that is no such value.
  func read<Value>(_ name: String, into variable: inout Value?, _ value: (String) -> Value?) -> Bool {
    guard let text = last(name) else { return true }
    variable = value(text)
    return variable != nil
  }

  /// Whether a flag was given.
  func has(_ name: String) -> Bool { names.contains(name) }

  /// The flags that `SourceFlags` has.
  static let reading: [Flag] = [
    .value("-I", "--include", isJoined: true), .value("-D", "--define", isJoined: true),
    .value("-U", "--undefine", isJoined: true), .toggle("--show-includes"),
  ]

  /// What `SourceFlags` would make of them.
  var reading: SourceReading {
    SourceReading(
      includeFolders: all("-I"), showsIncludes: has("--show-includes"), macros: macros)
  }

  /// What is defined and forgotten, in order.
  private var macros: [PreprocessorOptions.MacroOption] {
    var macros: [PreprocessorOptions.MacroOption] = []
    for (index, name) in names.enumerated() {
      if name == "-D" { macros.append(.define(values[index])) }
      if name == "-U" { macros.append(.undefine(values[index])) }
    }
    return macros
  }

  /// The flags that `CheckFlags` has.
  static let checks: [Flag] = [
    .value("-W", "--warn", isJoined: true), .value("-E", "--error", isJoined: true),
    .toggle("--warnings-as-errors"), .toggle("-q", "--quiet"),
  ]

  /// What `CheckFlags` would make of them.
  var checks: CheckRequest {
    CheckRequest(
      warnings: all("-W"), errors: all("-E") + (has("--warnings-as-errors") ? ["all"] : []),
      isQuiet: has("-q"))
  }

  /// The flags that `SizeFlags` has.
  static let sizes: [Flag] = [
    .value("-p", "--pad"), .value("-S", "--size"), .value("-a", "--align"),
  ]

  /// What `SizeFlags` would make of them; nil if a value is none.
  var sizes: SizeRequest? {
    var sizes = SizeRequest()
    guard read("-p", into: &sizes.padding, ByteCount.value),
      read("-S", into: &sizes.minimum, ByteCount.value),
      read("-a", into: &sizes.alignment, ByteCount.value)
    else { return nil }
    return sizes.isValid ? sizes : nil
  }
}
