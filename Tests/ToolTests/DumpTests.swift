import ArgumentParser
import TestSupport
import Testing

@testable import swiftdt

/// `swiftdt dump`.
@Suite struct DumpTests {
  private static let source =
    "/dts-v1/; /memreserve/ 0x10 0x20; / { compatible = \"x\"; b { ble = \"x\", \"y\"; d = [01]; e; }; };"

  @Test func showsEverythingWithItsPlace() throws {
    let bench = try Workbench(["x.dts": Self.source])
    let blob = try bench.folder.read("x.dtb")
    try bench.folder.write(blob + [1, 2], to: "x.dtb")
    let result = try bench.run("swiftdt", "dump", "x.dtb")
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(
      result.text == """
        header
        000000  magic                   0xd00dfeed
        000004  total size              0xad (173 bytes)
        000008  structure block at      0x48
        00000c  strings block at        0xa0
        000010  reservations at         0x28
        000014  version                 17
        000018  last compatible version 16
        00001c  boot CPU                0x0
        000020  strings block size      0xd (13 bytes)
        000024  structure block size    0x58 (88 bytes)

        memory reservations at 0x28
        000028  0x10, 32 bytes
        000038  end

        structure block at 0x48, 88 bytes
        000048  node /
        000050    property compatible (name +0x0) 0x5c: "x"
        000060    node b
        000068      property ble (name +0x7) 0x74: "x", "y"
        000078      property d (name +0xb) 0x84: [01]
        000088      property e (name +0x9)
        000094    end of node
        000098  end of node
        00009c  end

        strings block at 0xa0, 13 bytes
        0000a0  +0x0 compatible (used once)
        0000a7    +0x7 ble (used once)
        0000a9    +0x9 e (used once)
        0000ab  +0xb d (used once)

        the file goes on at 0xad for 2 bytes

        """)
  }

