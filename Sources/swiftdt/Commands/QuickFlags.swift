import Preprocessor

/// The flags of a plain command line, read without ArgumentParser.
///
/// ArgumentParser takes longer over a command line than the compiler over a small board. So commands that are
/// called a thousand times have a reader that knows only plain flags, and gives up on everything else: an
/// unknown word, a missing or malformed value, a request for help. Then ArgumentParser reads the line again,
/// and reports what is wrong. A test ensures that the two agree on what both accept.
struct QuickFlags {
  /// How a flag is written.
  struct Flag {
    /// The name, with its dashes.
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
  /// The words that are not flags, in order.
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

  /// Returns all values of a flag.
  func all(_ name: String) -> [String] {
    var found: [String] = []
    for (index, other) in names.enumerated() where other == name { found.append(values[index]) }
    return found
  }

  /// Returns the last value of a flag.
  func last(_ name: String) -> String? { names.lastIndex(of: name).map { values[$0] } }

  /// Reads a flag's last value into a variable, if the flag was given; returns
  /// false if the value is malformed.
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

  /// The macros to define and undefine, in order.
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

  /// What `SizeFlags` would make of them; nil if a value is malformed.
  var sizes: SizeRequest? {
    var sizes = SizeRequest()
    guard read("-p", into: &sizes.padding, ByteCount.value),
      read("-S", into: &sizes.minimum, ByteCount.value),
      read("-a", into: &sizes.alignment, ByteCount.value)
    else { return nil }
    return sizes.isValid ? sizes : nil
  }
}
