import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// Where paths and links lead in a folder for U-Boot.
extension BootFolderTests {
  /// Absolute links start at the partition's root, `..` does not leave it, and up to 7 links are followed.
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

  @Test func theOnlyBlob() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDTDIR /dtbs\n")
    try FileManager.default.createDirectory(atPath: folder["boot/dtbs"], withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder["boot/board.dtb"], toPath: folder["boot/dtbs/b.dtb"])
    let (status, lines) = try run(folder)
    #expect(status == 0)
    #expect(
      lines == [
        "\(Self.file):3: note: the only blob in FDTDIR, 'b.dtb', is assumed to be the one that U-Boot loads [boot-tree]",
        "note: U-Boot's 'fdtfile' says which one it loads; if that does not exist, U-Boot continues with its own tree, or skips the entry",
        "help: --fdtfile NAME checks the one that is loaded",
        "2 files checked: 0 with errors, 0 with warnings only",
      ])
  }

  /// The only blob is chosen as by U-Boot: not through a link out of the partition, and not a pipe.
  @Test func theOnlyBlobIsElsewhere() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDTDIR dtbs/\n")
    try folder.write([], to: "boot/extlinux/dtbs/empty")
    let blob = folder["boot/extlinux/dtbs/b.dtb"]
    try FileManager.default.createSymbolicLink(atPath: blob, withDestinationPath: folder["boot/board.dtb"])
    #expect(
      try run(folder).1.first
        == "\(Self.file):3: error: FDTDIR is 'dtbs/b.dtb', which leaves the folder: 'extlinux/dtbs/b.dtb' points to '\(folder["boot/board.dtb"])' [boot-link]"
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

  @Test func aPipe() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /pipe\n")
    #expect(mkfifo(folder["boot/pipe"], 0o600) == 0)
    #expect(BootFolder(folder["boot"]).place("/pipe", from: "") == .missing(in: "", name: "pipe"))
    #expect(try run(folder).0 == 1)
  }
}
