import TestSupport
import Testing

extension BootFolderTests {
  /// The suggestions for keywords and files that U-Boot does not find.
  @Test(arguments: [
    ("  FTD /board.dtb", "did you mean 'fdt'?"), ("  FDTOVERLAY /add.dtbo", "did you mean 'fdtoverlays'?"),
    ("  DTB /board.dtb", "did you mean 'fdt'?"), ("  options quiet", "did you mean 'append'?"),
    ("  FDT=/board.dtb", "write a space instead of the '='"),
    (
      "  FDT /nix/store/a/board.dtb",
      "the loader cannot see the Nix store: copy the file to this partition"
    ),
    ("  FDT /bord.dtb", "did you mean 'board.dtb'?"), ("  FDT board.dtb", "there is '/board.dtb'"),
    ("  FDT /dtbs/amlogic/add.dtbo", "there is '/add.dtbo'"),
    ("  FDT \"/board.dtb\"", "U-Boot takes quotes as part of the name"),
    (
      "  FDT /board.dtb # the board's",
      "everything up to the end of the line is the name: there are no comments after it"
    ),
    ("  FDT /board.dtb\n  FDTOVERLAYS /add.dtbo,/more.dtbo", "U-Boot separates overlays only by spaces"),
    ("  FDT /board.dtb\n  FDTOVERLAYS /add.dtbo\t/more.dtbo", "U-Boot separates overlays only by spaces"),
  ])
  func meant(line: String, help: String) throws {
    let (_, lines) = try run(folder("DEFAULT a\nLABEL a\n  LINUX /Image\n\(line)\n"))
    #expect(lines.first { $0.hasPrefix("help: ") } == "help: " + help)
  }

  /// Of many missing files, the first get advice: for each, the folder's names are compared.
  @Test func manyMissingFiles() throws {
    let entries = (0..<50).map { "LABEL a\($0)\n  LINUX /Image\n  FDT /board\($0).dtb\n" }.joined()
    let (_, lines) = try run(folder(entries))
    #expect(lines.count { $0.contains("there is no 'board") } == 50)
    #expect(lines.count { $0 == "help: did you mean 'board.dtb'?" } == 20)
  }

