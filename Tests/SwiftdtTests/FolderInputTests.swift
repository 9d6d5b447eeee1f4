import Foundation
import TestSupport
import Testing

/// Folders that are taken as a whole, and links and special files in them.
struct FolderInputTests {
  static let board = "/dts-v1/;\n/ {\n  led: led { };\n};\n"
  static let overlay = "/dts-v1/;\n/plugin/;\n&led {\n  status = \"okay\";\n};\n"

  private func link(_ path: String, to target: String, in folder: TemporaryFolder) throws {
    try FileManager.default.createSymbolicLink(atPath: folder[path], withDestinationPath: target)
  }

  /// A folder with links to itself, to the folder around it, and to a neighbour, which is no loop.
  private func loops() throws -> TemporaryFolder {
    let folder = try TemporaryFolder(["d/x.dts": Self.board, "d/e/y.dts": Self.board])
    try link("d/a", to: ".", in: folder)
    try link("d/b", to: ".", in: folder)
    try link("d/e/up", to: "..", in: folder)
    try link("d/f", to: "e", in: folder)
    return folder
  }

  private let warning = """
    swiftdt: warning: 'd/a' leads back to a folder that it is in, and is left out
    note: 3 more links do the same

    """

  @Test(arguments: ["d", "d/"]) func compilesWithLoops(name: String) throws {
    let folder = try loops()
    let result = try Tool.swiftdt.run(["compile", "-o", "o", name], in: folder)
    #expect(result.status == 0)
    #expect(result.errors == warning)
    let made = folder.contents.keys.filter { $0.hasSuffix(".dtb") }.sorted()
    #expect(made == ["o/e/y.dtb", "o/f/y.dtb", "o/x.dtb"])
    let quiet = try Tool.swiftdt.run(["compile", "-q", "-o", "o", name], in: folder)
    #expect(quiet.errors == "")
  }

