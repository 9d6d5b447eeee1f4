import Foundation
import TestSupport
import Testing

/// Rules for make: the files that the command line names, all others that were read, and an empty rule for
/// each of the latter.
struct DepfileTests {
  static let cases: [(arguments: [String], rule: String)] = [
    (
      ["compile", "-Iinc", "-DN=2", "-o", "o.dtb", "macro.dts"],
      "o.dtb: \\\n  macro.dts \\\n  inc/m.h\ninc/m.h:\n"
    ),
    // With an output folder, the target is the path of the blob in it.
    (["compile", "-o", "new/", "base.dts"], "new/base.dtb: \\\n  base.dts\n"),
    (
      ["overlay", "apply", "-b", "base.dts", "-o", "o.dtb", "deep/on.dts"],
      "o.dtb: \\\n  base.dts \\\n  deep/on.dts \\\n  deep/okay.dtsi\ndeep/okay.dtsi:\n"
    ),
    (
      ["overlay", "apply", "-b", "base.dtb", "-o", "new/", "on.dtbo"],
      "new/base.dtb: \\\n  base.dtb \\\n  on.dtbo\n"
    ),
    (
      ["build", "-o", "out/", "deep/r.json5"],
      """
      out/x/y.dtb: \\
        deep/r.json5 \\
        deep/../base.dts \\
        deep/on.dts \\
        deep/okay.dtsi
      deep/../base.dts:
      deep/on.dts:
      deep/okay.dtsi:

      """
    ),
    // Adding an overlay to the folder changes it. The `/.` keeps it apart from a goal with the folder's name.
    (
      ["build", "-o", "out/", "deep/all.json5"],
      """
      out/x/y.dtb: \\
        deep/all.json5 \\
        deep/../base.dts \\
        deep/more/a.dts \\
        deep/on.dts \\
        deep/more/. \\
        deep/okay.dtsi
      deep/../base.dts:
      deep/more/a.dts:
      deep/on.dts:
      deep/more/.:
      deep/okay.dtsi:

      """
    ),
    // If the rule named the folder that the blob goes to, every run of make would rebuild it.
    (
      ["build", "-o", "deep/more", "deep/into.json5"],
      """
      deep/more/y.dtb: \\
        deep/into.json5 \\
        deep/../base.dts \\
        deep/../deep/more/a.dts
      deep/../base.dts:
      deep/../deep/more/a.dts:

      """
    ),
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try workshop()
    for (path, text) in [
      "deep/on.dts": "/dts-v1/;\n/plugin/;\n/include/ \"okay.dtsi\"\n",
      "deep/okay.dtsi": "&uart_a {\n  status = \"okay\";\n};\n",
      "deep/r.json5": "{ source: \"../base.dts\", overlays: [\"on\"], output: \"x/y.dtb\" }\n",
      "deep/more/a.dts": "/dts-v1/;\n/plugin/;\n&uart_a {\n  a;\n};\n",
      "deep/all.json5":
        "{ source: \"../base.dts\", overlays: [{ folder: \"more\" }, { names: [\"on\"] }], output: \"x/y.dtb\" }\n",
      "deep/into.json5":
        "{ source: \"../base.dts\", overlays: { folder: \"../deep/more\" }, output: \"y.dtb\" }\n",
    ] {
      try folder.write(Array(text.utf8), to: path)
    }
    return folder
  }

