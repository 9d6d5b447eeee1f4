import TestSupport
import Testing

/// The flags for sources mean the same whether a command gets a source, a recipe, or more overlays with `-O`.
struct RecipeFlagTests {
  static let files = [
    "w.dts": "/dts-v1/;\n#warning careful\n#include <m.h>\n/ { model = \"m\"; a { n = <M N>; }; };\n",
    "inc/m.h": "#define M 1\n",
    "o.dts":
      "/dts-v1/; /plugin/;\n/ { stray { }; fragment@0 { target-path = \"/\"; __overlay__ { z = <N>; }; }; };\n",
    "bare.json5": "{ source: \"w.dts\", output: \"w.dtb\" }\n",
    "w.json5": "{ source: \"w.dts\", overlays: [\"o.dts\"], output: \"w.dtb\" }\n",
  ]

  /// Command lines, and whether they read the overlay.
  static let lines = [
    ("blame w.dts /", false), ("blame bare.json5 /", false), ("blame w.json5 /", true),
    ("blame -O o.dts w.dts /", true), ("blame -O o.dts bare.json5 /", true),
    ("view w.dts", false), ("view bare.json5", false), ("view w.json5", true), ("view -O o.dts w.dts", true),
    ("view -O o.dts bare.json5", true),
    ("overlay bisect -b w.dts o.dts", true), ("overlay bisect --recipe w.json5", true),
  ]

  @Test(arguments: lines)
  func flags(line: String, isMerged: Bool) throws {
    let folder = try TemporaryFolder(Self.files)
    let end =
      line.hasPrefix("overlay") ? "swiftdt: error: the overlay is good; there is nothing to find\n" : ""
    func run(_ flags: String...) throws -> Tool.Result {
      let words = line.split(separator: " ").map(String.init) + ["-I", "inc", "-D", "N=2"] + flags
      let result = try Tool.swiftdt.run(words, in: folder)
      #expect(result.status == (end.isEmpty ? 0 : 1), "\(result.errors)")
      return result
    }
    let loud = try run()
    #expect(loud.errors.contains("w.dts:2:2: warning: #warning careful\n"))
    #expect(loud.errors.contains(": warning: 'stray' is in no fragment") == isMerged)
    let quiet = try run("-q")
    #expect(quiet.errors == end)
    #expect(quiet.output == loud.output)
    let listing = try run("-q", "--show-includes")
    #expect(listing.errors == "w.dts\n  inc/m.h (-I inc)\n" + (isMerged ? "o.dts\n" : "") + end)
    #expect(listing.output == loud.output)
  }
}
