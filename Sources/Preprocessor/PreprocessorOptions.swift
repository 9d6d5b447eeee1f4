public import SourceText

/// What a preprocessing run is told on the command line.
public struct PreprocessorOptions: Sendable, Equatable {
  /// A `-D` or a `-U`: they take effect in their order.
  public enum MacroOption: Sendable, Equatable {
    /// `NAME`, which stands for 1, `NAME=body` or `NAME(a,b)=body`.
    case define(String)
    /// `NAME`.
    case undefine(String)
  }

  /// A file that is read before the source, as if it said so.
  public enum ForcedFile: Sendable, Equatable {
    /// Only its macros count (`-imacros`).
    case macros(String)
    /// Included (`-include`).
    case include(String)
  }

  /// A beginning of files' names that `__FILE__` has another one in place of (`-fmacro-prefix-map`).
  public struct PathPrefix: Sendable, Equatable {
    let old: String
    let new: String

    /// A beginning and what becomes of it.
    public init(_ old: Substring, becomes new: Substring) {
      self.old = String(old)
      self.new = String(new)
    }
  }

  /// Folders searched for files in quotes, before all others but the including file's (`-iquote`).
  public var quoteFolders: [String]
  /// Folders that are searched for included files, in order (`-I`).
  public var includeFolders: [String]
  /// Folders with headers of the system, searched after those (`-isystem`).
  public var systemFolders: [String]
  /// Folders with headers of the system, searched last (`-idirafter`).
  public var laterFolders: [String]
  /// Folders searched after the given ones: those of the kernel tree that a source lies in.
  public var implicitFolders: [String]
  /// Macros to define or to forget before the source is read.
  public var macros: [MacroOption]
  /// Files to read before the source; gcc reads those for their macros first.
  public var forcedFiles: [ForcedFile]
  /// What `__FILE__` has otherwise, the last one first.
  public var pathPrefixes: [PathPrefix] = []
  /// Whether inclusions are listed (`Preprocessor.inclusions`).
  public var listsInclusions = false
  /// What it is when a header hides a different one of the same name; nil lets it pass.
  public var shadowedHeaders: Diagnostic.Severity? = .warning
  /// Whether who asks can switch warnings by flags, so that advice names them.
  public var hasWarningFlags = true
  /// How deep files may include one another; gcc's limit.
  public var includeDepth = 200
  /// How many tokens expansions may yield in one run: far above any board, far below what harms.
  public var expandedTokens = 1 << 22
  /// How many bytes of files may be had once more because of their `#line`s: a small source could include a large file as
  /// often as it likes.
  public var renumberedBytes = 1 << 26
  /// How many bytes a line may have: what has longer ones is no text that somebody wrote.
  public var lineLength = 1 << 24
  /// How deep macro calls may nest in the arguments of one another.
  public var callDepth = 256

  /// Options with these folders, macros and files.
  public init(
    includeFolders: [String] = [], implicitFolders: [String] = [], macros: [MacroOption] = [],
    quoteFolders: [String] = [], systemFolders: [String] = [], laterFolders: [String] = [],
    forcedFiles: [ForcedFile] = []
  ) {
    self.quoteFolders = quoteFolders
    self.systemFolders = systemFolders
    self.laterFolders = laterFolders
    self.forcedFiles = forcedFiles
    self.includeFolders = includeFolders
    self.implicitFolders = implicitFolders
    self.macros = macros
  }
}
