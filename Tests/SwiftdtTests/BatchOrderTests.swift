import TestSupport
import Testing

/// What commands say about many inputs comes in the order of the inputs, however many threads there are.
struct BatchOrderTests {
  /// The first of these takes long, so its messages are the last to be found.
  private static let big =
    "/dts-v1/;\n/ {\n" + (0..<6000).map { "  n\($0) { a = <\($0)>; b = \"\($0)\"; };\n" }.joined()
  private static let names = (0..<8).map { "s\($0)" }

  private func folder(_ bigEnd: String, _ others: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in Self.names {
      try folder.write(Array((name == "s0" ? Self.big + bigEnd : others).utf8), to: name + ".dts")
    }
    return folder
  }

  /// The inputs in the order in which messages begin with them.
  private func named(in errors: String) -> [String] {
    errors.split(separator: "\n").compactMap { line in
      Self.names.first { line.hasPrefix($0 + ".dts:") || line.contains(": cannot read '\($0).dtb'") }
    }
  }

  @Test(arguments: ["compile -o o", "check", "compile -o o -j 3", "check -j 4"])
  func errors(line: String) throws {
    let folder = try folder("  y = <\n", "/dts-v1/;\n/ {\n  y = <\n")
    let files = Self.names.map { $0 + ".dts" }
    for _ in 0..<3 {
      let result = try Tool.swiftdt.run(line.split(separator: " ").map(String.init) + files, in: folder)
      #expect(result.status == 1)
      #expect(named(in: result.errors) == Self.names)
    }
  }

  @Test func warnings() throws {
    let folder = try folder(
      "  m { y = <0x100000000>; };\n};\n", "/dts-v1/;\n/ {\n  y = <0x100000000>;\n};\n")
    let files = Self.names.map { $0 + ".dts" }
    let one = try Tool.swiftdt.run(["compile", "-j", "1", "-o", "o"] + files, in: folder)
    let several = try Tool.swiftdt.run(["compile", "-j", "4", "-o", "o"] + files, in: folder)
    #expect(one.status == 0 && several.status == 0)
    #expect(named(in: one.errors) == Self.names)
    #expect(one.errors == several.errors)
    let quiet = try Tool.swiftdt.run(["compile", "-q", "-j", "4", "-o", "o"] + files, in: folder)
    #expect(quiet.errors == "")
  }

  @Test func blobs() throws {
    let folder = try folder("};\n", "/dts-v1/;\n/ { };\n")
    #expect(try Tool.swiftdt.run(["compile", "-q", "-o", "s0.dtb", "s0.dts"], in: folder).status == 0)
    try folder.write(folder.read("s0.dtb") + [1, 2, 3, 4], to: "s0.dtb")
    let blobs = Self.names.map { $0 + ".dtb" }
    let result = try Tool.swiftdt.run(["decompile", "-j", "3", "-o", "o"] + blobs, in: folder)
    let lines = result.errors.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("s0.dtb: warning: ") == true, "\(result.errors)")
    #expect(
      lines.filter { $0.contains("cannot read") }
        == Self.names.dropFirst().map {
          "swiftdt: error: cannot read '\($0).dtb': No such file or directory"
        })
  }
}
