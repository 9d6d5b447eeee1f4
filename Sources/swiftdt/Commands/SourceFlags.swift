import ArgumentParser
import DeviceTreeSource
import Preprocessor
import SourceText

/// How sources are read: the flags that all commands share that take sources.
struct SourceFlags: ParsableArguments {
  @Option(
    name: [.customShort("I", allowingJoined: true), .customLong("include")],
    help: ArgumentHelp("Search this folder for included files.", valueName: "folder"), completion: .directory)
  var includeFolders: [String] = []

  @Option(
    name: [.customShort("D", allowingJoined: true), .customLong("define")],
    help: ArgumentHelp("Define a macro, as 1 without a value.", valueName: "name[=value]"))
  var definitions: [String] = []

  @Option(
    name: [.customShort("U", allowingJoined: true), .customLong("undefine")],
    help: ArgumentHelp("Forget a macro.", valueName: "name"))
  var undefinitions: [String] = []

  @Flag(
    name: .customLong("show-includes"),
    help: "Show which files were included, and what led to them, on standard error.")
  var showsIncludes = false

  /// A command line whose `-DNAME=VALUE` and the like are two words each, since ArgumentParser would
  /// look for a flag `-DNAME`.
  static func separated(_ arguments: ArraySlice<String>) -> [String] {
    let flags = arguments.prefix { $0 != "--" }
    let words = flags.flatMap { word in
      let (flag, value) = (word.prefix(2), word.dropFirst(2))
      // `-j2` as for make.
      let isJoined =
        ["-I", "-D", "-U", "-W", "-E"].contains(flag)
        || flag == "-j" && value.utf8.allSatisfy { $0 &- 0x30 < 10 }
      return isJoined && !value.isEmpty ? [String(flag), String(value)] : [word]
    }
    return withoutVoid(words) + arguments[flags.endIndex...]
  }

  /// The words without each `-U NAME` that a `-D NAME` follows, and the other way round. ArgumentParser keeps no order among different flags,
  /// so that all else that is forgotten can come last, as on a line where it stands last.
  private static func withoutVoid(_ words: [String]) -> [String] {
    var flags: [(macro: PreprocessorOptions.MacroOption, words: Range<Int>)] = []
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : ""
      // ArgumentParser takes no flag for a value either, so that no word is in two ranges.
      let hasValue = !next.isEmpty && !next.hasPrefix("-")
      switch word {
      case "-D", "--define": if hasValue { flags.append((.define(next), index..<index + 2)) }
      case "-U", "--undefine": if hasValue { flags.append((.undefine(next), index..<index + 2)) }
      default:
        if word.hasPrefix("--define=") {
          flags.append((.define(String(word.dropFirst(9))), index..<index + 1))
        } else if word.hasPrefix("--undefine=") {
          flags.append((.undefine(String(word.dropFirst(11))), index..<index + 1))
        }
      }
    }
    var rest = words
    for index in SourceReading.voidFlags(flags.map(\.macro)).reversed() {
      rest.removeSubrange(flags[index].words)
    }
    return rest
  }

  /// The same for those who read.
  var reading: SourceReading {
    SourceReading(
      includeFolders: includeFolders, showsIncludes: showsIncludes,
      macros: definitions.map { .define($0) } + undefinitions.map { .undefine($0) })
  }
}

/// How sources are read, whoever says so: flags or a recipe.
struct SourceReading: Sendable, Equatable {
  /// The folders to search, in order.
  var includeFolders: [String] = []
  /// The folders with gcc's other flags: for names in quotes, the system's headers, last of all.
  var quoteFolders: [String] = []
  var systemFolders: [String] = []
  var laterFolders: [String] = []
  /// Files to read before the source.
  var forcedFiles: [PreprocessorOptions.ForcedFile] = []
  /// Whether a tree of the included files is shown.
  var showsIncludes = false
  /// What it is when a header hides a different one.
  var shadowedHeaders: Diagnostic.Severity? = .warning
  /// Whether the command has flags for warnings.
  var hasWarningFlags = true
  /// Macros to define and to forget.
  var macros: [PreprocessorOptions.MacroOption] = []

  /// Which flags have no effect, in order: those that forget what one behind them defines, and those that define what
  /// one behind them forgets.
  static func voidFlags(_ flags: [PreprocessorOptions.MacroOption]) -> [Int] {
    var defined: Set<String> = []
    var forgotten: Set<String> = []
    var void: [Int] = []
    for (index, flag) in flags.enumerated().reversed() {
      switch flag {
      case .define(let text):
        let name = String(text.prefix { $0 != "=" && $0 != "(" })
        defined.insert(name)
        if forgotten.contains(name) { void.append(index) }
      case .undefine(let name):
        forgotten.insert(name)
        if defined.contains(name) { void.append(index) }
      }
    }
    return void.reversed()
  }

  /// What the preprocessor is told for a source that lies where `implicitFolders` are searched, too.
  func preprocessing(searching implicitFolders: [String]) -> PreprocessorOptions {
    // What is empty is not copied: for that the runtime would look for its type, and mostly all are.
    var options = PreprocessorOptions(
      includeFolders: includeFolders.isEmpty ? [] : includeFolders, implicitFolders: implicitFolders,
      macros: macros.isEmpty ? [] : macros,
      quoteFolders: quoteFolders.isEmpty ? [] : quoteFolders,
      systemFolders: systemFolders.isEmpty ? [] : systemFolders,
      laterFolders: laterFolders.isEmpty ? [] : laterFolders,
      forcedFiles: forcedFiles.isEmpty ? [] : forcedFiles)
    options.listsInclusions = showsIncludes
    options.shadowedHeaders = shadowedHeaders
    options.hasWarningFlags = hasWarningFlags
    options.dropRepeatedFolders()
    return options
  }
}