  /// The same goes for the folder that the rule is written to.
  @Test func aRuleAmongTheOverlays() throws {
    let folder = try folder()
    let result = try Tool.swiftdt.run(
      ["build", "-o", "out/", "deep/all.json5", "--depfile", "deep/more/o.d"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try String(decoding: folder.read("deep/more/o.d"), as: UTF8.self) == """
        out/x/y.dtb: \\
          deep/all.json5 \\
          deep/../base.dts \\
          deep/more/a.dts \\
          deep/on.dts \\
          deep/okay.dtsi
        deep/../base.dts:
        deep/more/a.dts:
        deep/on.dts:
        deep/okay.dtsi:

        """)
  }

  @Test(arguments: cases)
  func rules(arguments: [String], rule: String) throws {
    let folder = try folder()
    let result = try Tool.swiftdt.run(arguments + ["--depfile", "o.d"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try String(decoding: folder.read("o.d"), as: UTF8.self) == rule)
  }

  /// The blob is rebuilt when an overlay is added to the folder, changed or removed, and not otherwise.
  @Test func aFolderOfOverlays() throws {
    guard let make = Tool(named: "make") else { try Test.cancel("there is no make") }
    let folder = try folder()
    let rule =
      "out/x/y.dtb: ; @$(SWIFTDT) build -q -o out --depfile o.d deep/all.json5 && echo made\n-include o.d\n"
    try folder.write(Array(rule.utf8), to: "Makefile")
    func isMade() throws -> Bool {
      let result = try make.run(["SWIFTDT=" + Tool.swiftdt.path], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      return result.text == "made\n"
    }
    func wait() { usleep(20_000) }
    #expect(try isMade())
    #expect(try !isMade())
    for change in ["cp deep/more/a.dts deep/more/b.dts", "echo >> deep/more/b.dts", "rm deep/more/a.dts"] {
      wait()
      #expect(try Tool(path: "/bin/sh").run(["-c", change], in: folder).status == 0)
      #expect(try isMade(), "\(change)")
      #expect(try !isMade(), "\(change)")
    }
  }

  /// Standard input is not a file that a rule could name.
  @Test func ofStandardInput() throws {
    let folder = try folder()
    let arguments = ["compile", "-Iinc", "-DN=2", "-o", "o.dtb", "--depfile", "o.d", "-"]
    let result = try Tool.swiftdt.run(arguments, in: folder, input: folder.read("macro.dts"))
    #expect(result.status == 0, "\(result.errors)")
    #expect(try String(decoding: folder.read("o.d"), as: UTF8.self) == "o.dtb: \\\n  inc/m.h\ninc/m.h:\n")
  }

  /// The summary would be part of the rule.
  @Test func onStandardOutput() throws {
    let folder = try folder()
    let arguments = ["build", "-o", "out/", "deep/r.json5"]
    let summary = try Tool.swiftdt.run(arguments, in: folder)
    let rule = try Tool.swiftdt.run(arguments + ["--depfile", "-"], in: folder)
    #expect(rule.status == 0 && summary.text.hasPrefix("out/x/y.dtb\n"))
    #expect(rule.text == Self.cases.first { $0.arguments == arguments }?.rule)
    #expect(rule.errors == summary.text)
    #expect(try Tool.swiftdt.run(arguments + ["-q", "--depfile", "-"], in: folder).errors == "")
  }

  @Test(arguments: [
    (["compile", "-o", "o", "--depfile", "o", "base.dts"], "'o' cannot be both the blob and the make rule"),
    (
      ["overlay", "apply", "-b", "base.dtb", "-o", "d", "--depfile", "d/base.dtb", "on.dtbo"],
      "'d/base.dtb' cannot be both the blob and the make rule"
    ),
    (
      ["overlay", "apply", "-b", "base.dtb", "-o", "o", "--depfile", "./on.dtbo", "on.dtbo"],
      "'./on.dtbo' is an input and would be overwritten"
    ),
    (
      ["build", "-o", "out", "--depfile", "out/x/y.dtb", "r.json5"],
      "'out/x/y.dtb' cannot be both the blob and the make rule"
    ),
    (["build", "--depfile", "on.dts", "r.json5"], "'on.dts' is an input and would be overwritten"),
  ])
  func overWhatIsThere(arguments: [String], message: String) throws {
    let folder = try folder()
    let names = folder.names
    let result = try Tool.swiftdt.run(arguments, in: folder)
    #expect(result.status == 2)
    #expect(result.errors.split(separator: "\n").first.map(String.init) == "swiftdt: error: " + message)
    #expect(folder.names == names)
  }
}
