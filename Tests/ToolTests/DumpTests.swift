import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// The command `swiftdt dump`.
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

        the file continues at 0xad for 2 bytes

        """)
  }

  /// A byte that is changed, the lines that the dump of the intact blob does not have, and the error.
  @Test(arguments: [
    (
      0x48, 5,
      """
      000048  stops at 05 00 00 01 00 00 00 00 00 00 00 03 00 00 00 02
      0000a0  +0x0 compatible (unused)
      0000ab  +0xb d (unused)
      """,
      "unknown tag 0x05000001 (byte 72)", "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x63, 7,
      """
      000060    stops at 00 00 00 07 62 00 00 00 00 00 00 03 00 00 00 04
      0000ab  +0xb d (unused)
      """,
      "unknown tag 0x00000007 (byte 96)", "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x54, 1,
      """
      000050    property compatible (name +0x0), 16777218 bytes
      0000a0  +0x0 compatible (unused)
      0000ab  +0xb d (unused)
      """,
      "a property's value of 16777218 bytes does not fit into the structure block (byte 80)",
      "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x5B, 99,
      """
      000050    property ? (name +0x63) 0x5c: "x"
      0000a0  +0x0 compatible (unused)
      """,
      "a property's name is at offset 99 in a strings block of 13 bytes (byte 80)", "FDT_ERR_BADOFFSET"
    ),
    (
      0x97, 4, "000094      nop\n000098    end of node\n00009c    end",
      "the structure block ends while 1 node is open (byte 156)", "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x9F, 2, "00009c  stops at 00 00 00 02 63 6f 6d 70 61 74 69 62 6c 65 00 64",
      "after the root node there is 0x00000002 instead of the end tag (byte 156)", "FDT_ERR_BADSTRUCTURE"
    ),
    (
      0x03, 0, "000000  magic                   0xd00dfe00",
      "not a device tree blob: the magic is 0xd00dfe00, expected 0xd00dfeed", "FDT_ERR_BADMAGIC"
    ),
    (
      0x1B, 99, "000018  last compatible version 99",
      "the blob has version 17 (compatible down to 99); known versions are 1, 2, 3, 16 and 17",
      "FDT_ERR_BADVERSION"
    ),
    (
      0x07, 200, "000004  total size              0xc8 (200 bytes)",
      "the blob says it has 200 bytes but the file has 173", "FDT_ERR_TRUNCATED"
    ),
    (
      0x0B, 0xFF,
      """
      000008  structure block at      0xff
      structure block at 0xff, 0 bytes
      0000ff  stops at the end of the file
      0000a0  +0x0 compatible (unused)
      0000ab  +0xb d (unused)
      """,
      "the structure block (offset 255, 88 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
    (
      0x0F, 0xFF,
      """
      00000c  strings block at        0xff
      000050    property ? (name +0x0) 0x5c: "x"
      000068      property ? (name +0x7) 0x74: "x", "y"
      000078      property ? (name +0xb) 0x84: [01]
      000088      property ? (name +0x9)
      strings block at 0xff, 0 bytes
      """,
      "the strings block (offset 255, 13 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
    (
      0x13, 0xFF, "000010  reservations at         0xff\nmemory reservations at 0xff",
      "the memory reservation block (offset 255, 0 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
    (
      0x23, 0xFF, "000020  strings block size      0xff (255 bytes)",
      "the strings block (offset 160, 255 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
    (
      0x27, 0xFF,
      """
      000024  structure block size    0xff (255 bytes)
      structure block at 0x48, 101 bytes
              13 bytes after the end
      """,
      "the structure block (offset 72, 255 bytes) does not lie inside the blob of 173 bytes",
      "FDT_ERR_TRUNCATED"
    ),
  ])
  func goesAsFarAsItGets(place: Int, byte: UInt8, shown: String, message: String, name: String) throws {
    let bench = try Workbench(["x.dts": Self.source])
    let whole = Set(try bench.run("swiftdt", "dump", "x.dtb").text.split(separator: "\n"))
    var blob = try bench.folder.read("x.dtb")
    blob[place] = byte
    try bench.folder.write(blob, to: "x.dtb")
    let result = try bench.run("swiftdt", "dump", "x.dtb")
    #expect(result.status == 1)
    let others = result.text.split(separator: "\n").filter { !whole.contains($0) }
    #expect(others.joined(separator: "\n") == shown)
    #expect(result.errors == "x.dtb: error: \(message)\nnote: \(name) in libfdt\n")
  }

  /// Nothing that follows from a fault is reported besides it.
  @Test func aFaultIsToldOnce() throws {
    let bench = try Workbench(["x.dts": Self.source])
    let blob = try bench.folder.read("x.dtb")
    for length in 40..<blob.count {
      try bench.folder.write(Array(blob[..<length]), to: "x.dtb")
      #expect(
        try bench.run("swiftdt", "dump", "x.dtb").errors == """
          x.dtb: error: the blob says it has 173 bytes but the file has \(length)
          note: FDT_ERR_TRUNCATED in libfdt

          """)
    }
    // The strings block ends before the names' offsets in it.
    for (size, message) in [
      (
        0,
        """
        a property's name is at offset 0 in a strings block of 0 bytes (byte 80)
        note: FDT_ERR_BADOFFSET in libfdt
        note: the names of 3 more properties cannot be read either
        """
      ),
      (
        11,
        """
        a property's name is at offset 11 in a strings block of 11 bytes (byte 120)
        note: FDT_ERR_BADOFFSET in libfdt
        """
      ),
      (
        10,
        """
        the property name at offset 0 in the strings block is not terminated (byte 80)
        note: FDT_ERR_TRUNCATED in libfdt
        note: the names of 3 more properties cannot be read either
        """
      ),
    ] {
      var edited = blob
      edited[0x23] = UInt8(size)
      try bench.folder.write(edited, to: "x.dtb")
      #expect(try bench.run("swiftdt", "dump", "x.dtb").errors == "x.dtb: error: \(message)\n")
    }
  }

  /// An output does not overwrite the input.
  @Test func outputIsInput() throws {
    let bench = try Workbench(["a.dts": "/dts-v1/; / { };"])
    let a = try bench.folder.read("a.dtb")
    try bench.folder.write(a + a, to: "0.dtb")
    let result = try bench.run("swiftdt", "dump", "--scan", "-o", ".", "0.dtb")
    #expect(result.status == 1)
    #expect(
      result.errors == "0.dtb: error: blob 0 would overwrite it\nhelp: choose another folder with -o\n")
    #expect(try bench.folder.read("0.dtb") == a + a)
  }

  @Test(arguments: [
    (["dump", "no"], 1, "swiftdt: error: cannot read 'no': No such file or directory\n"),
    (["dump", "-s", "x.dts"], 1, "x.dts: error: there is no device tree blob in this file\n"),
    (
      ["dump", "-n", "1", "x.dtb"], 1,
      "x.dtb: error: there is no blob 1 in this file\nhelp: there is only blob 0\n"
    ),
    (
      ["dump", "-n", "2", "two"], 1,
      "two: error: there is no blob 2 in this file\nhelp: there are blobs 0 to 1\n"
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
      help: the file may have blobs further on: use --scan

      """
    ),
  ])
  func refusals(arguments: [String], status: Int32, errors: String) throws {
    let bench = try Workbench(["x.dts": Self.source])
    let blob = try bench.folder.read("x.dtb")
    try bench.folder.write([0] + blob, to: "image")
    try bench.folder.write(blob + blob, to: "two")
    let result = try bench.run("swiftdt", arguments)
    #expect(result.status == status)
    #expect(result.errors == errors)
  }

  /// A blob at the start of a large file, or one whose header says that it is all of it, takes no memory for a
  /// text of the file.
  @Test(arguments: [[0x00, 0x00, 0x00, 0xAD], [0x20, 0x00, 0x00, 0x00]] as [[UInt8]])
  func largeFiles(totalSize: [UInt8]) throws {
    let bench = try Workbench(["x.dts": Self.source])
    var blob = try bench.folder.read("x.dtb")
    blob.replaceSubrange(4..<8, with: totalSize)
    try bench.folder.write(blob, to: "x.dtb")
    let file = try FileHandle(forUpdating: URL(filePath: bench.folder["x.dtb"]))
    try file.truncate(atOffset: 0x2000_0000)
    let result = try Tool(path: "/bin/sh").run(
      ["-c", "ulimit -v 2000000 && exec '\(Tool.swiftdt.path)' dump x.dtb"], in: bench.folder)
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(result.text.contains("00009c  end\n"))
  }

  @Test(arguments: ["a", "-s a", "--scan --json a", "-n 3 a", "-n 0x10 -o b a", "a -o b", "a -q"])
  func quickFlagsAgree(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try DumpRequest(quick: words[...])
    let command = try #require(DumpCommand.parseAsRoot(words) as? DumpCommand)
    #expect(quick == command.request)
  }

  @Test(arguments: ["", "a b", "-n -1 a", "-n x a", "--json a", "--nope a", "-h"])
  func leftAlone(line: String) {
    #expect(throws: NotQuick.self) {
      try DumpRequest(quick: line.split(separator: " ").map(String.init)[...])
    }
  }
}
