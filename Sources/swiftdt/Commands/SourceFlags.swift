import ArgumentParser
import Preprocessor
import SourceText
import Synchronization

/// The options for reading sources, which all commands that take sources share.
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

  /// Returns a command line in which flags such as `-DNAME=VALUE` are two words each, since ArgumentParser
  /// would look for a flag `-DNAME`.
  static func separated(_ arguments: ArraySlice<String>) -> [String] {
    let flags = arguments.prefix { $0 != "--" }
    let words = flags.flatMap { word in
      let (flag, value) = (word.prefix(2), word.dropFirst(2))
      // `-j2`, as in make.
      let isJoined =
        ["-I", "-D", "-U", "-W", "-E"].contains(flag)
        || flag == "-j" && value.utf8.allSatisfy { $0 &- 0x30 < 10 }
      return isJoined && !value.isEmpty ? [String(flag), String(value)] : [word]
    }
    return words + arguments[flags.endIndex...]
  }

  /// The settings that the options make.
  var reading: SourceReading {
    SourceReading(
      includeFolders: includeFolders, showsIncludes: showsIncludes,
      macros: MacroFlag.inOrder(definitions + undefinitions))
  }
}

/// The option of commands that only look at trees, and whose only warnings are those about sources.
struct QuietFlag: ParsableArguments {
  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Show only errors.")
  var quiet = false

  /// Returns a request with this setting for its sources.
  func applied<Request>(
    to request: Request, _ reading: WritableKeyPath<Request, SourceReading>
  ) -> Request {
    var request = request
    request[keyPath: reading].isQuiet = quiet
    return request
  }
}

/// A `-D` or `-U`, and its place among the others.
///
/// As in gcc, the last definition or undefinition counts, but ArgumentParser keeps a list for each flag. It
/// converts words to values one after the other, though, so each value takes the next number.
struct MacroFlag: Sendable {
  let option: PreprocessorOptions.MacroOption
  private let turn: Int

  private static let turns = Atomic<Int>(0)

  init(_ option: PreprocessorOptions.MacroOption) {
    self.option = option
    turn = Self.turns.add(1, ordering: .relaxed).newValue
  }

  /// Returns what the flags ask for, in the order of the command line.
  static func inOrder(_ flags: [MacroFlag]) -> [PreprocessorOptions.MacroOption] {
    flags.sorted { $0.turn < $1.turn }.map(\.option)
  }
}

extension PreprocessorOptions.MacroOption {
  /// The option as it is written on a command line.
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

/// How sources are read, from flags or a recipe.
struct SourceReading: Sendable, Equatable {
  /// The folders to search, in order.
  var includeFolders: [String] = []
  /// The folders of gcc's other flags: for names in quotes, for system headers, and after all others.
  var quoteFolders: [String] = []
  var systemFolders: [String] = []
  var laterFolders: [String] = []
  /// Files to read before the source.
  var forcedFiles: [PreprocessorOptions.ForcedFile] = []
  /// Whether a tree of the included files is shown.
  var showsIncludes = false
  /// The severity of a header that hides a different one; nil if that is not reported.
  var shadowedHeaders: Diagnostic.Severity? = .warning
  /// Whether only errors are shown.
  var isQuiet = false
  /// Where all of this can be changed.
  var origin = OptionOrigin.commandLine
  /// gcc's flags for the preprocessor's warnings; nil if there are none.
  var gccWarnings: WarningFlags?
  /// Whether the command has flags for warnings.
  var hasWarningFlags = true
  /// The prefixes of paths that are replaced in `__FILE__`.
  var pathPrefixes: [PreprocessorOptions.PathPrefix] = []
  /// The macros to define and undefine, in order.
  var macros: [PreprocessorOptions.MacroOption] = []

  /// Returns how sources are read with what a command line's flags add.
  func adding(_ flags: SourceReading) -> SourceReading {
    var sum = self
    sum.includeFolders += flags.includeFolders
    sum.quoteFolders += flags.quoteFolders
    sum.systemFolders += flags.systemFolders
    sum.laterFolders += flags.laterFolders
    sum.forcedFiles += flags.forcedFiles
    sum.pathPrefixes += flags.pathPrefixes
    sum.macros += flags.macros
    if flags.showsIncludes { sum.showsIncludes = true }
    if flags.isQuiet { sum.isQuiet = true }
    return sum
  }

  /// Returns the preprocessor's options for a source for which `implicitFolders` are searched, too.
  func preprocessing(searching implicitFolders: [String]) -> PreprocessorOptions {
    // Empty arrays, as most are, are not copied: for that, the runtime would look up their types.
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
    options.origin = Advice.origin(origin)
    options.macroFile = Advice.macroFile(origin)
    options.hasWarningFlags = hasWarningFlags && Advice.reader == .user
    options.dropRepeatedFolders()
    return options
  }
}
