import TestSupport
import Testing

/// The messages of `compile` when it fails or warns.
struct CompileErrorTests {
  static let cases: [RunCase] = [
    RunCase(
      ["compile", "-o", "o.dtb", "bad.dts"], status: 1,
      """
      bad.dts:3:8: error: expected a cell, found 'FOO', which is not a defined macro
          3 |   a = <FOO>;
            |        ^~~
      """),
    RunCase(
      ["compile", "-o", "o.dtb", "empty.dts"], status: 1,
      """
      empty.dts: error: the source is empty; it needs '/dts-v1/;' and a root node
      """),
    RunCase(
      ["compile", "-o", "made", "d"], status: 1,
      """
      swiftdt: error: no sources in the folder 'd'
      help: sources are named NAME.dts, or NAME.dtso for overlays
      """),
    RunCase(
      ["compile", "-o", "o.dtb", "none.dts"], status: 1,
      """
      swiftdt: error: cannot read 'none.dts': No such file or directory
      """),
    RunCase(
      ["compile", "-o", "o.dtb", "base.dtb"], status: 1,
      """
      base.dtb: error: this is a device tree blob, not a source
      help: swiftdt decompile makes a source of it
      """),
    RunCase(
      ["preprocess", "-o", "o.i", "base.dtb"], status: 1,
      """
      base.dtb: error: this is a device tree blob, not a source
      help: swiftdt decompile makes a source of it
      """),
    RunCase(
      ["preprocess", "-MD", "-o", "o.i", "base.dtb"], status: 1,
      """
      base.dtb: error: this is a device tree blob, not a source
      help: swiftdt decompile makes a source of it
      """),
    RunCase(
      ["compile", "-o", "o.dtb", "warn.dts"], status: 0,
      """
      warn.dts:3:8: warning: value 0x0000000100000000 is truncated to 0x00000000
          3 |   a = <0x100000000>;
            |        ^~~~~~~~~~~
      """),
    RunCase(
      ["compile", "-o", "o.dtb", "macro.dts"], status: 1,
      """
      macro.dts:2:10: error: included file 'm.h' was not found
          2 | #include <m.h>
            |          ^~~~~
      note: no folder was searched; name some with -I
      """),
    RunCase(
      ["compile", "-o", "/dev/full", "base.dts"], status: 1,
      """
      swiftdt: error: cannot write '/dev/full': No space left on device
      """),
    RunCase(
      ["compile", "-o", "none/o.dtb", "base.dts"], status: 1,
      """
      swiftdt: error: cannot write 'none/o.dtb': No such file or directory
      """),
    RunCase(
      ["compile", "-o", "o.dtb", "-S", "100", "base.dts"], status: 0,
      """
      o.dtb: warning: the blob has 123 bytes, more than the requested 100
      """),
    RunCase(
      ["compile", "-o", "o.dtb", "--depfile", "none/d", "base.dts"], status: 1,
      """
      swiftdt: error: cannot write 'none/d': No such file or directory
      """),
    RunCase(
      ["compile", "-o", "d", "base.dts", "bad.dts"], status: 1,
      """
      bad.dts:3:8: error: expected a cell, found 'FOO', which is not a defined macro
          3 |   a = <FOO>;
            |        ^~~
      swiftdt: 1 of 2 sources failed: bad.dts
      """),
  ]

  @Test(arguments: cases)
  func messages(_ run: RunCase) throws { try run.check() }

  /// The name that messages give to a source or a blob from standard input.
  @Test func standardInput() throws {
    let folder = try TemporaryFolder([:])
    for (input, message) in [
      (
        [0xD0, 0x0D, 0xFE, 0xED, 0, 0, 0, 13],
        "<stdin>: error: this is a device tree blob, not a source\n"
          + "help: swiftdt decompile makes a source of it\n"
      ),
      (
        Array("/dts-v1/;\n/ { a };".utf8),
        """
        <stdin>:2:7: error: expected '=', ';' or '{' after 'a', found '}'
            2 | / { a };
              |       ^

        """
      ),
    ] as [([UInt8], String)] {
      let result = try Tool.swiftdt.run(["compile", "-o", "o.dtb", "-"], in: folder, input: input)
      #expect(result.status == 1)
      #expect(result.errors == message)
    }
  }
}
