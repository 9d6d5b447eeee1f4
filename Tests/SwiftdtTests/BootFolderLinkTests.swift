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

  /// Of a root partition, the Nix store is a part: what is missing behind a link into it is missing there.
  @Test func linksIntoTheStore() throws {
    let folder = try TemporaryFolder([
      "boot/boot/Image": "x", "boot/nix/store/abc-dtbs/amlogic/board.dtb": "x",
      "boot/boot/extlinux/extlinux.conf":
        "LABEL a\n LINUX ../Image\n FDT ../dtbs/amlogic/bord.dtb\nLABEL b\n LINUX ../Image\n"
        + " FDT ../dtbs/amlogic/board.dtb # mine\nLABEL c\n LINUX ../Image\n FDT ../gone/board.dtb\n",
    ])
    for (name, target) in [("dtbs", "abc-dtbs"), ("gone", "def-dtbs")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder["boot/boot/" + name], withDestinationPath: "/nix/store/" + target)
    }
    let file = "boot/boot/extlinux/extlinux.conf"
    #expect(
      try run(folder).1 == [
        "\(file):3: error: FDT is '../dtbs/amlogic/bord.dtb', but there is no 'bord.dtb' in /nix/store/abc-dtbs/amlogic [boot-file]",
        "help: did you mean 'board.dtb'?",
        "\(file):6: error: FDT is '../dtbs/amlogic/board.dtb # mine', but there is no 'board.dtb # mine' in /nix/store/abc-dtbs/amlogic [boot-file]",
        "help: everything up to the end of the line is the name: there are no comments after it",
        "\(file):9: error: FDT is '../gone/board.dtb', but there is no 'def-dtbs' in /nix/store [boot-file]",
        "\(file): 3 errors (final, uboot)",
      ])
  }

  /// Folders that may not be read are not taken for empty ones.
  @Test func foldersThatMayNotBeRead() throws {
    let folder = try folder("LABEL a\n LINUX /kernels/Image\n FDTDIR /dtbs\n")
    for name in ["kernels/Image", "dtbs/a/board.dtb", "dtbs/board.dtb", "lost+found/x", "efi/x"] {
      try folder.write(
        folder.read(name.hasSuffix(".dtb") ? "boot/board.dtb" : "boot/Image"), to: "boot/" + name)
    }
    func lines(_ hidden: String...) throws -> [String] {
      for name in hidden { #expect(chmod(folder["boot/" + name], 0) == 0) }
      defer { for name in hidden.reversed() { chmod(folder["boot/" + name], 0o700) } }
      guard let words = Tool.unprivileged([Tool.swiftdt.path, "check-boot", "boot"]) else {
        try Test.cancel("root may read everything")
      }
      let result = try Tool(path: "/usr/bin/env").run(words, in: folder)
      #expect(result.status == 1)
      return result.errors.split(separator: "\n").map(String.init)
    }
    let note = "note: if it has files that make the boot loader patch the tree again, they are not found"
    #expect(
      try lines("dtbs/a", "lost+found") == [
        "boot: warning: cannot read 'boot/dtbs/a': Permission denied [boot-file]", note,
        "\(Self.file):3: error: FDTDIR is '/dtbs': cannot read 'boot/dtbs/a': Permission denied [boot-file]",
        "note: which blob U-Boot loads is not known", "help: --fdtfile NAME checks the one that is loaded",
        "2 files checked: 1 with errors, 1 with warnings only",
      ])
    #expect(
      try lines("kernels", "dtbs/a", "efi").filter { $0.contains(": error: ") } == [
        "\(Self.file):2: error: LINUX is '/kernels/Image': cannot read 'boot/kernels': Permission denied [boot-file]",
        "\(Self.file):3: error: FDTDIR is '/dtbs': cannot read 'boot/dtbs/a': Permission denied [boot-file]",
      ])
    #expect(try lines("extlinux") == ["swiftdt: error: cannot read 'boot/extlinux': Permission denied"])
    #expect(try lines("") == ["swiftdt: error: cannot read 'boot': Permission denied"])
  }

  /// The folder is listed once, however many files no entry makes the boot loader read; a listing reads each
  /// of the six folders at least twice.
  @Test(.enabled(if: Tool(named: "strace") != nil, "strace is not installed"), arguments: [1, 20])
  func listings(entries: Int) throws {
    let folder = try folder(
      (0..<entries).map { "LABEL l\($0)\n LINUX /Image\n FDTDIR /dtbs/\n" }.joined())
    for number in 0..<10 { try folder.write([], to: "boot/other/b\(number).dtb.overlay.env") }
    for name in ["a", "b", "c"] { try folder.write([], to: "boot/\(name)/x") }
    try folder.write(folder.read("boot/board.dtb"), to: "boot/dtbs/b.dtb")
    try FileManager.default.createSymbolicLink(atPath: folder["boot/l"], withDestinationPath: "other")
    let strace = try #require(Tool(named: "strace"))
    let result = try strace.run(
      ["-f", "-qq", "-o", "trace", "-e", "trace=getdents64", Tool.swiftdt.path, "check-boot", "boot"],
      in: folder)
    #expect(result.status == 0)
    let calls = String(decoding: try folder.read("trace"), as: UTF8.self).split(separator: "\n").count
    // FDTDIR is looked into for each entry.
    #expect(calls <= 30 + 4 * entries)
    let left = result.errors.split(separator: "\n").filter { $0.contains("is left over") }
    #expect(left.count == 10)
  }

  @Test func aPipe() throws {
    let folder = try folder("LABEL a\n LINUX /Image\n FDT /pipe\n")
    #expect(mkfifo(folder["boot/pipe"], 0o600) == 0)
    #expect(BootFolder(folder["boot"]).place("/pipe", from: "") == .missing(in: "", name: "pipe"))
    #expect(try run(folder).0 == 1)
  }
}
