import DeviceTreeBlob
import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// The program under the name `fdtput`.
@Suite struct FdtputTests {
  /// fakeroot and pseudo know files by inode numbers, and do not see a static program's calls: the file must
  /// stay the same one.
  @Test(arguments: ["libfakeroot-sysv.so", "/usr/lib/libpseudo.so", "libother.so"])
  func filesUnderFakeroot(library: String) throws {
    let bench = try Workbench(["x.dts": "/dts-v1/;\n/ { };\n"])
    let (x, y) = (bench.folder["x.dtb"], bench.folder["y.dtb"])
    try FileManager.default.linkItem(atPath: x, toPath: y)
    let result = try Tool(path: bench.folder["bin/fdtput"]).run(
      ["-ts", "x.dtb", "/", "model", "m"], in: bench.folder, environment: ["LD_PRELOAD": library])
    #expect(result.status == 0)
    #expect(try (bench.folder.read("x.dtb") == bench.folder.read("y.dtb")) == (library != "libother.so"))
    #expect(bench.folder.names == ["bin", "x.dtb", "x.dts", "y.dtb"])
  }

  @Test(arguments: [
    (["x.dtb", "/soc", "a", "1", "0x10"], ["-tx", "/soc", "a"], "1 0\n"),
    (["-tx", "x.dtb", "/soc", "a", "1", "0x10"], ["-tx", "/soc", "a"], "1 10\n"),
    (["-ts", "x.dtb", "serial0", "status", "disabled"], ["serial0", "status"], "disabled\n"),
    (["-ts", "x.dtb", "serial0", "status", "a", "b c"], ["serial0", "status"], "a b c\n"),
    (["-tbx", "x.dtb", "/", "model", "ff"], ["-tbx", "/", "model"], "ff\n"),
    (["x.dtb", "/", "model"], ["/", "model"], "\n"),
    (
      ["-c", "x.dtb", "/soc/spi@1", "/soc/spi@1/flash"], ["-l", "/soc"],
      "spi@1\nserial@fe001000\nserial@fe002000\n"
    ),
    (["-cp", "x.dtb", "/a/b/c"], ["-l", "/a/b"], "c\n"),
    (["-p", "-ts", "x.dtb", "/d/e", "f", "g"], ["/d/e", "f"], "g\n"),
    (["-r", "x.dtb", "/soc/serial@fe001000", "/chosen"], ["-l", "/soc"], "serial@fe002000\n"),
    (["-d", "x.dtb", "/soc", "ranges", "#size-cells"], ["-p", "/soc"], "#address-cells\n"),
  ])
  func edits(arguments: [String], question: [String], answer: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run("fdtput", arguments)
    #expect(result.status == 0)
    let flags = question.prefix { $0.hasPrefix("-") }
    let read = try bench.run("fdtget", flags + ["x.dtb"] + question.dropFirst(flags.count))
    #expect(read.text == answer)
    // The result is a blob by the strict rules, too.
    _ = try BlobDecoder.decode(bench.folder.read("x.dtb"))
  }

  @Test(arguments: [
    (["x.dtb", "/nowhere", "a", "1"], "Error at '/nowhere': FDT_ERR_NOTFOUND\n"),
    (["x.dtb", "nowhere", "a", "1"], "Error at 'nowhere': FDT_ERR_BADPATH\n"),
    (["x.dtb", "", "a"], "Error at ' ': FDT_ERR_BADPATH\n"),
    (["-c", "x.dtb", "/soc/new", "/soc"], "Error at 'soc': FDT_ERR_EXISTS\n"),
    (["-c", "x.dtb", "/no/where"], "Error at '/no': FDT_ERR_NOTFOUND\n"),
    (["-c", "x.dtb", "new"], "Error at 'new': FDT_ERR_BADPATH\n"),
    (["-r", "x.dtb", "/soc", "/soc"], "Error at '/soc': FDT_ERR_NOTFOUND\n"),
    (["-d", "x.dtb", "/soc", "ranges", "nothing"], "Error at '/soc': FDT_ERR_NOTFOUND\n"),
    (["x.dts", "/", "a"], "Error at '/': FDT_ERR_BADMAGIC\n"),
    (["-c", "x.dts", "/a/b"], "Error at '/a': FDT_ERR_BADMAGIC\n"),
    (["-cp", "x.dts", "//a/b"], "Error at 'a': FDT_ERR_BADMAGIC\n"),
    (["no.dtb", "/", "a"], "Couldn't open blob from 'no.dtb': No such file or directory\n"),
    (
      ["-v", "x.dtb", "/no", "a", "1", "0x2"],
      "Decoding value:\n\tint: 1\n\tint: 0\nValue size 8\nError at '/no': FDT_ERR_NOTFOUND\n"
    ),
  ])
  func refusals(arguments: [String], errors: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let before = try bench.folder.read("x.dtb")
    let result = try bench.run("fdtput", arguments)
    #expect(result.errors == errors)
    #expect(result.status == 1)
    #expect(try bench.folder.read("x.dtb") == before)
  }

  @Test func warnsOfWhatIsHardlyMeant() throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run("fdtput", "-thx", "x.dtb", "/", "a", "1234", "zz")
    #expect(result.status == 0)
    #expect(
      result.errors == """
        fdtput: warning: -th writes the low byte of each number and a zero, as dtc's fdtput does
        fdtput: warning: 'zz' is not a number; writing 4660 instead

        """)
    #expect(try bench.run("fdtget", "-tbx", "x.dtb", "/", "a").text == "34 0 34 0\n")
  }

  /// What C's `sscanf` makes of words: as a signed number in any base, as decimal and as hexadecimal.
  @Test(arguments: [
    ("0x", 0, 0, 0), (" 12", 12, 12, 0x12), ("+5", 5, 5, 5), ("-0x5", UInt32.max - 4, 0, UInt32.max - 4),
    ("0x1g", 1, 0, 1), ("1e3", 1, 1, 0x1e3), ("99999999999999999999", .max, .max, .max),
    ("-99999999999999999999", 0, .max, .max), ("08", 0, 8, 8), ("0X1F", 31, 0, 31),
    ("4294967297", 1, 1, .max),
    ("010", 8, 10, 16),
  ])
  func numbers(word: String, signed: UInt32, unsigned: UInt32, hexadecimal: UInt32) {
    #expect(ScannedInteger.value(of: word, as: .signed) == signed)
    #expect(ScannedInteger.value(of: word, as: .unsigned) == unsigned)
    #expect(word == "4294967297" || ScannedInteger.value(of: word, as: .hexadecimal) == hexadecimal)
  }

  @Test(arguments: ["", "- 5", "x", "zz", "-"])
  func noNumbers(word: String) { #expect(ScannedInteger.value(of: word, as: .signed) == nil) }
}
