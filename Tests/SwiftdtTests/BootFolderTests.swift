import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// extlinux.conf, as U-Boot reads it.
struct ExtlinuxTests {
  private func faults(_ text: String) -> [String] {
    ExtlinuxConfiguration(Array(text.utf8)).faults.map { "\($0.line) \($0.fault)" }
  }

  @Test func entries() {
    let text = """
      # comment
      DEFAULT one
      TIMEOUT 50
      label one
      \tMENU LABEL The first
      \tLinux ../Image
        INITRD\t/initrd
        DEVICETREE a.dtb
        devicetree-overlay b.dtbo c.dtbo
        append root=/dev/x console=ttyS0
      label two
        kernel /Image
        FDTDIR /dtbs
      """
    let configuration = ExtlinuxConfiguration(Array(text.utf8))
    #expect(configuration.faults.isEmpty)
    #expect(configuration.defaultName == .init(text: "one", line: 2))
    #expect(
      configuration.entries == [
        .init(
          name: .init(text: "one", line: 4), kernel: .init(text: "../Image", line: 6),
          initrd: .init(text: "/initrd", line: 7), fdt: .init(text: "a.dtb", line: 8),
          fdtOverlays: .init(text: "b.dtbo c.dtbo", line: 9),
          append: .init(text: "root=/dev/x console=ttyS0", line: 10)),
        .init(
          name: .init(text: "two", line: 11), kernel: .init(text: "/Image", line: 12),
          fdtFolder: .init(text: "/dtbs", line: 13)),
      ])
  }

  @Test func faults() {
    #expect(
      faults("serial 0\nlabel a\nlinux x\nsecure\nfdt b\n") == [
        "1 unknown(\"serial\")", "4 endsEntry(\"secure\", entry: \"a\")", "5 outside(\"fdt\")",
      ])
    #expect(
      faults("label a\r\nlinux x\r\n\r\nfdt b\n") == [
        "1 carriageReturn", "2 carriageReturn", "3 carriageReturnEndsEntry(\"a\")", "4 outside(\"fdt\")",
      ])
    #expect(
      faults("label a\nlinux x \nappend y \nfdt b\nfdt c\n") == [
        "2 trailingBlanks(\"linux\")", "5 repeated(\"fdt\")",
      ])
  }
}

/// `check-boot` over whole folders.
struct BootFolderTests {
  private static let board = """
    /dts-v1/;
    / { #address-cells = <1>; #size-cells = <1>; model = "m"; compatible = "c";
      aliases { serial0 = &uart; serial1 = &other; };
      chosen { stdout-path = "serial0:115200n8"; };
      memory@40000000 { device_type = "memory"; reg = <0x40000000 0x40000000>; };
      uart: serial@1 { reg = <1 1>; }; other: serial@2 { reg = <2 1>; status = "disabled"; }; };
    """

  private func folder(_ configuration: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder([
      "board.dts": Self.board, "add.dts": "/dts-v1/; /plugin/; &uart { x; };",
      "lost.dts": "/dts-v1/; /plugin/; &uort { x; };", "boot/Image": "x",
      "boot/extlinux/extlinux.conf": configuration,
    ])
    for arguments in [
      ["compile", "-@", "-p", "0x4000", "-o", "boot/board.dtb", "board.dts"],
      ["compile", "-@", "-o", "boot/bare.dtb", "board.dts"],
      ["compile", "-o", "boot/add.dtbo", "add.dts"], ["compile", "-o", "boot/lost.dtbo", "lost.dts"],
    ] {
      #expect(try Tool.swiftdt.run(arguments, in: folder).status == 0)
    }
    return folder
  }

  private func run(_ folder: TemporaryFolder, _ flags: String...) throws -> (Int32, [String]) {
    let result = try Tool.swiftdt.run(["check-boot", "boot"] + flags, in: folder)
    return (result.status, result.errors.split(separator: "\n").map(String.init))
  }

  private static let file = "boot/extlinux/extlinux.conf"

