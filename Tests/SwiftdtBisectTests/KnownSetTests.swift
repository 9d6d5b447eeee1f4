import TestSupport
import Testing

/// Searches by hand that start from known answers.
struct KnownSetTests {
  let bench: Workbench

  init() throws {
    bench = try Workbench()
  }

  private func start() throws -> Tool.Result {
    try bench.bisect(["start", "-b", "base.dts", "-o", "cand.dtb", "a.dts", "b.dts", "c.dts"])
  }

  /// A search may start at a set that is known to be good: SPI needs its overlay.
  @Test func knownGood() throws {
    _ = try start()
    let bad = try bench.bisect(["bad", "base"])
    #expect(bad.status == 1)
    #expect(
      bad.errors == """
        swiftdt: error: the base alone is already bad, so there is nothing good to compare with
        help: if some overlays are required, say up to which it is good: swiftdt overlay bisect good 1-2

        """)
    for format in [[], ["--json"], ["--markdown"]] {
      #expect(try bench.bisect(["status"] + format).status == 1)
    }
    #expect(try bench.bisect(["good", "1"]).text.hasPrefix("step 3, about 2 left: try all 3 overlays\n"))
    let run = try bench.bisect(["run", "--", "sh", "-c", "! { \(Workbench.has("is-c")); }"])
    #expect(run.status == 0)
    #expect(run.text.hasPrefix("overlay 3 is the first bad one: c.dts\n  good: overlays 1-2\n"))
  }

  /// The base need not have a verdict.
  @Test func knownEnds() throws {
    _ = try start()
    for answer in [["skip", "base"], ["good", "1-2"]] { _ = try bench.bisect(answer) }
    let last = try bench.bisect(["bad", "all"])
    #expect(last.status == 0)
    #expect(last.text.hasPrefix("overlay 3 is the first bad one: c.dts\n"))
  }

  @Test func withoutACommand() throws {
    _ = try start()
    let result = try bench.bisect([])
    #expect(result.status == 2)
    #expect(
      result.errors.hasPrefix(
        "swiftdt: error: to continue the search that was started by hand, give a command: -- COMMAND…\n"))
  }
}
