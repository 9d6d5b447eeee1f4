import DeviceTree
import DeviceTreeBlob
import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// Advice names only what the reader can change: flags that the command has, keys of a recipe, or arguments
/// of a Nix function.
@Suite struct AdviceTests {
  private func program(folder: String = "include") throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Array("/dts-v1/;\n#include <a.h>\n/ { a; };\n".utf8), to: "vendor/dts/b.dts")
    try program.write(Array("#define A 1\n".utf8), to: "vendor/\(folder)/a.h")
    try program.write(
      Array(#"{ source: "dts/b.dts", output: "b.dtb" }"#.utf8), to: "vendor/board.json5")
    try program.write(
      Array(#"{ source: "../vendor/dts/b.dts", output: "b.dtb" }"#.utf8), to: "recipes/board.json5")
    return program
  }

  @Test(
    arguments: [
      (["compile", "-o", "-", "vendor/dts/b.dts"], "name some with -I", "-I vendor/include would find it"),
      (
        ["build", "vendor/board.json5"], "name some in the recipe's 'include'",
        "\"include\" in the recipe's 'include' would find it"
      ),
      (
        ["build", "recipes/board.json5"], "name some in the recipe's 'include'",
        "\"../vendor/include\" in the recipe's 'include' would find it"
      ),
      (
        ["blame", "vendor/board.json5"], "name some in the recipe's 'include'",
        "\"include\" in the recipe's 'include' would find it"
      ),
    ] as [([String], String, String)])
  func missingHeaders(words: [String], note: String, help: String) throws {
    let errors = try program().run(words).errors.replacing("recipes/../", with: "")
    #expect(
      errors == """
        vendor/dts/b.dts:2:10: error: included file 'a.h' was not found
            2 | #include <a.h>
              |          ^~~~~
        note: no folder was searched; \(note)
        help: \(help)

        """)
  }

  @Test func inNix() throws {
    let outcome = try program().run(["build", "vendor/board.json5"], environment: ["SWIFTDT_NIX": "1"])
    #expect(
      outcome.errors.hasSuffix(
        """
        note: no folder was searched; name some in 'includes'
        help: 'vendor/include' has it: add that folder to 'includes'

        """))
  }

  /// The advice can be pasted into a shell.
  @Test(arguments: ["a b", "$HOME;x", "it's \"q\"", "a\nb\\'c"])
  func foldersAreQuoted(name: String) throws {
    let program = try BuiltProgram()
    try program.write(Array("/dts-v1/;\n#include <a.h>\n/ { a; };\n".utf8), to: "\(name)/b.dts")
    try program.write([], to: "\(name)/include/a.h")
    let errors = try program.run("compile", "-o", "x.dtb", "\(name)/b.dts").errors
    let line = try #require(errors.split(separator: "\n").last)
    let flag = try #require(line.wholeMatch(of: /help: (.*) would find it/)).output.1
    let script = "exec ./swiftdt compile -o x.dtb \(flag) \"$1\""
    let result = try Tool(path: "/bin/bash").run(["-c", script, "sh", "\(name)/b.dts"], in: program.place)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func headersThatHideOthers() throws {
    let program = try BuiltProgram()
    try program.write(Array("/dts-v1/;\n#include <a.h>\n/ { a; };\n".utf8), to: "b.dts")
    try program.write([], to: "i/a.h")
    try program.write(Array("#define A\n".utf8), to: "j/a.h")
    try program.write(
      Array(#"{ source: "b.dts", output: "b.dtb", include: ["i", "j"] }"#.utf8), to: "board.json5")
    let help = "help: use -Wno-shadowed-header if this is intended\n"
    #expect(try program.run("build", "board.json5").errors.hasSuffix(help))
    let inNix = try program.run(["build", "board.json5"], environment: ["SWIFTDT_NIX": "1"])
    #expect(inNix.errors.contains("which is different"))
    #expect(!inNix.errors.contains("help:"))
    #expect(try program.run("build", "-Wno-shadowed-header", "board.json5").errors == "")
  }

  @Test(
    arguments: [([], "-E no-node_name_not_empty"), ([("SWIFTDT_NIX", "1")], nil)]
      as [([(String, String)], String?)])
  func checks(environment: [(String, String)], flag: String?) throws {
    let program = try BuiltProgram()
    try program.write(Array("/dts-v1/;\n/ { @fdt-SEQ { }; };\n".utf8), to: "b.dts")
    try program.write(Array(#"{ source: "b.dts", output: "b.dtb" }"#.utf8), to: "board.json5")
    let outcome = try program.run(
      ["build", "board.json5"], environment: Dictionary(environment) { $1 })
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("help:") == (flag != nil))
    if let flag { #expect(outcome.errors.contains(flag)) }
  }

  /// Advice that layers below the commands give.
  @Test(
    arguments: [
      (
        ["overlay", "apply", "-b", "bare.dtb", "-o", "m.dtb", "on.dts"],
        "compile the base with -@ (dtc) or swiftdt compile -@",
        "give the base as a source, or build its blob with 'DTC_FLAGS=-@' among the kernel's make flags"
      ),
      (
        ["overlay", "apply", "-b", "fit.dtb", "-o", "m.dtb", "on.dts"],
        "the base is a FIT image: `swiftdt dump --scan` finds the device trees in it",
        "the base is a FIT image: use one of the device trees in it"
      ),
      (
        ["overlay", "apply", "-b", "text.dtb", "-o", "m.dtb", "on.dts"],
        "it looks like text; `swiftdt compile` makes a blob from a source",
        "it looks like text; 'buildDeviceTree' makes a blob from a source"
      ),
      (
        ["check", "text.dtb"], "it looks like text; `swiftdt compile` makes a blob from a source",
        "it looks like text; 'buildDeviceTree' makes a blob from a source"
      ),
      (
        ["check", "--profile", "uboot", "bare.dtb"],
        "leave them with `swiftdt set BLOB --pad 12288`, or 'pad' in a recipe",
        "build the blob with pad = 12288"
      ),
      (
        ["check", "--profile", "nixos", "bare.dtb"], "compile it with `-@`",
        "build it with 'buildDeviceTree', or with 'DTC_FLAGS=-@' among the kernel's make flags"
      ),
      (
        ["check", "--profile", "final", "on.dtbo"],
        "an overlay is not a complete tree: apply it to a base with `swiftdt overlay apply`",
        "an overlay is not a complete tree: apply it to a base with 'applyOverlays'"
      ),
      (
        ["check", "long.dtb"],
        "the header's totalsize must include headroom: use 'pad' in a recipe, or `dtc -p`",
        "the header's totalsize must include headroom: build the blob with 'pad'"
      ),
    ] as [([String], String, String)])
  func remedies(words: [String], help: String, helpInNix: String) throws {
    let program = try BuiltProgram()
    for (name, text) in [
      ("bare.dtb", "/ { led: led { }; };"), ("on.dtbo", "/plugin/; &led { a; };"),
      ("fit.dtb", "/ { description = \"d\"; images { a { }; }; configurations { }; };"),
    ] {
      try program.write(Array("/dts-v1/; \(text)\n".utf8), to: "a.dts")
      #expect(try program.run("compile", "-o", name, "a.dts").status == 0)
    }
    try program.write(Array("/dts-v1/; /plugin/; &led { a; };\n".utf8), to: "on.dts")
    try program.write(Array("text\n".utf8), to: "text.dtb")
    try program.write((program.read("bare.dtb") ?? []) + [0, 0, 0, 0], to: "long.dtb")
    #expect(try program.run(words).errors.split(separator: "\n").contains("help: \(help)"))
    let inNix = try program.run(words, environment: ["SWIFTDT_NIX": "1"])
    #expect(inNix.errors.split(separator: "\n").contains("help: \(helpInNix)"))
    #expect(!inNix.errors.contains("swiftdt ") && !inNix.errors.contains("`"))
  }

  @Test func macros() throws {
    let program = try BuiltProgram()
    try program.write(Array("/dts-v1/;\n/ { a = <X>; };\n".utf8), to: "b.dts")
    let note = "in the expansion of macro 'X' "
    #expect(
      try program.run("compile", "-DX=(1/0)", "-o", "b.dtb", "b.dts").errors
        .contains(note + "(<command line>:1:9)\n"))
    try program.write(
      Array(#"{ source: "b.dts", output: "b.dtb", define: { X: "(1/0)" } }"#.utf8), to: "board.json5")
    #expect(try program.run("build", "board.json5").errors.contains(note + "(<recipe>:1:9)\n"))
    let inNix = try program.run(["build", "board.json5"], environment: ["SWIFTDT_NIX": "1"])
    #expect(inNix.errors.contains(note + "(<defines>:1:9)\n"))
  }
}

/// `-E all` and the warnings of merging.
@Suite struct MergeWarningsAsErrorsTests {
  private func program() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    for (name, text) in [
      ("none", "/ { fan { }; };"), ("outside", "/ { fan { }; }; &uart_a { a; };"),
      ("content", "/ { f { target-path = \"/\"; }; };"),
      ("deletion", "&uart_a { /delete-property/ status; };"), ("good", "&uart_a { good; };"),
    ] {
      try program.write(Array("/dts-v1/; /plugin/; \(text)\n".utf8), to: "\(name).dts")
      try program.write(
        Array(#"{ source: "base.dtb", output: "m.dtb", overlays: ["\#(name).dts"] }"#.utf8),
        to: "\(name).json5")
    }
    return program
  }

  @Test(arguments: ["none", "outside", "content", "deletion"])
  func sources(name: String) throws {
    let program = try program()
    for words in [
      ["overlay", "apply", "-b", "base.dtb", "-o", "m.dtb", "\(name).dts"],
      ["build", "-o", ".", "\(name).json5"],
    ] {
      let warned = try program.run(words)
      #expect(warned.status == 0)
      #expect(warned.errors.contains("warning: "))
      try FileManager.default.removeItem(atPath: program.place["m.dtb"])
      let failed = try program.run(words + ["-E", "all"])
      #expect(failed.status == 1)
      #expect(failed.errors == warned.errors.replacing("warning: ", with: "error: "))
      #expect(program.read("m.dtb") == nil)
      #expect(try program.run(words + ["-q", "--warnings-as-errors"]).errors == failed.errors)
    }
  }

  @Test func blobs() throws {
    let program = try program()
    #expect(try program.run("compile", "-o", "none.dtbo", "none.dts").status == 0)
    let outcome = try program.run(
      "overlay", "apply", "-E", "all", "-b", "base.dtb", "-o", "m.dtb", "none.dtbo")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("none.dtbo: error: there are no fragments: 'fan' has no '__overlay__'"))
  }

  /// An overlay that is left out is not applied in part.
  @Test func keepGoing() throws {
    let program = try program()
    let words = ["overlay", "apply", "-E", "all", "-b", "base.dtb", "-o"]
    let outcome = try program.run(words + ["m.dtb", "--allow-failed", "outside.dts", "good.dts"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.hasSuffix("warning: 1 of 2 overlays was left out: 'outside.dts'\n"))
    #expect(try program.run(words + ["g.dtb", "good.dts"]).errors == "")
    #expect(program.read("m.dtb") == program.read("g.dtb"))
  }
}
