import Testing

@testable import swiftdt

/// Messages about files that cannot be used; the earlier output stays as it was.
@Suite struct FileErrorTests {
  static let cases: [(arguments: [String], errors: String)] = [
    (
      ["compile", "-o", "out", "empty.dts"],
      "empty.dts: error: the source is empty; it needs '/dts-v1/;' and a root node\n"
    ),
    (
      ["compile", "-o", "new", "folder"],
      """
      swiftdt: error: no sources in the folder 'folder'
      help: sources are named NAME.dts, or NAME.dtso for overlays

      """
    ),
    (
      ["overlay", "apply", "-b", "folder", "-o", "out", "empty.dtb"],
      "swiftdt: error: cannot read 'folder': Is a directory\n"
    ),
    (
      ["compile", "-o", "out", "none.dts"],
      "swiftdt: error: cannot read 'none.dts': No such file or directory\n"
    ),
    (
      ["overlay", "apply", "-b", "empty.dtb", "-o", "out", "empty.dtb"],
      "empty.dtb: error: the file is empty\nnote: FDT_ERR_TRUNCATED in libfdt\n"
    ),
    (
      ["overlay", "apply", "-b", "zeros.dtb", "-o", "out", "empty.dtb"],
      """
      zeros.dtb: error: not a device tree blob: the magic is 0x00000000, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt

      """
    ),
    (
      ["compile", "-o", "/dev/full", "good.dts"],
      "swiftdt: error: cannot write '/dev/full': No space left on device\n"
    ),
  ]

  @Test(arguments: cases.indices)
  func saysWhatIsWrong(index: Int) throws {
    let program = try BuiltProgram()
    try program.write([], to: "empty.dts")
    try program.write([], to: "empty.dtb")
    try program.write([UInt8](repeating: 0, count: 64), to: "zeros.dtb")
    try program.write([1], to: "folder/file")
    try program.write(Array("/dts-v1/;\n/ { };\n".utf8), to: "good.dts")
    try program.write([42], to: "out")
    let outcome = try program.run(Self.cases[index].arguments)
    #expect(outcome == .init(status: 1, output: "", errors: Self.cases[index].errors))
    #expect(program.read("out") == [42])
  }
}
