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

  @Test(arguments: [
    ("1", "'includes'"), ("nixos", "hardware.deviceTree.dtboBuildExtraIncludePaths"),
  ])
  func inNix(reader: String, includes: String) throws {
    let outcome = try program().run(["build", "vendor/board.json5"], environment: ["SWIFTDT_NIX": reader])
    #expect(
      outcome.errors.hasSuffix(
        """
        note: no folder was searched; name some in \(includes)
        help: 'vendor/include' has it: add that folder to \(includes)

        """))
  }

  /// Nix copies what sources are made of.
  @Test(
    arguments: [
      (nil, ""), ("1", ": give 'src', a folder that has it\n"),
      ("nixos", ": name the source below a folder that has it: \"${./dts}/overlay.dts\"\n"),
    ] as [(String?, String)])
  func otherFiles(reader: String?, end: String) throws {
    let program = try BuiltProgram()
    let omission = "help: of what is beside a source, only sources, headers and blobs are copied to the store"
    for (line, column, isCopied) in [
      (#"/ { a = /incbin/("a.bin"); };"#, 18, false), (#"/include/ "a.txt""#, 11, false),
      (#"#include "a.inc""#, 10, false), (#"/include/ "a.dtsi""#, 11, true), (#"#include "a.h""#, 10, true),
    ] {
      try program.write(Array("/dts-v1/;\n\(line)\n".utf8), to: "b.dts")
      let outcome = try program.run(
        ["compile", "-o", "o", "b.dts"], environment: reader.map { ["SWIFTDT_NIX": $0] } ?? [:])
      #expect(outcome.errors.hasPrefix("b.dts:2:\(column): error: "), "\(outcome.errors)")
      let expected = end.isEmpty || isCopied ? "" : omission + end
      let help = outcome.errors.firstRange(of: "help: ").map { String(outcome.errors[$0.lowerBound...]) }
      #expect(help ?? "" == expected, "\(outcome.errors)")
    }
  }

  /// Nix copies folders with their links as they are.
  @Test(
    arguments: [
      (nil, ""), ("1", "give 'src', a folder that has both the link and what it leads to"),
      (
        "nixos",
        "name the folder below one that also has what the link leads to: \"${./linux}/scripts/dtc/include-prefixes\""
      ),
    ] as [(String?, String)])
  func brokenLinks(reader: String?, help: String) throws {
    let environment = reader.map { ["SWIFTDT_NIX": $0] } ?? [:]
    let program = try BuiltProgram()
    for (link, target) in [("i/a", "../gone"), ("b.dts", "../b.dts"), ("i/absolute", "/gone")] {
      try FileManager.default.createDirectory(atPath: program.place["i"], withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: program.place[link], withDestinationPath: target)
    }
    for (name, relative) in [("a", true), ("absolute", false)] {
      try program.write(Array("/dts-v1/;\n#include <\(name)/x.h>\n/ { };\n".utf8), to: "c.dts")
      let errors = try program.run(["compile", "-Ii", "-o", "o", "c.dts"], environment: environment).errors
      #expect(errors.contains("\nnote: 'i/\(name)' is a link to '"), "\(errors)")
      #expect(
        errors.hasSuffix(relative && reader != nil ? "\nhelp: \(help)\n" : "leads nowhere\n"), "\(errors)")
    }
    let note = "'b.dts' is a link to '../b.dts', which leads nowhere"
    #expect(
      try program.run(["compile", "-o", "o", "b.dts"], environment: environment).errors
        == "swiftdt: error: cannot read 'b.dts': No such file or directory\nnote: \(note)\n")
    try program.write([], to: "c.dts")
    for recipe in [
      #"{ source: "b.dts", output: "b.dtb" }"#, #"{ source: "c.dts", overlays: ["b.dts"], output: "b.dtb" }"#,
    ] {
      try program.write(Array(recipe.utf8), to: "r.json5")
      let errors = try program.run(["build", "r.json5"], environment: environment).errors
      #expect(errors.hasSuffix("\nhelp: \(note)\(reader == nil ? "" : ": " + help)\n"), "\(errors)")
    }
  }

  /// What is there, though it is no file, was copied.
  @Test(
    arguments: [
      (
        #"/ { a = /incbin/("gone.bin"); };"#, 18, "file for '/incbin/' was not found: 'gone.bin'",
        """
        note: tried: 'gone.bin'
        note: 'gone.bin' is a link to '../gone', which leads nowhere
        help: give 'src', a folder that has both the link and what it leads to

        """
      ),
      (
        #"/ { a = /incbin/("absolute.bin"); };"#, 18, "file for '/incbin/' was not found: 'absolute.bin'",
        """
        note: tried: 'absolute.bin'
        note: 'absolute.bin' is a link to '/gone', which leads nowhere

        """
      ),
      (
        "#include \"folder\"", 10, "included file 'folder' was not found",
        "note: searched: '.'\nnote: 'folder' is a folder\n"
      ),
    ] as [(String, Int, String, String)])
  func whatIsNoFileInNix(line: String, column: Int, message: String, rest: String) throws {
    let program = try BuiltProgram()
    for (link, target) in [("gone.bin", "../gone"), ("absolute.bin", "/gone")] {
      try FileManager.default.createSymbolicLink(atPath: program.place[link], withDestinationPath: target)
    }
    try program.write([], to: "folder/x.h")
    try program.write(Array("/dts-v1/;\n\(line)\n".utf8), to: "b.dts")
    let errors = try program.run(["compile", "-o", "o", "b.dts"], environment: ["SWIFTDT_NIX": "1"]).errors
    let lines = errors.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first ?? "" == "b.dts:2:\(column): error: \(message)")
    #expect(lines.dropFirst(3).joined(separator: "\n") == rest)
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
    let script = "exec \"$0\" compile -o x.dtb \(flag) \"$1\""
    let result = try Tool(path: "/bin/bash").run(
      ["-c", script, Tool.swiftdt.path, "\(name)/b.dts"], in: program.place)
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
    for (reader, file) in [("1", "<defines>"), ("nixos", "<dtboBuildExtraPreprocessorFlags>")] {
      let inNix = try program.run(["build", "board.json5"], environment: ["SWIFTDT_NIX": reader])
      #expect(inNix.errors.contains(note + "(\(file):1:9)\n"))
    }
  }
}
