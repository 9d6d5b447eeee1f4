/// What a preprocessing run is told on the command line.
public struct PreprocessorOptions: Sendable, Equatable {
  /// A `-D` or a `-U`: they take effect in their order.
  public enum MacroOption: Sendable, Equatable {
    /// `NAME`, which stands for 1, `NAME=body` or `NAME(a,b)=body`.
    case define(String)
    /// `NAME`.
    case undefine(String)
  }

  /// Folders that are searched for included files, in order (`-I`).
  public var includeFolders: [String]
  /// Folders searched after all others: those of the kernel tree that a source lies in.
  public var implicitFolders: [String]
  /// Macros to define or to forget before the source is read.
  public var macros: [MacroOption]
  /// How deep files may include one another; gcc's limit.
  public var includeDepth = 200
  /// How many tokens expansions may yield in one run: far above any board, far below what harms.
  public var expandedTokens = 1 << 24
  /// How deep macro calls may nest in the arguments of one another.
  public var callDepth = 256

  /// Options with these folders and macros.
  public init(
    includeFolders: [String] = [], implicitFolders: [String] = [], macros: [MacroOption] = []
  ) {
    self.includeFolders = includeFolders
    self.implicitFolders = implicitFolders
    self.macros = macros
  }
}
