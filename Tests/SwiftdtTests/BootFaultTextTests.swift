import TestSupport
import Testing

/// What `check-boot` says about faults of `extlinux.conf` that `ExtlinuxTests` only has as values, and about
/// files that are not what an entry needs. The entries start from the disk, unless they are about a tree.
struct BootFaultTextTests {
  private static let waits =
    "warning: with MENU, and without a TIMEOUT of a second or more, U-Boot waits for a key"

  @Test(arguments: [
    (
      "fdt x\nlabel a\nlinux /Image\nlocalboot 1\n",
      ["1: error: 'fdt' is outside any entry, and is ignored [boot-keyword]"]
    ),
    (
      "ipappend 1\nkaslrseed\nlocalboot 1\nlabel a\nipappend 2\nlinux /Image\nlocalboot 1\n",
      [
        "1: error: 'ipappend' is outside any entry, and is ignored [boot-keyword]",
        "2: error: 'kaslrseed' is outside any entry, and is ignored [boot-keyword]",
        "3: error: 'localboot' is outside any entry, and is ignored [boot-keyword]",
      ]
    ),
    (
      "label a\nlinux /Image\nlocalboot 1\n\r\n",
      [
        "4: error: an empty line with a carriage return ends the entry 'a' for U-Boot [boot-line-end]",
        "help: write the file with LF line ends",
      ]
    ),
    (
      "label a\nlinux /Image \nlocalboot 1\n",
      [
        "2: error: U-Boot takes the blanks at the end of 'linux' as part of the file name [boot-line-end]",
        "help: remove them",
      ]
    ),
    (
      "label a\nlinux /Image\nlinux /Image\nlocalboot 1\n",
      ["3: warning: 'linux' appears in the entry for the second time [boot-keyword]"]
    ),
    (
      "label a\nlinux /Image\nlocalboot 1\nfdt /a\nfdt /a\n",
      [
        "5: error: 'fdt' appears in the entry 'a' for the second time, so the entry ends here for U-Boot [boot-keyword]",
        "note: everything up to the next LABEL is ignored",
      ]
    ),
    (
      "label a\nlinux /Image\nlocalboot 1\nappend\n",
      [
        "4: error: 'append' has no value, so U-Boot gives up on the whole file [boot-keyword]",
        "note: it says \"Error parsing config file\", and boots none of the entries",
      ]
    ),
    (
      "menu\nx\ntimeout 50\nlabel a\nlinux /Image\nlocalboot 1\n",
      ["1: error: 'menu' or 'menu label' has no value, so U-Boot skips the next line [boot-keyword]"]
    ),
    (
      "label a\nlinux /Image\nappend initrd=x\nlocalboot 1\n",
      [
        "3: error: 'initrd=' is the last word of 'append', and U-Boot looks for a blank after it [boot-keyword]",
        "help: write INITRD instead",
      ]
    ),
    (
      "prompt 1\nlabel a\nlinux /Image\nlocalboot 1\n",
      [
        "1: warning: with PROMPT, and without a TIMEOUT of a second or more, U-Boot waits for a key [boot-configuration]",
        "note: nothing boots unattended",
      ]
    ),
    (
      "menu include /Image\n",
      [
        "1: \(waits) [boot-configuration]", "note: nothing boots unattended",
        "1: note: '/Image' is included, but not checked [boot-keyword]",
      ]
    ),
    (
      "include /dir\n",
      [
        "1: error: INCLUDE is '/dir', which is a folder [boot-file]",
        "1: note: '/dir' is included, but not checked [boot-keyword]",
      ]
    ),
    (
      "label a\nlinux /dir\nfdtdir /Image\n",
      [
        "2: error: LINUX is '/dir', which is a folder [boot-file]",
        "3: error: FDTDIR is '/Image', which is not a folder [boot-file]",
        "note: U-Boot continues with its own tree, or skips the entry",
      ]
    ),
    (
      "label a\nlinux /Image\nfdt /Image/x\n",
      ["3: error: FDT is '/Image/x', but there is no 'x' in /Image [boot-file]", "help: there is '/dir/x'"]
    ),
    (
      "label a\nlinux /Image\nfdt \(String(repeating: "x", count: 503))\n",
      ["3: error: FDT is longer than the 512 bytes that U-Boot allows for a path [boot-file]"]
    ),
  ])
  func texts(configuration: String, lines: [String]) throws {
    let folder = try TemporaryFolder([
      "boot/Image": "x", "boot/dir/x": "", "boot/extlinux/extlinux.conf": configuration,
    ])
    let result = try Tool.swiftdt.run(["check-boot", "boot"], in: folder)
    let file = "boot/extlinux/extlinux.conf:"
    // The last line counts the findings.
    let said = result.errors.split(separator: "\n").dropLast()
      .map { $0.hasPrefix(file) ? String($0.dropFirst(file.count)) : String($0) }
    #expect(said == lines)
    #expect(result.status == (lines.contains { $0.contains(": error: ") } ? 1 : 0))
  }

  /// The console on the command line is not the one in the tree.
  @Test func anotherConsole() throws {
    let boards = BootFolderTests()
    let folder = try boards.folder("LABEL a\n LINUX /Image\n FDT /board.dtb\n APPEND console=ttyS1\n")
    try folder.write(
      Array(BootFolderTests.board.replacing("status = \"disabled\";", with: "").utf8), to: "enabled.dts")
    let made = try Tool.swiftdt.run(
      ["compile", "-@", "-p", "0x4000", "-o", "boot/board.dtb", "enabled.dts"], in: folder)
    #expect(made.status == 0)
    let (status, lines) = try boards.run(folder)
    #expect(status == 0)
    #expect(
      lines == [
        "\(BootFolderTests.file):4: warning: the console is ttyS1, which is /serial@2, but 'stdout-path' in the tree is /serial@1 [boot-console]",
        "2 files checked: 0 with errors, 1 with warnings only",
      ])
  }
}
