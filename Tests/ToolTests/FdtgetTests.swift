import Testing

@testable import swiftdt

/// The program under the name `fdtget`.
@Suite struct FdtgetTests {
  @Test(arguments: [
    (["/", "model"], "Acme Board\n"),
    (["/", "compatible", "/soc/serial", "reg"], "acme,board acme,soc\n-33550336 256\n"),
    (["-t", "x", "serial0", "reg"], "fe001000 100\n"),
    (["-thx", "serial0", "reg"], "fe00 1000 0 100\n"),
    (["-thhi", "/soc/serial@fe002000", "mac"], "2 3 4 5 6\n"),
    (["/soc/serial@fe002000", "mac"], "2 3 4 5 6\n"),
    (["-tu", "/soc/serial@fe001000", "reg"], "4261416960 256\n"),
    (["-tr", "/soc/serial@fe001000", "status"], "okay\0\n"),
    (["/soc", "ranges"], "\n"),
    (["-p", "/soc"], "#address-cells\n#size-cells\nranges\n"),
    (
      ["-l", "/soc", "/"],
      "serial@fe001000\nserial@fe002000\naliases\nchosen\nclock-controller\nsoc\n__symbols__\n"
    ),
    (["-d", "none", "/soc", "x", "/nowhere", "y", "/", "model"], "none\nnone\nAcme Board\n"),
    ([], ""),
  ])
  func values(arguments: [String], output: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let flags = arguments.prefix { $0.hasPrefix("-") || $0 == "x" || $0 == "none" }
    let result = try bench.run("fdtget", flags + ["x.dtb"] + arguments.dropFirst(flags.count))
    #expect(result.text == output)
    #expect(result.errors == "")
    #expect(result.status == 0)
  }

  @Test(arguments: [
    (["x.dtb", "/soc/spi", "reg"], "", "Error at '/soc/spi': FDT_ERR_NOTFOUND\n"),
    (["x.dtb", "/", "model", "/", "nothing"], "Acme Board\n", "Error at 'nothing': FDT_ERR_NOTFOUND\n"),
    (["x.dtb", "spi0", "reg"], "", "Error at 'spi0': FDT_ERR_BADPATH\n"),
    (["-ts", "x.dtb", "/", "model", "/soc/serial@fe002000", "mac"], "Acme Board\n", "Unterminated string\n"),
    (
      ["-tlx", "x.dtb", "/soc/serial@fe002000", "mac"], "",
      "Property length must be a multiple of selected data size\n"
    ),
    (["no.dtb", "/", "model"], "", "Couldn't open blob from 'no.dtb': No such file or directory\n"),
    (["d", "/", "model"], "", "Couldn't open blob from 'd': Is a directory\n"),
    (["x.dts", "/", "model"], "", "Error at '/': FDT_ERR_BADMAGIC\n"),
  ])
  func refusals(arguments: [String], output: String, errors: String) throws {
    let bench = try Workbench(["x.dts": boardSource, "d/y": ""])
    let result = try bench.run("fdtget", arguments)
    #expect(result.text == output)
    #expect(result.errors == errors)
    #expect(result.status == 1)
  }

  /// Blobs of versions before 16, in which node names are paths.
  @Test func propertiesOfAnOldVersion() throws {
    let bench = try Workbench(["x.dts": "/dts-v1/; / { a; b = <1>; };"])
    var blob = try bench.folder.read("x.dtb")
    blob[23] = 3
    blob[27] = 2
    try bench.folder.write(blob, to: "x.dtb")
    let result = try bench.run("fdtget", "-p", "x.dtb", "/")
    #expect(result.text == "a\nb\n")
    #expect(result.status == 0)
  }

  /// Since dtc 1.8, neither the depth of the tree nor deleted properties end a list.
  @Test func subnodesOfADeepTree() throws {
    let deep = String(repeating: "a { ", count: 40) + String(repeating: "}; ", count: 40)
    let bench = try Workbench(["x.dts": "/dts-v1/; / { p; \(deep) b { }; };"])
    var blob = try bench.folder.read("x.dtb")
    let structure = 0x38
    #expect(blob[structure + 11] == 3)
    let nops = [0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4] as [UInt8]
    blob.replaceSubrange(structure + 8..<structure + 20, with: nops)
    try bench.folder.write(blob, to: "x.dtb")
    let result = try bench.run("fdtget", "-l", "x.dtb", "/")
    #expect(result.text == "a\nb\n")
    #expect(result.status == 0)
  }

  @Test(arguments: [
    (["-q"], "unknown option"), (["-tq", "x", "/", "a"], "invalid type string"),
    ([], "missing filename"), (["x", "/"], "must have an even number of arguments"),
  ])
  func usage(arguments: [String], problem: String) throws {
    let bench = try Workbench()
    let help = try bench.run("fdtget", "-h")
    #expect(help.status == 0)
    #expect(
      help.text == """
        Usage: read values from device tree
        \tfdtget <options> <dt file> [<node> <property>]...
        \tfdtget -p <options> <dt file> [<node> ]...

        Each value is printed on a new line.
        <type>\ts=string, i=int, u=unsigned, x=hex, r=raw
        \tOptional modifier prefix:
        \t\thh or b=byte, h=2 byte, l=4 byte (default)

        Options: -[t:pld:hV]
          -t, --type <arg>    Type of data
          -p, --properties    List properties for each node
          -l, --list          List subnodes for each node
          -d, --default <arg> Default value to display when the property is missing
          -h, --help          Print this help and exit
          -V, --version       Print version and exit

        """)
    let result = try bench.run("fdtget", arguments)
    #expect(result.status == 1)
    #expect(result.errors.hasSuffix(help.text + "\nError: \(problem)\n"))
  }

  @Test(arguments: [
    ("s", nil), ("x", nil), ("bx", 1), ("hhx", 1), ("hi", 2), ("lu", 4), ("llu", 4), ("Lx", nil), ("bbx", 1),
    ("hs", nil), ("hr", nil),
  ])
  func types(text: String, size: Int?) {
    #expect(FdtValueType(text)?.size == size)
    #expect(FdtValueType(text) != nil)
  }

  @Test(arguments: ["", "b", "sx", "q", "hbx", "xb", "hhhx"])
  func noTypes(text: String) { #expect(FdtValueType(text) == nil) }
}
