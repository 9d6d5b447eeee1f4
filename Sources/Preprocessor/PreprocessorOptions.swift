public import SourceText

/// The options of a preprocessing run.
public struct PreprocessorOptions: Sendable, Equatable {
  /// A `-D` or a `-U`; they take effect in order.
  public enum MacroOption: Sendable, Equatable {
    /// `NAME`, which is defined as 1, `NAME=body` or `NAME(a,b)=body`.
    case define(String)
    /// `NAME`.
    case undefine(String)
  }

  /// A file that is read before the source, as if the source included it.
  public enum ForcedFile: Sendable, Equatable {
    /// Only its macros count (`-imacros`).
    case macros(String)
    /// It is included (`-include`).
    case include(String)
  }

  /// A prefix of file names that `__FILE__` replaces by another one (`-fmacro-prefix-map`).
  public struct PathPrefix: Sendable, Equatable {
    let old: String
    let new: String

    /// A prefix and its replacement.
    public init(_ old: Substring, becomes new: Substring) {
      self.old = String(old)
      self.new = String(new)
    }
  }

  /// Folders searched for names in quotes, before all others except the including file's own (`-iquote`).
  public var quoteFolders: [String]
  /// Folders that are searched for included files, in order (`-I`).
  public var includeFolders: [String]
  /// Folders with system headers, searched after those (`-isystem`).
  public var systemFolders: [String]
  /// Folders with system headers, searched last (`-idirafter`).
  public var laterFolders: [String]
  /// Folders searched after the given ones, but before `laterFolders`: those of the kernel tree that a
  /// source is in.
  public var implicitFolders: [String]
  /// Macros to define or undefine before the source is read.
  public var macros: [MacroOption]
  /// Files to read before the source; those for their macros are read first, as in gcc.
  public var forcedFiles: [ForcedFile]
  /// The prefixes that `__FILE__` replaces; the last one that fits is used.
  public var pathPrefixes: [PathPrefix] = []
  /// Whether it is no error if a name in angle brackets, or any name in a system header, leads to nothing.
  public var omitsMissingSystemHeaders = false
  /// Whether inclusions are listed (`Preprocessor.inclusions`).
  public var listsInclusions = false
  /// The severity of a header that hides a different one of the same name; nil ignores it.
  public var shadowedHeaders: Diagnostic.Severity? = .warning
  /// Where the user can change them, so that advice names it.
  public var origin = OptionOrigin.commandLine
  /// What stands for the file that defines `macros`, where a message points to one.
  public var macroFile = "<command line>"
  /// Whether the user can switch warnings with flags, so that advice names these.
  public var hasWarningFlags = false
  /// How deep files may include one another; gcc's limit.
  var includeDepth = 200
  /// How many `#include`s may be carried out: a few files that include one another twice each make millions.
  var inclusions = 100_000
  /// How many bytes the files may have that are included again, counted each time.
  var repeatedBytes = 1 << 27
  /// How many tokens expansions may yield in one run: far above what any board needs, far below what does
  /// harm.
  public var expandedTokens = 1 << 22
  /// How many bytes of files may be copied because of their `#line`s: a small source could include a large
  /// file as often as it likes.
  var renumberedBytes = 1 << 26
  /// How many bytes a line may have: a file with longer lines is not a text that anyone wrote.
  var lineLength = 1 << 24
  /// How deep macro calls may nest in each other's arguments.
  var callDepth = 256

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
