import ArgumentParser

/// `swiftdt`: the root of all commands, for help and completion.
struct SwiftdtCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swiftdt",
    abstract: "Compile, merge, check and inspect device trees.",
    discussion: """
      Exit codes: 0 success, 1 bad input or a failed check, 2 wrong usage. Diagnostics are coloured on a \
      terminal unless NO_COLOR is set, and elsewhere if CLICOLOR_FORCE is.

      Under the names dtc, fdtoverlay, fdtget, fdtput and fdtdump, the program is one of these (`swiftdt help \
      dtc`).
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
  /// The output of `swiftdt --version`.
  static let text = "swiftdt 0.1.0"
  /// The version of dtc that the drop-in programs behave like.
  static let dtc = "1.8.1"
}
