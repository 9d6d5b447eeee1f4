import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import Testing

@testable import swiftdt

/// The program under the name of dtc's `fdtoverlay`.
@Suite struct FdtoverlayTests {
  private static let usage = """
    Usage: apply a number of overlays to a base blob
    \tfdtoverlay <options> [<overlay.dtbo> [<overlay.dtbo>]]

    Options: -[i:o:vhV]
      -i, --input <arg>  Input base DT blob
      -o, --output <arg> Output DT blob
      -v, --verbose      Verbose messages
      -h, --help         Print this help and exit
      -V, --version      Print version and exit

    """

  @Test func merges() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    let overlay = Boards.status("okay", of: "uart_a")
    try program.write(overlay, to: "a.dtbo")
    // Options and operands in any order, values joined or separate, names abbreviated.
    let outcome = try program.run(
      "a.dtbo", "-vobase.out", "a.dtbo", "--inp=base.dtb", as: "fdtoverlay")
    #expect(
      outcome
        == .init(
          status: 0,
          output: """
            input  = base.dtb
            output = base.out
            overlay[0] = a.dtbo
            overlay[1] = a.dtbo

            """, errors: ""))
    var target = OverlayTarget(try BlobDecoder.decode(#require(program.read("base.dtb"))))
    try target.apply(overlay, named: "a")
    try target.apply(overlay, named: "a")
    #expect(try program.read("base.out") == target.encode().bytes)
  }

  @Test func explainsWhatLibfdtOnlyNumbers() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Boards.status("okay", of: "uart_b"), to: "a.dtbo")
    let outcome = try program.run("-i", "base.dtb", "-o", "out", "a.dtbo", as: "fdtoverlay")
    #expect(
      outcome
        == .init(
          status: 1, output: "",
          errors: """

            Failed to apply 'a.dtbo': FDT_ERR_NOTFOUND
            fdtoverlay: error: overlay 'a.dtbo': fragment@0 targets label 'uart_b', which the base does not export
            note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
            help: nearest labels: 'uart_a'

            """))
    #expect(program.read("out") == nil)
  }

  @Test func tellsOfABaseWithoutLabels() throws {
    let program = try BuiltProgram()
    try program.write(DeviceTree(), to: "base.dtb")
    try program.write(Boards.status("okay", of: "uart_b"), to: "a.dtbo")
    let outcome = try program.run("-i", "base.dtb", "-o", "out", "a.dtbo", as: "fdtoverlay")
    #expect(
      outcome.errors == """

        Failed to apply 'a.dtbo': FDT_ERR_BADOFFSET
        base blob does not have a '/__symbols__' node, make sure you have compiled the base blob with '-@' option
        fdtoverlay: error: overlay 'a.dtbo': fragment@0 targets label 'uart_b', but the base exports no labels
        note: fragment@0: property 'target' (FDT_ERR_BADOFFSET in libfdt)
        help: compile the base with -@ (dtc) or swiftdt compile -@

        """)
  }

  @Test(arguments: [
    (
      ["-i", "no", "-o", "out", "x"],
      "Couldn't open blob from 'no': No such file or directory\n\nFailed to read 'no'\n"
    ),
    (
      ["-i", "base.dtb", "-o", "no/out", "a.dtbo"],
      "Couldn't write blob to 'no/out': No such file or directory\n\nFailed to write 'no/out'\n"
    ),
    (
      ["-i", "base.dtb", "-o", "out", "short.dtbo"],
      "\nOverlay 'short.dtbo' is incomplete (100 / 260 bytes read)\n"
    ),
    (
      ["-i", "text", "-o", "out", "a.dtbo"],
      """

      Failed to make temporary copy: FDT_ERR_BADMAGIC
      text: error: not a device tree blob: the magic is 0x00000000, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt

      """
    ),
    // A file that is not a blob has no size of which it could fall short.
    (
      ["-i", "base.dtb", "-o", "out", "a.dts"],
      """

      Overlay 'a.dts' is incomplete (27 / 762720559 bytes read)
      a.dts: error: not a device tree blob: the magic is 0x2f647473, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt
      help: it looks like text; `swiftdt compile` makes a blob from a source

      """
    ),
    (
      ["-i", "base.dtb.gz", "-o", "out", "a.dtbo"],
      """

      Base blob is incomplete (32 / 4294967295 bytes read)
      base.dtb.gz: error: not a device tree blob: the magic is 0x1f8b0808, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt
      help: it is compressed (gzip); unpack it first

      """
    ),
    (["-o", "out"], usage + "\nError: missing input file\n"),
    (["-i", "x"], usage + "\nError: missing output file\n"),
    (["-i", "x", "-o", "y"], usage + "\nError: missing overlay file(s)\n"),
  ])
  func refusals(arguments: [String], errors: String) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    let overlay = Boards.status("okay", of: "soc")
    try program.write(overlay, to: "a.dtbo")
    let blob = try BlobEncoder.encode(overlay).bytes
    try program.write(Array(blob.prefix(100)), to: "short.dtbo")
    try program.write([UInt8](repeating: 0, count: 64), to: "text")
    try program.write(Array("/dts-v1/;\n/plugin/;\n/ {\n};\n".utf8), to: "a.dts")
    try program.write([0x1F, 0x8B, 8, 8] + [UInt8](repeating: 0xFF, count: 28), to: "base.dtb.gz")
    let outcome = try program.run(arguments, as: "fdtoverlay")
    let expected = errors.replacing("/ 260 bytes", with: "/ \(blob.count) bytes")
    #expect(outcome == .init(status: 1, output: "", errors: expected))
  }

  @Test func helpAndVersion() throws {
    let program = try BuiltProgram()
    #expect(
      try program.run("-h", as: "fdtoverlay") == .init(status: 0, output: Self.usage, errors: ""))
    #expect(
      try program.run("--version", as: "fdtoverlay")
        == .init(status: 0, output: "Version: DTC 1.8.1\n", errors: ""))
  }

  @Test(arguments: [
    (["-x"], "invalid option -- 'x'"), (["-i"], "option requires an argument -- 'i'"),
    (["--foo=1"], "unrecognized option '--foo=1'"),
    (["--verb=1"], "option '--verbose' doesn't allow an argument"),
    (["--input"], "option '--input' requires an argument"),
    (["--ver"], "option '--ver' is ambiguous; possibilities: '--verbose' '--version'"),
    (["--", "-x"], nil),
  ])
  func whatGetoptSays(arguments: [String], problem: String?) {
    let options: [OptionReader.Option] = [
      .init("i", "input", takesValue: true, ""), .init("v", "verbose", ""), .init("V", "version", ""),
    ]
    var reader = OptionReader(arguments[...], options, program: "fdtoverlay")
    var message: String?
    while let item = reader.next() { if case .wrong(let text) = item { message = text } }
    #expect(message == problem.map { "fdtoverlay: " + $0 })
    #expect(problem != nil || reader.operands == Array(arguments.dropFirst()))
  }
}
