import TestSupport
import Testing

@testable import swiftdt

/// Kernels in FIT images.
extension BootFolderTests {
  private func folder(withImage entry: String) throws -> TemporaryFolder {
    let folder = try folder("LABEL a\n \(entry)\n")
    try folder.write(
      Array(
        """
        /dts-v1/;
        / { description = "image"; #address-cells = <1>; images { kernel { data = [00]; }; };
          configurations { default = "conf-1"; conf-1 { kernel = "kernel"; }; conf-2 { kernel = "kernel"; }; }; };
        """.utf8), to: "x.dts")
    #expect(try Tool.swiftdt.run(["compile", "-q", "-o", "boot/fit.itb", "x.dts"], in: folder).status == 0)
    return folder
  }

  @Test func manyConfigurations() throws {
    let names = (0..<50).map { "#d\($0)" }.joined()
    let (_, lines) = try run(folder(withImage: "LINUX /fit.itb\(names)"))
    #expect(lines.count { $0.contains("LINUX names the configuration 'd") } == 50)
    #expect(lines.count { $0 == "help: it has 'conf-1', 'conf-2'" } == 20)
  }

  private static let older = "note: U-Boot does so since 2023.01; an older one loads a file of this name"
  private static let exactly =
    "then it is the FIT image's own, since U-Boot 2023.01"

