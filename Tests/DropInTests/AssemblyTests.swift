import TestSupport
import Testing

/// `-O asm`: what an assembler makes of the text is the blob, and the labels are where the system's dtc has them.
@Suite struct AssemblyTests {
  private static let source = """
    /dts-v1/;
    l0: l1: /memreserve/ 0x1 0x1000000002;
    /memreserve/ 3 4;
    / {
      pl: name = "";
      a: b: p = v0: <1 v1: &n 3> vend:;
      long = [00 01 02 03 04 05 06 07 08];
      e;
      s = "ab", q: "cdefghijk";
      n: node1@1 { reg = <1>; };
      longernode { name = "longernode"; };
    };

    """

  @Test(arguments: [
    "", "-S 1000", "-p 9 -a 32", "-V 1", "-V 2 -b 1 -p 4", "-V 3 -S 999", "-V 16", "-@ -R 3", "-H both",
  ])
  func assembled(flags: String) throws {
    let dtc = try #require(Tool.dtc)
    let gcc = try #require(Tool.gcc)
    let objcopy = try #require(Tool(named: "objcopy"))
    let nm = try #require(Tool(named: "nm"))
    let bench = try Bench(["s.dts": Self.source])
    let flags = ["-q"] + flags.split(separator: " ").map(String.init)
    #expect(try bench.run(flags + ["-o", "a.dtb", "s.dts"]).status == 0)
    #expect(try bench.run(flags + ["-O", "asm", "-o", "a.s", "s.dts"]).status == 0)
    #expect(try dtc.run(flags + ["-O", "asm", "-o", "b.s", "s.dts"], in: bench.folder).status == 0)
    for name in ["a", "b"] {
      #expect(try gcc.run(["-c", "-o", name + ".o", name + ".s"], in: bench.folder).errors == "")
    }
    #expect(try objcopy.run(["-O", "binary", "a.o", "a.bin"], in: bench.folder).status == 0)
    #expect(try bench.folder.read("a.bin") == bench.folder.read("a.dtb"))
    #expect(try nm.run(["a.o"], in: bench.folder).text == nm.run(["b.o"], in: bench.folder).text)
  }
}