  /// A report does not replace what was looked at.
  @Test(arguments: ["extlinux/extlinux.conf", "board.dtb", "uEnv.txt", "Image"])
  func reportOverInput(name: String) throws {
    let folder = try folder("LABEL a\n" + Self.entry)
    try folder.write(Array("a=b\n".utf8), to: "boot/uEnv.txt")
    let before = try folder.read("boot/" + name)
    let result = try Tool.swiftdt.run(
      ["check-boot", "-q", "--json", "-o", "boot/" + name, "boot"], in: folder)
    #expect(result.status == 2)
    #expect(
      result.errors.hasSuffix("swiftdt: error: 'boot/\(name)' is an input and would be overwritten\n"))
    #expect(try folder.read("boot/" + name) == before)
  }

  private static let entry = "  LINUX /Image\n  FDT /board.dtb\n"

  private static let blanks = "U-Boot takes blanks at the end of a line as part of the name: remove them"

  /// DEFAULT and LABEL are compared byte for byte.
  @Test(arguments: [
    ("DEFAULT a \nLABEL a", "DEFAULT is 'a '", blanks), ("DEFAULT a\nLABEL a\t", "DEFAULT is 'a'", blanks),
    (
      "FALLBACK a # b\nDEFAULT a\nLABEL a", "FALLBACK is 'a # b'",
      "everything up to the end of the line is the name: there are no comments after it"
    ),
    ("DEFAULT Nixos\nLABEL nixos", "DEFAULT is 'Nixos'", "did you mean 'nixos'?"),
  ])
  func labels(text: String, start: String, help: String) throws {
    let (status, lines) = try run(folder(text + "\n" + Self.entry))
    #expect(status == 0)
    #expect(lines[0] == "\(Self.file):1: warning: \(start), but there is no such LABEL [boot-configuration]")
    #expect(lines[2] == "help: " + help)
  }

  @Test func sameLabels() throws {
    let (status, lines) = try run(folder("DEFAULT a\nLABEL a\n\(Self.entry)LABEL a\n\(Self.entry)"))
    #expect(status == 0)
    #expect(
      lines == [
        "\(Self.file):5: warning: 'a' is already the LABEL of an entry [boot-configuration]",
        "note: as DEFAULT, it means the last one", "2 files checked: 0 with errors, 1 with warnings only",
      ])
    let same = try run(folder("DEFAULT a \nLABEL a \n\(Self.entry)"))
    #expect(same.1 == ["2 files checked: 0 with errors, 0 with warnings only"])
  }

  /// What editors on other systems add.
  @Test(
    arguments: [
      (
        "\u{FEFF}LABEL a\n", 1,
        [
          "1: error: the file begins with a byte order mark, so U-Boot does not know the keyword 'label' behind it [boot-keyword]",
          "help: write the file without it",
        ]
      ),
      (
        "\u{FEFF}# x\nLABEL a\n", 0,
        [
          "1: warning: the file begins with a byte order mark, which U-Boot takes for an unknown keyword [boot-keyword]",
          "help: write the file without it",
        ]
      ),
      ("LABEL a\n\0\n", 1, ["2: error: there is a NUL byte, at which U-Boot stops reading [boot-line-end]"]),
    ] as [(String, Int32, [String])])
  func strangeBytes(start: String, status: Int32, findings: [String]) throws {
    let result = try run(folder(start + Self.entry))
    #expect(result.0 == status)
    for finding in findings {
      #expect(result.1.contains(finding.hasPrefix("help") ? finding : "\(Self.file):\(finding)"))
    }
    // A byte order mark takes nothing else with it.
    #expect(result.1.count { $0.contains(": error: ") } == Int(start.contains("\0") ? 2 : status))
    // Nor do NUL bytes at the end.
    #expect(try run(folder("LABEL a\n\(Self.entry)\0\0\n")).0 == 0)
  }

  @Test func utf16() throws {
    let folder = try folder("")
    try folder.write([0xFF, 0xFE] + "LABEL a\n".utf16.flatMap { [UInt8($0), 0] }, to: Self.file)
    #expect(try run(folder).1.contains("help: the file is UTF-16: write it as plain text"))
  }

  /// Files in each other's place.
  @Test(arguments: [
    (
      "LINUX /Image\n INITRD /Image\n FDT /board.dtb",
      "3: error: INITRD is written as LINUX, but '/Image' is not a FIT image with a RAM disk in it [boot-file]"
    ),
    (
      "LINUX /Image\n INITRD ../Image\n FDT /board.dtb",
      "3: error: INITRD is '../Image', which is the kernel, not a RAM disk [boot-file]"
    ),
    (
      "LINUX /Image\n INITRD /board.dtb\n FDT /board.dtb",
      "3: error: INITRD is '/board.dtb', which is a device tree blob, not a RAM disk [boot-file]"
    ),
    (
      "LINUX /board.dtb\n FDT /board.dtb",
      "2: error: LINUX is '/board.dtb', which is a device tree blob, not a kernel [boot-file]"
    ),
    (
      "LINUX /Image\n FDT /board.dtb\n APPEND initrd=/Image quiet",
      "4: error: initrd= in APPEND is written as LINUX, but '/Image' is not a FIT image with a RAM disk in it [boot-file]"
    ),
    (
      "LINUX /Image\n FDT /board.dtb\n FDTDIR /",
      "4: note: FDTDIR has no effect, since the entry has FDT [boot-tree]"
    ),
  ])
  func wrongFiles(entry: String, finding: String) throws {
    let (_, lines) = try run(folder("LABEL a\n \(entry)\n"))
    #expect(lines.first == "\(Self.file):\(finding)")
    if finding.contains("is written as LINUX") {
      #expect(
        lines[1]
          == "note: since 2023.01, U-Boot takes it from the image; an older one loads a file of this name")
    }
  }
}
