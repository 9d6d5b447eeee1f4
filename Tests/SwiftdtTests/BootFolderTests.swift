import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// `check-boot` on complete folders.
struct BootFolderTests {
  static let board = """
    /dts-v1/;
    / { #address-cells = <1>; #size-cells = <1>; model = "m"; compatible = "c";
      aliases { serial0 = &uart; serial1 = &other; };
      chosen { stdout-path = "serial0:115200n8"; };
      memory@40000000 { device_type = "memory"; reg = <0x40000000 0x40000000>; };
      uart: serial@1 { reg = <1 1>; }; other: serial@2 { reg = <2 1>; status = "disabled"; }; };
    """

  func folder(_ configuration: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder([
      "board.dts": Self.board, "add.dts": "/dts-v1/; /plugin/; &uart { x; };",
      "more.dts": "/dts-v1/; /plugin/; &uart { y; };",
      "lost.dts": "/dts-v1/; /plugin/; &uort { x; };", "boot/Image": "x",
      "boot/extlinux/extlinux.conf": configuration,
    ])
    for arguments in [
      ["compile", "-@", "-p", "0x4000", "-o", "boot/board.dtb", "board.dts"],
      ["compile", "-@", "-o", "boot/bare.dtb", "board.dts"],
      ["compile", "-o", "boot/add.dtbo", "add.dts"], ["compile", "-o", "boot/more.dtbo", "more.dts"],
      ["compile", "-o", "boot/lost.dtbo", "lost.dts"],
    ] {
      #expect(try Tool.swiftdt.run(arguments, in: folder).status == 0)
    }
    return folder
  }

  func run(_ folder: TemporaryFolder, _ flags: String...) throws -> (Int32, [String]) {
    let result = try Tool.swiftdt.run(["check-boot", "boot"] + flags, in: folder)
    return (result.status, result.errors.split(separator: "\n").map(String.init))
  }

  static let file = "boot/extlinux/extlinux.conf"

  @Test func good() throws {
    let folder = try folder(
      """
      DEFAULT a
      LABEL a
        LINUX ../Image
        FDT /board.dtb
        APPEND console=tty0 console=ttyS0,115200n8
        FDTOVERLAYS /add.dtbo ../more.dtbo
      LABEL b
        LINUX /Image
        FDTDIR /
      """)
    let (status, lines) = try run(folder, "--fdtfile", "board.dtb")
    #expect(status == 0)
    #expect(lines == ["3 files checked: 0 with errors, 0 with warnings only"])
  }

