import TestSupport
import Testing

/// A replay that fails: the search that is open stays as it is.
struct ReplayTests {
  private static let start = "swiftdt overlay bisect start -b base.dts -o CAND a.dts b.dts c.dts\n"

  @Test(
    arguments: [
      (
        start.replacing("CAND", with: "none/c.dtb"),
        "swiftdt: error: cannot write 'none/c.dtb': No such file or directory\n"
      ),
      (start.replacing("CAND", with: "sub"), "swiftdt: error: cannot write 'sub': Is a directory\n"),
      (
        start.replacing("CAND", with: "/dev/full"),
        "swiftdt: error: candidates need a regular file, which '/dev/full' is not\n"
      ),
      (
        start.replacing("CAND", with: "c.dts"), "swiftdt: error: the candidate would overwrite 'c.dts'\n"
      ),
      (
        start.replacing("CAND", with: "./log"),
        "swiftdt: error: the candidate would overwrite the log: './log'\n"
      ),
      (
        start.replacing("CAND", with: "./.swiftdt-bisect.json"),
        "swiftdt: error: the candidate would overwrite the search itself: '.swiftdt-bisect.json'\n"
      ),
      (
        start.replacing("CAND", with: "cand.dtb") + "swiftdt overlay bisect bad base\n",
        """
        swiftdt: error: the base alone is already bad, so there is nothing good to compare with
        help: if some overlays are required, say up to which it is good: swiftdt overlay bisect good 1-2

        """
      ),
      (
        start.replacing("CAND", with: "cand.dtb") + "swiftdt overlay bisect bad 7\n",
        "log:2: error: '7' is not a set of the 3 overlays\n"
      ),
      (
        start.replacing("CAND", with: "cand.dtb").replacing("b.dts", with: "none.dts"),
        "swiftdt: error: cannot read 'none.dts': No such file or directory\n"
      ),
    ], [true, false])
  func comesToNothing(log: (text: String, errors: String), isOpen: Bool) throws {
    let bench = try Workbench()
    try bench.folder.write(Array(log.text.utf8), to: "log")
    try bench.folder.write([], to: "sub/file")
    if isOpen {
      _ = try bench.bisect(["start", "-b", "base.dts", "-o", "cand.dtb"] + Workbench.files)
      _ = try bench.bisect(["good"])
    }
    let names = bench.folder.names
    let state = try? bench.folder.read(".swiftdt-bisect.json")
    let candidate = try? bench.folder.read("cand.dtb")
    #expect((state != nil) == isOpen && (candidate != nil) == isOpen)
    let result = try bench.bisect(["replay", "log"])
    // 2, as for all outputs that would overwrite an input.
    #expect(result.status == (log.errors.contains("would overwrite") ? 2 : 1))
    #expect(result.text == "")
    #expect(result.errors == log.errors)
    #expect(bench.folder.names == names)
    #expect((try? bench.folder.read(".swiftdt-bisect.json")) == state)
    #expect((try? bench.folder.read("cand.dtb")) == candidate)
  }
}

/// Logs of searches whose files have unusual names.
struct UnusualNameTests {
  @Test(arguments: ["a\nb.dts", "it's $x \\ `y`.dts", "tab\t\r.dts"])
  func logCanBeReplayed(name: String) throws {
    let bench = try Workbench()
    try bench.folder.write(bench.folder.read("c.dts"), to: name)
    let start = ["start", "-b", "base.dts", "-o", "cand.dtb", "a.dts", name, "b.dts"]
    #expect(try bench.bisect(start).status == 0)
    #expect(try bench.bisect(["good"]).status == 0)
    let log = try bench.bisect(["log"]).text
    #expect(
      log.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("swiftdt overlay bisect ") })
    try bench.folder.write(Array(log.utf8), to: "log")
    let status = try bench.bisect(["status"]).text
    #expect(try bench.bisect(["reset"]).status == 0)
    let replayed = try bench.bisect(["replay", "log"])
    #expect(replayed.errors == "")
    #expect(Workbench.timeless(replayed.text) == Workbench.timeless(status))
    // The same for fragments of one overlay, whose name is in every line.
    #expect(try bench.bisect(["reset"]).status == 0)
    let within = ["--strategy", "fragments", "--within", name]
    #expect(try bench.bisect(start + within).status == 0)
    let fragments = try bench.bisect(["log"]).text
    #expect(fragments.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("swiftdt") })
  }

  /// A log is read back, by `replay` and by a shell, whatever the files are called.
  @Test(arguments: ["-x.dts", "a b.dts", "it's.dts", "$(x)`y`.dts", "a\nb.dts", "\"q\\.dts", "-%d\n!.dts"])
  func strangeNames(name: String) throws {
    let bench = try Workbench()
    try bench.folder.write(bench.folder.read("b.dts"), to: name)
    let start = ["start", "-b", "base.dts", "-o", "./" + name + ".dtb", "--strategy", "fragments"]
    let first = try bench.bisect(start + ["--within", "./" + name, "a.dts", "./" + name])
    #expect(first.status == 0)
    #expect(try bench.bisect(["good"]).status == 0)
    let log = try bench.bisect(["log"]).text
    try bench.folder.write(Array(log.utf8), to: "log")
    #expect(try bench.bisect(["replay", "log"]).status == 0)
    #expect(Workbench.timeless(try bench.bisect(["log"]).text) == Workbench.timeless(log))
    #expect(try bench.bisect(["reset"]).status == 0)
    let folder = Tool.swiftdt.path.split(separator: "/").dropLast().joined(separator: "/")
    let result = try Tool(path: "/bin/sh").run(["-c", "PATH=/\(folder):$PATH\n\(log)"], in: bench.folder)
    #expect(result.status == 0 && result.errors == "")
    #expect(Workbench.timeless(try bench.bisect(["log"]).text) == Workbench.timeless(log))
  }

  /// Files whose names begin with a dash, as only `--` lets them be given.
  @Test func dashes() throws {
    let bench = try Workbench()
    try bench.folder.write(bench.folder.read("b.dts"), to: "-b.dts")
    let first = try bench.bisect(["start", "-b", "base.dts", "-o", "cand.dtb", "--", "a.dts", "-b.dts"])
    #expect(first.status == 0)
    let log = try bench.bisect(["log"]).text
    #expect(log.contains("-b base.dts -o cand.dtb a.dts ./-b.dts\n"))
    try bench.folder.write(Array(log.utf8), to: "log")
    #expect(try bench.bisect(["replay", "log"]).status == 0)
  }
}
