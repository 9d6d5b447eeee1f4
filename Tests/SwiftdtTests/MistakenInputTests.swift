import TestSupport
import Testing

/// Files and folders that a command does not expect: the messages and suggestions.
@Suite struct MistakenInputTests {
  private static let files = [
    "board.dts": "/dts-v1/;\n/ { };\n",
    "board.dtsi": "/ { };\n",
    "page.dtb": "<!doctype html>\n<html>\n", "other.dtb": "<HTML lang=\"en\">\n",
    "absent.dtb": "404: Not Found",
    "pointer.dtb": "version https://git-lfs.github.com/spec/v1\n",
    "include.dts": "/dts-v1/;\n#include <a.h>\n/ { };\n",
    "interrupts.dts": """
    /dts-v1/;
    / { interrupt-parent = <&gic>; gic: gic { interrupt-controller; #interrupt-cells = <3>; };
      uart { interrupts = <1 2>; }; };

    """,
    "bus.dts": """
    /dts-v1/;
    / { #address-cells = <1>; #size-cells = <1>; interrupt-parent = <&gic>;
      gic: gic { interrupt-controller; #interrupt-cells = <1>; };
      pcie@10000000 { reg = <0x10000000 0x1000>; device_type = "pci"; #address-cells = <3>; #size-cells = <2>;
        bus-range = <0 0>;
        ranges = <0x2000000 0 0x80000000 0x80000000 0 0x20000000>;
        dev@2,0 { reg = <0x11000 0 0 0 0>; interrupts = <1>; };
      };
    };

    """,
    "old": "",
  ]

  private static let page = "it is an HTML page, perhaps an error page instead of the download"