  @Test func badEntries() throws {
    let folder = try folder(
      """
      LABEL a
        LINUX ../Imege
        FDT /bare.dtb
        APPEND console=ttyS1
      LABEL b
        LINUX /out/Image
        INITRD ../../x
        FDT /board.dtb
        FDTOVERLAYS /lost.dtbo
      LABEL c
        LINUX /Image
        FDT /circle
        APPEND console=ttyS0,9600
        FDTOVERLAYS /add.dtbo
      """)
    try FileManager.default.createSymbolicLink(atPath: folder["boot/out"], withDestinationPath: "/nix")
    try FileManager.default.createSymbolicLink(atPath: folder["boot/circle"], withDestinationPath: "circle")
    let (status, lines) = try run(folder)
    #expect(status == 1)
    #expect(
      lines == [
        "\(Self.file):2: error: LINUX is '../Imege', but there is no 'Imege' in / [boot-file]",
        "help: did you mean 'Image'?",
        "\(Self.file):4: error: the console is ttyS1, but serial1, /serial@2, is disabled [boot-console]",
        "\(Self.file):6: error: LINUX is '/out/Image', which leaves the folder: 'out' points to '/nix' [boot-link]",
        "note: the boot loader only sees this partition", "help: copy the file instead (`cp -L`)",
        "\(Self.file):7: error: INITRD is '../../x', but there is no 'x' in / [boot-file]",
        "\(Self.file):9: error: overlay 'boot/lost.dtbo': fragment@0 targets label 'uort', which the base does not export [boot-file]",
        "note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)",
        "note: the tree is then corrupted for U-Boot, and the entry does not boot",
        "help: nearest labels: 'uart'",
        "\(Self.file):12: error: FDT is '/circle', where 'circle' is one link more than the 7 that U-Boot follows [boot-link]",
        "boot/bare.dtb: warning: 0 bytes are left for edits in place, expected at least 12288 [headroom]",
        "help: leave them with `swiftdt set BLOB --pad 12288`, or 'pad' in a recipe",
        "2 files checked: 1 with errors, 1 with warnings only",
      ])
  }

  /// U-Boot adds 8 KiB before each overlay, whatever headroom the base has.
  @Test func largeOverlays() throws {
    let folder = try folder(
      "LABEL a\n LINUX /Image\n FDT /board.dtb\n FDTOVERLAYS /half.dtbo /lost2.dtbo /add.dtbo \n"
        + "LABEL b\n LINUX /Image\n FDT /board.dtb\n FDTOVERLAYS /large.dtbo\n")
    for (name, count) in [("half", 7000), ("large", 14000)] {
      let value = String(repeating: "00", count: count)
      try folder.write(Array("/dts-v1/; /plugin/; &uart { \(name) = [\(value)]; };".utf8), to: "x.dts")
      #expect(
        try Tool.swiftdt.run(["compile", "-o", "boot/\(name).dtbo", "x.dts"], in: folder).status == 0)
    }
    let (status, lines) = try run(folder)
    #expect(status == 1)
    #expect(
      lines == [
        "\(Self.file):4: error: FDTOVERLAYS is '/lost2.dtbo', but there is no 'lost2.dtbo' in / [boot-file]",
        "help: did you mean 'lost.dtbo'?",
        "\(Self.file):8: error: overlay 'boot/large.dtbo' adds 14018 bytes, but U-Boot makes room for 11658 [boot-file]",
        "note: FDT_ERR_NOSPACE in libfdt",
        "note: the tree is then corrupted for U-Boot, and the entry does not boot",
        "help: split it, or apply it when the tree is built",
        "2 files checked: 1 with errors, 0 with warnings only",
      ])
  }

  /// Entries with the same overlays share a merge, and what is wrong with it.
  @Test func sharedMerges() throws {
    let entry = "LINUX /Image\n FDT /board.dtb\n FDTOVERLAYS /lost2.dtbo /cut.dtbo\n"
    let folder = try folder("LABEL a\n \(entry)LABEL b\n \(entry)LABEL c\n \(entry)")
    try folder.write([1, 2, 3], to: "boot/cut.dtbo")
    let (status, lines) = try run(folder)
    #expect(status == 1)
    #expect(lines.filter { $0.contains(": error:") && $0.hasPrefix("\(Self.file):4:") }.count == 2)
    #expect(lines.filter { $0 == "note: the same applies to 2 more lines" }.count == 2)
  }

  /// Overlays with one name in two folders make two trees to check; one overlay in two entries makes one.
  @Test func namesakes() throws {
    let entry = "LINUX /Image\n FDT /board.dtb\n FDTOVERLAYS"
    let folder = try folder(
      "LABEL a\n \(entry) /add.dtbo\nLABEL b\n \(entry) /other/add.dtbo\nLABEL c\n \(entry) /add.dtbo\n")
    try folder.write(Array("/dts-v1/; /plugin/; &uart { interrupt-parent = <99>; };".utf8), to: "x.dts")
    try folder.write([], to: "boot/other/empty")
    #expect(
      try Tool.swiftdt.run(["compile", "-o", "boot/other/add.dtbo", "x.dts"], in: folder).status == 0)
    let (status, lines) = try run(folder)
    #expect(status == 1)
    #expect(
      lines == [
        "boot/board.dtb + add.dtbo:/serial@1: error: 'interrupt-parent' refers to phandle 0x63 (cell 0), which no node has [reference-unresolved]",
        "3 files checked: 1 with errors, 0 with warnings only",
      ])
  }

  /// NixOS writes an entry for each generation.
  @Test func generations() throws {
    let entries = (1...30).map {
      "LABEL nixos-\($0)\n LINUX /Image\n FDT /board.dtb\n APPEND init=/\($0) console=ttyS0,9600\n"
    }
    let (status, lines) = try run(try folder(entries.joined()))
    #expect(status == 0)
    #expect(
      lines == [
        "\(Self.file):4: warning: the console ttyS0 is at 9600 baud, but 'stdout-path' in the tree says 115200 [boot-console]",
        "note: the same applies to 29 more lines",
        "2 files checked: 0 with errors, 1 with warnings only",
      ])
  }

  @Test func carriageReturns() throws {
    let folder = try folder(
      "DEFAULT z\r\nLABEL a\r\n LINUX /boot/Image\r\n FDTDIR /\r\n APPEND \(String(repeating: "x", count: 1100))\r\n"
    )
    let (status, lines) = try run(folder, "--fdtfile", "q.dtb")
    #expect(status == 1)
    #expect(
      lines == [
        "\(Self.file):1: error: the line ends in a carriage return, which U-Boot takes as part of the value [boot-line-end]",
        "note: the same applies to 4 more lines",
        "help: write the file with LF line ends",
        "\(Self.file):3: error: LINUX is '/boot/Image', but there is no 'boot' in / [boot-file]",
        "help: if /boot is not a partition of its own, check the folder above it",
        "\(Self.file):4: error: FDTDIR is '/q.dtb', but there is no 'q.dtb' in / [boot-file]",
        "note: U-Boot continues with its own tree, or skips the entry",
        "\(Self.file):1: warning: DEFAULT is 'z', but there is no such LABEL [boot-configuration]",
        "note: U-Boot then tries all entries in order",
        "\(Self.file):5: warning: APPEND has 1100 bytes [boot-configuration]",
        "note: U-Boot skips an entry whose command line does not fit in its CONFIG_SYS_CBSIZE, usually 1024; Linux on arm64 takes 2047",
        "\(Self.file): 3 errors, 2 warnings (final, uboot)",
      ])
  }

  @Test func brokenOverlays() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /board.dtb\n FDTOVERLAYS /add.dtbo /cut.dtbo\n")
    try folder.write(Array(folder.read("boot/add.dtbo").prefix(60)), to: "boot/cut.dtbo")
    #expect(
      try run(folder).1.first
        == "\(Self.file):4: error: overlay 'boot/cut.dtbo' cannot be read: the blob says it has \(folder.read("boot/add.dtbo").count) bytes but the file has 60 [boot-file]"
    )
  }

  /// A finding that the file of expectations allows is not reported; an entry that allows nothing is.
  @Test func accepted() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /board.dtb\n APPEND console=ttyS0,9600\n")
    try folder.write([], to: "boot/uEnv.txt")
    try folder.write(
      Array(
        "{ allow: [{ check: 'boot-patch-file' }, { check: 'boot-console' }, { check: 'boot-link' }] }".utf8),
      to: "e.json5")
    let (status, lines) = try run(folder, "--expect", "e.json5")
    #expect(status == 0)
    #expect(
      lines == [
        "\(Self.file): warning: e.json5:1:68 allows a finding that no longer occurs [allowed-unused]",
        "help: remove the entry", "2 files checked: 0 with errors, 1 with warnings only",
      ])
  }

  @Test func theConsole() throws {
    let folder = try folder(
      "LABEL a\n LINUX /Image\n FDT /board.dtb\n APPEND console=ttyS0,9600\n"
        + "LABEL b\n LINUX /Image\n FDT /board.dtb\n APPEND console=ttyAML7\n")
    let (status, lines) = try run(folder)
    #expect(status == 0)
    #expect(
      lines == [
        "\(Self.file):4: warning: the console ttyS0 is at 9600 baud, but 'stdout-path' in the tree says 115200 [boot-console]",
        "\(Self.file):8: warning: the console is ttyAML7, but the tree has no alias serial7 [boot-console]",
        "note: without it, Linux numbers serial ports as it finds them",
        "2 files checked: 0 with errors, 1 with warnings only",
      ])
    #expect(try run(folder, "--warnings-as-errors").0 == 1)
    #expect(
      try run(folder, "-Wno-boot-console").1 == ["2 files checked: 0 with errors, 0 with warnings only"])
  }

  @Test func emptyFolders() throws {
    let folder = try TemporaryFolder(["boot/x": ""])
    #expect(
      try run(folder).1 == [
        "boot: error: there is no extlinux/extlinux.conf, neither here nor in boot [boot-configuration]",
        "help: U-Boot looks for it in these two places on the partition",
        "boot: 1 error (final, uboot)",
      ])
    let result = try Tool.swiftdt.run(["check-boot", "nowhere"], in: folder)
    #expect(result.status == 1)
    #expect(result.errors == "swiftdt: error: cannot read 'nowhere': No such file or directory\n")
  }
}
