import ArgumentParser

/// `swiftdt`: the root of all commands, for help and completion.
struct SwiftdtCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swiftdt",
    abstract: "Compile, merge, check and inspect device trees.",
    discussion: """
      Exit codes: 0 success, 1 bad input or a failed check, 2 wrong usage. Diagnostics are coloured on a \
      terminal unless NO_COLOR is set.
      """,
    version: Version.text,
    subcommands: [
      CompileCommand.self,
      DecompileCommand.self,
      PreprocessCommand.self,
      OverlayCommand.self,
      BuildCommand.self,
      CheckCommand.self,
      CheckBootCommand.self,
      GetCommand.self,
      SetCommand.self,
      DumpCommand.self,
      DiffCommand.self,
      BlameCommand.self, ViewCommand.self,
    ])
}

/// The version of this program.
enum Version {
  /// What `swiftdt --version` says.
  static let text = "swiftdt 0.1.0"
  /// The dtc that the programs of its names do as.
  static let dtc = "1.8.1"
}