  static let cases: [(line: String, status: Int32, errors: String)] = [
    (
      "compile -o old board.dts include.dts", 2,
      """
      swiftdt: error: several sources need an output folder, but 'old' is a file
      usage: swiftdt compile [<options>] <source> ...
      help: swiftdt compile --help lists the flags

      """
    ),
    (
      "get /model board.dts", 1,
      """
      swiftdt: error: cannot read '/model': No such file or directory
      help: the file comes first: swiftdt get board.dts /model

      """
    ),
    (
      "get &n status board.dts", 1,
      """
      swiftdt: error: cannot read '&n': No such file or directory
      help: the file comes first: swiftdt get board.dts '&n' status

      """
    ),
    (
      "get / board.dts", 1,
      """
      swiftdt: error: cannot read '/': Is a directory
      help: the file comes first: swiftdt get board.dts /

      """
    ),
    (
      "set /pcie status board.dts okay", 1,
      """
      swiftdt: error: cannot read '/pcie': No such file or directory
      help: the file comes first: swiftdt set board.dts /pcie status okay

      """
    ),
    // The order is right, and only the name is mistyped.
    (
      "set baord.dtb /soc firmware-name board.dts", 1,
      """
      swiftdt: error: cannot read 'baord.dtb': No such file or directory
      help: did you mean 'board.dts'?

      """
    ),
    // A line without '-o' would change the file itself.
    (
      "set -o out.dtb /pcie status board.dts okay", 1,
      """
      swiftdt: error: cannot read '/pcie': No such file or directory

      """
    ),
    (
      "blame /model board.dts", 1,
      """
      swiftdt: error: cannot read '/model': No such file or directory
      help: the file comes first: swiftdt blame board.dts /model

      """
    ),
    (
      "dump /model board.dts", 2,
      """
      swiftdt: error: unexpected argument 'board.dts'
      help: a part of a tree is shown by `swiftdt get board.dts /model`
      usage: swiftdt dump [--scan] [--index <number>] [--output <path>] [--json]
                          [--quiet] <file>
      help: swiftdt dump --help lists the flags

      """
    ),
    (
      "dump board.dts &n status", 2,
      """
      swiftdt: error: 2 unexpected arguments: '&n', 'status'
      help: a part of a tree is shown by `swiftdt get board.dts '&n' status`
      usage: swiftdt dump [--scan] [--index <number>] [--output <path>] [--json]
                          [--quiet] <file>
      help: swiftdt dump --help lists the flags

      """
    ),
    (
      "dump board.dts include.dts", 2,
      """
      swiftdt: error: unexpected argument 'include.dts'
      usage: swiftdt dump [--scan] [--index <number>] [--output <path>] [--json]
                          [--quiet] <file>
      help: swiftdt dump --help lists the flags

      """
    ),
    (
      "check-boot board.dts", 1,
      """
      swiftdt: error: cannot read 'board.dts': Not a directory
      help: give the root folder of the boot partition, where that is mounted
      help: a single tree is checked with `swiftdt check board.dts`

      """
    ),
    (
      "check-boot old", 1,
      """
      swiftdt: error: cannot read 'old': Not a directory
      help: give the root folder of the boot partition, where that is mounted

      """
    ),
    (
      "compile -o o.dtb bord.dts", 1,
      """
      swiftdt: error: cannot read 'bord.dts': No such file or directory
      help: did you mean 'board.dts'?

      """
    ),
    (
      "compile -o o.dtb board.dtsi", 1,
      """
      board.dtsi:1:1: error: expected '/dts-v1/;' before everything else, found '/'
          1 | / { };
            | ^
      help: 'board.dtsi' is meant to be included: compile the board's source

      """
    ),
    (
      "compile -o o.dtb -I nowhere include.dts", 1,
      """
      include.dts:2:10: error: included file 'a.h' was not found
          2 | #include <a.h>
            |          ^~~~~
      note: searched: 'nowhere' (not a folder)

      """
    ),
    (
      "compile -o o.dtb interrupts.dts", 0,
      """
      interrupts.dts:3:10: warning: /uart:interrupts: size is (8), expected multiple of 12 [interrupts_property]
          3 |   uart { interrupts = <1 2>; }; };
            |          ^~~~~~~~~~

      """
    ),
    (
      "compile -o o.dtb bus.dts", 0,
      """
      bus.dts:5:5: warning: /pcie@10000000/dev@2,0:bus-range: PCI bus number 1 out of range, expected (0 - 0) [pci_device_bus_num]
          5 |     bus-range = <0 0>;
            |     ^~~~~~~~~

      """
    ),
    ("get page.dtb /", 1, blob("page.dtb", 0x3C21_646F, page)),
    ("get other.dtb /", 1, blob("other.dtb", 0x3C48_544D, page)),
    (
      "get absent.dtb /", 1,
      blob("absent.dtb", 0x3430_343A, "it is a server's \"404 Not Found\" response")
    ),
    (
      "get pointer.dtb /", 1,
      blob(
        "pointer.dtb", 0x7665_7273, "it may be a Git LFS pointer; `git lfs pull` fetches the file itself")
    ),
  ]

  private static func blob(_ path: String, _ magic: UInt32, _ help: String) -> String {
    """
    \(path): error: not a device tree blob: the magic is 0x\(String(magic, radix: 16)), expected 0xd00dfeed
    note: FDT_ERR_BADMAGIC in libfdt
    help: \(help)

    """
  }

  @Test(arguments: cases) func isReported(line: String, status: Int32, errors: String) throws {
    let folder = try TemporaryFolder(Self.files)
    let result = try Tool.swiftdt.run(line.split(separator: " ").map(String.init), in: folder)
    #expect(result.status == status)
    #expect(result.errors == errors)
  }

