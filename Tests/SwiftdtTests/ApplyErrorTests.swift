import TestSupport
import Testing

/// The messages of `overlay apply` when it fails.
struct ApplyErrorTests {
  static let cases: [RunCase] = [
    RunCase(
      ["overlay", "apply", "-b", "base.dtb", "-o", "o.dtb", "lost.dts"], status: 1,
      """
      lost.dts:3:1: error: overlay 'lost.dts': fragment@0 targets label 'uart_b', which the base does not export
          3 | &uart_b {
            | ^~~~~~~
      note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
      help: nearest labels: 'uart_a'
      """),
    RunCase(
      ["overlay", "apply", "-b", "base.dts", "-o", "o.dtb", "lost.dtbo"], status: 1,
      """
      swiftdt: error: overlay 'lost.dtbo': fragment@0 targets label 'uart_b', which the base does not export
      note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
      help: nearest labels: 'uart_a'
      """),
    RunCase(
      ["overlay", "apply", "-b", "bare.dtb", "-o", "o.dtb", "on.dtbo"], status: 1,
      """
      swiftdt: error: overlay 'on.dtbo': fragment@0 targets label 'uart_a', but the base exports no labels
      note: fragment@0: property 'target' (FDT_ERR_BADOFFSET in libfdt)
      help: compile the base with -@ (dtc) or swiftdt compile -@
      """),
    RunCase(
      ["overlay", "apply", "-b", "bare.dts", "-o", "o.dtb", "on.dtbo"], status: 1,
      """
      swiftdt: error: overlay 'on.dtbo': fragment@0 targets label 'uart_a', but the base exports no labels
      note: fragment@0: property 'target' (FDT_ERR_BADOFFSET in libfdt)
      help: give nodes of the source labels, as in 'uart_a: serial@0 { … };'
      """),
    RunCase(
      ["overlay", "apply", "-b", "none.dtb", "-o", "o.dtb", "on.dtbo"], status: 1,
      """
      swiftdt: error: cannot read 'none.dtb': No such file or directory
      """),
    RunCase(
      ["overlay", "apply", "-b", "base.dtb", "-o", "o.dtb", "none.dtbo"], status: 1,
      """
      swiftdt: error: cannot read 'none.dtbo': No such file or directory
      """),
    RunCase(
      ["overlay", "apply", "-b", "cut.dtb", "-o", "o.dtb", "on.dtbo"], status: 1,
      """
      cut.dtb: error: the blob says it has 198 bytes but the file has 100
      note: FDT_ERR_TRUNCATED in libfdt
      """),
    RunCase(
      ["overlay", "apply", "-b", "text.dtb", "-o", "o.dtb", "on.dtbo"], status: 1,
      """
      text.dtb: error: not a device tree blob: the magic is 0x68656c6c, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt
      help: it looks like text; `swiftdt compile` makes a blob from a source
      """),
    RunCase(
      ["overlay", "apply", "-b", "base.dtb", "-o", "o.dtb", "zip.dtbo"], status: 1,
      """
      zip.dtbo: error: not a device tree blob: the magic is 0x504b0304, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt
      help: it is compressed (zip); unpack it first
      """),
    RunCase(
      ["overlay", "apply", "-b", "base.dtb", "-o", "o.dtb", "d"], status: 1,
      """
      swiftdt: error: cannot read 'd': Is a directory
      """),
    RunCase(
      ["overlay", "apply", "-b", "base.dtb", "-o", "o.dtb", "empty.dts"], status: 1,
      """
      empty.dts: error: the source is empty; it needs '/dts-v1/;' and a root node
      """),
    RunCase(
      ["overlay", "apply", "-b", "base.dtb", "-o", "o.dtb", "bad.dts"], status: 1,
      """
      bad.dts:3:8: error: expected a cell, found 'FOO', which is not a defined macro
          3 |   a = <FOO>;
            |        ^~~
      """),
    RunCase(
      ["overlay", "apply", "-b", "base.dtb", "-o", "/dev/full", "on.dts"], status: 1,
      """
      swiftdt: error: cannot write '/dev/full': No space left on device
      """),
  ]

  @Test(arguments: cases)
  func messages(_ run: RunCase) throws { try run.check() }
}
