import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// Files with arguments (`@FILE`), and targets of make rules, as gcc takes them.
struct ArgumentFileTests {
  private static let files = [
    "a.dts": "#ifdef X\nX\n#endif\n#ifdef Y\nY\n#endif\n", "plain": "-DX=1 -DY=2",
    "quotes": "-DX='a b' -DY=\"c 'd'\"\n", "inside": "-DX=a\"b c\"d'e'f\t-DY=''\r\n",
    "escapes": "-DX=a\\ b -DY='c\\'d'", "escapedquotes": "-DX=\"\\\"\\n\\\\\" -DY=\\'",
    "lines": "'-DX=a\nb' \u{C}\u{B}\r\n -DY",
    "nested": "@plain -UX", "sub/one": "@plain", "open": "-DX='1 and -DY", "end": "-DX=1\\",
    "nul": "-DX=1\0-DY=2", "blank": " \n\t", "none": "", "source": "-DX a.dts", "hash": "-DX=1 -DY=#",
  ]

  @Test(
    .enabled(if: Tool.gcc != nil, "there is no gcc"),
    arguments: [
      "a.dts @plain", "@plain a.dts", "a.dts @quotes", "a.dts @inside", "a.dts @escapes",
      "a.dts @escapedquotes", "a.dts @lines", "a.dts @nested", "a.dts @sub/one", "a.dts @open", "a.dts @end",
      "a.dts @nul", "a.dts @blank", "a.dts @none", "@source", "a.dts @plain -UY", "a.dts -UX @plain @nested",
      "a.dts -D @missing -UX", "a.dts -I @plain", "a.dts @/dev/null", "a.dts @hash",
      "a.dts -MT @missing -M", "a.dts -M -MT @none", "a.dts -o @out",
    ])
  func asInGCC(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let gcc = try #require(Tool.gcc)
    let (folder, other) = (try TemporaryFolder(Self.files), try TemporaryFolder(Self.files))
    let flags = ["-E", "-P", "-nostdinc", "-undef", "-D__DTS__", "-x", "assembler-with-cpp"]
    let wanted = try gcc.run(flags + words, in: folder)
    let result = try Tool.swiftdt.run(["preprocess", "-P"] + words, in: other)
    #expect(result.text == wanted.text)
    #expect((result.status == 0) == (wanted.status == 0), "\(wanted.errors)\(result.errors)")
    #expect(other.names == folder.names)
  }

  @Test(arguments: [
    ("a.dts @self", 2, "too many files with arguments: '@self' leads back to itself, or there are 2000"),
    ("a.dts @one", 2, "too many files with arguments: '@one' leads back to itself, or there are 2000"),
    ("a.dts @sub", 2, "'@sub' is a folder, not a file with arguments"),
    ("a.dts @bytes", 2, "the arguments in 'bytes' are not valid UTF-8"),
    ("a.dts @none", 2, "cannot take arguments from a file 'none', and there is no source '@none'"),
    ("@none a.dts", 2, "cannot take arguments from a file 'none', and there is no source '@none'"),
    ("@none", 1, "cannot read '@none': No such file or directory"),
    ("a.dts @pipe", 2, "cannot take arguments from a file 'pipe', and there is no source '@pipe'"),
  ])
  func refused(line: String, status: Int32, message: String) throws {
    let folder = try TemporaryFolder([
      "a.dts": "x\n", "self": "-DX @self", "one": "@two", "two": "@one", "sub/x": "",
    ])
    try folder.write([0xFF], to: "bytes")
    #expect(mkfifo(folder["pipe"], 0o600) == 0)
    let names = folder.names
    let words = line.split(separator: " ").map(String.init)
    let result = try Tool.swiftdt.run(["preprocess", "-P"] + words, in: folder)
    #expect(result.status == status)
    #expect(result.errors.split(separator: "\n").first.map(String.init) == "swiftdt: error: " + message)
    #expect(result.output.isEmpty && folder.names == names)
  }

  /// gcc takes `./` off targets, too, before it quotes them.
  @Test(
    .enabled(if: Tool.gcc != nil, "there is no gcc"),
    arguments: [
      ["-MT", "./build/a.dtb"], ["-MQ", "./build/a.dtb"], ["-MT", ".//x"], ["-MQ", "././x"], ["-MT", "./"],
      ["-MT", ""], ["-MT", "."], ["-MQ", "./.x"], ["-MQ", "../x"], ["-MQ", "./ x"], ["-MT", " ./x"],
      ["-MQ", "./$x"], ["-MT", "./a", "-MQ", "././b", "-MT", ".//c"],
    ])
  func targets(flags: [String]) throws {
    let bench = try Workbench(["a.dts": "x\n"])
    let arguments = ["-M"] + flags + ["a.dts"]
    #expect(try bench.ours(arguments).text == bench.gcc(arguments))
  }

  @Test func version() throws {
    let folder = try TemporaryFolder()
    let result = try Tool.swiftdt.run(["preprocess", "--version"], in: folder)
    #expect(result.status == 0 && result.errors == "")
    #expect(try result.text == Tool.swiftdt.run(["--version"], in: folder).text)
  }
}
