import Foundation
import TestSupport
import Testing

/// Files that make a boot loader patch the tree again.
extension BootFolderTests {
  @Test func patchFiles() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /board.dtb\n")
    for name in ["boot/uEnv.txt", "boot/board.dtb.overlay.env", "boot/board.dtb.overlays/x.dtbo"] {
      try folder.write([], to: name)
    }
    let (status, lines) = try run(folder)
    #expect(status == 1)
    let errors = ["board.dtb.overlay.env", "board.dtb.overlays", "uEnv.txt"].map {
      "boot/\($0): error: '\($0)' makes the boot loader patch the tree again [boot-patch-file]"
    }
    #expect(
      lines.filter { $0.contains("error") }
        == errors + ["3 files checked: 1 with errors, 0 with warnings only"])
  }

  /// A patch file that no entry makes the boot loader read is reported as left over.
  @Test(arguments: [
    ("FDT /board.dtb\n FDTOVERLAYS /add.dtbo", [String](), false), ("FDT /bare.dtb", [], false),
    ("", [], false),
    ("FDT ../board.dtb", [], true), ("FDTDIR /", [], true),
    ("FDTDIR /", ["--fdtfile", "board.dtb"], true), ("FDTDIR /", ["--fdtfile", "bare.dtb"], false),
    ("FDTDIR /extlinux", [], false),
  ])
  func patchFilesThatAreRead(lines: String, flags: [String], isRead: Bool) throws {
    let folder = try folder("LABEL a\n LINUX /Image\n \(lines)\n")
    for name in ["board.dtb.overlay.env", "board.dtb.overlays/x.dtbo", "lost.dtb.overlays/x.dtbo"] {
      try folder.write([], to: "boot/" + name)
    }
    let result = try Tool.swiftdt.run(["check-boot", "boot"] + flags, in: folder)
    let found = result.errors.split(separator: "\n").filter { $0.contains("[boot-patch-file]") }
    let expected = ["board.dtb.overlay.env", "board.dtb.overlays", "lost.dtb.overlays"].map { name in
      isRead && name != "lost.dtb.overlays"
        ? "boot/\(name): error: '\(name)' makes the boot loader patch the tree again"
        : "boot/\(name): warning: '\(name)' is left over: no entry makes the boot loader read it"
    }
    #expect(found.map(String.init) == expected.map { $0 + " [boot-patch-file]" })
  }

  /// A patch file may be a link.
  @Test(arguments: [("FDT /board.dtb", true), ("FDTDIR /", true), ("FDT /bare.dtb", false)])
  func patchFilesBehindLinks(lines: String, isRead: Bool) throws {
    let folder = try folder("LABEL a\n LINUX /Image\n \(lines)\n")
    try folder.write([], to: "boot/store/list")
    try FileManager.default.createSymbolicLink(
      atPath: folder["boot/board.dtb.overlay.env"], withDestinationPath: "store/list")
    let result = try Tool.swiftdt.run(["check-boot", "boot"], in: folder)
    let found = result.errors.split(separator: "\n").filter { $0.contains("[boot-patch-file]") }
    #expect(
      found.map { $0.contains("makes the boot loader patch the tree again") } == [isRead], "\(result.errors)")
  }
}
