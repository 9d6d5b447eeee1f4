import TestSupport
import Testing

/// Command lines of `overlay bisect` that make no sense.
struct WrongUsageTests {
  @Test(arguments: [
    (["-b", "base.dts"], "there are no overlays to bisect"),
    // An empty variable after the dashes must not make it a search without a command.
    (["-b", "base.dts", "a.dts", "--"], "the command is empty"),
    (["-b", "base.dts", "a.dts", "--", ""], "the command is empty"),
    (["a.dts"], "missing --base or --recipe"),
    (["-b", "-", "a.dts", "-"], "only one of the files can be standard input"),
    (["-b", "base.dts", "a.dts", "a.dts"], "the overlay 'a.dts' is given twice"),
    (
      ["-b", "base.dts", "a.dts", "--repeat", "2"],
      "--repeat, --timeout and --output require a command: -- COMMAND…"
    ),
    (["-b", "base.dts", "a.dts", "--repeat", "0", "--", "true"], "--repeat must be from 1 to 1000"),
    (
      ["-b", "base.dts", "a.dts", "--timeout", "0", "--", "true"],
      "--timeout must be more than 0 seconds, and at most 10,000,000"
    ),
    (
      ["-b", "base.dts", "a.dts", "--timeout", "1e8", "--", "true"],
      "--timeout must be more than 0 seconds, and at most 10,000,000"
    ),
    (
      ["-b", "base.dts", "a.dts", "--timeout", "nan", "--", "true"],
      "--timeout must be more than 0 seconds, and at most 10,000,000"
    ),
    (
      ["-b", "base.dts", "a.dts", "--check", "final", "--", "true"],
      "--check and --expect cannot be used with a command"
    ),
    (["-b", "base.dts", "--recipe", "r", "a.dts"], "--base and --recipe are mutually exclusive"),
    (["--recipe", "r", "a.dts"], "--recipe already names the overlays"),
    (["--recipe", "r", "--set", "x"], "--set needs NAME=VALUE, not 'x'"),
    (["-b", "base.dts", "--json", "--markdown", "a.dts"], "--json and --markdown are mutually exclusive"),
    (
      ["-b", "base.dts", "--within", "a.dts", "a.dts"],
      "--within requires --strategy fragments or properties"
    ),
    (
      ["-b", "base.dts", "--strategy", "fragments", "a.dts", "b.dts"],
      "--strategy fragments searches one overlay: choose it with --within OVERLAY"
    ),
    (
      ["-b", "base.dts", "--strategy", "properties", "--within", "c.dts", "a.dts", "b.dts"],
      "--within: no overlay is called 'c.dts'; choose from 1 a.dts, 2 b.dts"
    ),
    (
      ["-b", "base.dts", "--strategy", "properties", "--within", "3", "a.dts", "b.dts"],
      "--within: no overlay is called '3'; choose from 1 a.dts, 2 b.dts"
    ),
    (
      ["-b", "base.dts", "--strategy", "properties", "--within", "a", "a.dts", "b.dts", "./a.dts"],
      "--within 'a' is ambiguous: 1 a.dts, 3 ./a.dts"
    ),
    (["goood"], "unknown command 'goood'; did you mean 'good'?"),
    (["god", "base"], "unknown command 'god'; did you mean 'good'?"),
    (
      ["-b", "base.dts", "--strategy", "last", "a.dts"],
      "the value 'last' is invalid for '--strategy <strategy>'. "
        + "Please provide one of the following:"
    ),
    (["start", "-b", "base.dts", "a.dts"], "missing expected argument '--output <file>'"),
    (["start", "-b", "base.dts", "-o", "-", "a.dts"], "--output needs a regular file"),
    (
      ["start", "-b", "-", "-o", "c.dtb", "a.dts"],
      "a search by hand needs files, not standard input"
    ),
    (["good", "1", "2"], "unexpected argument '2'"),
    (["replay"], "missing expected argument '<file>'"),
  ])
  func wrongUsage(arguments: [String], message: String) throws {
    let result = try Workbench().bisect(arguments)
    #expect(result.status == 2)
    #expect(result.text == "")
    #expect(result.errors.split(separator: "\n").first.map(String.init) == "swiftdt: error: " + message)
  }

  /// With a recipe, how many overlays there are is known only when it has been read.
  @Test(arguments: [
    (
      "--strategy fragments",
      "--strategy fragments searches one overlay: choose it with --within OVERLAY"
    ),
    ("--within a.dts", "--within requires --strategy fragments or properties"),
    (
      "--strategy properties --within 3", "--within: no overlay is called '3'; choose from 1 a.dts, 2 b.dts"
    ),
  ])
  func wrongUsageWithARecipe(flags: String, message: String) throws {
    let bench = try Workbench()
    try bench.folder.write(
      Array("{ source: 'base.dts', overlays: ['a.dts', 'b.dts'], output: 'x' }".utf8), to: "r.json5")
    let result = try bench.bisect(["--recipe", "r.json5"] + flags.split(separator: " ").map(String.init))
    #expect(result.status == 2)
    #expect(result.text == "")
    #expect(result.errors == "swiftdt: error: \(message)\n")
  }
}
