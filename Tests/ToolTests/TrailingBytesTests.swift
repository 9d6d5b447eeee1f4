import TestSupport
import Testing

/// Bytes after a blob in its file, which rewriting the blob would lose.
@Suite struct TrailingBytesTests {
  /// A FIT image as `mkimage -E` writes it.
  private static let image = """
    /dts-v1/;
    / {
      images { kernel { data-offset = <0>; data-size = <3>; }; };
      configurations { };
    };
    """
  private static let overlay = "/dts-v1/; /plugin/; &{/} { new; };"

  /// Returns a folder with blobs that are followed by three bytes.
  private func bench() throws -> Workbench {
    let board = "/dts-v1/; / { a = <1>; };"
    let bench = try Workbench(["x.dts": board, "fit.dts": Self.image, "o.dts": Self.overlay])
    for name in ["x", "fit"] {
      try bench.folder.write(try bench.folder.read("\(name).dtb") + [1, 2, 3], to: "\(name).itb")
    }
    try bench.folder.write(try bench.folder.read("x.dtb") + [1], to: "one.itb")
    return bench
  }

  private static let plain = """
    x.itb: error: the file has 3 bytes after the blob, which would be lost
    help: `swiftdt dump -o OUT x.itb` writes the blob alone

    """

  @Test(arguments: [
    (["x.itb", "/", "a", "<2>"], plain), (["-o", "out.itb", "x.itb", "/", "a", "<2>"], plain),
    (["x.itb", "/", "a", "<1>"], plain), (["--pad", "8", "x.itb"], plain),
    (
      ["one.itb", "/", "a"],
      """
      one.itb: error: the file has 1 byte after the blob, which would be lost
      help: `swiftdt dump -o OUT one.itb` writes the blob alone

      """
    ),
    (
      ["fit.itb", "/", "description", "new"],
      """
      fit.itb: error: the file has 3 bytes after the blob, which would be lost
      note: U-Boot loads the external data of a FIT image (mkimage -E) from there
      help: change the image's source and run mkimage again
      help: `swiftdt dump -o OUT fit.itb` writes the blob alone

      """
    ),
  ])
  func edits(arguments: [String], errors: String) throws {
    let bench = try bench()
    let files = try ["x", "fit", "one"].map { try bench.folder.read("\($0).itb") }
    let result = try bench.run("swiftdt", ["set"] + arguments)
    #expect(result.errors == errors)
    #expect(result.status == 1)
    #expect(try ["x", "fit", "one"].map { try bench.folder.read("\($0).itb") } == files)
    #expect((try? bench.folder.read("out.itb")) == nil)
  }

  /// The command that the message suggests works; fdtput drops the bytes, as dtc's does.
  @Test func theBlobAlone() throws {
    let bench = try bench()
    #expect(try bench.run("swiftdt", "dump", "-o", "alone.dtb", "x.itb").status == 0)
    #expect(try bench.folder.read("alone.dtb") == bench.folder.read("x.dtb"))
    #expect(try bench.run("swiftdt", "set", "alone.dtb", "/", "a", "<2>").status == 0)
    let plain = try bench.run("fdtput", "-t", "i", "x.itb", "/", "a", "2")
    #expect(plain.errors == "" && plain.status == 0)
    #expect(try bench.folder.read("x.itb") == bench.folder.read("alone.dtb"))
  }

  private static let dropped = "x.itb: warning: the file has 3 bytes after the blob, which are dropped\n"

  @Test(arguments: [
    (["overlay", "apply", "-b", "x.itb", "-o", "out", "o.dtb"], dropped),
    (["overlay", "apply", "-b", "x.itb", "-o", "out", "o.dts"], dropped),
    (["overlay", "apply", "-b", "x.itb", "-o", "out", "--pad", "8", "o.dtb"], dropped),
    (["overlay", "apply", "-q", "-b", "x.itb", "-o", "out", "o.dtb"], ""),
    (["overlay", "explain", "-b", "x.itb", "o.dtb"], ""),
    (["decompile", "-o", "out", "x.itb"], dropped), (["decompile", "-q", "-o", "out", "x.itb"], ""),
    (
      ["decompile", "-o", "out", "one.itb"],
      "one.itb: warning: the file has 1 byte after the blob, which is dropped\n"
    ),
    (
      ["decompile", "-o", "out", "fit.itb"],
      """
      fit.itb: warning: the file has 3 bytes after the blob, which are dropped
      note: U-Boot loads the external data of a FIT image (mkimage -E) from there

      """
    ),
  ])
  func results(arguments: [String], errors: String) throws {
    let bench = try bench()
    let result = try bench.run("swiftdt", arguments)
    #expect(result.errors == errors)
    #expect(result.status == 0)
  }

  /// The merged bytes are those of fdtoverlay, which reports nothing.
  @Test func mergedBytes() throws {
    let bench = try bench()
    let plain = try bench.run("fdtoverlay", "-i", "x.itb", "-o", "plain.dtb", "o.dtb")
    #expect(plain.errors == "" && plain.status == 0)
    _ = try bench.run("swiftdt", "overlay", "apply", "-b", "x.itb", "-o", "out.dtb", "o.dtb")
    #expect(try bench.folder.read("out.dtb") == bench.folder.read("plain.dtb"))
  }

  /// In a folder of blobs, only those that are merged lose the bytes.
  @Test func folders() throws {
    let bench = try bench()
    for name in ["x", "y"] { try bench.folder.write(bench.folder.read("x.itb"), to: "in/\(name).dtb") }
    try bench.folder.write(
      Array(#"[{ "name": "o", "dtboFile": "o.dtb", "filter": "x.dtb" }]"#.utf8), to: "list.json")
    let words = ["overlay", "apply-tree", "--source", "in", "-o", "out", "--overlays", "list.json"]
    let result = try bench.run("swiftdt", words + ["--without-compatible"])
    #expect(
      result.errors == "in/x.dtb: warning: the file has 3 bytes after the blob, which are dropped\n")
    #expect(result.status == 0)
    #expect(try bench.folder.read("out/y.dtb") == bench.folder.read("in/y.dtb"))
    #expect(try bench.run("swiftdt", words + ["--without-compatible", "-q"]).errors == "")
  }
}
