import Foundation
import TestSupport
import Testing

/// The output of commands, and where it goes.
struct SuccessTests {
  let folder: TemporaryFolder

  init() throws { folder = try workshop() }

  private func run(_ arguments: String...) throws -> Tool.Result {
    let result = try Tool.swiftdt.run(arguments, in: folder)
    #expect(result.status == 0, "\(arguments): \(result.errors)")
    return result
  }

  @Test func toStandardOutput() throws {
    let named = try run("compile", "-@", "-o", "-", "base.dts")
    let unnamed = try run("compile", "-@", "base.dts")
    #expect(try named.output == folder.read("base.dtb"))
    #expect(unnamed.output == named.output)
    #expect(named.errors == "")
  }

  /// Macros are defined and undefined in the order of the command line, whichever parser reads it.
  @Test(arguments: [
    (["-U", "M", "-D", "M=1"], true), (["-D", "M=1", "-U", "M"], false), (["-UM", "-DM=1", "-UM"], false),
    (["--undefine", "M", "--define", "M=1"], true), (["--undefine=M", "-D", "M=1"], true),
    (["--define=M=1", "--undefine=M"], false), (["-DM", "-UM", "-DM=1"], true),
    (["-DM", "--undefine=M", "--define=M=2"], true), (["-UM", "-DM", "-UN", "-DN", "-UM"], false),
  ])
  func macrosInOrder(flags: [String], isDefined: Bool) throws {
    try folder.write(Array("/dts-v1/;\n/ {\n#ifdef M\n  m;\n#endif\n};\n".utf8), to: "ifdef.dts")
    let result = try Tool.swiftdt.run(["compile"] + flags + ["-o", "-", "ifdef.dts"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(UInt8(ascii: "m")) == isDefined)
  }

  @Test func fromStandardInput() throws {
    let result = try Tool.swiftdt.run(
      ["compile", "-@", "-o", "-", "-"], in: folder, input: folder.read("base.dts"))
    #expect(try result.output == folder.read("base.dtb"))
  }

  @Test func severalToAFolder() throws {
    _ = try run("compile", "-o", "d", "base.dts", "warn.dts", "on.dts")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder["d"]).sorted() == [
        "base.dtb", "on.dtb", "warn.dtb", "x",
      ])
    #expect(try folder.read("d/base.dtb") == folder.read("bare.dtb"))
  }

  /// A single result goes into a folder under its name as well; a path that ends in a slash makes the folder.
  @Test(arguments: [
    (["compile", "base.dts"], "base.dtb"), (["preprocess", "base.dts"], "base.i"),
    (["decompile", "base.dtb"], "base.dts"), (["view", "base.dts"], "base.html"),
    (["set", "base.dtb", "/", "a", "1", "-o", "-"], "base.dtb"),
    (["dump", "base.dtb", "-o", "-"], "base.dtb"),
  ])
  func oneToAFolder(arguments: [String], name: String) throws {
    let expected = try Tool.swiftdt.run(arguments, in: folder).output
    for output in ["new/deep/", "new/deep", "d"] {
      let result = try Tool.swiftdt.run(arguments + ["-o", output], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try folder.read(output + "/" + name) == expected)
    }
    let result = try Tool.swiftdt.run(arguments + ["-o", "old.dtb/"], in: folder)
    #expect(result.status == 1)
    #expect(result.errors == "swiftdt: error: cannot write 'old.dtb': Not a directory\n")
  }

  /// A merged blob goes into a folder under the base's name.
  @Test(arguments: [("base.dtb", "base.dtb"), ("base.dts", "base.dtb"), ("d/../base.dtb", "base.dtb")])
  func mergedToAFolder(base: String, name: String) throws {
    let arguments = ["overlay", "apply", "-b", base, "-o"]
    let expected = try Tool.swiftdt.run(arguments + ["-", "on.dts"], in: folder).output
    for output in ["new/deep/", "new/deep", "d"] {
      let result = try Tool.swiftdt.run(arguments + [output, "on.dts"], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try folder.read(output + "/" + name) == expected)
    }
  }

  /// In the base's own folder, it would replace the base, which only happens if the output names it.
  @Test(arguments: [(".", "./base.dtb"), ("./", "./base.dtb"), ("d/..", "d/../base.dtb")])
  func mergedOverTheBase(output: String, path: String) throws {
    let base = try folder.read("base.dtb")
    let arguments = ["overlay", "apply", "-b", "base.dtb", "on.dts", "-o"]
    let result = try Tool.swiftdt.run(arguments + [output], in: folder)
    #expect(result.status == 2)
    #expect(
      result.errors.split(separator: "\n").first.map(String.init)
        == "swiftdt: error: '\(path)' is the base and would be overwritten")
    #expect(try folder.read("base.dtb") == base)
    #expect(try Tool.swiftdt.run(arguments + ["base.dtb"], in: folder).status == 0)
    #expect(try folder.read("base.dtb") != base)
  }

  /// A source is not overwritten, however its path is written.
  @Test(arguments: [
    ["compile", "base.dts", "-o", "./base.dts"], ["compile", "./base.dts", "-o", "base.dts"],
    ["compile", "base.dts", "-o", "o.dtb", "--depfile", "d/../base.dts"],
    ["preprocess", "base.dts", "-o", "d/../base.dts"],
    ["preprocess", "base.dts", "-o", "o.dtb", "-MD", "-MF", "./base.dts"],
    ["decompile", "base.dtb", "-o", "./base.dtb"],
  ])
  func theInputIsNoOutput(arguments: [String]) throws {
    let source = try folder.read(arguments[1])
    let result = try Tool.swiftdt.run(arguments, in: folder)
    #expect(result.status == 2)
    #expect(result.errors.contains(" and would be overwritten\n"))
    #expect(try folder.read(arguments[1]) == source)
  }

  /// A rule has a default name, which may be a source's.
  @Test func ruleOverItsSource() throws {
    try folder.write(folder.read("base.dts"), to: "base.d")
    let result = try Tool.swiftdt.run(["preprocess", "-MD", "-o", "base.i", "base.d"], in: folder)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        swiftdt: error: the make rule would overwrite the source 'base.d'
        help: choose another file with -MF

        """)
    #expect(try folder.read("base.d") == folder.read("base.dts"))
  }

  @Test func standardInputAmongOthers() throws {
    let result = try Tool.swiftdt.run(
      ["compile", "-o", "d", "-", "base.dts"], in: folder, input: folder.read("base.dts"))
    #expect(result.status == 0, "\(result.errors)")
    #expect(try folder.read("d/stdin.dtb") == folder.read("bare.dtb"))
  }

  /// The members of a batch that fail are named.
  @Test(arguments: [
    (["compile", "base.dts", "none.dts"], "swiftdt: 1 of 2 sources failed: none.dts"),
    (["decompile", "none.dtb", "base.dtb", "no.dtb"], "swiftdt: 2 of 3 blobs failed: none.dtb, no.dtb"),
  ])
  func failuresOfABatch(arguments: [String], line: String) throws {
    let result = try Tool.swiftdt.run(arguments + ["-q", "-o", "d"], in: folder)
    #expect(result.status == 1)
    #expect(result.errors.split(separator: "\n").last.map(String.init) == line)
  }

  /// Blobs and sources in every combination, checked against libfdt.
  @Test(arguments: [
    ("base.dts", "on.dts"), ("base.dts", "on.dtbo"), ("base.dtb", "on.dts"), ("base.dtb", "on.dtbo"),
  ])
  func apply(base: String, overlay: String) throws {
    _ = try run("overlay", "apply", "-b", base, "-o", "o.dtb", "--cross-check", overlay)
    let merged = try folder.read("o.dtb")
    _ = try run("overlay", "apply", "-b", "base.dtb", "-o", "p.dtb", "on.dtbo")
    #expect(try merged == folder.read("p.dtb"))
    #expect(try run("get", "o.dtb", "/serial-0", "status").text == "okay\n")
  }

  @Test func build() throws {
    let result = try run("build", "-o", "out", "r.json5")
    #expect(
      result.text == """
        out/x/y.dtb
          \(try folder.read("out/x/y.dtb").count) bytes, 3 nodes
          base.dts
            + on.dts

        """)
    #expect(try run("build", "-q", "-o", "out", "r.json5").text == "")
  }

  @Test func buildTheFixture() throws {
    let recipe = PackageFolder.path + "/Fixtures/kvim1s/board.json5"
    _ = try run("build", "--cross-check", "-o", "out", recipe)
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: folder["out"]).sorted() == [
        "amlogic", "amlogic/kvim1s.dtb",
      ])
    let blob = try folder.read("out/amlogic/kvim1s.dtb")
    // As large as the header says, with the headroom that the recipe asks for.
    #expect(blob[4..<8].reduce(0) { $0 << 8 | Int($1) } == blob.count)
    #expect(blob.count > 0x20000)
  }

  /// A command whose output cannot be written fails.
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: [
      ("compile base.dts", 1), ("preprocess base.dts", 1), ("decompile base.dtb", 1), ("view base.dtb", 1),
      ("get base.dtb /", 1), ("get --json base.dtb /", 1), ("dump base.dtb", 1), ("blame base.dts /", 1),
      ("blame base.dts", 1), ("overlay explain -b base.dtb on.dts", 1), ("check --list", 1),
      ("overlay conflicts -b base.dtb on.dts", 1), ("help compile", 1), ("--version", 1),
      ("diff base.dts base.dtb", 0), ("diff base.dts warn.dts", 2),
    ])
  func aFullDisk(line: String, status: Int32) throws {
    let shell = try #require(Tool(named: "sh"))
    let result = try shell.run(["-c", "exec '\(Tool.swiftdt.path)' \(line) > /dev/full"], in: folder)
    #expect(result.status == status)
    let message = "swiftdt: error: cannot write to standard output: No space left on device\n"
    #expect(result.errors.hasSuffix(status == 0 ? "" : message))
  }

  /// The file that the shell opened stays open: what is written after a blob comes after it.
  @Test(arguments: ["/dev/stdout", "/dev/./stdout", "/dev/fd/1", "/proc/self/fd/1", "link", "d/link"])
  func toWhatIsOpen(output: String) throws {
    let shell = try #require(Tool(named: "sh"))
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "/dev/stdout")
    try FileManager.default.createSymbolicLink(atPath: folder["d/link"], withDestinationPath: "../link")
    let line = "{ echo a; '\(Tool.swiftdt.path)' compile -@ -o \(output) base.dts; echo b; } > all"
    #expect(try shell.run(["-c", line], in: folder).status == 0)
    #expect(try folder.read("all") == Array("a\n".utf8) + folder.read("base.dtb") + Array("b\n".utf8))
  }

  /// A pipe can be read only once.
  @Test(arguments: [
    "get FILE /serial-0 status", "blame FILE /serial-0/status", "view FILE", "diff FILE base.dtb",
  ])
  func sourcesFromPipes(line: String) throws {
    let shell = try #require(Tool(named: "sh"))
    let command = line.replacing("FILE", with: "/dev/fd/3")
    let result = try shell.run(
      ["-c", "cat base.dts | { '\(Tool.swiftdt.path)' \(command) 3<&0; }"], in: folder)
    #expect(result.status == 0 && result.errors == "")
    let named = try Tool.swiftdt.run(
      line.replacing("FILE", with: "base.dts").split(separator: " ").map(String.init), in: folder)
    // A page contains the file's name in places that depend on its length.
    let isPage = line.hasPrefix("view")
    #expect(
      isPage
        ? result.text.hasPrefix("<!DOCTYPE html>") && result.text.contains("serial-0")
        : result.text.replacing("/dev/fd/3", with: "base.dts") == named.text)
  }

  /// A source from standard input gives the same results as its file. Messages name it `-`, or `<stdin>` with
  /// a line.
  @Test(arguments: [
    ("get - /serial-0 status", 0), ("get - /x", 1), ("get --json - /", 0), ("blame - /serial-0/status", 0),
    ("blame -", 0), ("diff bare.dtb -", 0), ("diff - on.dts", 1), ("check -", 0),
    ("overlay apply -b - -o - on.dts", 0), ("overlay explain -b - on.dts", 0), ("set - / a", 1),
  ])
  func sourcesFromStandardInput(line: String, status: Int32) throws {
    let words = line.split(separator: " ").map(String.init)
    let place = try #require(words.firstIndex(of: "-"))
    var named = words
    named[place] = "base.dts"
    let piped = try Tool.swiftdt.run(words, in: folder, input: folder.read("base.dts"))
    let read = try Tool.swiftdt.run(named, in: folder)
    func plain(_ bytes: [UInt8]) -> String {
      String(decoding: bytes, as: UTF8.self).replacing("<stdin>", with: "base.dts")
        .split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.hasPrefix("-: ") ? "base.dts" + $0.dropFirst() : String($0) }.joined(separator: "\n")
        .replacing("--- -\n", with: "--- base.dts\n").replacing("+++ -\n", with: "+++ base.dts\n")
    }
    #expect(plain(piped.output) == plain(read.output))
    #expect(plain(piped.errors.utf8.map { $0 }) == read.errors)
    #expect(piped.status == status && read.status == status)
  }

  @Test(arguments: [
    "get - /", "check -", "view -", "blame -", "overlay apply -b - -o o.dtb on.dts",
    "overlay explain -b base.dtb -",
  ])
  func nothingOnStandardInput(line: String) throws {
    let result = try Tool.swiftdt.run(line.split(separator: " ").map(String.init), in: folder)
    #expect(result.status == 1)
    #expect(
      result.errors.hasPrefix("<stdin>: error: the source is empty; it needs '/dts-v1/;' and a root node\n"))
  }

  @Test func deviceFilesStayDeviceFiles() throws {
    _ = try run("compile", "-o", "/dev/null", "base.dts")
    var info = stat()
    #expect(stat("/dev/null", &info) == 0 && info.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func version() throws {
    #expect(try run("--version").text.hasPrefix("swiftdt "))
  }
}
