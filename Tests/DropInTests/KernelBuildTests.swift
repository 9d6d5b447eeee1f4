import TestSupport
import Testing

/// The steps of the kernel's `cmd_dtc`, with the program as both the preprocessor and dtc.
@Suite struct KernelBuildTests {
  /// The checks that the kernel's makefiles turn off.
  static let warnings = [
    "unit_address_vs_reg", "avoid_unnecessary_addr_size", "alias_paths", "graph_child_address",
    "simple_bus_reg", "unique_unit_address",
  ].flatMap { ["-Wno-" + $0] }

  @Test func board() throws {
    let fixture = PackageFolder.path + "/Fixtures/kvim1s"
    let include = fixture + "/include"
    let board = fixture + "/kvim1s.dts"
    let bench = try Bench([:])
    let preprocessed = try Tool.swiftdt.run(
      [
        "preprocess", "-E", "-Wp,-MMD,board.d.pre", "-nostdinc", "-I" + include, "-undef", "-D__DTS__",
        "-x", "assembler-with-cpp", "-o", ".board.tmp", board,
      ],
      in: bench.folder)
    #expect(preprocessed.status == 0, "\(preprocessed.errors)")
    let compiled = try bench.run(
      ["-o", "board.dtb", "-b", "0", "-i" + fixture + "/", "-i" + include] + Self.warnings
        + ["-@", "-d", "board.d.dtc", ".board.tmp"])
    #expect(compiled.status == 0)
    let direct = try Tool.swiftdt.run(
      ["compile", "-@", "-b", "0", "-I", include, "-o", "direct.dtb", board], in: bench.folder)
    #expect(direct.status == 0, "\(direct.errors)")
    let isSame = try bench.folder.read("board.dtb") == bench.folder.read("direct.dtb")
    #expect(isSame)
    #expect(try bench.folder.read("board.d.dtc") == Array("board.dtb: .board.tmp\n".utf8))
    let rule = String(decoding: try bench.folder.read("board.d.pre"), as: UTF8.self)
    #expect(rule.contains("s4-macros.h"))
    // The positions are those of the files that were preprocessed.
    let all = try bench.run(["-O", "null", "-W", "always_fail", ".board.tmp"])
    let lines = all.errors.split(separator: "\n")
    #expect(lines.count > 100)
    for line in lines {
      #expect(line.replacing("  also defined at ", with: "").hasPrefix(fixture), "\(line)")
    }
  }
}
