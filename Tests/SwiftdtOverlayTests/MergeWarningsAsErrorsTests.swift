import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// `-E all` and the warnings of merging.
@Suite struct MergeWarningsAsErrorsTests {
  private func program() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    for (name, text) in [
      ("none", "/ { fan { }; };"), ("outside", "/ { fan { }; }; &uart_a { a; };"),
      ("content", "/ { f { target-path = \"/\"; }; };"),
      ("deletion", "&uart_a { /delete-property/ status; a; };"), ("good", "&uart_a { good; };"),
      ("label", "&soc { uart_a: new { }; };"), ("idle", "&uart_a { status = \"disabled\"; };"),
      ("half", "&soc { new; }; &uart_a { status = \"disabled\"; };"),
      ("foreign", "/ { compatible = \"x\"; }; &uart_a { a; };"),
    ] {
      try program.write(Array("/dts-v1/; /plugin/; \(text)\n".utf8), to: "\(name).dts")
      try program.write(
        Array(#"{ source: "base.dtb", output: "m.dtb", overlays: ["\#(name).dts"] }"#.utf8),
        to: "\(name).json5")
    }
    return program
  }

  @Test(arguments: ["none", "outside", "content", "deletion", "label"])
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

  /// The commands that only look at overlays make errors of the same warnings, and of their own.
  @Test(arguments: ["explain", "conflicts"], ["none", "outside", "content", "deletion", "other"])
  func examined(command: String, name: String) throws {
    let program = try program()
    try program.write(
      Array("/dts-v1/; /plugin/; / { compatible = \"other\"; }; &uart_a { a; };\n".utf8), to: "other.dts")
    let words = ["overlay", command, "-b", "base.dtb", "\(name).dts"]
    let warned = try program.run(words)
    #expect(warned.status == 0)
    #expect(warned.errors.contains("warning: "))
    let failed = try program.run(words + ["-E", "all"])
    #expect(failed.status == 1)
    #expect(failed.output == warned.output)
    #expect(failed.errors == warned.errors.replacing("warning: ", with: "error: "))
    let errors = failed.errors.split(separator: "\n").filter { $0.contains("error: ") }
    let quiet = try program.run(words + ["-q", "-E", "all"])
    #expect(quiet.status == failed.status)
    #expect(quiet.errors.split(separator: "\n").filter { $0.contains("error: ") } == errors)
    let json = try program.run(words + ["--json", "-E", "all"])
    #expect(json.status == failed.status)
    #expect(json.output.contains(#""severity" : "error""#), "\(json.output)")
    #expect(!json.output.contains(#""severity" : "warning""#))
  }

  @Test func blobs() throws {
    let program = try program()
    #expect(try program.run("compile", "-o", "none.dtbo", "none.dts").status == 0)
    let outcome = try program.run(
      "overlay", "apply", "-E", "all", "-b", "base.dtb", "-o", "m.dtb", "none.dtbo")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("none.dtbo: error: there are no fragments: 'fan' has no '__overlay__'"))
  }

  /// What `explain` warns of and merges do not, since it may be as it should.
  @Test(arguments: ["idle", "half", "foreign"])
  func onlyExplained(name: String) throws {
    let program = try program()
    for words in [
      ["overlay", "apply", "-b", "base.dtb", "-o", "m.dtb", "\(name).dts"],
      ["build", "-o", ".", "\(name).json5"],
    ] {
      for flags in [[], ["-E", "all"]] {
        let outcome = try program.run(words + flags)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
      }
    }
  }

  /// `explain` and `conflicts` fail with the same errors.
  @Test(arguments: ["none", "outside", "content", "deletion", "label", "idle", "half", "foreign", "good"])
  func reports(name: String) throws {
    let program = try program()
    for command in ["explain", "conflicts"] {
      let words = ["overlay", command, "-b", "base.dtb", "\(name).dts"]
      let warned = try program.run(words)
      #expect(warned.status == 0)
      // Whether labels and values change is not compared.
      let finds = name != "good" && (command == "explain" || !["label", "idle", "half"].contains(name))
      #expect(warned.errors.contains("warning: ") == finds)
      for flags in [["-E", "all"], ["-q", "-E", "all"]] {
        let failed = try program.run(words + flags)
        #expect(failed.status == (finds ? 1 : 0))
        #expect(failed.errors == warned.errors.replacing("warning: ", with: "error: "))
      }
      #expect(try program.run(words + ["-q"]).errors == "")
    }
  }

  /// Whatever merges reports in the same words what it ignores.
  @Test(arguments: ["none", "outside", "content", "deletion"])
  func sameWords(name: String) throws {
    let program = try program()
    try program.write(Boards.base, to: "in/base.dtb")
    let list = #"[{ "name": "\#(name).dts", "dtsFile": "\#(name).dts" }]"#
    try program.write(Array(list.utf8), to: "list.json")
    let told = try program.run("overlay", "apply", "-b", "base.dtb", "-o", "m.dtb", "\(name).dts").errors
    let file = ["-b", "base.dtb", "\(name).dts"]
    let tree = [
      "--source", "in", "-o", "out", "--overlays", "list.json", "--without-compatible", "--allow-unused",
    ]
    for (command, words) in [
      ("explain", file), ("conflicts", file), ("bisect", file + ["--", "true"]), ("apply-tree", tree),
    ] {
      #expect(try program.run(["overlay", command] + words).errors.hasPrefix(told), "\(command)")
    }
    let failed = try program.run(["overlay", "apply-tree", "-E", "all"] + tree)
    #expect(failed.status == 1)
    #expect(failed.errors == told.replacing("warning: ", with: "error: "))
  }

  /// A label that is taken over is told of blobs, too, which are otherwise merged in place; one that stays
  /// what it is, is not.
  @Test func labelsOfBlobs() throws {
    let program = try program()
    for name in ["label", "good"] {
      #expect(try program.run("compile", "-@", "-o", "\(name).dtbo", "\(name).dts").status == 0)
    }
    let words = ["overlay", "apply", "-b", "base.dtb", "-o", "m.dtb"]
    let warning = "warning: label 'uart_a' used to mean /soc/uart@1 and now means /soc/new\n"
    let outcome = try program.run(words + ["label.dtbo", "good.dtbo", "label.dtbo"])
    #expect(
      outcome
        == .init(
          status: 0, output: "",
          errors: "label.dtbo: warning: the overlay is given twice\nlabel.dtbo: " + warning))
    let plain = ["-i", "base.dtb", "-o", "plain.dtb", "label.dtbo", "good.dtbo", "label.dtbo"]
    #expect(try program.run(plain, as: "fdtoverlay") == .init(status: 0, output: "", errors: ""))
    #expect(program.read("m.dtb") == program.read("plain.dtb"))
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
