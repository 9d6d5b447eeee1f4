import TestSupport
import Testing

/// FDTOVERLAYS, as `check-boot` applies them.
extension BootFolderTests {
  private func folder(_ overlays: [String: String], _ names: String) throws -> TemporaryFolder {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /board.dtb\n FDTOVERLAYS \(names)\n")
    for (name, source) in overlays {
      try folder.write(Array("/dts-v1/; /plugin/; \(source)".utf8), to: "x.dts")
      #expect(
        try Tool.swiftdt.run(["compile", "-q", "-@", "-o", "boot/\(name).dtbo", "x.dts"], in: folder).status
          == 0)
    }
    return folder
  }

  /// What `overlay explain` says about overlays.
  @Test func overlaysWithoutEffect() throws {
    let folder = try folder(
      [
        "typo": "/ { fragment@0 { target = <&uart>; __overlay { status = \"okay\"; }; }; };",
        "none": "/ { foo { x; }; };", "other": "/ { compatible = \"acme\"; }; &uart { z; };",
      ], "/typo.dtbo /none.dtbo /other.dtbo /add.dtbo /add.dtbo /bare.dtb")
    let (status, lines) = try run(folder)
    #expect(status == 0)
    let place = "\(Self.file):4: warning:"
    #expect(
      lines == [
        "\(place) 'boot/typo.dtbo': fragment@0 has a 'target' but no '__overlay__', so nothing is applied [boot-overlay]",
        "help: did you mean '__overlay__' instead of '__overlay'?",
        "\(place) 'boot/none.dtbo': there are no fragments: 'foo' has no '__overlay__', so nothing is applied [boot-overlay]",
        "help: in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, and '&{/} { … };' adds to its root",
        "\(place) 'boot/other.dtbo': its root 'compatible' has nothing in common with the base's [boot-overlay]",
        "note: U-Boot applies it nevertheless",
        "\(place) 'boot/add.dtbo': the overlay changes nothing: the base already has everything it sets [boot-overlay]",
        "\(place) 'boot/bare.dtb': there are no fragments: 'aliases', 'chosen', 'memory@40000000', 'serial@1', … have no '__overlay__', so nothing is applied [boot-overlay]",
        "help: in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, and '&{/} { … };' adds to its root",
        "2 files checked: 0 with errors, 1 with warnings only",
      ])
    #expect(
      try run(folder, "-Wno-boot-overlay").1 == ["2 files checked: 0 with errors, 0 with warnings only"])
  }

  /// The help that `overlay apply` gives for the same errors.
  @Test func overlaysInTheWrongOrder() throws {
    let folder = try folder(
      ["use": "&made { x; };", "make": "&uart { made: new { }; };"], "/use.dtbo /make.dtbo")
    #expect(
      try run(folder).1.prefix(4) == [
        "\(Self.file):4: error: overlay 'boot/use.dtbo': fragment@0 targets label 'made', which the base does not export [boot-file]",
        "note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)",
        "note: the tree is then corrupted for U-Boot, and the entry does not boot",
        "help: 'boot/make.dtbo', which is given later, exports it: give it before 'boot/use.dtbo'",
      ])
  }

  /// U-Boot skips what has no header of a blob.
  @Test func overlaysThatAreNone() throws {
    let folder = try folder([:], "/packed.dtbo /x.dts /more.dtbo")
    try folder.write(
      [0x1F, 0x8B, 8, 8, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 60), to: "boot/packed.dtbo")
    try folder.write(
      Array("/dts-v1/; / { a = \"some text\"; b = \"and more of it\"; };".utf8), to: "boot/x.dts")
    let (status, lines) = try run(folder)
    #expect(status == 1)
    #expect(
      lines == [
        "\(Self.file):4: error: overlay 'boot/packed.dtbo' cannot be read: not a device tree blob: the magic is 0x1f8b0808, expected 0xd00dfeed [boot-file]",
        "note: FDT_ERR_BADMAGIC in libfdt", "note: U-Boot skips it",
        "help: it is compressed (gzip); unpack it first",
        "\(Self.file):4: error: overlay 'boot/x.dts' cannot be read: not a device tree blob: the magic is 0x2f647473, expected 0xd00dfeed [boot-file]",
        "note: FDT_ERR_BADMAGIC in libfdt", "note: U-Boot skips it",
        "help: it looks like text; `swiftdt compile` makes a blob from a source",
        "2 files checked: 1 with errors, 0 with warnings only",
      ])
  }

  /// U-Boot drops a blob's headroom before it applies an overlay, so the file's does not matter.
  @Test(arguments: ["board", "bare"])
  func headroomWithOverlays(blob: String) throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /\(blob).dtb\n FDTOVERLAYS /add.dtbo\n")
    #expect(try run(folder).1 == ["2 files checked: 0 with errors, 0 with warnings only"])
    let (status, lines) = try run(folder, "--headroom", "20000")
    #expect(status == 1)
    #expect(lines[0].hasPrefix("boot/\(blob).dtb + add.dtbo: error: 11"))
    #expect(lines[0].hasSuffix(" bytes are left for edits in place, expected at least 20000 [headroom]"))
    #expect(
      lines[1..<3] == [
        "note: U-Boot leaves this much, whatever headroom the blob has",
        "help: apply the overlays when the tree is built",
      ])
  }

  /// U-Boot applies overlays only to a tree that it loads.
  @Test func overlaysWithoutATree() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDTOVERLAYS /add.dtbo\n")
    #expect(
      try run(folder).1.contains(
        "\(Self.file):3: warning: FDTOVERLAYS has no effect: U-Boot applies it only to a blob that FDT or FDTDIR names [boot-overlay]"
      ))
  }

  /// U-Boot does not read an overlay's memory reservations either, but looks whether they are in the blob.
  @Test func reservations() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /board.dtb\n FDTOVERLAYS /add.dtbo\n")
    var overlay = try folder.read("boot/add.dtbo")
    overlay[18] = UInt8(overlay.count >> 8)
    overlay[19] = UInt8(overlay.count & 0xFF)
    try folder.write(overlay, to: "boot/add.dtbo")
    #expect(
      try run(folder).1.prefix(2) == [
        "\(Self.file):4: warning: 'boot/add.dtbo': the memory reservation block is not terminated [boot-overlay]",
        "note: libfdt applies the overlay all the same: it does not read an overlay's memory reservations",
      ])
    overlay[16] = 1
    try folder.write(overlay, to: "boot/add.dtbo")
    let lines = try run(folder).1
    #expect(
      lines[0].hasPrefix("\(Self.file):4: error: overlay 'boot/add.dtbo' cannot be read: the memory res"))
    #expect(lines[2] == "note: U-Boot skips it")
  }
}
