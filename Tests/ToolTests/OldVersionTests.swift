import TestSupport
import Testing

/// Blobs of versions before 16, in which every node has a `name` property.
@Suite struct OldVersionTests {
  /// Returns a folder with the board in all versions (`v1.dtb` …), and the program as `dtc`.
  private func bench() throws -> Workbench {
    let bench = try Workbench(["x.dts": boardSource])
    for version in ["1", "2", "3", "16"] {
      let line = ["-q", "-I", "dtb", "-O", "dtb", "-V", version, "-o", "v\(version).dtb", "x.dtb"]
      let result = try bench.run("dtc", line)
      #expect(result.status == 0, "\(result.errors)")
    }
    return bench
  }

  @Test func sameText() throws {
    let bench = try bench()
    let text = try bench.run("swiftdt", "decompile", "x.dtb").text
    #expect(!text.contains("\tname = "))
    for version in ["1", "2", "3", "16"] {
      let result = try bench.run("swiftdt", "decompile", "v\(version).dtb")
      #expect(result.text == text)
      #expect(result.errors == "")
      #expect(try bench.run("dtc", "-q", "-I", "dtb", "-O", "dts", "v\(version).dtb").text == text)
      // The blob itself has them, and fdtget shows them, too.
      let name = try bench.run("swiftdt", "get", "v\(version).dtb", "&uart_a", "name")
      #expect(name.text == (version == "16" ? "" : "serial\n"))
    }
  }

  @Test func noDifference() throws {
    let bench = try bench()
    for version in ["1", "2", "3", "16"] {
      for pair in [["v\(version).dtb", "x.dtb"], ["x.dts", "v\(version).dtb"]] {
        let result = try bench.run("swiftdt", ["diff"] + pair)
        #expect(result.text == "")
        #expect(result.errors == "")
        #expect(result.status == 0)
      }
    }
  }

  /// Where the bytes differ is a path of the tree, whatever the names in the blob are.
  @Test(arguments: ["1", "2", "3", "16", "17"]) func placeOfDifference(version: String) throws {
    let bench = try bench()
    for number in [1, 2] {
      let source = "/dts-v1/;\n/ { a { b { x = <\(number)>; }; }; };\n"
      try bench.folder.write(Array(source.utf8), to: "\(number).dts")
      _ = try bench.run("dtc", "-q", "-O", "dtb", "-V", version, "-o", "\(number).dtb", "\(number).dts")
    }
    let result = try bench.run("swiftdt", "diff", "--bytes", "1.dtb", "2.dtb")
    #expect(result.text.hasSuffix(" onwards, at /a/b: x\n"), "\(result.text)")
  }

  /// dtc refuses these without `-f`; here they are shown, since the blob may be broken in other ways as well.
  @Test func otherNames() throws {
    let bench = try bench()
    let source = "/dts-v1/;\n/ { name = \"\"; a@1 { reg = <1>; name = \"a@1\"; }; b { name = \"c\"; }; };"
    try bench.folder.write(Array(source.utf8), to: "n.dts")
    _ = try bench.run("dtc", "-f", "-q", "-V", "3", "-o", "n.dtb", "n.dts")
    let result = try bench.run("swiftdt", "decompile", "n.dtb")
    #expect(result.status == 0)
    #expect(
      result.errors == """
        n.dtb: warning: property 'name' of /a@1 is not the node's name
        note: the same is true of 1 more
        note: dtc refuses such a tree without -f, and the text does not compile

        """)
    #expect(result.text == (try bench.run("dtc", "-f", "-q", "-I", "dtb", "-O", "dts", "n.dtb").text))
    #expect(result.text.contains("name = \"c\";"))
    #expect(try bench.run("swiftdt", "decompile", "-q", "n.dtb").errors == "")
    let difference = try bench.run("swiftdt", "diff", "v3.dtb", "n.dtb")
    #expect(difference.text.contains("name = \"c\""))
    #expect(!difference.text.contains("name = \"serial\""))
  }
}
