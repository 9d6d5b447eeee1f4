import TestSupport
import Testing

@testable import swiftdt

/// Blobs inside other files, as `swiftdt dump --scan` finds them.
@Suite struct DumpScanTests {
  /// Headers that share what is behind them: the blobs would come to the square of the file's size.
  @Test func manyBlobsInOne() throws {
    let count = 800
    var file: [UInt8] = []
    func put(_ cells: Int...) {
      for cell in cells {
        for shift in [24, 16, 8, 0] { file.append(UInt8(truncatingIfNeeded: cell >> shift)) }
      }
    }
    for number in 0..<count {
      let rest = (count - number) * 40
      put(0xD00D_FEED, rest + 48, rest + 16, rest + 32, rest, 17, 16, 0, 0, 16)
    }
    put(0, 0, 0, 0, 1, 0, 2, 9, 0, 0, 0, 0)
    let bench = try Workbench()
    try bench.folder.write(file, to: "image")
    let result = try bench.run("swiftdt", "dump", "--scan", "-o", "all/", "image")
    #expect(result.status == 1)
    let size = (1...count).reduce(0) { $0 + $1 * 40 + 48 }
    #expect(
      result.errors == """
        image: error: its 800 blobs overlap and come to \(size) bytes, more than 8 times the file
        help: extract the ones you need with --index

        """)
    #expect(!bench.folder.names.contains("all"))
    #expect(try bench.run("swiftdt", "dump", "--index", "799", "-o", "last.dtb", "image").status == 0)
    #expect(try bench.folder.read("last.dtb") == Array(file.suffix(88)))
  }

  @Test func findsBlobsInImages() throws {
    let bench = try Workbench([
      "a.dts": "/dts-v1/; / { model = \"A\"; compatible = \"acme,a\", \"acme,x\"; n {}; };",
      "b.dts": "/dts-v1/; /plugin/; &u { status = \"okay\"; };",
    ])
    let a = try bench.folder.read("a.dtb")
    let b = try bench.folder.read("b.dtb")
    // A false magic, one with a truncated header, and blobs at odd offsets.
    let junk: [UInt8] = [0xD0, 0x0D, 0xFE, 0xED, 0xD0, 0x0D, 0xFE, 0xD0, 0x0D]
    try bench.folder.write(junk + a + junk + b + junk + a.prefix(60), to: "image")
    let result = try bench.run("swiftdt", "dump", "--scan", "image")
    #expect(
      result.text == """
        #  offset  bytes  nodes  what
        0  0x9     \(a.count)    2      A; acme,a, acme,x
        1  0x\(String(18 + a.count, radix: 16))    \(b.count)    4      overlay

        """)
    #expect(try bench.run("swiftdt", "dump", "-n", "1", "-o", "b.out", "image").status == 0)
    #expect(try bench.folder.read("b.out") == b)
    #expect(
      try Tool.swiftdt.run(
        ["dump", "-n", "1", "-o", "-", "-"], in: bench.folder, input: bench.folder.read("image")
      )
      .output == b)
    #expect(try bench.run("swiftdt", "dump", "--scan", "-o", "all", "image").status == 0)
    #expect(try bench.folder.read("all/0.dtb") == a)
    #expect(try bench.folder.read("all/1.dtbo") == b)
    #expect(
      try bench.run("swiftdt", "dump", "-n", "0", "image").text == bench.run("swiftdt", "dump", "a.dtb").text)
    let json = try bench.run("swiftdt", "dump", "--scan", "--json", "b.dtb")
    #expect(
      json.text == """
        [
          {
            "compatible" : [

            ],
            "fit" : false,
            "nodes" : 4,
            "offset" : 0,
            "overlay" : true,
            "size" : \(b.count),
            "version" : 17
          }
        ]

        """)
  }

  /// A merge finds fragments by their `__overlay__`, and so does `check`: names and unresolved references tell
  /// nothing.
  @Test(
    arguments: [
      ("fragmented-memory { };", false), ("fragment@0 { target = <1>; };", false), ("__fixups__ { };", false),
      ("f { __overlay { }; };", false), ("soc { f { __overlay__ { }; }; };", false),
      ("f { __overlay__ { }; };", true), ("f { __overlay__@0 { }; };", true),
    ] as [(String, Bool)])
  func overlays(nodes: String, isOverlay: Bool) throws {
    let bench = try Workbench(["a.dts": "/dts-v1/; / { compatible = \"acme,x\"; \(nodes) };"])
    let text = try bench.run("swiftdt", "dump", "--scan", "a.dtb").text
    #expect(text.hasSuffix(isOverlay ? "  overlay; acme,x\n" : "  acme,x\n"))
    #expect(try bench.run("swiftdt", "dump", "--scan", "-o", "all", "a.dtb").status == 0)
    #expect(bench.folder.contents.keys.contains("all/0.\(isOverlay ? "dtbo" : "dtb")"))
  }

  @Test func knowsAndroidsTablesAndBlobsInBlobs() throws {
    let bench = try Workbench(["a.dts": "/dts-v1/; / { model = \"A\"; };"])
    let a = try bench.folder.read("a.dtb")
    func cells(_ numbers: [UInt32]) -> [UInt8] {
      numbers.flatMap { [UInt8($0 >> 24), UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)] }
    }
    let table = cells([
      0xd7b7_ab1e, UInt32(64 + a.count), 32, 32, 1, 32, 2048, 0, UInt32(a.count), 64, 7, 1, 0, 0, 0, 0,
    ])
    try bench.folder.write(table + a, to: "dtbo.img")
    #expect(
      try bench.run("swiftdt", "dump", "-s", "dtbo.img").text == """
        #  offset  bytes  nodes  id   revision  what
        0  0x40    \(a.count)     1      0x7  0x1       A

        """)
    try bench.folder.write(
      Array(
        "/dts-v1/; / { description = \"FIT\"; images { fdt-1 { data = /incbin/(\"a.dtb\"); }; }; };".utf8),
      to: "fit.dts")
    #expect(try bench.run("swiftdt", "compile", "-o", "fit.itb", "fit.dts").status == 0)
    let lines = try bench.run("swiftdt", "dump", "-s", "fit.itb").text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasSuffix("  FIT image"))
    #expect(lines.last?.hasSuffix("A; in /images/fdt-1:data") == true)
  }

  /// A board may have a node of that name.
  @Test func boardWithImages() throws {
    let bench = try Workbench([
      "a.dts": "/dts-v1/; / { description = \"b\"; compatible = \"x,y\"; images { }; configurations { }; };"
    ])
    #expect(try bench.run("swiftdt", "dump", "-s", "a.dtb").text.hasSuffix("  x,y\n"))
    #expect(try bench.run("swiftdt", "dump", "-s", "--json", "a.dtb").text.contains("\"fit\" : false"))
  }

  @Test func compressedEntriesOfAndroidsTables() throws {
    let bench = try Workbench(["a.dts": "/dts-v1/; / { model = \"A\"; };"])
    let a = try bench.folder.read("a.dtb")
    func image(_ flags: [UInt32]) -> [UInt8] {
      let start = 32 + 32 * flags.count
      var cells = [0xd7b7_ab1e, UInt32(start + a.count), 32, 32, UInt32(flags.count), 32, 2048, 1]
      for flag in flags { cells += [UInt32(a.count), UInt32(start), 7, 1, flag, 0, 0, 0] }
      return cells.flatMap { cell in
        [24, 16, 8, 0].map { (shift: UInt32) in UInt8(truncatingIfNeeded: cell >> shift) }
      } + (flags.contains(0) ? a : [UInt8](repeating: 0x1F, count: a.count))
    }
    try bench.folder.write(image([1]), to: "one.img")
    try bench.folder.write(image([1, 0, 2]), to: "some.img")
    let one = try bench.run("swiftdt", "dump", "-s", "one.img")
    #expect(one.status == 1)
    #expect(
      one.errors == """
        one.img: error: there is no device tree blob in this file
        note: 1 of the image's blobs is compressed, and not searched

        """)
    let some = try bench.run("swiftdt", "dump", "-s", "some.img")
    #expect(some.status == 0)
    #expect(
      some.errors == "some.img: warning: 2 of the image's blobs are compressed, and not searched\n")
    let quiet = try bench.run("swiftdt", "dump", "-q", "-s", "some.img")
    #expect(quiet.errors == "" && quiet.text == some.text && quiet.status == 0)
  }

  /// Nothing but magics, or headers that all mean the same large blob, take neither time nor memory.
  @Test func manyFalseMagics() throws {
    let magic: [UInt8] = [0xD0, 0x0D, 0xFE, 0xED]
    #expect(ImageScan(Array(repeatElement(magic, count: 200_000).joined())).found.isEmpty)
    let count = 4000
    var image: [UInt8] = []
    for number in 0..<count {
      let rest = UInt32((count - number) * 40 + 16 + 4 * 20000)
      for cell in [0xd00d_feed, rest, rest - 80000 + 4, 40, 40, 17, 16, 0, 0, 79996] as [UInt32] {
        for shift: UInt32 in [24, 16, 8, 0] { image.append(UInt8(truncatingIfNeeded: cell >> shift)) }
      }
    }
    image += [UInt8](repeating: 0, count: 16) + [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    for _ in 0..<20000 { image += [0, 0, 0, 4] }
    let scan = ImageScan(image)
    #expect(scan.found.count == count)
    // Their structure blocks have no end, so that no nodes are counted.
    #expect(scan.found.allSatisfy { $0.nodes == nil })
  }

  /// Thousands of values that begin like blobs, below thousands of nodes: their places are shown, shortened,
  /// and take no memory for each of them.
  @Test func manyFalseMagicsInTheDeep() throws {
    let bench = try Workbench([
      "x.dts": "/dts-v1/; / { model = \"X\"; };"
    ])
    try bench.folder.write(bench.folder.read("x.dtb"), to: "x")
    let name = String(repeating: "n", count: 31)
    var source = "/dts-v1/; / { "
    for _ in 0..<3000 { source += name + " { " }
    source += "x = /incbin/(\"x\"); "
    for number in 0..<3000 { source += "p\(number) = <0xd00dfeed 0 0 0 0 0 0>; " }
    for _ in 0..<3000 { source += "}; " }
    try bench.folder.write(Array((source + "};").utf8), to: "deep.dts")
    #expect(try bench.run("swiftdt", "compile", "-q", "-o", "deep.dtb", "deep.dts").status == 0)
    let scan = ImageScan(try bench.folder.read("deep.dtb"))
    let path = String(repeating: "/" + name, count: 9) + "/…:x"
    #expect(scan.found.map(\.place) == [nil, path])
  }
}
