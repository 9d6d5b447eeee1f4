import ArgumentParser
import TestSupport
import Testing

@testable import swiftdt

/// The usage of commands, in their help and in errors.
struct UsageTextTests {
  /// No line of a usage is longer than 80 characters; further ones begin below the first operand.
  @Test(arguments: [
    (
      ["help", "blame"], "USAGE: ",
      """
      USAGE: swiftdt blame <recipe, source or blob> [<path> ...]
                           [--overlay <file> ...] [--set <name=value> ...] [--json]
                           [--include <folder> ...] [--define <name[=value]> ...]
                           [--undefine <name> ...] [--show-includes] [--quiet]

      """
    ),
    (
      ["overlay", "conflicts", "--help"], "USAGE: ",
      """
      USAGE: swiftdt overlay conflicts --base <file> [--json] [--cross-check]
                                       <overlay> ... [--include <folder> ...]
                                       [--define <name[=value]> ...]
                                       [--undefine <name> ...] [--show-includes]
                                       [--warn <name> ...] [--error <name> ...]
                                       [--warnings-as-errors] [--quiet]

      """
    ),
    (["check", "--help"], "USAGE: ", "USAGE: swiftdt check [<options>] [<blob> ...]\n"),
    (
      ["view", "--nonsense"], "usage: ",
      """
      usage: swiftdt view <file> [--output <file>] [--overlay <file> ...]
                          [--set <name=value> ...] [--include <folder> ...]
                          [--define <name[=value]> ...] [--undefine <name> ...]
                          [--show-includes] [--quiet]

      """
    ),
  ])
  func usageInLines(arguments: [String], head: String, usage: String) throws {
    let result = try Tool.swiftdt.run(arguments, in: TemporaryFolder())
    let lines = (result.text + result.errors).split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.drop { !$0.hasPrefix(head) }
    let further = shown.dropFirst().prefix { $0.hasPrefix("      ") }
    #expect((shown.prefix(1) + further).joined(separator: "\n") + "\n" == usage)
  }

  /// In the help of no command is a usage wider than a terminal.
  @Test func noWideUsage() {
    var commands: [any ParsableCommand.Type] = [SwiftdtCommand.self]
    while let command = commands.popLast() {
      commands += command.configuration.subcommands
      let help = UsageText.wrapped(inHelp: SwiftdtCommand.helpMessage(for: command, columns: 80))
      #expect(help.split(separator: "\n").filter { $0.count > 80 } == [])
    }
  }
}
