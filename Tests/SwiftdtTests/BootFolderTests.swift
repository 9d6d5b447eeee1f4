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
        "2 trailingBlanks(\"linux\")", "5 repeatedEndsEntry(\"fdt\", entry: \"a\")",
      ])
    #expect(faults("label a\nlinux x\nfdtoverlays a b  \n") == [])
    #expect(faults("label a\nfdtoverlays a\t\n") == ["2 trailingBlanks(\"fdtoverlays\")"])
  }

  /// What U-Boot 2023.01 says "Error parsing config file" of.
  @Test(arguments: [
    "label a\nappend\n", "label a\nfdt # none\n", "label a\nfdtdir \n", "default\n", "timeout\n", "label\n",
    "menu title\n", "label a\nlocalboot\n", "label a\ninitrd\n", "label a\nlinux\n",
  ]) func withoutValue(_ text: String) {
    #expect(faults(text).contains { $0.contains("withoutValue") })
  }

  @Test func whatEndsAnEntry() {
    #expect(
      faults("label a\ninitrd x\ninitrd y\nappend z\n") == [
        "3 repeatedEndsEntry(\"initrd\", entry: \"a\")", "4 outside(\"append\")",
      ])
    #expect(faults("label a\nfdt x\nfdt\nappend z\n") == [])
    #expect(faults("label a\nappend x\nlinux y\nappend z\n") == ["4 repeated(\"append\")"])
    #expect(
      faults("label a\nkaslrseed 1\nappend z\n") == [
        "2 endsEntry(\"1\", entry: \"a\")", "3 outside(\"append\")",
      ])
    #expect(faults("label a\nkaslrseed\nappend z\n") == [])
  }

  @Test func lessOfAMenu() {
    let text = "label a\nmenu label\nlinux x\nfdt y\n"
    #expect(faults(text) == ["2 takesNextLine"])
    let entry = ExtlinuxConfiguration(Array(text.utf8)).entries.first
    #expect(entry?.kernel == nil)
    #expect(entry?.fdt?.text == "y")
  }

  @Test(arguments: [
    ("", true), ("TIMEOUT 0\n", true), ("TIMEOUT -10\n", true), ("TIMEOUT 1\n", false),
    ("TIMEOUT -20\n", false),
  ])
  func waiting(_ timeout: String, waits: Bool) {
    #expect(faults("menu title x\n\(timeout)label a\n") == (waits ? ["1 waitsForever(\"MENU\")"] : []))
    #expect(faults("\(timeout)label a\nmenu label x\n") == [])
    #expect(faults("\(timeout)prompt 1\nlabel a\n").count == (waits ? 1 : 0))
    #expect(faults("prompt 0\n\(timeout)label a\n") == [])
    let menu = faults("\(timeout)menu title x\nprompt 0\n")
    #expect(menu.map { $0.suffix(14) } == (waits ? ["mayWaitForever"] : []))
  }

  @Test func initrdInAppend() {
    func initrd(_ text: String) -> ExtlinuxConfiguration.Entry? {
      ExtlinuxConfiguration(Array(text.utf8)).entries.first
    }
    let entry = initrd("label a\nappend root=x initrd=/i.img quiet\n")
    #expect(entry?.initrd == .init(text: "/i.img", line: 2))
    #expect(entry?.initrdIsAppended == true)
    #expect(initrd("label a\ninitrd /j\nappend initrd=/i quiet\n")?.initrd?.text == "/j")
    #expect(faults("label a\nappend root=x initrd=/i.img\n") == ["2 initrdWithoutEnd"])
    #expect(
      faults("label a\nappend initrd=/i x\ninitrd /i\nfdt y\n") == [
        "3 repeatedEndsEntry(\"initrd\", entry: \"a\")", "4 outside(\"fdt\")",
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
        FDTOVERLAYS /add.dtbo
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
        "\(Self.file):7: error: INITRD is '../../x', but there is no 'x' in / [boot-file]",
        "\(Self.file):9: error: overlay 'boot/lost.dtbo': fragment@0 targets label 'uort', which the base does not export [boot-file]",
        "note: FDT_ERR_NOTFOUND in libfdt",
        "note: the tree is spoilt for U-Boot then, and the entry does not boot",
        "\(Self.file):12: error: FDT is '/circle', where 'circle' is one link more than the 7 that U-Boot follows [boot-link]",
        "boot/bare.dtb: warning: 0 bytes are left for edits in place; 0x3000 are wanted [headroom]",
        "help: `swiftdt build` with 'pad', or `--pad 0x3000`, leaves them",
        "2 files checked: 1 with errors, 1 with warnings",
      ])
  }

  /// Absolute links begin at the partition's root, `..` does not leave it, and 7 links are followed.
  @Test func links() throws {
    let folder = try folder("")
    func link(_ name: String, _ target: String) throws {
      try FileManager.default.createSymbolicLink(atPath: folder["boot/" + name], withDestinationPath: target)
    }
    try link("absolute", "/board.dtb")
    try link("folder", "/extlinux")
    try link("above", "../../board.dtb")
    for number in 1...7 { try link("l\(number)", number == 7 ? "board.dtb" : "l\(number + 1)") }
    try link("l0", "l1")
    try link("store", "/nix/store/x/board.dtb")
    let boot = BootFolder(folder["boot"])
    let board = BootFolder.Place.file(folder["boot"] + "/board.dtb")
    for path in ["/absolute", "/folder/../board.dtb", "/above", "../../../board.dtb", "/l1"] {
      #expect(boot.place(path, from: "extlinux") == board, "\(path)")
    }
    #expect(boot.place("/l0", from: "") == .tooManyLinks(at: "l7"))
    #expect(boot.place("/store", from: "") == .outside(at: "store", target: "/nix/store/x/board.dtb"))
  }

  /// 8 KiB are what U-Boot adds before an overlay, whatever headroom the base has.
  @Test func largeOverlays() throws {
    let folder = try folder(
      "LABEL a\n LINUX /Image\n FDT /board.dtb\n FDTOVERLAYS /half.dtbo /lost2.dtbo /half.dtbo \n"
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
        "note: the tree is spoilt for U-Boot then, and the entry does not boot",
        "help: split it, or apply it when the tree is built",
        "2 files checked: 1 with errors, 0 with warnings",
      ])
  }

  /// Overlays of one name in two folders are two trees to check; the same in two entries is one.
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
        "3 files checked: 1 with errors, 0 with warnings",
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
        "\(Self.file):4: warning: the console ttyS0 has 9600 baud, but 'stdout-path' in the tree says 115200 [boot-console]",
        "note: the same is found on 29 more lines",
        "2 files checked: 0 with errors, 1 with warnings",
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
        "\(Self.file):1: error: the line ends in a carriage return, which U-Boot takes for part of the value [boot-line-end]",
        "note: the same is found on 4 more lines",
        "help: write the file with newlines alone",
        "\(Self.file):3: error: LINUX is '/boot/Image', but there is no 'boot' in / [boot-file]",
        "help: if /boot is no partition of its own, the folder to check is the one above it",
        "\(Self.file):4: error: FDTDIR is '/q.dtb', but there is no 'q.dtb' in / [boot-file]",
        "note: U-Boot goes on with a tree of its own, or skips the entry",
        "\(Self.file):1: warning: DEFAULT is 'z', which no LABEL is [boot-configuration]",
        "note: U-Boot then tries all entries in their order",
        "\(Self.file):5: warning: APPEND has 1100 bytes [boot-configuration]",
        "note: U-Boot skips an entry whose command line does not fit its CONFIG_SYS_CBSIZE, mostly 1024; Linux on arm64 takes 2047",
        "\(Self.file): 3 errors, 2 warnings (final, uboot)",
      ])
  }

  @Test func theOnlyBlob() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDTDIR /dtbs\n")
    try FileManager.default.createDirectory(atPath: folder["boot/dtbs"], withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder["boot/board.dtb"], toPath: folder["boot/dtbs/b.dtb"])
    let (status, lines) = try run(folder)
    #expect(status == 0)
    #expect(
      lines == [
        "\(Self.file):3: note: the only blob in FDTDIR, 'b.dtb', is taken for the one that U-Boot loads [boot-tree]",
        "note: which one that is, U-Boot's 'fdtfile' says; where it is not there, U-Boot goes on with a tree of its own, or skips the entry",
        "help: --fdtfile NAME checks what is loaded",
        "2 files checked: 0 with errors, 0 with warnings",
      ])
  }

  /// The only blob is taken as U-Boot would: no link out of the partition, and no pipe.
  @Test func theOnlyBlobIsElsewhere() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDTDIR dtbs/\n")
    try folder.write([], to: "boot/extlinux/dtbs/empty")
    let blob = folder["boot/extlinux/dtbs/b.dtb"]
    try FileManager.default.createSymbolicLink(atPath: blob, withDestinationPath: folder["boot/board.dtb"])
    #expect(
      try run(folder).1.first
        == "\(Self.file):3: error: FDTDIR is 'dtbs/b.dtb', which leaves the folder: 'extlinux/dtbs/b.dtb' leads to '\(folder["boot/board.dtb"])' [boot-link]"
    )
    try FileManager.default.removeItem(atPath: blob)
    #expect(mkfifo(blob, 0o600) == 0)
    let (status, lines) = try run(folder)
    #expect(status == 1)
    #expect(
      lines.first
        == "\(Self.file):3: error: FDTDIR is 'dtbs/b.dtb', but there is no 'b.dtb' in /extlinux/dtbs [boot-file]"
    )
  }

  @Test func brokenOverlays() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /board.dtb\n FDTOVERLAYS /add.dtbo /cut.dtbo\n")
    try folder.write(Array(folder.read("boot/add.dtbo").prefix(60)), to: "boot/cut.dtbo")
    #expect(
      try run(folder).1.first
        == "\(Self.file):4: error: overlay 'boot/cut.dtbo' cannot be read: the blob says it has \(folder.read("boot/add.dtbo").count) bytes but the file has 60 [boot-file]"
    )
  }

  /// What a file of expectations accepts of a folder is no finding, and what it accepts in vain is one.
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
        "\(Self.file): warning: nothing is found any more that e.json5:1:68 allows [allowed-unused]",
        "help: remove the entry", "2 files checked: 0 with errors, 1 with warnings",
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