  /// FDT and INITRD written as LINUX are the image's own: label_boot in boot/pxe_utils.c compares the texts.
  @Test(arguments: [
    "LINUX /fit.itb#conf-1\n FDT /fit.itb#conf-1\n INITRD /fit.itb#conf-1",
    "KERNEL /fit.itb#conf-1#conf-2\n FDT /fit.itb#conf-1#conf-2", "LINUX /fit.itb\n FDT /fit.itb",
    "LINUX ../fit.itb#conf-2\n FDT ../fit.itb#conf-2\n APPEND console=ttyS0 initrd=../fit.itb#conf-2 quiet",
  ])
  func treesInImages(entry: String) throws {
    let (status, lines) = try run(folder(withImage: entry))
    #expect(status == 0)
    #expect(
      lines == [
        "\(Self.file):3: note: FDT is written as LINUX, so the tree is the FIT image's, which is not checked [boot-tree]",
        Self.older, "\(Self.file): 1 note (final, uboot)",
      ])
  }

  /// Anything else is a file's name.
  @Test func almostTheImage() throws {
    let folder = try folder(
      withImage: "LINUX /fit.itb#conf-1\n FDT /fit.itb#conf-2\n INITRD /fit.itb#conf-1 #a\n"
        + "LABEL b\n LINUX /fit.itb#conf-1\n FDT /fit.itb\n APPEND console=ttyS0\n"
        + "LABEL c\n LINUX /fit.itb#conf-3\n FDT /board.dtb\nLABEL d\n LINUX /Image\n FDT /Image\n"
        + "LABEL e\n LINUX /fit.itb#conf-1\n")
    let (status, lines) = try run(folder)
    #expect(status == 1)
    #expect(
      lines == [
        "\(Self.file):3: error: FDT is '/fit.itb#conf-2', but there is no 'fit.itb#conf-2' in / [boot-file]",
        "help: write it exactly as LINUX, '/fit.itb#conf-1': \(Self.exactly)",
        "\(Self.file):4: error: INITRD is '/fit.itb#conf-1 #a', but there is no 'fit.itb#conf-1 #a' in / [boot-file]",
        "help: write it exactly as LINUX, '/fit.itb#conf-1': \(Self.exactly)",
        "\(Self.file):10: error: LINUX names the configuration 'conf-3', which '/fit.itb' does not have [boot-file]",
        "help: did you mean 'conf-1'?",
        "\(Self.file):14: error: FDT is written as LINUX, but '/Image' is not a FIT image with a tree in it [boot-file]",
        Self.older,
        "\(Self.file):7: warning: FDT is '/fit.itb', which is a FIT image, not a tree [boot-tree]",
        "help: write it exactly as LINUX, '/fit.itb#conf-1': \(Self.exactly)",
        "\(Self.file):15: note: the entry 'e' has neither FDT nor FDTDIR [boot-tree]",
        "note: the kernel gets the FIT image's tree, U-Boot's own tree, or none",
        "help: write FDT exactly as LINUX: then it is the FIT image's, since U-Boot 2023.01",
        "2 files checked: 1 with errors, 0 with warnings only",
      ])
  }

  /// A FIT image elsewhere than in LINUX is no RAM disk.
  @Test func imageAsRAMDisk() throws {
    let folder = try folder(withImage: "LINUX /fit.itb#conf-1\n INITRD /fit.itb\n FDT /fit.itb#conf-1")
    #expect(
      try run(folder).1.prefix(2) == [
        "\(Self.file):3: error: INITRD is '/fit.itb', which is a FIT image, not a RAM disk [boot-file]",
        "help: write it exactly as LINUX, '/fit.itb#conf-1': \(Self.exactly)",
      ])
  }

  @Test func noImage() throws {
    let folder = try folder("LABEL a\n LINUX /Image#conf-1\n FDT /board.dtb\n")
    #expect(
      try run(folder).1.first
        == "\(Self.file):2: warning: LINUX names a configuration, but '/Image' is not a FIT image [boot-file]"
    )
  }

  /// The images as a reader of files sees them.
  @Test func images() throws {
    let folder = try folder(withImage: "LINUX /fit.itb")
    #expect(FITImage(try folder.read("boot/fit.itb"))?.configurations == ["conf-1", "conf-2"])
    #expect(FITImage(try folder.read("boot/board.dtb")) == nil)
    #expect(FITImage(Array("x".utf8)) == nil)
    // The rule is that of `check`: what describes a board is none.
    try folder.write(
      Array("/dts-v1/; / { model = \"m\"; images { }; configurations { a { }; }; };".utf8), to: "y.dts")
    #expect(try Tool.swiftdt.run(["compile", "-q", "-o", "y.dtb", "y.dts"], in: folder).status == 0)
    #expect(FITImage(try folder.read("y.dtb")) == nil)
    let image = try folder.read("boot/fit.itb")
    for count in stride(from: 0, to: image.count, by: 3) { _ = FITImage(Array(image.prefix(count))) }
  }

  /// What only some versions of U-Boot know.
  @Test func keywordsOfSomeVersions() throws {
    let entry = "LINUX /Image\n FDT /board.dtb\n"
    let folder = try folder(
      "FALLBACK z\nDEFAULT a\nLABEL a\n \(entry) FDTOVERLAYS /add.dtbo\n APPEND quiet\n"
        + "LABEL b\n \(entry) DEVICETREE-OVERLAY /add.dtbo\nLABEL c\n SAY hello\n FIT /Image\n FDT /board.dtb\n"
        + "LABEL d\n \(entry) FDTOVERLAYS /add.dtbo\n MENU LABEL x\n")
    let (status, lines) = try run(folder)
    #expect(status == 0)
    let ignored = "ignore everything up to the next LABEL"
    #expect(
      lines == [
        "\(Self.file):1: warning: FALLBACK is 'z', but there is no such LABEL [boot-configuration]",
        "note: U-Boot then boots the default again",
        "\(Self.file):13: warning: only U-Boot's fork u-boot-concept knows 'say'; for every release, the entry ends here [boot-keyword]",
        "note: they \(ignored)",
        "\(Self.file):14: warning: only U-Boot's fork u-boot-concept knows 'fit'; for every release, the entry ends here [boot-keyword]",
        "note: they \(ignored)", "help: write LINUX instead",
        "\(Self.file):6: note: U-Boot knows 'fdtoverlays' since 2021.04; for an older one, the entry ends here [boot-keyword]",
        "note: it then ignores everything up to the next LABEL",
        "help: put it at the end of the entry: then the rest of it is read all the same",
        "\(Self.file):11: note: U-Boot knows 'devicetree-overlay' since 2023.01; for an older one, the entry ends here [boot-keyword]",
        "note: it then ignores everything up to the next LABEL",
        "help: write FDTOVERLAYS, which it knows since 2021.04",
        "3 files checked: 0 with errors, 1 with warnings only",
      ])
  }
}
