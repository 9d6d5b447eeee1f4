import TestSupport
import Testing

/// Searches by hand, as they are typed and answered.
struct SessionTests {
  let bench: Workbench

  init() throws {
    bench = try Workbench()
  }

  private func start(_ flags: String...) throws -> Tool.Result {
    try bench.bisect(["start", "-b", "base.dts", "-o", "cand.dtb"] + flags + ["a.dts", "b.dts", "c.dts"])
  }

  private var state: String {
    get throws { String(decoding: try bench.folder.read(".swiftdt-bisect.json"), as: UTF8.self) }
  }

  @Test func wholeSession() throws {
    let first = try start()
    #expect(first.status == 0)
    #expect(
      first.text == """
        step 1, about 4 left: try the base alone
        cand.dtb written, 131294 bytes
        then type
          swiftdt overlay bisect good base  if it works
          swiftdt overlay bisect bad base   if it does not
          swiftdt overlay bisect skip base  if you cannot tell

        """)
    _ = try bench.bisect(["good"])
    let third = try bench.bisect(["bad"])
    #expect(third.status == 0)
    #expect(
      third.text == """
        step 3, about 2 left: try overlay 1
          1 a.dts
        cand.dtb written, 131316 bytes
        then type
          swiftdt overlay bisect good 1  if it works
          swiftdt overlay bisect bad 1   if it does not
          swiftdt overlay bisect skip 1  if you cannot tell

        """)
    // The candidate is what applying and padding gives.
    let merged = try Tool.swiftdt.run(
      ["overlay", "apply", "-b", "base.dts", "-p", "0x20000", "-o", "m.dtb", "a.dts"], in: bench.folder)
    #expect(merged.status == 0)
    #expect(try bench.folder.read("cand.dtb") == bench.folder.read("m.dtb"))
    let log = try bench.bisect(["log"])
    #expect(
      Workbench.timeless(log.text) == """
        # 3 overlays:
        #   1 a.dts
        #   2 b.dts
        #   3 c.dts
        swiftdt overlay bisect start --strategy first --pad 131072 -b base.dts -o cand.dtb a.dts b.dts c.dts
        # TIME: the base alone
        swiftdt overlay bisect good base
        # TIME: all 3 overlays
        swiftdt overlay bisect bad all
        # open: overlay 1

        """)
    _ = try bench.bisect(["good", "1"])
    let last = try bench.bisect(["bad", "1-2"])
    #expect(last.status == 0)
    #expect(
      Workbench.timeless(last.text) == """
        overlay 2 is the first bad one: b.dts
          good: overlay 1
          bad: overlays 1-2
        what b.dts does:
          + /led@0: b = "is-b"
        tried:
        step  what            verdict
        1     the base alone  good     TIME
        2     all 3 overlays  bad      TIME
        3     overlay 1       good     TIME
        4     overlays 1-2    bad      TIME
        next: find which part of it
          swiftdt overlay bisect reset
          swiftdt overlay bisect start --strategy fragments --within b.dts --pad 131072 -b base.dts -o cand.dtb a.dts b.dts c.dts
        (or whether others are needed as well: with --strategy minimal, and without --within)
        the search is over; to forget it: swiftdt overlay bisect reset

        """)
    #expect(try bench.bisect(["status", "--json"]).text.contains("\"found\" : true"))
    let reset = try bench.bisect(["reset"])
    #expect(reset.text == "removed .swiftdt-bisect.json; the last candidate is kept\n")
    #expect(!bench.folder.names.contains(".swiftdt-bisect.json"))
    #expect(bench.folder.names.contains("cand.dtb"))
  }

  @Test func answersOutOfTurn() throws {
    _ = try start()
    _ = try bench.bisect(["good"])
    // Repeating an answer does no harm; contradicting it is an error.
    let again = try bench.bisect(["good", "base"])
    #expect(again.status == 0)
    #expect(
      again.text.hasPrefix(
        "already known: the base alone is good\nstep 2, about 3 left: try all 3 overlays\n"))
    let other = try bench.bisect(["bad", "base"])
    #expect(other.status == 1)
    #expect(
      other.errors == """
        swiftdt: error: the base alone was good before, and now bad
        help: to take the first answer back, remove it from the log and replay that: swiftdt overlay bisect log

        """)
    let none = try bench.bisect(["bad", "1-4"])
    #expect(none.status == 2)
    #expect(
      none.errors
        == "swiftdt: error: '1-4' is not a set of the 3 overlays: numbers and ranges such as 1-3,5, or base, or all\n"
    )
    _ = try bench.bisect(["bad"])
    _ = try bench.bisect(["bad", "1"])
    let late = try bench.bisect(["good"])
    #expect(late.status == 1)
    #expect(
      late.errors == """
        swiftdt: error: there is nothing to answer: overlay 1 is the first bad one: a.dts
        help: end the search: swiftdt overlay bisect reset

        """)
    let second = try start()
    #expect(second.status == 1)
    #expect(
      second.errors == """
        swiftdt: error: a search was already started: .swiftdt-bisect.json
        help: continue it: swiftdt overlay bisect status
        help: or end it: swiftdt overlay bisect reset

        """)
  }

  /// A set that cannot be merged is bad if someone says so, as it is for a check, but cannot be good. The log says
  /// why, and is a shell script in this case, too.
  @Test(
    arguments: [
      ("bad", 0, "note: overlay 2 cannot be merged, so this counts as bad without having been tried", "bad"),
      (
        "skip", 0, "note: overlay 2 cannot be merged, so this counts as skip without having been tried",
        "skip"
      ),
      ("good", 1, "error: overlay 2 cannot have been good: it cannot be merged", nil),
    ] as [(String, Int32, String, String?)])
  func unmergeableAnswer(verdict: String, status: Int32, message: String, recorded: String?) throws {
    try bench.overlay("b", "&made { b = \"is-b\"; };")
    try bench.overlay("a", "&led { made: made { }; };")
    _ = try start("--strategy", "single")
    let result = try bench.bisect([verdict, "2"])
    #expect(result.status == status)
    #expect(result.errors == "swiftdt: \(message)\n")
    let log = try bench.bisect(["log"]).text
    let lines = log.split(separator: "\n").filter { $0.contains("cannot be merged") || $0.hasSuffix(" 2") }
    #expect(
      lines.map { $0.hasPrefix("#") ? "# " + $0.dropFirst("# 2026-12-01T12:00:00Z: ".count) : String($0) }
        == (recorded.map { ["# overlay 2 (cannot be merged)", "swiftdt overlay bisect \($0) 2"] } ?? []))
    _ = try bench.bisect(["reset"])
    let script = "swiftdt() { \"\(Tool.swiftdt.path)\" \"$@\"; }\n" + log
    #expect(try Tool(path: "/bin/sh").run(["-ec", script], in: bench.folder).status == 0)
  }

  /// A wrong answer is taken back through the log.
  @Test func replay() throws {
    _ = try start("--strategy", "minimal", "-D", "X=a b", "-I", "in'c")
    _ = try bench.bisect(["good"])
    _ = try bench.bisect(["bad"])
    _ = try bench.bisect(["bad"])
    let log = try bench.bisect(["log"]).text
    let before = try state
    try bench.folder.write(Array(log.utf8), to: "log")
    #expect(try bench.bisect(["replay", "log"]).status == 0)
    #expect(Workbench.timeless(try state) == Workbench.timeless(before))
    let lines = log.split(separator: "\n").filter { $0 != "swiftdt overlay bisect bad 1" }
    try bench.folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "edited")
    let replayed = try bench.bisect(["replay", "edited"])
    #expect(replayed.status == 0)
    #expect(replayed.text.hasPrefix("step 3, about"))
    // A log is a shell script as well.
    _ = try bench.bisect(["reset"])
    let script = "swiftdt() { \"\(Tool.swiftdt.path)\" \"$@\"; }\n" + log
    let run = try Tool(path: "/bin/sh").run(["-ec", script], in: bench.folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(Workbench.timeless(try state) == Workbench.timeless(before))
  }

  @Test(arguments: [
    ("", "log: error: there is no 'swiftdt overlay bisect start' in this log"),
    ("make good", "log:1: error: expected a line of 'swiftdt overlay bisect log', not 'make'"),
    ("# x\n\nswiftdt overlay bisect good base", "log:3: error: 'good' is not expected here"),
    (
      "START\nswiftdt overlay bisect good", "log:2: error: 'good' needs a set: 1-3,5, or base, or all"
    ),
    ("START\nswiftdt overlay bisect good 1-9", "log:2: error: '1-9' is not a set of the 2 overlays"),
    (
      "START\nswiftdt overlay bisect good 1\n#\nswiftdt overlay bisect bad 1",
      "log:4: error: '1' is both good and bad"
    ),
    ("START\nSTART", "log:2: error: 'start' is not expected here"),
    ("START 'x", "log:1: error: missing closing quote"),
    (
      "swiftdt overlay bisect start -b base.dts a.dts",
      "log:1: error: missing expected argument '--output <file>'"
    ),
  ])
  func badLog(text: String, message: String) throws {
    let log = text.replacing("START", with: "swiftdt overlay bisect start -b base.dts -o c.dtb a.dts b.dts")
    try bench.folder.write(Array(log.utf8), to: "log")
    let result = try bench.bisect(["replay", "log"])
    #expect(result.status == 1)
    #expect(result.errors == message + "\n")
    #expect(!bench.folder.names.contains(".swiftdt-bisect.json"))
  }

  /// A command takes over where a person stopped.
  @Test func run() throws {
    _ = try start()
    _ = try bench.bisect(["good"])
    let result = try bench.bisect(["run", "--", "sh", "-c", "echo x >> asked; ! grep -qa is-c {}"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.hasPrefix("overlay 3 is the first bad one: c.dts\n"))
    #expect(try bench.folder.read("asked").count == 2 * 3)
    #expect(try state.contains("\"set\" : \"1-2\""))
  }

  /// What says how a search begins is not silently ignored when it goes on.
  @Test func optionsForAStartedSearch() throws {
    _ = try start("-I", "more")
    let refused = try bench.bisect([
      "run", "--strategy", "fragments", "--within", "b", "-DX=1", "-p", "0", "--", "touch", "asked",
    ])
    #expect(refused.status == 2)
    #expect(refused.text == "")
    #expect(
      refused.errors == """
        swiftdt: error: --strategy, --within, -D and --pad cannot change a search that was started by hand (with --strategy first)
        help: start another one: swiftdt overlay bisect reset; swiftdt overlay bisect start --strategy fragments --within b.dts -I more -DX=1 --pad 0 -b base.dts -o cand.dtb a.dts b.dts c.dts

        """)
    #expect(!bench.folder.names.contains("asked"))
    // Nothing is advised that would only throw the search away.
    #expect(
      try bench.bisect(["run", "--strategy", "fragments", "--", "true"]).errors == """
        swiftdt: error: --strategy cannot change a search that was started by hand (with --strategy first)
        help: nor would another one begin with this: --strategy fragments searches one overlay: choose it with --within OVERLAY

        """)
    // The same after the search is over.
    _ = try bench.bisect(["good", "base"])
    _ = try bench.bisect(["bad", "1"])
    #expect(try bench.bisect(["run", "--within", "nonsense", "--", "true"]).status == 2)
    #expect(try bench.bisect(["run", "--strategy", "single", "--", "true"]).status == 2)
    let over = try bench.bisect(["run", "--", "true"])
    #expect(over.text.hasPrefix("overlay 1 is the first bad one: a.dts\n"))
  }

  /// The commands that the report of a search by hand ends in can be typed as they are.
  @Test func advisedCommands() throws {
    try bench.overlay("b c", "&led { x = \"one\"; };\n&{/led@0} { y = \"two\"; };")
    _ = try bench.bisect([
      "start", "--state", "s 1.json", "-b", "base.dts", "-o", "cand.dtb", "a.dts", "b c.dts",
    ])
    _ = try bench.bisect(["good", "--state", "s 1.json", "1"])
    let over = try bench.bisect(["run", "--state", "s 1.json", "--", "sh", "-c", "! grep -qa two {}"])
    #expect(over.status == 0, "\(over.errors)")
    let lines = over.text.split(separator: "\n")
    let commands = lines.filter { $0.hasPrefix("  swiftdt ") }.map { String($0.dropFirst(2)) }
    #expect(commands.count == 2)
    for command in commands {
      let line = command.replacing("swiftdt", with: "\"$0\"", maxReplacements: 1)
      let result = try Tool(path: "/bin/sh").run(["-c", line, Tool.swiftdt.path], in: bench.folder)
      #expect(result.status == 0, "\(result.errors)")
    }
    let found = try bench.bisect(["run", "--state", "s 1.json", "--", "sh", "-c", "! grep -qa two {}"])
    #expect(found.status == 0, "\(found.errors)")
    #expect(found.text.hasPrefix("fragment 2 is bad with the other overlays applied: "))
    #expect(found.text.contains(" start --strategy properties --within 'b c.dts' "))
  }

  @Test func contradiction() throws {
    _ = try start()
    let result = try bench.bisect(["bad"])
    #expect(result.status == 1)
    #expect(
      result.errors == """
        swiftdt: error: the base alone is already bad, so there is nothing good to compare with
        help: if some overlays are required, say up to which it is good: swiftdt overlay bisect good 1-2

        """)
  }
}