  @Test func good() throws {
    let folder = try folder(
      """
      DEFAULT a
      LABEL a
        LINUX ../Image
        FDT /board.dtb
        FDTOVERLAYS /add.dtbo ../add.dtbo
        APPEND console=tty0 console=ttyS0,115200n8
      LABEL b
        LINUX /Image
        FDTDIR /
      """)
    let (status, lines) = try run(folder, "--fdtfile", "board.dtb")
    #expect(status == 0)
    #expect(lines == ["3 files checked: 0 with errors, 0 with warnings"])
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
        "\(Self.file):6: error: LINUX is '/out/Image', which leaves the folder: 'out' leads to '/nix' [boot-link]",
        "note: the boot loader sees this partition only", "help: copy the file instead (`cp -L`)",
        "\(Self.file):7: error: INITRD is '../../x', which leaves the folder: '../../x' leads to '..' [boot-link]",
        "note: the boot loader sees this partition only", "help: copy the file instead (`cp -L`)",
        "\(Self.file):9: error: overlay 'boot/lost.dtbo': fragment@0 targets label 'uort', which the base does not export [boot-file]",
        "note: FDT_ERR_NOTFOUND in libfdt",
        "\(Self.file):12: error: FDT is '/circle', where links lead in a circle at 'circle' [boot-link]",
        "boot/bare.dtb: error: 0 bytes are left for edits in place; 0x3000 are wanted [headroom]",
        "help: `swiftdt build` with 'pad', or `--pad 0x3000`, leaves them",
        "2 files checked: 2 with errors, 0 with warnings",
      ])
  }

  @Test func aPipe() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /pipe\n")
    #expect(mkfifo(folder["boot/pipe"], 0o600) == 0)
    #expect(BootFolder(folder["boot"]).place("/pipe", from: "") == .missing(in: "", name: "pipe"))
    #expect(try run(folder).0 == 1)
  }

  @Test func theConsole() throws {
    let folder = try folder(
      "LABEL a\n LINUX /Image\n FDT /board.dtb\n APPEND console=ttyS0,9600\n"
        + "LABEL b\n LINUX /Image\n FDT /board.dtb\n APPEND console=ttyAML7\n")
    let (status, lines) = try run(folder)
    #expect(status == 0)
    #expect(
      lines == [
        "\(Self.file):4: warning: the console ttyS0 has 9600 baud, but 'stdout-path' in the tree says 115200 [boot-console]",
        "\(Self.file):8: warning: the console is ttyAML7, but the tree has no alias serial7 [boot-console]",
        "note: without it, Linux numbers serial lines as it finds them",
        "2 files checked: 0 with errors, 1 with warnings",
      ])
    #expect(try run(folder, "--warnings-as-errors").0 == 1)
    #expect(try run(folder, "-Wno-boot-console").1 == ["2 files checked: 0 with errors, 0 with warnings"])
  }

  @Test func patchFiles() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /board.dtb\n")
    for name in ["boot/uEnv.txt", "boot/board.dtb.overlay.env", "boot/board.dtb.overlays/x.dtbo"] {
      try folder.write([], to: name)
    }
    let (status, lines) = try run(folder)
    #expect(status == 1)
    #expect(
      lines.filter { $0.contains("error") } == [
        "boot: error: 'board.dtb.overlay.env' makes the boot loader patch the tree again [boot-patch-file]",
        "boot: error: 'board.dtb.overlays' makes the boot loader patch the tree again [boot-patch-file]",
        "boot: error: 'uEnv.txt' makes the boot loader patch the tree again [boot-patch-file]",
        "3 files checked: 1 with errors, 0 with warnings",
      ])
  }

  @Test func emptyFolders() throws {
    let folder = try TemporaryFolder(["boot/x": ""])
    #expect(
      try run(folder).1 == [
        "boot: error: there is no extlinux/extlinux.conf, nor is there one in boot [boot-configuration]",
        "help: U-Boot looks for it in these two places of the partition",
        "boot: 1 error (final, uboot)",
      ])
    let result = try Tool.swiftdt.run(["check-boot", "nowhere"], in: folder)
    #expect(result.status == 1)
    #expect(result.errors == "swiftdt: error: cannot read 'nowhere': No such file or directory\n")
  }
}
