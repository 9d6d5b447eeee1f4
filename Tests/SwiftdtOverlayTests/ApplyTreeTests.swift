import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// The command `overlay apply-tree`.
@Suite struct ApplyTreeTests {
  private static let list = """
    [{ "name": "uart", "filter": "*acme*.dtb", "dtboFile": "uart.dtbo" },
     { "name": "silent", "filter": null, "dtboFile": "silent.dtbo" }]
    """

  private func program() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "in/acme/acme-1.dtb")
    try program.write(makeTree([("/", ["compatible": "other"])]), to: "in/acme-other.dtb")
    try program.write(Boards.base, to: "in/else.dtb")
    try program.write([1, 2, 3], to: "in/acme/README")
    var overlay = Boards.status("okay", of: "uart_a")
    let name = overlay.names.intern("compatible")
    let value = overlay.makeValue(Array("acme,board\0".utf8).span)
    overlay.addProperty(name, value, to: .root)
    try program.write(overlay, to: "uart.dtbo")
    try program.write(Boards.setting(["new": 1], of: "soc"), to: "silent.dtbo")
    try program.write(Array(Self.list.utf8), to: "overlays.json")
    return program
  }

  @Test func saysWhatItSkips() throws {
    let program = try program()
    let words = ["overlay", "apply-tree", "--source", "in", "--out", "out", "--overlays", "overlays.json"]
    let refused = try program.run(words)
    let table = """
      blob             overlay  result
      acme-other.dtb   uart     skipped: it is for 'acme,board', the blob is 'other'
      acme-other.dtb   silent   skipped: it has no root 'compatible' (--without-compatible applies it)
      acme/acme-1.dtb  uart     applied
      acme/acme-1.dtb  silent   skipped: it has no root 'compatible' (--without-compatible applies it)
      else.dtb         uart     skipped: its filter '*acme*.dtb' does not match
      else.dtb         silent   skipped: it has no root 'compatible' (--without-compatible applies it)

      """
    #expect(
      refused
        == .init(
          status: 1, output: table,
          errors: """
            swiftdt: error: applied nowhere: 'silent'
            help: --allow-unused makes this a warning

            """))
    #expect(program.read("out/else.dtb") == nil)
    // In a log of Nix, the message names the argument of the function, or NixOS's option, instead of the flag.
    for (reader, flag, unused) in [
      ("1", "withoutCompatible", "unused"),
      (
        "nixos", "hardware.deviceTree.swiftdt.withoutCompatible",
        "hardware.deviceTree.swiftdt.unusedOverlays"
      ),
    ] {
      let logged = try program.run(words, environment: ["SWIFTDT_NIX": reader])
      #expect(logged.output == table.replacing("--without-compatible", with: flag + " = \"apply\""))
      #expect(
        logged.errors == """
          swiftdt: error: applied nowhere: 'silent'
          help: \(unused) = "warning" makes this a warning

          """)
    }
    let outcome = try program.run(words + ["--allow-unused", "--cross-check"])
    #expect(
      outcome
        == .init(status: 0, output: table, errors: "swiftdt: warning: applied nowhere: 'silent'\n"))
    for file in ["acme/README", "else.dtb", "acme-other.dtb"] {
      #expect(program.read("out/" + file) == program.read("in/" + file))
    }
    var target = OverlayTarget(try BlobDecoder.decode(#require(program.read("in/acme/acme-1.dtb"))))
    try target.apply(Boards.status("okay", of: "uart_a"), named: "uart")
    #expect(try program.read("out/acme/acme-1.dtb") == target.encode().bytes)
  }

  /// What gcc's command line has, as NixOS's dtboBuildExtraPreprocessorFlags.
  @Test(arguments: [
    ("-include state.h", 0, ""), ("-imacros state.h", 0, ""), ("-isystem sys -include sys.h", 0, ""),
    ("-DSTATE=\"okay\" -P -Wall -Wno-undef -std=gnu99 -nostdinc -MD", 0, ""),
    ("-DSTATE=\"okay\" -DLOUD -Wno-cpp", 0, ""),
    ("-DSTATE=\"okay\" -DLOUD", 0, "warning: #warning loud"),
    ("-DSTATE=\"okay\" -DLOUD -Werror", 1, "error: #warning loud"),
    ("-DSTATE=\"okay\" -DLOUD -USTATE", 1, "found 'STATE', which is not a defined macro"),
    ("-include", 2, "--cpp-flag: '-include' needs a value"),
    ("--bad", 2, "--cpp-flag: unknown option '--bad'"),
    ("state.h", 2, "--cpp-flag: 'state.h' is not a flag of the preprocessor"),
    ("x", 2, "--cpp-flag: 'x' is not a flag of the preprocessor"),
    ("-", 2, "--cpp-flag: '-' is not a flag of the preprocessor"),
    ("-w --help", 2, "--cpp-flag: unknown option '--help'"), ("-h", 2, "--cpp-flag: unknown option '-h'"),
    ("-o x", 2, "--cpp-flag: flags for other outputs than the text are not possible: -o, -M, -dM"),
    ("-M", 2, "--cpp-flag: flags for other outputs than the text are not possible: -o, -M, -dM"),
  ])
  func preprocessorFlags(flags: String, status: Int32, message: String) throws {
    let program = try program()
    for (name, text) in [
      ("state.h", "#define STATE \"okay\"\n"), ("sys/sys.h", "#define STATE \"okay\"\n"),
      ("overlays.json", #"[{ "name": "s", "dtsFile": "s.dts" }]"#),
      (
        "s.dts",
        """
        /dts-v1/;
        /plugin/;
        #ifdef LOUD
        #warning loud
        #endif
        &{/soc} { state = STATE; };
        """
      ),
    ] { try program.write(Array(text.utf8), to: name) }
    let outcome = try program.run(
      [
        "overlay", "apply-tree", "--source", "in", "-o", "out", "--overlays", "overlays.json",
        "--without-compatible", "--only", "acme/*",
      ] + flags.split(separator: " ").map { "--cpp-flag=\($0)" })
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(message.isEmpty ? outcome.errors.isEmpty : outcome.errors.contains(message), "\(outcome.errors)")
    #expect((program.read("out/acme/acme-1.dtb") != nil) == (status == 0))
  }

  /// After a failure, the other overlays are not tried, since their results mean nothing; help is given.
  @Test func saysWhatItDoesNotTry() throws {
    let program = try program()
    let makes = makeTree([
      ("/", ["compatible": "acme,board"]), ("/f", ["target-path": "/soc"]),
      ("/f/__overlay__/gps", ["phandle": 1]),
      ("/__symbols__", ["gps": "/f/__overlay__/gps"]),
    ])
    var uses = Boards.status("okay", of: "gps")
    uses.addProperty(
      uses.names.intern("compatible"), uses.makeValue(Array("acme,board\0".utf8).span), to: .root)
    try program.write(uses, to: "uses.dtbo")
    try program.write(makes, to: "makes.dtbo")
    let list = ["uses", "makes", "silent"].map { #"{ "name": "\#($0)", "dtboFile": "\#($0).dtbo" }"# }
    try program.write(Array("[\(list.joined(separator: ","))]".utf8), to: "overlays.json")
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "-o", "out", "--overlays", "overlays.json", "--only",
      "acme/*")
    #expect(
      outcome
        == .init(
          status: 1,
          output: """
            blob             overlay  result
            acme/acme-1.dtb  uses     failed: FDT_ERR_NOTFOUND
            acme/acme-1.dtb  makes    not tried: 'uses' failed
            acme/acme-1.dtb  silent   skipped: it has no root 'compatible' (--without-compatible applies it)

            """,
          errors: """
            in/acme/acme-1.dtb: error: overlay 'uses': fragment@0 targets label 'gps', which the base does not export
            note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
            help: 'makes', which is given later, exports it: give it before 'uses'
            swiftdt: error: applied nowhere: 'silent'

            """))
  }

  /// NixOS looks for the filter as a plain substring, so that a pattern never matches.
  @Test func filtersAsNixOSReadsThem() throws {
    let program = try program()
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "-o", "out", "--overlays", "overlays.json",
      "--filter-substring", "--without-compatible")
    #expect(outcome.status == 1)
    // The other board has no labels.
    #expect(
      outcome.output == """
        blob             overlay  result
        acme-other.dtb   uart     skipped: its filter '*acme*.dtb' does not match
        acme-other.dtb   silent   failed: FDT_ERR_BADOFFSET
        acme/acme-1.dtb  uart     skipped: its filter '*acme*.dtb' does not match
        acme/acme-1.dtb  silent   applied
        else.dtb         uart     skipped: its filter '*acme*.dtb' does not match
        else.dtb         silent   applied

        """)
  }

  /// Blobs that a boot loader's entry names must be there, and blobs that are not meant may be left out.
  @Test(arguments: [
    (["--require", "acme/acme-1.dtb", "--require", "else.dtb"], 0, ""),
    (
      ["--require", "amce-1.dtb"], 1,
      """
      swiftdt: error: there is no 'amce-1.dtb' in 'in'
      help: did you mean 'acme/acme-1.dtb'?

      """
    ),
    (
      ["--only", "acme/*", "--require", "else.dtb"], 1,
      """
      swiftdt: error: there is no 'else.dtb' in 'in'
      note: it exists, but does not match 'acme/*'

      """
    ),
    (["--only", "*.dts"], 1, "swiftdt: error: no blob in 'in' matches '*.dts'\n"),
  ])
  func requires(flags: [String], status: Int32, errors: String) throws {
    let program = try program()
    try program.write(
      Array(#"[{ "name": "uart", "dtboFile": "${TREE}.dtbo" }]"#.utf8), to: "overlays.json")
    let words = ["overlay", "apply-tree", "--source", "in", "--out", "out", "--overlays", "overlays.json"]
    let outcome = try program.run(words + ["--set", "TREE=uart"] + flags)
    #expect(outcome.status == status)
    #expect(outcome.errors == errors)
    #expect((program.read("out/acme/acme-1.dtb") != nil) == (status == 0))
  }

  /// All blobs that are selected get headroom, including those without overlays.
  @Test func leavesHeadroom() throws {
    let program = try program()
    try program.write(Array(#"[{ "name": "uart", "dtboFile": "uart.dtbo" }]"#.utf8), to: "overlays.json")
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "--out", "out", "--overlays", "overlays.json",
      "--only", "acme*.dtb", "--pad", "0x1000")
    #expect(outcome.status == 0)
    #expect(program.read("out/acme/README") == nil)
    #expect(program.read("out/else.dtb") == nil)
    let other = try #require(program.read("in/acme-other.dtb"))
    #expect(program.read("out/acme-other.dtb")?.count == other.count + 0x1000)
    _ = try program.run(
      "overlay", "apply", "-b", "in/acme/acme-1.dtb", "-o", "merged.dtb", "--pad", "0x1000", "uart.dtbo")
    #expect(program.read("out/acme/acme-1.dtb") == program.read("merged.dtb"))
  }

  /// What NixOS calls an overlay by the name of its file in the store is called by the name that it had before.
  @Test func namesOfTheStoreAreShort() throws {
    let program = try program()
    let hash = "0123456789abcdfghijklmnpqrsvwxyz"
    let bytes = try #require(program.read("silent.dtbo"))
    let names = ["\(hash)-fan.dtbo", "\(hash)x-led.dtbo", "\(hash)-"]
    for name in names { try program.write(bytes, to: "s/" + name) }
    let list = (names + [names[0]]).map { #"{ "name": "\#($0)", "dtboFile": "s/\#($0)" }"# }
    let chosen = #"{ "name": "\#(hash)-own.dtbo", "dtboFile": "s/\#(names[0])" }"#
    try program.write(Array("[\((list + [chosen]).joined(separator: ", "))]".utf8), to: "overlays.json")
    let result = try program.run(
      "overlay", "apply-tree", "--source", "in", "--output", "out", "--overlays", "overlays.json",
      "--without-compatible", "--only", "acme/*")
    let shown = result.output.split(separator: "\n").dropFirst().map { $0.split(separator: "  ")[1] }
    #expect(shown == ["fan.dtbo", "\(hash)x-led.dtbo", "\(hash)-", "fan.dtbo (2)", "\(hash)-own.dtbo"])
    #expect(result.errors == "")
    try program.write(
      Array(#"{ source: "in/acme/acme-1.dtb", overlays: ["s/\#(names[0])"], output: "o.dtb" }"#.utf8),
      to: "r.json5")
    #expect(
      try program.run("build", "r.json5", "-o", "built").output.hasSuffix("\n  acme-1.dtb\n    + fan.dtbo\n"))
  }

  /// A failure names the blob, since there can be hundreds.
  @Test func namesTheBlob() throws {
    let program = try program()
    try program.write(
      Array(#"[{ "name": "silent", "dtboFile": "silent.dtbo" }]"#.utf8), to: "overlays.json")
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "--out", "out", "--overlays", "overlays.json",
      "--without-compatible")
    #expect(outcome.errors.hasPrefix("in/acme-other.dtb: error: overlay 'silent': "))
  }

  /// So does a failure of a source, which is shown at its line.
  @Test func namesTheBlobOfASource() throws {
    let program = try program()
    try program.write(
      Array("/dts-v1/;\n/plugin/;\n/ { compatible = \"other\"; };\n&uart_a { };\n".utf8), to: "lost.dts")
    try program.write(Array(#"[{ "name": "lost", "dtsFile": "lost.dts" }]"#.utf8), to: "overlays.json")
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "--out", "out", "--overlays", "overlays.json")
    #expect(
      outcome.errors.hasPrefix(
        """
        lost.dts:4:1: error: overlay 'lost': fragment@0 targets label 'uart_a', but the base exports no labels
            4 | &uart_a { };
              | ^~~~~~~
        note: fragment@0: property 'target' (FDT_ERR_BADOFFSET in libfdt)
        note: the base is 'in/acme-other.dtb'
        help: compile the base with -@ (dtc) or swiftdt compile -@

        """), "\(outcome.errors)")
  }

  @Test func settingsNeedNames() throws {
    let program = try program()
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "--out", "out", "--overlays", "overlays.json", "--set", "x")
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("swiftdt: error: --set needs NAME=VALUE, not 'x'\n"))
  }
}
