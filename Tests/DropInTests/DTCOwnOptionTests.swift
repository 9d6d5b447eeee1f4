import TestSupport
import Testing

/// Where dtc 1.8.1 differs from 1.6.1, which most systems have.
@Suite struct DTCOwnOptionTests {
  static let source = """
    /dts-v1/;
    / {
    \tl: a { b = <&l 1>; };
    };

    """

  private func run(_ line: String, _ files: [String: String] = [:]) throws -> (Tool.Result, Bench) {
    let bench = try Bench(files.merging(["s.dts": Self.source]) { $1 })
    return (try bench.run(line.split(separator: " ").map(String.init)), bench)
  }

  @Test(arguments: ["-v", "--version", "-v -Z", "--vers"])
  func version(line: String) throws {
    let (result, _) = try run(line)
    #expect(result.status == 0)
    #expect(result.text == "Version: DTC 1.8.1-swiftdt\n")
    #expect(result.errors == "")
  }

  /// Buildroot calls the kernel's dtc linux-dtc.
  @Test(arguments: [("linux-dtc", true), ("-dtc", false), ("xdtc", false), ("dtc-linux", false)])
  func otherNames(name: String, isDTC: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.link(name, to: Tool.swiftdt.path)
    let result = try Tool(path: folder[name]).run(["-v"], in: folder)
    #expect((result.text == "Version: DTC 1.8.1-swiftdt\n") == isDTC, "\(result.errors)")
  }

