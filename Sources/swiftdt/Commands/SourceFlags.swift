import ArgumentParser
import DeviceTreeSource
import Preprocessor
import SourceText
import Synchronization

/// How sources are read: the flags that all commands share that take sources.
struct SourceFlags: ParsableArguments {
  @Option(
    name: [.customShort("I", allowingJoined: true), .customLong("include")],
    help: ArgumentHelp("Search this folder for included files.", valueName: "folder"), completion: .directory)
  var includeFolders: [String] = []

  @Option(
    name: [.customShort("D", allowingJoined: true), .customLong("define")],
    help: ArgumentHelp("Define a macro; its value defaults to 1.", valueName: "name[=value]"),
    transform: { MacroFlag(.define($0)) })
  var definitions: [MacroFlag] = []

  @Option(
    name: [.customShort("U", allowingJoined: true), .customLong("undefine")],
    help: ArgumentHelp("Undefine a macro.", valueName: "name"), transform: { MacroFlag(.undefine($0)) })
  var undefinitions: [MacroFlag] = []

  @Flag(
    name: .customLong("show-includes"),
    help: "List the included files, and where each was found, on standard error.")
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
    return words + arguments[flags.endIndex...]
  }

  /// The same for those who read.
  var reading: SourceReading {
    SourceReading(
      includeFolders: includeFolders, showsIncludes: showsIncludes,
      macros: MacroFlag.inOrder(definitions + undefinitions))
  }
}

/// A `-D` or `-U`, and when its turn was.
///
/// What is defined and forgotten last counts, as for gcc, but ArgumentParser keeps a list for each flag. It makes values
/// of words one after the other, though, so each of these takes the next number.
struct MacroFlag: Sendable {
  let option: PreprocessorOptions.MacroOption
  private let turn: Int

  private static let turns = Atomic<Int>(0)

  init(_ option: PreprocessorOptions.MacroOption) {
    self.option = option
    turn = Self.turns.add(1, ordering: .relaxed).newValue
  }

  /// What they ask for, as it stood on the command line.
  static func inOrder(_ flags: [MacroFlag]) -> [PreprocessorOptions.MacroOption] {
    flags.sorted { $0.turn < $1.turn }.map(\.option)
  }
}

extension PreprocessorOptions.MacroOption {
  /// As a command line has it.
  var flag: String {
    switch self {
    case .define(let text): "-D" + text
    case .undefine(let name): "-U" + name
    }
  }

  init?(flag: String) {
    let text = String(flag.dropFirst(2))
    switch flag.prefix(2) {
    case "-D": self = .define(text)
    case "-U": self = .undefine(text)
    default: return nil
    }
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
  /// Whether only errors are told.
  var isQuiet = false
  /// Whether the command has flags for warnings.
  var hasWarningFlags = true
  /// What `__FILE__` has otherwise.
  var pathPrefixes: [PreprocessorOptions.PathPrefix] = []
  /// Macros to define and to forget, in order.
  var macros: [PreprocessorOptions.MacroOption] = []

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
    if !pathPrefixes.isEmpty { options.pathPrefixes = pathPrefixes }
    options.listsInclusions = showsIncludes
    options.shadowedHeaders = shadowedHeaders
    options.hasWarningFlags = hasWarningFlags
    options.dropRepeatedFolders()
    return options
  }
}
