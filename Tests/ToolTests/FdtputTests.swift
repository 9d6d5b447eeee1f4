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
    let result = try bench.program.run(
      ["-ts", "x.dtb", "/", "model", "m"], as: "fdtput", in: bench.folder,
      environment: ["LD_PRELOAD": library])
    #expect(result.status == 0)
    #expect(try (bench.folder.read("x.dtb") == bench.folder.read("y.dtb")) == (library != "libother.so"))
    #expect(bench.folder.names == ["x.dtb", "x.dts", "y.dtb"])
  }

  @Test(arguments: [
    (["x.dtb", "/soc", "a", "1", "10", ""], ["-tx", "/soc", "a"], "1 a 0\n"),
    (["-tu", "x.dtb", "/soc", "a", "0x10", "010"], ["-tx", "/soc", "a"], "10 8\n"),
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
    (["-c", "x.dtb", "/no/where"], "Error at '/no/where': FDT_ERR_NOTFOUND\n"),
    (["-c", "x.dtb", "new"], "Error at 'new': FDT_ERR_BADPATH\n"),
    (["-r", "x.dtb", "/soc", "/soc"], "Error at '/soc': FDT_ERR_NOTFOUND\n"),
    (["-d", "x.dtb", "/soc", "ranges", "nothing"], "Error at '/soc': FDT_ERR_NOTFOUND\n"),
    (["x.dts", "/", "a"], "Error at '/': FDT_ERR_BADMAGIC\n"),
    (["-c", "x.dts", "/a/b"], "Error at '/a/b': FDT_ERR_BADMAGIC\n"),
    (["-cp", "x.dts", "//a/b"], "Error at 'a': FDT_ERR_BADMAGIC\n"),
    (["no.dtb", "/", "a"], "Couldn't open blob from 'no.dtb': No such file or directory\n"),
    (
      ["-v", "x.dtb", "/no", "a", "1", "2"],
      "Decoding value:\n\tint: 1\n\tint: 2\nValue size 8\nError at '/no': FDT_ERR_NOTFOUND\n"
    ),
    (
      ["-v", "x.dtb", "/no", "a", "1", "0x2", "3"],
      "Decoding value:\n\tint: 1\nCouldn't parse \"0x2\" as an integer\n"
    ),
    (["-p", "-tx", "x.dtb", "/new", "a", "zz"], "Couldn't parse \"zz\" as an integer\n"),
  ])
  func refusals(arguments: [String], errors: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let before = try bench.folder.read("x.dtb")
    let result = try bench.run("fdtput", arguments)
    #expect(result.errors == errors)
    #expect(result.status == 1)
    #expect(try bench.folder.read("x.dtb") == before)
  }

  /// What is said below the usage.
  @Test(arguments: [
    ([], "missing filename"), (["x.dtb"], "missing node"), (["-d", "x.dtb"], "missing node"),
    (["x.dtb", "/"], "missing property"), (["-t", "q", "x.dtb", "/", "a"], "Invalid type string"),
    // 1.6.1 knows no raw data.
    (["-t", "r", "x.dtb", "/", "a"], "Unsupported raw data type"), (["-t"], "unknown option"),
  ])
  func wrongUsage(arguments: [String], message: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run("fdtput", arguments)
    #expect(result.errors.hasSuffix("\nError: \(message)\n"))
    #expect(result.status == 1)
  }

  @Test func warnsOfWhatIsHardlyMeant() throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run("fdtput", "-thx", "x.dtb", "/", "a", "1234")
    #expect(result.status == 0)
    #expect(
      result.errors == """
        fdtput: warning: -th writes the low byte of each number and a zero, as dtc's fdtput does

        """)
    #expect(try bench.run("fdtget", "-tbx", "x.dtb", "/", "a").text == "34 0\n")
  }

  /// How dtc 1.8.1 reads words with each type: none, signed, unsigned and hexadecimal.
  @Test(
    arguments: [
      ("0", 0, 0, 0, 0), ("", 0, 0, 0, 0), (" 12", 12, 12, 12, 0x12), ("+5", 5, 5, 5, 5),
      ("-1", .max, .max, .max, .max), ("12 ", nil, nil, nil, nil), (" ", nil, nil, nil, nil),
      ("-", nil, nil, nil, nil), ("0x", nil, nil, nil, nil), ("0xzz", nil, nil, nil, nil),
      ("0x1g", nil, nil, nil, nil), ("zz", nil, nil, nil, nil), ("0X1F", nil, 31, 31, 31),
      ("-0x5", nil, UInt32.max - 4, UInt32.max - 4, UInt32.max - 4), ("1e3", nil, nil, nil, 0x1e3),
      ("010", 10, 8, 8, 16), ("08", 8, nil, nil, 8), ("0b11", nil, 3, 3, 0xb11), ("0b", nil, nil, nil, 11),
      ("4294967297", 1, 1, 1, 0x9496_7297), ("9223372036854775807", .max, .max, .max, nil),
      ("9223372036854775808", nil, nil, 0, nil), ("-9223372036854775808", 0, 0, 0, nil),
      ("18446744073709551615", nil, nil, .max, nil), ("18446744073709551616", nil, nil, nil, nil),
      ("-18446744073709551616", nil, nil, nil, nil), ("ffffffffffffffff", nil, nil, nil, .max),
    ] as [(String, UInt32?, UInt32?, UInt32?, UInt32?)])
  func numbers(word: String, plain: UInt32?, signed: UInt32?, unsigned: UInt32?, hexadecimal: UInt32?) {
    #expect(WholeNumber.value(of: word, as: nil) == plain)
    #expect(WholeNumber.value(of: word, as: .signed) == signed)
    #expect(WholeNumber.value(of: word, as: .unsigned) == unsigned)
    #expect(WholeNumber.value(of: word, as: .hexadecimal) == hexadecimal)
  }
}
