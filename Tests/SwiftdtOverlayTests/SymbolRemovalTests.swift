import DeviceTreeBlob
import TestSupport
import Testing

/// Results without `/__symbols__`: what fdtput and dtc make of the usual ones.
@Suite struct SymbolRemovalTests {
  private static let board = """
    /dts-v1/; /memreserve/ 0x1000 0x20;
    / { compatible = "x"; soc: soc { user = <&clock>; uart_a: uart { status = "disabled"; }; clock: clock { }; }; };

    """

  /// A program with a board and overlays, each as a source and as a blob.
  private func program() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Array(Self.board.utf8), to: "b.dts")
    #expect(try program.run("compile", "-q", "-@", "-o", "b.dtb", "b.dts").status == 0)
    try program.write(Boards.status("okay", of: "uart_a"), to: "on.dtbo")
    try program.write(Boards.adding("led", to: "soc"), to: "led.dtbo")
    try program.write(Array("/dts-v1/; /plugin/; &soc { led: led { }; };\n".utf8), to: "led.dts")
    return program
  }

  static let cases: [(base: String, overlays: [String], sizes: [String])] = [
    ("b.dtb", ["on.dtbo"], []), ("b.dtb", ["on.dtbo", "led.dtbo"], []),
    ("b.dts", ["on.dtbo", "led.dts"], []),
    ("b.dtb", ["on.dtbo", "led.dtbo"], ["-p", "64"]), ("b.dtb", ["on.dtbo"], ["-S", "4000", "-a", "16"]),
  ]

  @Test(arguments: cases.indices, [[], ["--cross-check"]])
  func results(index: Int, flags: [String]) throws {
    let program = try program()
    let (base, overlays, sizes) = Self.cases[index]
    let words = ["overlay", "apply", "-q", "-b", base]
    #expect(
      try program.run(words + ["--no-symbols", "-o", "out.dtb"] + flags + sizes + overlays)
        == .init(status: 0, output: "", errors: ""))
    #expect(try program.run(words + ["-o", "m.dtb"] + overlays).status == 0)
    #expect(try program.run("-r", "m.dtb", "/__symbols__", as: "fdtput").status == 0)
    let laidOut = ["-q", "-I", "dtb", "-O", "dtb", "-o", "expected.dtb"] + sizes + ["m.dtb"]
    #expect(try program.run(laidOut, as: "dtc").status == 0)
    let merged = try #require(program.read("out.dtb"))
    #expect(merged == program.read("expected.dtb"))
  }

  @Test func recipes() throws {
    let program = try program()
    func build(_ keys: String) throws -> [UInt8]? {
      let recipe = "{ source: \"b.dts\", overlays: [\"on\"], output: \"b.dtb\"\(keys) }"
      try program.write(Array(recipe.utf8), to: "r.json5")
      #expect(try program.run("build", "-q", "-o", "out", "r.json5").status == 0)
      return program.read("out/b.dtb")
    }
    #expect(
      try program.run("overlay", "apply", "-q", "-b", "b.dts", "-o", "with.dtb", "on.dtbo").status == 0)
    #expect(
      try program.run("overlay", "apply", "-q", "--no-symbols", "-b", "b.dts", "-o", "without.dtb", "on.dtbo")
        .status == 0)
    #expect(try build("") == program.read("with.dtb"))
    #expect(try build(", symbols: true") == program.read("with.dtb"))
    #expect(try build(", symbols: null") == program.read("with.dtb"))
    #expect(try build(", symbols: false") == program.read("without.dtb"))
  }

  /// All blobs of a folder, whether or not an overlay is applied to them.
  @Test(arguments: [[], ["-p", "64"]]) func folders(sizes: [String]) throws {
    let program = try program()
    try program.write(#require(program.read("b.dtb")), to: "in/b.dtb")
    try program.write(#require(program.read("b.dtb")), to: "in/c.dtb")
    try program.write(
      Array("[{ name: 'on', filter: 'b.dtb', dtboFile: 'on.dtbo' }]".utf8), to: "list.json5")
    let words = ["overlay", "apply-tree", "-q", "--source", "in", "--overlays", "list.json5"]
    let flags = ["--without-compatible", "--no-symbols", "--cross-check"] + sizes
    #expect(try program.run(words + ["-o", "out"] + flags) == .init(status: 0, output: "", errors: ""))
    let apply = ["overlay", "apply", "-q", "-b", "b.dtb", "--no-symbols", "-o", "m.dtb"]
    #expect(try program.run(apply + sizes + ["on.dtbo"]).status == 0)
    #expect(program.read("out/b.dtb") == program.read("m.dtb"))
    #expect(try program.run("-r", "b.dtb", "/__symbols__", as: "fdtput").status == 0)
    let laidOut = ["-q", "-I", "dtb", "-O", "dtb", "-o", "expected.dtb"] + sizes + ["b.dtb"]
    #expect(try program.run(laidOut, as: "dtc").status == 0)
    #expect(program.read("out/c.dtb") == program.read("expected.dtb"))
  }

  /// A base that never had any.
  @Test func nothingToRemove() throws {
    let program = try program()
    try program.write(makeTree([("/", ["compatible": "x"]), ("/soc", ["a": 1])]), to: "n.dtb")
    try program.write(
      makeTree([("/f", ["target-path": "/soc"]), ("/f/__overlay__", ["b": 2])]), to: "o.dtbo")
    let arguments = ["overlay", "apply", "--no-symbols", "-b", "n.dtb", "-o", "out.dtb", "o.dtbo"]
    #expect(try program.run(arguments) == .init(status: 0, output: "", errors: ""))
    let tree = try BlobDecoder.decode(#require(program.read("out.dtb"))).tree
    #expect(tree.node(atPath: "/soc").map { tree.properties(of: $0).count } == 2)
  }
}