  /// What is done to the blob, the last line that is shown, and what is said.
  @Test(arguments: [
    (
      0x48, 5, "000048  stops at 05 00 00 01 00 00 00 00 00 00 00 03 00 00 00 02\n",
      "there is no tag 0x05000001 (byte 72)", "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x63, 7, "000060    stops at 00 00 00 07 62 00", "there is no tag 0x00000007 (byte 96)",
      "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x54, 1, "000050    property compatible (name +0x0), 16777218 bytes\n\n",
      "a property's value of 16777218 bytes does not fit into the structure block (byte 80)",
      "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x5B, 99, "000050    property ? (name +0x63) 0x5c: \"x\"",
      "a property's name is at 99 in a strings block of 13 bytes (byte 80)", "FDT_ERR_BADOFFSET"
    ),
    (
      0x97, 4, "00009c    end\n", "the structure block ends while 1 node is open (byte 156)",
      "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x9F, 2, "00009c  stops at 00 00 00 02",
      "after the root node there is 0x00000002 instead of the end tag (byte 156)", "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x03, 0, "header", "not a device tree blob: the magic is 0xd00dfe00, expected 0xd00dfeed",
      "FDT_ERR_BADMAGIC"
    ),
    (
      0x1B, 99, "00009c  end",
      "the blob has version 17 (compatible down to 99); known are 1, 2, 3, 16 and 17", "FDT_ERR_BADVERSION"
    ),
    (0x07, 200, "00009c  end", "the blob says it has 200 bytes but the file has 173", "FDT_ERR_TRUNCATED"),
    (
      0x0B, 0xFF, "0000ff  stops at the end of the file",
      "the structure block (offset 255, 88 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
    (
      0x0F, 0xFF, "property ? (name +0x7)",
      "the strings block (offset 255, 13 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
    (
      0x13, 0xFF, "00009c  end",
      "the memory reservation block (offset 255, 0 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
    (
      0x23, 0xFF, "00009c  end",
      "the strings block (offset 160, 255 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
    (
      0x27, 0xFF, "00009c  end",
      "the structure block (offset 72, 255 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
  ])
  func goesAsFarAsItGets(place: Int, byte: UInt8, shown: String, message: String, name: String) throws {
    let bench = try Workbench(["x.dts": Self.source])
    var blob = try bench.folder.read("x.dtb")
    blob[place] = byte
    try bench.folder.write(blob, to: "x.dtb")
    let result = try bench.run("swiftdt", "dump", "x.dtb")
    #expect(result.status == 1)
    #expect(result.text.contains(shown))
    #expect(
      result.errors.hasPrefix("x.dtb: error: \(message)\nnote: \(name) in libfdt\n"), "\(result.errors)")
  }

  @Test func findsBlobsInImages() throws {
    let bench = try Workbench([
      "a.dts": "/dts-v1/; / { model = \"A\"; compatible = \"acme,a\", \"acme,x\"; n {}; };",
      "b.dts": "/dts-v1/; /plugin/; &u { status = \"okay\"; };",
    ])
    let a = try bench.folder.read("a.dtb")
    let b = try bench.folder.read("b.dtb")
    // A false magic, one whose header is cut, and blobs at odd places.
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
        one.img: error: there is no device tree blob in it
        note: 1 of the image's blobs is compressed, and not looked into

        """)
    let some = try bench.run("swiftdt", "dump", "-s", "some.img")
    #expect(some.status == 0)
    #expect(
      some.errors == "some.img: warning: 2 of the image's blobs are compressed, and not looked into\n")
  }

  /// Nothing but magics, or headers that all mean the same large blob: no time and no memory.
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
    // Not all were looked into.
    #expect(scan.found.allSatisfy { $0.nodes == nil })
  }

  /// Thousands of values that begin like blobs, below thousands of nodes: where they stand is told, as far as that
  /// goes, and takes no memory of its own for each.
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

  /// Nothing is written over what is read.
  @Test func outputIsInput() throws {
    let bench = try Workbench(["a.dts": "/dts-v1/; / { };"])
    let a = try bench.folder.read("a.dtb")
    try bench.folder.write(a + a, to: "0.dtb")
    let result = try bench.run("swiftdt", "dump", "--scan", "-o", ".", "0.dtb")
    #expect(result.status == 1)
    #expect(
      result.errors == "0.dtb: error: blob 0 would be written over it\nhelp: name another folder with -o\n")
    #expect(try bench.folder.read("0.dtb") == a + a)
  }

  @Test(arguments: [
    (["dump", "no"], 1, "swiftdt: error: cannot read 'no': No such file or directory\n"),
    (["dump", "-s", "x.dts"], 1, "x.dts: error: there is no device tree blob in it\n"),
    (
      ["dump", "-n", "1", "x.dtb"], 1, "x.dtb: error: there is no blob 1 in it\nhelp: there is only blob 0\n"
    ),
    (
      ["dump", "-n", "0", "-o", "no/x", "x.dtb"], 1,
      "swiftdt: error: cannot write 'no/x': No such file or directory\n"
    ),
    (
      ["dump", "image"], 1,
      """
      image: error: not a device tree blob: the magic is 0x00d00dfe, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt
      help: there may be blobs further on in the file: look with --scan

      """
    ),
  ])
  func refusals(arguments: [String], status: Int32, errors: String) throws {
    let bench = try Workbench(["x.dts": Self.source])
    try bench.folder.write([0] + bench.folder.read("x.dtb"), to: "image")
    let result = try bench.run("swiftdt", arguments)
    #expect(result.status == status)
    #expect(result.errors == errors)
  }

  @Test(arguments: ["a", "-s a", "--scan --json a", "-n 3 a", "-n 0x10 -o b a", "a -o b"])
  func quickFlagsAgree(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try #require(DumpRequest(quick: words[...]))
    let command = try #require(DumpCommand.parseAsRoot(words) as? DumpCommand)
    #expect(quick == command.request)
  }

  @Test(arguments: ["", "a b", "-n -1 a", "-n x a", "--json a", "--nope a", "-h"])
  func leftAlone(line: String) {
    #expect(DumpRequest(quick: line.split(separator: " ").map(String.init)[...]) == nil)
  }
}