  /// Of an image or a blob, no lines are shown.
  @Test(
    arguments: [
      ([0x1F, 0x8B, 0x08, 0x0A, 0x3B, 0x0A, 0x3B], "it is compressed (gzip); unpack it first"),
      (Array("\u{7F}ELF\u{2}\u{1}".utf8), "it is an ELF file; `swiftdt dump --scan` looks for blobs in it"),
      (
        Array("MZ\0\0".utf8),
        "it is a kernel or another program; `swiftdt dump --scan` looks for blobs in it"
      ),
    ] as [([UInt8], String)])
  func images(bytes: [UInt8], help: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "a")
    for (words, name) in [
      (["compile", "-o", "o", "a"], "source"), (["build", "-o", "o", "a"], "recipe"),
    ] {
      let result = try Tool.swiftdt.run(words, in: folder)
      #expect(result.errors == "a: error: this is not a \(name)\nhelp: \(help)\n")
      #expect(result.status == 1)
    }
  }

  /// A kernel is recognized by what is further on in its header, however it begins.
  @Test(arguments: [
    (0, 0, 56, "ARM\u{64}"), (0x14, 0, 56, "ARM\u{64}"), (0x4D, 0x5A, 56, "RSC\u{5}"),
    (0, 0, 36, "\u{18}\u{28}\u{6F}\u{1}"), (0, 0, 36, "\u{1}\u{6F}\u{28}\u{18}"),
  ])
  func kernels(first: UInt8, second: UInt8, offset: Int, mark: String) throws {
    let folder = try TemporaryFolder()
    var bytes = [first, second] + [UInt8](repeating: 0, count: 100)
    bytes.replaceSubrange(offset..<offset + 4, with: mark.utf8)
    try folder.write(bytes, to: "Image")
    let help = "it is a kernel image; `swiftdt dump --scan` looks for blobs in it"
    for (words, head) in [
      (["compile", "-o", "o", "Image"], "Image: error: this is not a source\n"),
      (
        ["get", "Image", "/"],
        "Image: error: not a device tree blob: the magic is 0x\(hex(first))\(hex(second))0000, expected 0xd00dfeed\n"
          + "note: FDT_ERR_BADMAGIC in libfdt\n"
      ),
    ] {
      let result = try Tool.swiftdt.run(words, in: folder)
      #expect(result.errors == head + "help: \(help)\n")
      #expect(result.status == 1)
    }
  }

  /// Text may have the same bytes there, and what is compressed, too.
  @Test(
    arguments: [
      ([0x61, 0x62, 0x63, 0x64], "it looks like text; `swiftdt compile` makes a blob from a source"),
      ([0x1F, 0x8B, 8, 0], "it is compressed (gzip); unpack it first"),
    ] as [([UInt8], String)])
  func noKernels(start: [UInt8], help: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      start + [UInt8](repeating: 0x61, count: 52) + Array("ARMd".utf8) + [UInt8](repeating: 0x61, count: 50),
      to: "file")
    let result = try Tool.swiftdt.run(["decompile", "-o", "-", "file"], in: folder)
    #expect(result.errors.hasSuffix("\nhelp: \(help)\n"), "\(result.errors)")
    #expect(result.status == 1)
  }

  private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  @Test func blobAsRecipe() throws {
    let folder = try TemporaryFolder(["a.dts": "/dts-v1/; / { };"])
    #expect(try Tool.swiftdt.run(["compile", "-o", "a.dtb", "a.dts"], in: folder).status == 0)
    let result = try Tool.swiftdt.run(["build", "-o", "o", "a.dtb"], in: folder)
    #expect(
      result.errors == """
        a.dtb: error: this is a device tree blob, not a recipe
        help: `swiftdt overlay apply` merges overlays into a blob, `swiftdt set` changes one

        """)
    #expect(result.status == 1)
  }

  /// Input that is not text has no lines about which more could be said.
  @Test(
    arguments: [
      (
        [0xFF, 0xFE, 0x2F, 0x00, 0x0A, 0x00, 0x3B, 0x00, 0x0A], "0xff",
        "it is UTF-16 text, and sources are UTF-8"
      ),
      ([0x80, 0x0A, 0x3B, 0x0A, 0x3B], "0x80", nil),
    ] as [([UInt8], String, String?)])
  func noText(bytes: [UInt8], first: String, help: String?) throws {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "a.dts")
    let result = try Tool.swiftdt.run(["compile", "-o", "o.dtb", "a.dts"], in: folder)
    #expect(result.status == 1)
    let lines = result.errors.split(separator: "\n").map(String.init)
    #expect(
      lines.first { $0.contains("error: ") }
        == "a.dts:1:1: error: expected '/dts-v1/;' before everything else, found the byte \(first)")
    #expect(lines.count { $0.contains("error: ") } == 1)
    #expect(lines.last { $0.hasPrefix("help: ") } == help.map { "help: " + $0 })
  }
}
