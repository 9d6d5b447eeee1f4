import Foundation
import TestSupport
import Testing

/// Batches in which one result would overwrite another, or a file that another one is made from.
struct BatchOutputTests {
  private static let files = [
    "a.dts": "/dts-v1/;\n/ { a; };\n", "b.dts": "/dts-v1/;\n#include \"b.h\"\n/ { b = <B>; };\n",
    "b.h": "#define B 1\n", "c.dts": "/dts-v1/;\n/ { c = /incbin/(\"out/a.dtb\"); };\n", "out/keep": "",
  ]

  /// Returns a folder in which the name of a result is already a link.
  private func folder(_ link: String, to target: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder(Self.files)
    try FileManager.default.createSymbolicLink(atPath: folder["out/" + link], withDestinationPath: target)
    return folder
  }

  private func outputs(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder["out"]).sorted()
  }

  static let orders = [
    ["a.dts", "b.dts"], ["b.dts", "a.dts"], ["-j1", "a.dts", "b.dts"], ["-j1", "b.dts", "a.dts"],
  ]

  /// The source that includes the header may be read before or after, or by another thread.
  @Test(arguments: orders)
  func aHeaderOfAnotherSource(order: [String]) throws {
    let folder = try folder("a.dtb", to: "../b.h")
    let result = try Tool.swiftdt.run(["compile", "-o", "out"] + order, in: folder)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        swiftdt: error: 'out/a.dtb' is included by 'b.dts' and would be overwritten
        note: it was read as 'b.h'
        swiftdt: 1 of 2 sources failed: a.dts

        """)
    #expect(try folder.read("b.h") == Array("#define B 1\n".utf8))
    #expect(try outputs(folder) == ["a.dtb", "b.dtb", "keep"])
  }

  @Test(arguments: [["a.dts", "b.dts"], ["b.dts", "a.dts"]])
  func aHeaderOfAnotherText(order: [String]) throws {
    let folder = try folder("a.i", to: "../b.h")
    let result = try Tool.swiftdt.run(["preprocess", "-o", "out"] + order, in: folder)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        swiftdt: error: 'out/a.i' is included by 'b.dts' and would be overwritten
        note: it was read as 'b.h'

        """)
    #expect(try folder.read("b.h") == Array("#define B 1\n".utf8))
    #expect(try outputs(folder) == ["a.i", "b.i", "keep"])
  }

  /// The rule has a default name, which the command line does not give.
  @Test(arguments: [["a.dts", "b.dts"], ["b.dts", "a.dts"]])
  func aHeaderBeneathARule(order: [String]) throws {
    let folder = try folder("a.d", to: "../b.h")
    let result = try Tool.swiftdt.run(["preprocess", "-MD", "-o", "out"] + order, in: folder)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        swiftdt: error: 'out/a.d' is included by 'b.dts' and would be overwritten
        note: it was read as 'b.h'

        """)
    #expect(try folder.read("b.h") == Array("#define B 1\n".utf8))
    #expect(try folder.read("out/b.d") == Array("b.o: b.dts b.h\n".utf8))
    #expect(try folder.read("out/b.i") == Tool.swiftdt.run(["preprocess", "b.dts"], in: folder).output)
  }

  @Test func aRuleThroughALink() throws {
    let folder = try folder("a.d", to: "keep")
    let result = try Tool.swiftdt.run(["preprocess", "-MD", "-o", "out", "a.dts", "b.dts"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try folder.read("out/keep") == Array("a.o: a.dts\n".utf8))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["out/a.d"]) == "keep")
  }

  /// A link to a file that is not an input is written through, as always.
  @Test(arguments: ["a.dtb", "a.i"], ["new", "keep"])
  func anotherFile(link: String, target: String) throws {
    let folder = try folder(link, to: target)
    let command = link == "a.i" ? "preprocess" : "compile"
    let result = try Tool.swiftdt.run([command, "-o", "out", "a.dts", "b.dts"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let alone = try Tool.swiftdt.run([command, "-o", "-", "a.dts"], in: folder).output
    #expect(try folder.read("out/" + target) == alone)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["out/" + link]) == target)
  }

  /// A result that cannot be written fails alone.
  @Test func aFullDevice() throws {
    let folder = try folder("a.dtb", to: "/dev/full")
    let result = try Tool.swiftdt.run(["compile", "-o", "out", "a.dts", "b.dts"], in: folder)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        swiftdt: error: cannot write 'out/a.dtb': No space left on device
        swiftdt: 1 of 2 sources failed: a.dts

        """)
    #expect(try outputs(folder) == ["a.dtb", "b.dtb", "keep"])
  }

  static let lost = [
    ("compile", "a.dtb", "b.dtb", "two sources would be compiled to 'out/a.dtb'"),
    ("compile", "b.dtb", "a.dtb", "two sources would be compiled to 'out/a.dtb'"),
    ("compile", "a.dtb", "../b.dts", "'out/a.dtb' is a source and would be overwritten"),
    ("preprocess", "a.i", "b.i", "two sources would be preprocessed to 'out/a.i'"),
    ("preprocess", "a.i", "../a.dts", "'out/a.i' is a source and would be overwritten"),
    ("preprocess -MD", "a.d", "../b.dts", "'out/a.d' is a source and would be overwritten"),
    ("preprocess -MD", "a.d", "b.d", "'out/b.d' and 'out/a.d' are the same file"),
  ]

  @Test(arguments: lost, [false, true])
  func anotherResultOrSource(
    _ test: (command: String, link: String, target: String, message: String), isThere: Bool
  ) throws {
    let folder = try folder(test.link, to: test.target)
    if isThere, !test.target.contains("/") { try folder.write(Array("old".utf8), to: "out/" + test.target) }
    let names = try outputs(folder)
    let command = test.command.split(separator: " ").map(String.init)
    let result = try Tool.swiftdt.run(command + ["-o", "out", "a.dts", "b.dts"], in: folder)
    #expect(result.status == 2)
    #expect(result.errors == "swiftdt: error: \(test.message)\n")
    #expect(try outputs(folder) == names)
    for name in ["a.dts", "b.dts"] {
      #expect(try folder.read(name) == Array((Self.files[name] ?? "").utf8))
    }
  }

  /// Whether the old blob or the new one is meant is not known.
  @Test(arguments: [["a.dts", "c.dts"], ["c.dts", "a.dts"], ["-j1", "c.dts", "a.dts"]])
  func theBlobInAnotherOne(order: [String]) throws {
    let folder = try TemporaryFolder(Self.files)
    #expect(try Tool.swiftdt.run(["compile", "-o", "out", "a.dts"], in: folder).status == 0)
    let result = try Tool.swiftdt.run(["compile", "-o", "out"] + order, in: folder)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        c.dts: error: it reads 'out/a.dtb', which is the output of 'a.dts'
        help: compile 'a.dts' first, on its own
        swiftdt: 1 of 2 sources failed: c.dts

        """)
    #expect(try outputs(folder) == ["a.dtb", "keep"])
    #expect(try Tool.swiftdt.run(["compile", "-o", "out", "c.dts", "b.dts"], in: folder).status == 0)
  }

  /// A hard link to a result's file is a file of its own, once the result is written.
  @Test func anotherNameOfTheBlob() throws {
    let folder = try TemporaryFolder(
      Self.files.merging(["c.dts": "/dts-v1/;\n/ { c = /incbin/(\"old/a.dtb\"); };\n", "old/keep": ""]) { $1 }
    )
    #expect(try Tool.swiftdt.run(["compile", "-o", "out", "a.dts", "b.dts"], in: folder).status == 0)
    try FileManager.default.linkItem(atPath: folder["out/a.dtb"], toPath: folder["old/a.dtb"])
    let result = try Tool.swiftdt.run(["compile", "-o", "out", "a.dts", "c.dts"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try outputs(folder) == ["a.dtb", "b.dtb", "c.dtb", "keep"])
  }

  @Test func blobs() throws {
    let folder = try TemporaryFolder(Self.files)
    #expect(try Tool.swiftdt.run(["compile", "-o", "in/", "a.dts", "b.dts"], in: folder).status == 0)
    let blob = try folder.read("in/b.dtb")
    // A blob may have the name of another one's text.
    try folder.write(blob, to: "in/a.dts")
    try FileManager.default.createSymbolicLink(
      atPath: folder["out/b.dts"], withDestinationPath: "../in/a.dtb")
    for (arguments, path) in [
      (["in", "in/a.dtb", "in/a.dts"], "in/a.dts"), (["out", "in/a.dtb", "in/b.dtb"], "out/b.dts"),
    ] {
      let result = try Tool.swiftdt.run(["decompile", "-o"] + arguments, in: folder)
      #expect(result.status == 2)
      #expect(result.errors.hasPrefix("swiftdt: error: '\(path)' is a blob and would be overwritten\n"))
    }
    #expect(try folder.read("in/a.dts") == blob)
    #expect(try outputs(folder) == ["b.dts", "keep"])
  }

  /// The output folder has links to the blobs that are read, as `cp -rs` makes them.
  @Test func theTreeItself() throws {
    let folder = try TemporaryFolder(Self.files)
    #expect(try Tool.swiftdt.run(["compile", "-@", "-o", "in/", "a.dts", "b.dts"], in: folder).status == 0)
    try folder.write(Array("/dts-v1/;\n/plugin/;\n&{/} { n; };\n".utf8), to: "on.dts")
    try folder.write(Array("[{ name: \"on\", dtsFile: \"on.dts\" }]".utf8), to: "list.json")
    let line = ["overlay", "apply-tree", "--without-compatible", "--overlays", "list.json", "--source", "in"]
    for (target, message) in [
      ("../in/a.dtb", "'out/a.dtb' is an input and would be overwritten"),
      ("../list.json", "'out/a.dtb' is an input and would be overwritten"),
      ("../on.dts", "'out/a.dtb' is an input and would be overwritten"),
      ("b.dtb", "two files would be written to 'out/a.dtb'"),
    ] {
      try FileManager.default.createSymbolicLink(atPath: folder["out/a.dtb"], withDestinationPath: target)
      let blob = try folder.read("in/a.dtb")
      let result = try Tool.swiftdt.run(line + ["--out", "out"], in: folder)
      #expect(result.status == 2)
      #expect(result.errors == "swiftdt: error: \(message)\n")
      #expect(try folder.read("in/a.dtb") == blob)
      #expect(try outputs(folder) == ["a.dtb", "keep"])
      try FileManager.default.removeItem(atPath: folder["out/a.dtb"])
    }
    #expect(try Tool.swiftdt.run(line + ["--out", "out"], in: folder).status == 0)
    // A hard link to an input is replaced, and the input keeps its content.
    let blob = try folder.read("in/a.dtb")
    try FileManager.default.removeItem(atPath: folder["out/a.dtb"])
    try FileManager.default.linkItem(atPath: folder["in/a.dtb"], toPath: folder["out/a.dtb"])
    let result = try Tool.swiftdt.run(line + ["--out", "out"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try folder.read("in/a.dtb") == blob)
    #expect(try folder.read("out/a.dtb") != blob)
  }

  /// A device takes any number of results.
  @Test func nowhere() throws {
    let folder = try folder("a.dtb", to: "/dev/null")
    try FileManager.default.createSymbolicLink(
      atPath: folder["out/b.dtb"], withDestinationPath: "/dev/null")
    let result = try Tool.swiftdt.run(["compile", "-o", "out", "a.dts", "b.dts"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
  }
}