  /// Folders of blobs, as compiling such a folder makes them.
  @Test func foldersOfBlobs() throws {
    let folder = try loops()
    try folder.write(Array(Self.overlay.utf8), to: "d/e/on.dtso")
    #expect(try Tool.swiftdt.run(["compile", "-q", "-o", "made", "d"], in: folder).status == 0)
    try folder.write(Array("no blob".utf8), to: "made/.hidden.dtb")
    let decompiled = try Tool.swiftdt.run(["decompile", "-o", "text", "made/"], in: folder)
    #expect(decompiled.status == 0 && decompiled.errors == "")
    let texts = folder.contents.keys.filter { $0.hasPrefix("text/") && $0.contains(".") }.sorted()
    #expect(texts == ["text/e/on.dtso", "text/e/y.dts", "text/f/on.dtso", "text/f/y.dts", "text/x.dts"])
    let one = try Tool.swiftdt.run(["decompile", "made/x.dtb"], in: folder)
    #expect(try one.output == folder.read("text/x.dts"))
    let checked = try Tool.swiftdt.run(["check", "--json", "made", "d/x.dts"], in: folder)
    #expect(checked.status == 0)
    let paths = checked.text.split(separator: "\n").filter { $0.contains("\"path\"") }
    #expect(
      paths.map { $0.split(separator: "\"")[3] } == [
        "made/e/on.dtbo", "made/e/y.dtb", "made/f/on.dtbo", "made/f/y.dtb", "made/x.dtb", "d/x.dts",
      ])
    let clash = try Tool.swiftdt.run(["check", "--json", "-o", "made/x.dtb", "made"], in: folder)
    #expect(clash.status == 2)
    #expect(clash.errors.hasSuffix("swiftdt: error: 'made/x.dtb' is an input and would be overwritten\n"))
    for words in [["check", "d/e"], ["decompile", "-o", "t", "d/e"]] {
      let result = try Tool.swiftdt.run(words, in: folder)
      #expect(result.status == 1)
      #expect(
        result.errors.hasSuffix(
          """
          swiftdt: error: no blobs in the folder 'd/e'
          help: blobs are named NAME.dtb, or NAME.dtbo for overlays

          """))
    }
  }

  /// A folder without blobs is a failure; the other inputs are checked and decompiled all the same.
  @Test func foldersWithoutBlobs() throws {
    let folder = try TemporaryFolder(["none/x.dts": Self.board, "b.dts": Self.board])
    #expect(try Tool.swiftdt.run(["compile", "-q", "-o", "b.dtb", "b.dts"], in: folder).status == 0)
    let absence = """
      swiftdt: error: no blobs in the folder 'none'
      help: blobs are named NAME.dtb, or NAME.dtbo for overlays

      """
    let checked = try Tool.swiftdt.run(
      ["check", "-q", "--format", "junit", "none/", "b.dtb", "gone.dtb"], in: folder)
    #expect(checked.status == 1)
    #expect(
      checked.errors == absence + """
        swiftdt: error: cannot read 'gone.dtb': No such file or directory
        3 files checked: 2 with errors, 1 with warnings only

        """)
    let failed = checked.text.split(separator: "\n").filter { $0.contains("errors=\"1\"") }
    #expect(failed.map { $0.split(separator: "\"")[1] } == ["none/", "gone.dtb"])
    let alone = try Tool.swiftdt.run(["check", "--json", "none"], in: folder)
    #expect(alone.status == 1 && alone.errors == absence)
    #expect(alone.text.contains("\"failure\" : \"no blobs in the folder 'none'\""))
    let decompiled = try Tool.swiftdt.run(["decompile", "-o", "text/", "none", "b.dtb"], in: folder)
    #expect(decompiled.status == 1)
    #expect(decompiled.errors == absence + "swiftdt: 1 of 2 blobs failed: none\n")
    #expect(folder.contents.keys.contains("text/b.dts"))
  }

  @Test func appliesToTreesWithLoops() throws {
    let folder = try loops()
    _ = try Tool.swiftdt.run(["compile", "-@", "-o", "d/e/y.dtb", "d/e/y.dts"], in: folder)
    try folder.write(Array(Self.overlay.utf8), to: "on.dts")
    try folder.write(Array("[{ name: \"on\", dtboFile: \"on.dts\" }]".utf8), to: "list.json5")
    let result = try Tool.swiftdt.run(
      ["overlay", "apply-tree", "--source", "d", "-o", "o", "--overlays", "list.json5"], in: folder)
    #expect(result.status == 0)
    #expect(result.errors == warning)
    let made = folder.contents.keys.filter { $0.hasPrefix("o/") && $0.hasSuffix(".dtb") }.sorted()
    #expect(made == ["o/e/y.dtb", "o/f/y.dtb"])
  }

  /// Opening a pipe would wait for a writer.
  @Test func pipesAndDevices() throws {
    let folder = try TemporaryFolder([
      "d/x.dts": Self.board, "on.dts": Self.overlay, "ov/on.dts": Self.overlay,
    ])
    #expect(mkfifo(folder["d/p.dts"], 0o600) == 0)
    #expect(mkfifo(folder["d/other"], 0o600) == 0)
    try link("d/q.dts", to: "/dev/zero", in: folder)
    let compiled = try Tool.swiftdt.run(["compile", "-@", "-o", "o", "d"], in: folder)
    #expect(compiled.status == 0)
    #expect(
      compiled.errors == """
        swiftdt: warning: 'd/p.dts' is a pipe, a socket or a device, and is left out
        note: there is 1 more of these

        """)
    #expect(folder.contents.keys.filter { $0.hasPrefix("o/") } == ["o/x.dtb"])

    try folder.write(folder.read("o/x.dtb"), to: "d/x.dtb")
    try folder.write(Array("[{ name: \"on\", dtboFile: \"on.dts\" }]".utf8), to: "list.json5")
    let words = ["overlay", "apply-tree", "--source", "d", "-o", "t", "--overlays", "list.json5"]
    let applied = try Tool.swiftdt.run(words, in: folder)
    #expect(applied.status == 0)
    #expect(
      applied.errors == """
        swiftdt: warning: 'd/other' is a pipe, a socket or a device, and is left out
        note: there are 2 more of these

        """)
    #expect(folder.contents.keys.filter { $0.hasPrefix("t/") }.sorted() == ["t/x.dtb", "t/x.dts"])
    #expect(try Tool.swiftdt.run(words + ["--only", "*.dtb"], in: folder).errors == "")

    #expect(mkfifo(folder["ov/p.dts"], 0o600) == 0)
    let recipe = "{ source: \"d/x.dts\", overlays: { folder: \"ov\" }, output: \"x.dtb\" }"
    try folder.write(Array(recipe.utf8), to: "r.json5")
    let built = try Tool.swiftdt.run(["build", "-o", "out", "r.json5"], in: folder)
    #expect(built.status == 1)
    #expect(
      built.errors == """
        r.json5:1:34: error: 'overlays': 'ov/p.dts' is a pipe, a socket or a device, not an overlay
            1 | \(recipe)
              |                                  ^~~~~~

        """)
  }

  /// An error of the disk must not look like a folder with fewer files.
  @Test(
    .enabled(if: Tool(named: "strace") != nil, "strace is not installed"),
    arguments: [
      (
        ["compile", "-o", "o", "d"], "swiftdt: error: cannot list the folder 'd': Input/output error\n"
      ),
      (
        ["overlay", "apply-tree", "--source", "d", "-o", "o", "--overlays", "list.json5"],
        "swiftdt: error: cannot list the folder 'd': Input/output error\n"
      ),
      (
        ["check", "-Wno-root-properties", "-Wno-memory-missing", "d", "b.dts"],
        """
        swiftdt: error: cannot list the folder 'd': Input/output error
        2 files checked: 1 with errors, 0 with warnings only

        """
      ),
      (
        ["build", "-o", "o", "r.json5"],
        """
        r.json5:1:34: error: 'overlays': cannot list the folder 'ov/': Input/output error
            1 | { source: "d/x.dts", overlays: { folder: "ov" }, output: "x.dtb" }
              |                                  ^~~~~~

        """
      ),
    ] as [([String], String)])
  func foldersWithErrors(words: [String], errors: String) throws {
    let folder = try TemporaryFolder([
      "d/x.dts": Self.board, "ov/on.dts": Self.overlay, "list.json5": "[]", "b.dts": Self.board,
      "r.json5": "{ source: \"d/x.dts\", overlays: { folder: \"ov\" }, output: \"x.dtb\" }",
    ])
    let strace = try #require(Tool(named: "strace"))
    let options = ["-f", "-qq", "-o", "/dev/null", "-e", "inject=getdents64:error=EIO"]
    let result = try strace.run(options + [Tool.swiftdt.path] + words, in: folder)
    #expect(result.status == 1)
    #expect(result.errors == errors)
    #expect(!FileManager.default.fileExists(atPath: folder["o"]))
  }

  /// dtc follows them until the system refuses to: with two of them, 2 to the power of 40 paths.
  @Test func loopsReadByDtc() throws {
    let folder = try TemporaryFolder(["d/x": "a"])
    try link("d/a", to: ".", in: folder)
    try link("d/b", to: ".", in: folder)
    try link("dtc", to: Tool.swiftdt.path, in: folder)
    let result = try Tool(path: folder["dtc"]).run(["-I", "fs", "-O", "dtb", "-o", "x.dtb", "d"], in: folder)
    #expect(result.status == 1)
    let possible = ["/a", "/b"].map { link in
      "FATAL ERROR: stat(d\(String(repeating: link, count: 41))): Too many levels of symbolic links\n"
    }
    #expect(possible.contains(result.errors))
  }

  /// An editor's lock is a link that leads nowhere; the Finder's files are no sources.
  @Test func hiddenFiles() throws {
    let folder = try TemporaryFolder([
      "base.dts": Self.board, "d/on.dts": Self.overlay, "d/._on.dts": "\0\u{5}", "d/.git/x.dts": "no source",
      "r.json5": "{ source: \"base.dts\", overlays: { folder: \"d\" }, output: \"x.dtb\" }",
      "all.json5": "{ source: \"base.dts\", overlays: { folder: \"h\" }, output: \"x.dtb\" }",
      "named.json5": "{ source: \"base.dts\", overlays: [\"h/.on.dts\"], output: \"x.dtb\" }",
      "h/.on.dts": Self.overlay,
    ])
    try link("d/.#on.dts", to: "user@host.1234:5678", in: folder)
    let compiled = try Tool.swiftdt.run(["compile", "-o", "o", "d"], in: folder)
    #expect(compiled.status == 0)
    #expect(compiled.errors == "")
    #expect(folder.contents.keys.filter { $0.hasPrefix("o/") } == ["o/on.dtb"])
    let built = try Tool.swiftdt.run(["build", "-o", "out", "r.json5"], in: folder)
    #expect(built.status == 0, "\(built.errors)")
    #expect(built.text.hasSuffix("    + on.dts\n"))
    let none = try Tool.swiftdt.run(["build", "-o", "out", "all.json5"], in: folder)
    #expect(none.status == 1)
    #expect(none.errors.contains("there are no overlays in the folder 'h/'"))
    // Whoever names one means it.
    #expect(try Tool.swiftdt.run(["build", "-o", "out", "named.json5"], in: folder).status == 0)
  }

  /// A header behind a link to nothing, as links out of a folder become when it is copied.
  @Test func brokenLinks() throws {
    let folder = try TemporaryFolder([
      "a.dts": "/dts-v1/;\n#include <dt-bindings/gpio/g.h>\n/ { };\n",
      "b.dts": "/dts-v1/;\n#include \"c.h\"\n/ { };\n", "i/x.h": "",
    ])
    try link("i/dt-bindings", to: "../../gone", in: folder)
    try link("c.h", to: "/gone/c.h", in: folder)
    let a = try Tool.swiftdt.run(["compile", "-I", "i", "-o", "o.dtb", "a.dts"], in: folder)
    #expect(a.errors.hasSuffix("note: 'i/dt-bindings' is a link to '../../gone', which leads nowhere\n"))
    let b = try Tool.swiftdt.run(["compile", "-o", "o.dtb", "b.dts"], in: folder)
    let note = "\nnote: 'c.h' is a link to '/gone/c.h', which leads nowhere\n"
    #expect(b.errors.contains(note))
    for statement in ["/include/ \"c.h\"\n/ { };", "/ { a = /incbin/(\"c.h\"); };"] {
      try folder.write(Array("/dts-v1/;\n\(statement)\n".utf8), to: "c.dts")
      let c = try Tool.swiftdt.run(["compile", "-o", "o.dtb", "c.dts"], in: folder)
      #expect(c.errors.hasSuffix("\nnote: tried: 'c.h'" + note))
    }
    let d = try Tool.swiftdt.run(["preprocess", "-include", "c.h", "c.dts"], in: folder)
    #expect(d.errors.contains("\nnote: './c.h' is a link to '/gone/c.h', which leads nowhere\n"))
  }
}
