import TestSupport
import Testing

/// Overlays of recipes by any name.
struct NamedOverlayTests {
  /// A source and the blob made of it are one overlay; a fault shows the group that it is in.
  @Test func sourcesBeforeBlobs() throws {
    let folder = try TemporaryFolder([
      "base.dts": FolderInputTests.board, "d/on.dts": FolderInputTests.overlay,
      "d/b.dtso": FolderInputTests.overlay, "d/on.dtbo": "stale",
      "d/b.dtbo": "stale", "d/.dtbo": "hidden", "d/on.dtso": FolderInputTests.overlay,
      "r.json5": "{ source: \"base.dts\", overlays: { folder: \"d\" }, output: \"x.dtb\" }",
      "two.json5":
        "{ source: \"base.dts\", output: \"x.dtb\", overlays: [\n{ folder: \"d\", names: [\"on\"] },\n"
        + "{ folder: \".\", names: [\"on\"] }] }",
      "text.json5": "{ source: \"base.dts\", overlays: \"d/on.dts\", output: \"x.dtb\" }",
    ])
    let built = try Tool.swiftdt.run(["build", "-o", "out", "r.json5"], in: folder)
    #expect(built.status == 0, "\(built.errors)")
    #expect(built.text.hasSuffix("    + b.dtso\n    + on.dts\n    + on.dtso\n"))
    let two = try Tool.swiftdt.run(["build", "-o", "out", "two.json5"], in: folder)
    #expect(
      two.errors.hasPrefix(
        "two.json5:3:24: error: 'overlays[1]': overlay 'on' was not found; tried './on.dts', './on.dtso', "
          + "'./on.dtbo', './on'\n"))
    let text = try Tool.swiftdt.run(["build", "-o", "out", "text.json5"], in: folder)
    #expect(
      text.errors.hasPrefix(
        "text.json5:1:33: error: 'overlays' must be a list of files or an object { … }\n"))
  }

  /// What an overlay is follows from its contents.
  @Test(arguments: ["on.dtb", "on", "on.dtbo.new", "on.dtso", "spaced name"])
  func overlaysByAnyName(name: String) throws {
    let folder = try TemporaryFolder([
      "base.dts": FolderInputTests.board, "on.dts": FolderInputTests.overlay,
      "r.json5": "{ source: \"base.dts\", overlays: [\"ov/\(name)\"], output: \"x.dtb\" }",
      "g.json5":
        "{ source: \"base.dts\", overlays: { folder: \"ov\", names: [\"\(name)\"] }, output: \"y.dtb\" }",
      "ov/other": "",
    ])
    if name.hasSuffix("o") || name.contains(" ") {
      try folder.write(Array(FolderInputTests.overlay.utf8), to: "ov/\(name)")
    } else {
      let compiled = try Tool.swiftdt.run(["compile", "-o", "ov/\(name)", "on.dts"], in: folder)
      #expect(compiled.status == 0, "\(compiled.errors)")
    }
    for recipe in ["r.json5", "g.json5"] {
      let built = try Tool.swiftdt.run(["build", "-o", "out", recipe], in: folder)
      #expect(built.status == 0, "\(built.errors)")
    }
    #expect(try folder.read("out/x.dtb") == folder.read("out/y.dtb"))
    let status = try Tool.swiftdt.run(["get", "out/x.dtb", "/led", "status"], in: folder)
    #expect(status.text == "okay\n")
  }

  /// A name without a suffix means a source, even if there is a file of that name.
  @Test func sourceFirst() throws {
    let folder = try TemporaryFolder([
      "base.dts": FolderInputTests.board, "on.dts": FolderInputTests.overlay, "on": "an old blob",
      "r.json5": "{ source: \"base.dts\", overlays: [\"on\"], output: \"x.dtb\" }",
    ])
    #expect(try Tool.swiftdt.run(["build", "-o", "out", "r.json5"], in: folder).status == 0)
  }

  /// A folder of the name does not hide the file with the suffix.
  @Test func overlayBesideAFolder() throws {
    let folder = try TemporaryFolder([
      "base.dts": FolderInputTests.board, "on.dts": FolderInputTests.overlay, "on/x": "",
      "r.json5": "{ source: \"base.dts\", overlays: [\"on\"], output: \"x.dtb\" }",
    ])
    #expect(try Tool.swiftdt.run(["build", "-o", "out", "r.json5"], in: folder).status == 0)
  }
}
