import TestSupport
import Testing

/// Searches that run to their end, and their exact reports.
struct ReportTests {
  @Test func first() throws {
    let result = try Workbench().search(bad: Workbench.has("is-c"))
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(
      Workbench.timeless(result.text) == """
        overlay 3 is the first bad one: c.dts
          good: overlays 1-2
          bad: overlays 1-3
        what c.dts does:
          + /led@0: c = "is-c"
        tried:
        step  what            verdict
        1     the base alone  good     T s
        2     all 8 overlays  bad      exit code 1, T s
        3     overlays 1-4    bad      exit code 1, T s
        4     overlays 1-2    good     T s
        5     overlays 1-3    bad      exit code 1, T s
        next: --strategy minimal finds whether others are needed as well, --strategy fragments --within c.dts which part of it

        """)
  }

  @Test func minimal() throws {
    let result = try Workbench().search(["--strategy", "minimal"], bad: Workbench.has("is-b", "is-g"))
    #expect(result.status == 0)
    #expect(
      Workbench.timeless(result.text) == """
        overlays 2,7 are bad together, and none of them can be left out
          2 b.dts
          7 g.dts
        what b.dts does:
          + /led@0: b = "is-b"
        what g.dts does:
          + /led@0: g = "is-g"
        tried:
        step  what            verdict
        1     the base alone  good     T s
        2     all 8 overlays  bad      exit code 1, T s
        3     overlays 1-4    good     T s
        4     overlays 1-6    good     T s
        5     overlays 1-7    bad      exit code 1, T s
        6     overlay 7       good     T s
        7     overlays 1-3,7  bad      exit code 1, T s
        8     overlays 1,7    good     T s
        9     overlays 1-2,7  bad      exit code 1, T s
        10    overlays 2,7    bad      exit code 1, T s
        11    overlay 2       good     T s

        """)
  }

  @Test func single() throws {
    let bench = try Workbench()
    try bench.overlay("b", "&made {\n  b = \"is-b\";\n};")
    try bench.overlay("a", "&led {\n  made: made { a = \"is-a\"; };\n};")
    let result = try bench.search(["--strategy", "single"], bad: Workbench.has("is-b"))
    #expect(result.status == 0)
    #expect(
      Workbench.timeless(result.text).split(separator: "what b.dts does")[0] == """
        1 of 8 overlays is bad on its own
        overlay  with  verdict
        1 a.dts        good
        2 b.dts  1     bad
        3 c.dts        good
        4 d.dts        good
        5 e.dts        good
        6 f.dts        good
        7 g.dts        good
        8 h.dts        good

        """)
  }

  /// Overlays that are good one by one and bad together are another strategy's.
  @Test func singleWithoutBad() throws {
    let result = try Workbench().search(["--strategy", "single"], bad: Workbench.has("is-b", "is-e"))
    #expect(result.status == 0)
    #expect(result.text.hasPrefix("no overlay is bad on its own\n"))
    #expect(result.text.hasSuffix("\nnext: --strategy minimal finds which of them are bad together\n"))
  }

  /// Of an overlay that can only be tried with a bad one, nothing is known.
  @Test func singleWithBadNeed() throws {
    let bench = try Workbench()
    try bench.overlay("b", "&made {\n  b = \"is-b\";\n};")
    try bench.overlay("a", "&led {\n  made: made { a = \"is-a\"; };\n};")
    let result = try bench.search(["--strategy", "single"], bad: Workbench.has("is-a"))
    #expect(result.status == 0)
    #expect(
      result.text.hasPrefix(
        """
        1 of 8 overlays is bad on its own
          overlay 2 needs overlay 1, which is bad, so there is no verdict on it
        overlay  with  verdict
        1 a.dts        bad
        2 b.dts  1     none
        3 c.dts        good

        """))
    #expect(!result.text.contains("what b.dts does"))
  }

  @Test func maximal() throws {
    let result = try Workbench().search(
      ["--strategy", "maximal"],
      bad: "{ \(Workbench.has("is-b")) && { \(Workbench.has("is-d")) || \(Workbench.has("is-h")); }; }")
    #expect(result.status == 0)
    #expect(
      result.text.split(separator: "tried:")[0] == """
        7 of 8 overlays can be good together; no larger set was found
          bad together: 2 b.dts, 4 d.dts
          bad together: 2 b.dts, 8 h.dts
        left out:
          2 b.dts

        """)
  }

  /// Sets without a verdict, and sets that cannot be merged, are not bad.
  @Test func unknown() throws {
    let bench = try Workbench()
    try bench.overlay("d", "&nope { x; };")
    func search(_ strategy: String, _ names: String, _ command: String) throws -> String {
      let files = names.split(separator: " ").map { "\($0).dts" }
      let result = try bench.bisect(
        ["-b", "base.dts", "--strategy", strategy] + files + ["--", "sh", "-c", command])
      #expect(result.status == 0, "\(result.errors)")
      return String(result.text.split(separator: "tried:")[0].split(separator: "what a.dts does:")[0])
    }
    func skipped(_ texts: String...) -> String {
      "if \(texts.map { Workbench.has($0) }.joined(separator: " && ")); then exit 125; fi;"
    }
    let first = try search("maximal", "a b c d", skipped("is-b") + " ! { \(Workbench.has("is-a")); }")
    #expect(
      first == """
        1 of 4 overlays can be good together; no larger set was found
          bad on its own: 1 a.dts
          no verdict on: 2 b.dts
          cannot be merged: 4 d.dts
        left out:
          1 a.dts
          2 b.dts
          4 d.dts

        """)
    let pair = try search("maximal", "a b c", skipped("is-a", "is-c"))
    #expect(
      pair == """
        2 of 3 overlays can be good together; no larger set was found
          no verdict on these together: 1 a.dts, 3 c.dts
        left out:
          3 c.dts

        """)
    let all = Workbench.has("is-a", "is-b", "is-c")
    let minimal = try search("minimal", "a b c", "if \(all); then exit 1; fi; " + skipped("is-a"))
    #expect(
      minimal == """
        all 3 overlays are bad together
          there is no verdict on whether overlays 2-3 can be left out
          1 a.dts
          2 b.dts
          3 c.dts

        """)
  }

  @Test func fragmentsAndProperties() throws {
    let bench = try Workbench()
    try bench.overlay(
      "d",
      "&led {\n  x = \"is-x\";\n  y = \"is-y\";\n  sub { z = \"is-z\"; };\n};\n&{/} {\n  w = \"is-w\";\n};")
    for (strategy, expected) in [
      (
        "fragments",
        """
        fragment 1 is bad with the other overlays applied: fragment@0 (&led)
        what d.dts does:
          + /led@0/sub
          + /led@0: x = "is-x"
          + /led@0: y = "is-y"
          + /led@0/sub: z = "is-z"

        """
      ),
      (
        "properties",
        """
        properties 2-3 of 'd.dts' are bad together with the other overlays applied, and none of them can be left out
          2 &led: y
          3 &led/sub: z
        what d.dts does:
          + /led@0/sub
          + /led@0: y = "is-y"
          + /led@0/sub: z = "is-z"

        """
      ),
    ] {
      let result = try bench.search(
        ["--strategy", strategy, "--within", "d.dts"], bad: Workbench.has("is-y", "is-z", "is-h"))
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.text.split(separator: "tried:")[0] == expected)
    }
  }

  @Test func unknownInBetween() throws {
    let result = try Workbench().bisect(
      ["-b", "base.dts"] + Workbench.files + [
        "--", "sh", "-c",
        "grep -qa is-f {} && exit 1; grep -qa is-c {} && exit 125; exit 0",
      ])
    #expect(result.status == 1)
    #expect(
      result.text.split(separator: "what c.dts")[0] == """
        one of overlays 3-6 is the first bad one; there is no verdict in between
          good: overlays 1-2
          bad: overlays 1-6

        """)
  }

  /// A recipe provides base, overlays and headroom.
  @Test func recipe() throws {
    let bench = try Workbench()
    try bench.folder.write(
      Array("{ source: \"base.dts\", overlays: [\"a\", \"c\", \"e\"], pad: 5000, output: \"x.dtb\" }\n".utf8),
      to: "sub/r.json5")
    for file in ["base.dts", "a.dts", "c.dts", "e.dts"] {
      try bench.folder.write(bench.folder.read(file), to: "sub/" + file)
    }
    let result = try bench.bisect([
      "--recipe", "sub/r.json5", "-o", "last.dtb", "--", "sh", "-c", "! grep -qa is-c {}",
    ])
    #expect(result.text.hasPrefix("overlay 2 is the first bad one: sub/c.dts\n"))
    // The last candidate has the bytes that applying and padding would give.
    let merged = try Tool.swiftdt.run(
      ["overlay", "apply", "-b", "base.dts", "-p", "5000", "-o", "m.dtb", "a.dts", "c.dts"], in: bench.folder)
    #expect(merged.status == 0)
    #expect(try bench.folder.read("last.dtb") == bench.folder.read("m.dtb"))
    // By hand, too, and after the search was replayed.
    let bare =
      "{ source: 'base.dts', overlays: ['a', 'c'], pad: 5000, symbols: false, output: 'x.dtb' }"
    try bench.folder.write(Array(bare.utf8), to: "sub/bare.json5")
    #expect(try Tool.swiftdt.run(["build", "-q", "-o", "o", "sub/bare.json5"], in: bench.folder).status == 0)
    #expect(try bench.bisect(["start", "--recipe", "sub/bare.json5", "-o", "try.dtb"]).status == 0)
    let log = try bench.bisect(["log"]).text
    #expect(log.contains(" --no-symbols "))
    try bench.folder.write(Array(log.utf8), to: "log")
    #expect(try bench.bisect(["good"]).status == 0)
    #expect(try bench.folder.read("try.dtb") == bench.folder.read("o/x.dtb"))
    #expect(try bench.bisect(["replay", "log"]).status == 0)
    #expect(try bench.bisect(["good"]).status == 0)
    #expect(try bench.folder.read("try.dtb") == bench.folder.read("o/x.dtb"))
    #expect(try bench.bisect(["reset"]).status == 0)
    let within = try bench.bisect([
      "--recipe", "sub/r.json5", "--strategy", "properties", "--within", "c", "--", "sh", "-c",
      "! grep -qa is-c {}",
    ])
    #expect(
      within.text.hasSuffix("next: --strategy minimal finds whether other overlays are needed as well\n"))
    #expect(within.text.hasPrefix("property 1 is bad with the other overlays applied: &led: c\n"))
  }
}
