import TestSupport
import Testing

/// `Scripts/bench-check` on one command, with figures that are right and figures that are not.
@Suite(
  .enabled(
    if: Tool(named: "valgrind") != nil && Tool(named: "python3") != nil,
    "valgrind or python3 is not installed"))
struct BenchCheckTests {
  /// Counts the start-up alone, of a program that valgrind can read however ours was built.
  private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Tool.Result {
    try #require(Tool(named: "python3")).run(
      [
        PackageFolder.path + "/Scripts/bench-check", "/bin/true", "--thresholds", folder["figures"],
        "--only", "start-up",
      ] + arguments, in: folder)
  }

  private static let name = "start-up: --version\tinstructions\t"

  /// Returns the recorded figure.
  private func figure(in folder: TemporaryFolder) throws -> Int {
    let text = String(decoding: try folder.read("figures"), as: UTF8.self)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(Self.name) })
    return try #require(Int(line.dropFirst(Self.name.count)))
  }

  @Test func failsWhenAFigureGrew() throws {
    let folder = try TemporaryFolder()
    // A figure that was never counted has to be recorded first.
    #expect(try run([], in: folder).status == 1)
    #expect(try run(["--update"], in: folder).status == 0)
    let count = try figure(in: folder)
    let same = try run([], in: folder)
    #expect(same.status == 0, "\(same.text)\(same.errors)")

    try folder.write(Array((Self.name + "\(count / 2)\n").utf8), to: "figures")
    let grown = try run([], in: folder)
    #expect(grown.status == 1)
    #expect(grown.text.hasPrefix("grew  start-up: --version"), "\(grown.text)\(grown.errors)")

    // A recorded figure of twice as much is a gain to be recorded, and not a failure.
    try folder.write(Array((Self.name + "\(count * 2)\n").utf8), to: "figures")
    let fallen = try run([], in: folder)
    #expect(fallen.status == 0)
    #expect(fallen.text.hasPrefix("fell  start-up: --version"), "\(fallen.text)\(fallen.errors)")
    // The recorded figure stays until it is updated.
    #expect(try run(["--update"], in: folder).status == 0)
    #expect(try abs(figure(in: folder) - count) < max(count / 30, 20_000))
    #expect(try run([], in: folder).text == "bench-check: 1 figures, 0 grew, 0 fell, 0 new\n")
  }
}