  @Test func help() throws {
    let (result, _) = try run("-h")
    #expect(result.status == 0)
    #expect(
      result.text.hasPrefix(
        "Usage: dtc [options] <input file>\n\nOptions: -[qI:O:o:V:d:R:S:p:a:fb:i:H:sW:E:@LAThv]\n"))
    let letters = result.text.split(separator: "\n").filter { $0.hasPrefix("  -") }.map {
      $0.dropFirst(3).first
    }
    #expect(letters.count == 23)
  }

  /// `-L` is new: local fixups for a tree that is not an overlay.
  @Test(arguments: ["-L", "--local-fixups", "-@L"])
  func localFixups(flag: String) throws {
    let (result, _) = try run("\(flag) -O dts s.dts")
    #expect(result.status == 0)
    #expect(
      result.text.hasSuffix(
        "\n\t__local_fixups__ {\n\n\t\ta {\n\t\t\tb = <0x00>;\n\t\t};\n\t};\n};\n"))
  }

  /// Fixups that the source already has are not added again.
  @Test func fixupsThatAreThere() throws {
    let source = """
      /dts-v1/;
      /plugin/;
      / {
      \tl: a { b = <&l &out>, <&l>; };
      \t__fixups__ { out = "/a:b:4"; };
      \t__local_fixups__ { a { b = <8>; }; };
      };

      """
    let (result, _) = try run("-O dts p.dts", ["p.dts": source])
    #expect(
      result.text.hasSuffix(
        "\t__fixups__ {\n\t\tout = \"/a:b:4\";\n\t};\n\n\t__local_fixups__ {\n\n\t\ta {\n\t\t\tb = <0x08>, <0x00>;\n\t\t};\n\t};\n};\n"
      ))
    #expect(result.errors == "")
    let odd = source.replacing("\"/a:b:4\"", with: "<1>").replacing("<8>", with: "[08]")
    let (other, _) = try run("-q -O dtb -o o p.dts", ["p.dts": odd])
    #expect(other.status == 0)
    #expect(
      other.errors == """
        Warning: Preexisting data in __fixups__ malformed, some content could not be added.
        Warning: Preexisting data in __local_fixups__ malformed, some content could not be added.

        """)
  }

  /// Of properties and nodes that are there twice, which takes `-f`, each place is a fixup once.
  @Test(arguments: [
    (
      "f { __overlay__ { s = <&v>; s = <&v &w>; }; };",
      "v = \"/f/__overlay__:s:0\";\n\t\tw = \"/f/__overlay__:s:4\";\n\t};\n};\n"
    ),
    (
      "f { n { s = <&v>; }; n { s = <&v &f>; }; }; f: g { };",
      "v = \"/f/n:s:0\";\n\t};\n\n\t__local_fixups__ {\n\n\t\tf {\n\n\t\t\tn {\n\t\t\t\ts = <0x04>;\n\t\t\t};\n\t\t};\n\t};\n};\n"
    ),
  ])
  func fixupsOfWhatIsThereTwice(nodes: String, fixups: String) throws {
    let (result, _) = try run("-q -f -O dts p.dts", ["p.dts": "/dts-v1/;\n/plugin/;\n/ { \(nodes) };\n"])
    #expect(result.status == 0)
    #expect(result.text.hasSuffix("\t__fixups__ {\n\t\t" + fixups))
  }

  @Test func referencesThatCannotBeFixups() throws {
    let path = "/dts-v1/;\n/plugin/;\n/ { a = <&{/b}>; };\n"
    let (result, _) = try run("-O dtb -o o p.dts", ["p.dts": path])
    #expect(result.status == 1)
    #expect(result.errors == "FATAL ERROR: Can't generate fixup for reference to path &{/b}\n")
  }

  /// Blanks in names are escaped for make, since 1.7.
  @Test func dependencies() throws {
    let source = "/dts-v1/;\n/ { a = /incbin/(\"b c\"); };\n"
    let (_, bench) = try run("-O dtb -o o -d dep i.dts", ["i.dts": source, "b c": "x"])
    #expect(try bench.folder.read("dep") == Array("o: i.dts b\\ c\n".utf8))
  }

  /// References are restored from fixups, with the text that they had.
  @Test func thereAndBack() throws {
    let (_, bench) = try run("-@ -O dtb -o s.dtb s.dts")
    let decompiled = try bench.run(["-I", "dtb", "-O", "dts", "-o", "t.dts", "s.dtb"])
    #expect(decompiled.status == 0)
    let again = try bench.run(["-@", "-O", "dtb", "-o", "t.dtb", "t.dts"])
    #expect(again.errors == "WARNING: label l already exists in /__symbols__")
    #expect(try bench.folder.read("t.dtb") == bench.folder.read("s.dtb"))
  }

  @Test(arguments: [("-T", 1), ("-T -T", 2), ("-TTT", 2)])
  func annotations(flags: String, level: Int) throws {
    let (result, _) = try run("\(flags) -O dts s.dts")
    let end = level == 1 ? "s.dts:3" : "s.dts:3:9-3:20"
    #expect(result.text.contains("b = <&l 0x01>; /* \(end) */\n"), "\(result.text)")
  }

  @Test func assembly() throws {
    let (result, _) = try run("-O asm s.dts")
    #expect(result.status == 0)
    #expect(result.text.contains("\t.globl\tdt_blob_start\ndt_blob_start:\n"))
    #expect(result.text.contains("\t.byte\t0xd0\n\t.byte\t0x0d\n\t.byte\t0xfe\n\t.byte\t0xed\n"))
  }

  /// Old versions have the name up to its unit address as a property, or all of it if that leaves nothing.
  @Test(arguments: [("a", "a"), ("a@1", "a"), ("@1", "@1")])
  func assemblyOfNames(node: String, name: String) throws {
    let (result, _) = try run("-q -f -V 3 -O asm n.dts", ["n.dts": "/dts-v1/; / { \(node) { }; };\n"])
    let strings = result.text.split(separator: "\n").filter { $0.hasPrefix("\t.asciz\t") }
    #expect(strings == ["/", "", "/\(node)", name].map { "\t.asciz\t\"\($0)\"" })
  }

  /// Values of every kind, with labels in them, and every character that needs an escape. With one of these
  /// that is not ASCII, dtc itself gives up on YAML.
  @Test(arguments: [
    (
      "dts",
      #"""
      /dts-v1/;

      r: /memreserve/	0x0000000010000000 0x0000000000004000;
      / {
      	a = /bits/ 64 <0x01 0xffffffffffffffff>, "x", /bits/ 16 <0x02 0x03>, [04], <0x05 &n>, [00 01];
      	s = "\a\b\t\n\v\f\r\\\"\x01\x7f\xff\x1b", "q's", "- x: y #z";
      	t = "\0a";
      	l: m = l1: <0x01  l2:0x02>, l3: l4: l5: "a" l6:;
      	e = "";
      	f;

      	k1: n: n {
      		z = /bits/ 64 <0x07>;
      		phandle = <0x01>;
      	};
      };

      """#
    ),
    (
      "yaml",
      #"""
      ---
      - a: [!u64 [0x1, 0xffffffffffffffff], "x", !u16 [0x2, 0x3], !u8 [0x4], [0x5, !phandle 0x1],
          !u8 [0x0, 0x1]]
        s: ["\a\b\t\n\v\f\r\\\"\x01\x7F\xFF\e", "q's", "- x: y #z"]
        t: ["\0a"]
        m: [[0x1, 0x2], "a"]
        e: [""]
        f: true
        n:
          z: [!u64 [0x7]]
          phandle: [[0x1]]
      ...

      """#
    ),
  ])
  func values(format: String, text: String) throws {
    let source = #"""
      /dts-v1/;
      r: /memreserve/ 0x10000000 0x4000;
      / {
        a = /bits/ 64 <1 0xffffffffffffffff>, "x", /bits/ 16 <2 3>, /bits/ 8 <4>, <5 &n>, [00 01];
        s = "\a\b\t\n\v\f\r\\\"\x01\x7f\xff\x1b", "q's", "- x: y #z";
        t = "\0a";
        l: m = l1: <1 l2: 2 l3:> l4:, l5: "a" l6:;
        e = "";
        f = [];
        k1: n: n { z = /bits/ 64 <7>; };
      };

      """#
    let (result, _) = try run("-q -O \(format) v.dts", ["v.dts": source])
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.text == text)
  }
}
