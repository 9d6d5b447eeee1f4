import TestSupport
import Testing

@testable import swiftdt

/// The program under the name `fdtdump`.
@Suite struct FdtdumpTests {
  static let warning = """

    **** fdtdump is a low-level debugging tool, not meant for general use.
    **** If you want to decompile a dtb, you probably want
    ****     dtc -I dtb -O dts <filename>


    """
  private static let source =
    "/dts-v1/; /memreserve/ 0x10 0x20; / { a = <1 2>; b { c = \"x\", \"y\"; d = [01]; e; }; };"

  @Test func dumps() throws {
    let bench = try Workbench(["x.dts": Self.source])
    let result = try bench.run("fdtdump", "-d", "x.dtb")
    #expect(result.errors == Self.warning)
    #expect(
      result.text.replacing("// magic:\t\t0xd00dfeed\n", with: "") == """
        /dts-v1/;
        // totalsize:\t\t0xac (172)
        // off_dt_struct:\t0x48
        // off_dt_strings:\t0xa4
        // off_mem_rsvmap:\t0x28
        // version:\t\t17
        // last_comp_version:\t16
        // boot_cpuid_phys:\t0x0
        // size_dt_strings:\t0x8
        // size_dt_struct:\t0x5c

        /memreserve/ 0x10 0x20;
        // 0048: tag: 0x00000001 (FDT_BEGIN_NODE)
        / {
        // 0050: tag: 0x00000003 (FDT_PROP)
        // 00a4: string: a
        // 005c: value
            a = <0x00000001 0x00000002>;
        // 0064: tag: 0x00000001 (FDT_BEGIN_NODE)
            b {
        // 006c: tag: 0x00000003 (FDT_PROP)
        // 00a6: string: c
        // 0078: value
                c = "x", "y";
        // 007c: tag: 0x00000003 (FDT_PROP)
        // 00a8: string: d
        // 0088: value
                d = [01];
        // 008c: tag: 0x00000003 (FDT_PROP)
        // 00aa: string: e
        // 0098: value
                e;
        // 0098: tag: 0x00000002 (FDT_END_NODE)
            };
        // 009c: tag: 0x00000002 (FDT_END_NODE)
        };

        """)
  }

  @Test func scans() throws {
    let bench = try Workbench(["x.dts": Self.source])
    let blob = try bench.folder.read("x.dtb")
    try bench.folder.write([1, 2, 3, 0xD0, 0x0D, 0xFE, 0xED, 0xD0, 0, 0] + blob + [5], to: "image")
    let result = try bench.run("fdtdump", "-ds", "image")
    // Tags are aligned to multiples of 4 in the image, not in the blob.
    #expect(result.status == 1)
    #expect(result.errors == Self.warning + "FATAL ERROR: ** Unknown tag 0x00000000\n")
    #expect(
      result.text.hasPrefix(
        "image: skipping fdt magic at offset 0x3\nimage: found fdt at offset 0xa\n/dts-v1/;\n"))
  }

  @Test(arguments: [
    ([], "missing input filename"), (["a", "b"], "missing input filename"), (["-x", "a"], "unknown option"),
  ])
  func usage(arguments: [String], problem: String) throws {
    let bench = try Workbench()
    let result = try bench.run("fdtdump", arguments)
    #expect(result.status == 1)
    #expect(
      result.errors.hasSuffix(
        """
        Usage: fdtdump [options] <file>

        Options: -[dshV]
          -d, --debug   Dump debug information while decoding the file
          -s, --scan    Scan for an embedded fdt in file
          -h, --help    Print this help and exit
          -V, --version Print version and exit

        Error: \(problem)

        """))
  }

  /// What counts is the version that a blob is compatible with.
  @Test func laterVersion() throws {
    let bench = try Workbench(["x.dts": "/dts-v1/; / { };"])
    var blob = try bench.folder.read("x.dtb")
    blob[23] = 18
    try bench.folder.write(blob, to: "x.dtb")
    #expect(try bench.run("fdtdump", "x.dtb").text.hasSuffix("/ {\n};\n"))
    blob[27] = 18
    try bench.folder.write(blob, to: "x.dtb")
    #expect(try bench.run("fdtdump", "x.dtb").errors.hasSuffix("x.dtb: header is not valid\n"))
  }

  @Test func endsAtAnUnknownTag() throws {
    let bench = try Workbench(["x.dts": "/dts-v1/; / { a { }; };"])
    var blob = try bench.folder.read("x.dtb")
    let structure = Int(blob[8..<12].reduce(0) { $0 << 8 | UInt32($1) })
    blob[structure + 8 + 3] = 0x2F
    try bench.folder.write(blob, to: "x.dtb")
    let result = try bench.run("fdtdump", "x.dtb")
    #expect(result.status == 1)
    #expect(result.text.hasSuffix("/ {\n"))
    #expect(result.errors == Self.warning + "FATAL ERROR: ** Unknown tag 0x0000002f\n")
  }

  @Test(arguments: [
    ("no", "Couldn't open blob from 'no': No such file or directory\nFATAL ERROR: could not read: no\n"),
    ("x.dts", "FATAL ERROR: x.dts: header is not valid\n"),
    ("cut", "FATAL ERROR: the blob runs over the end of the file at 0x50\n"),
  ])
  func refusals(file: String, errors: String) throws {
    let bench = try Workbench(["x.dts": Self.source])
    try bench.folder.write(Array(bench.folder.read("x.dtb").prefix(0x9e)), to: "cut")
    let result = try bench.run("fdtdump", file)
    #expect(result.status == 1)
    #expect(result.errors == Self.warning + errors)
  }
}
