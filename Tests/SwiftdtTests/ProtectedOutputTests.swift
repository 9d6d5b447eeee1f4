import Foundation
import TestSupport
import Testing

/// Outputs that are read-only, or incomplete when the program is ended.
struct ProtectedOutputTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/;\n/ {\n  a = <1>;\n  l: x { };\n};\n",
      "on.dts": "/dts-v1/;\n/plugin/;\n&l {\n  b = <2>;\n};\n", "ro": "old", "sub/base.dtb": "old",
    ])
    for arguments in [
      ["compile", "-@", "-o", "base.dtb", "base.dts"], ["compile", "-o", "on.dtbo", "on.dts"],
      ["compile", "-@", "-o", "ro.dtb", "base.dts"],
    ] {
      #expect(try Tool.swiftdt.run(arguments, in: folder).status == 0)
    }
    for name in ["dtc", "fdtoverlay", "fdtput"] {
      try FileManager.default.createSymbolicLink(atPath: folder[name], withDestinationPath: Tool.swiftdt.path)
    }
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "ro")
    return folder
  }

  static let readOnly = [
    ("dtc -o ro base.dts", "FATAL ERROR: Couldn't open output file ro: Permission denied\n"),
    ("dtc -O dts -o ro base.dts", "FATAL ERROR: Couldn't open output file ro: Permission denied\n"),
    ("dtc -o link base.dts", "FATAL ERROR: Couldn't open output file link: Permission denied\n"),
    ("dtc -d ro -o o base.dts", "FATAL ERROR: Couldn't open dependency file ro: Permission denied\n"),
    (
      "fdtoverlay -i base.dtb -o ro on.dtbo",
      "Couldn't write blob to 'ro': Permission denied\n\nFailed to write 'ro'\n"
    ),
    ("fdtput ro.dtb / a 2", "Couldn't write blob to 'ro.dtb': Permission denied\n"),
    ("swiftdt compile -o ro base.dts", "swiftdt: error: cannot write 'ro': Permission denied\n"),
    ("swiftdt compile -o o --depfile ro base.dts", "swiftdt: error: cannot write 'ro': Permission denied\n"),
    ("swiftdt preprocess -o ro base.dts", "swiftdt: error: cannot write 'ro': Permission denied\n"),
    ("swiftdt decompile -o ro base.dtb", "swiftdt: error: cannot write 'ro': Permission denied\n"),
    (
      "swiftdt overlay apply -b base.dtb -o ro on.dtbo",
      "swiftdt: error: cannot write 'ro': Permission denied\n"
    ),
    ("swiftdt set -o ro base.dtb / a 2", "swiftdt: error: cannot write 'ro': Permission denied\n"),
    (
      "swiftdt set ro.dtb / a 2",
      "ro.dtb: error: the file is read-only\nhelp: write somewhere else with -o, or make it writable\n"
    ),
  ]

  /// Its folder would allow replacing it, but the programs that ours stand in for write to the file itself.
  @Test(arguments: readOnly)
  func aReadOnlyFile(line: String, errors: String) throws {
    let folder = try folder()
    for name in ["ro", "ro.dtb"] { #expect(chmod(folder[name], 0o444) == 0) }
    var words = line.split(separator: " ").map(String.init)
    words[0] = words[0] == "swiftdt" ? Tool.swiftdt.path : folder[words[0]]
    guard let words = Tool.unprivileged(words) else { try Test.cancel("root may write everywhere") }
    let old = try (folder.read("ro"), folder.read("ro.dtb"))
    let result = try Tool(path: "/usr/bin/env").run(words, in: folder)
    #expect(result.errors == errors)
    #expect(result.status == 1)
    #expect(try (folder.read("ro"), folder.read("ro.dtb")) == old)
    #expect(folder.names.allSatisfy { !$0.hasSuffix(".partial") })
  }

  /// Nothing can be put beside the file, so it is left as it was.
  @Test(arguments: ["compile -o d/o base.dts", "preprocess -o d/o base.dts", "compile -o d/new base.dts"])
  func aFolderThatCannotBeWritten(line: String) throws {
    let folder = try folder()
    try folder.write(Array("old".utf8), to: "d/o")
    #expect(chmod(folder["d"], 0o500) == 0)
    defer { chmod(folder["d"], 0o700) }
    let line = line.split(separator: " ").map(String.init)
    guard let words = Tool.unprivileged([Tool.swiftdt.path] + line) else {
      try Test.cancel("root may write everywhere")
    }
    let result = try Tool(path: "/usr/bin/env").run(words, in: folder)
    #expect(result.errors == "swiftdt: error: cannot write '\(line[2])': Permission denied\n")
    #expect(result.status == 1)
    #expect(try folder.read("d/o") == Array("old".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["d"]) == ["o"])
  }

  /// A header that is a pipe without content keeps the text incomplete.
  @Test(arguments: ["INT", "TERM", "HUP", "KILL"], ["o", "ro"])
  func aSignal(name: String, output: String) throws {
    let folder = try folder()
    let file = open(folder.path, 0o20000000 | O_DIRECTORY | O_RDWR, 0o600)
    guard file >= 0 else { try Test.cancel("the file system has no files without a name") }
    close(file)
    try folder.write(
      Array((String(repeating: "text\n", count: 50_000) + "#include \"pipe\"\n").utf8), to: "long.dts")
    let names = folder.names
    // Opening a pipe for writing waits for the reader. Background jobs of a shell ignore SIGINT by default.
    let script = """
      mkfifo pipe
      env --default-signal=INT "$0" preprocess -o \(output) long.dts & p=$!
      exec 3> pipe
      kill -\(name) $p
      wait $p
      echo $?
      rm pipe
      """
    let result = try Tool(path: "/bin/sh").run(["-c", script, Tool.swiftdt.path], in: folder)
    let numbers = ["INT": 130, "TERM": 143, "HUP": 129, "KILL": 137]
    #expect(result.text == "\(numbers[name] ?? 0)\n")
    #expect(folder.names == names)
    #expect(try folder.read("ro") == Array("old".utf8))
  }

  /// They have no end, or wait for a writer.
  @Test(arguments: ["/dev/full", "pipe", "to-pipe"])
  func aDeviceInPlace(path: String) throws {
    let folder = try folder()
    #expect(mkfifo(folder["pipe"], 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: folder["to-pipe"], withDestinationPath: "pipe")
    let reason = "a device or a pipe cannot be changed in place"
    let set = try Tool.swiftdt.run(["set", path, "/", "a", "2"], in: folder)
    #expect(set.errors == "\(path): error: \(reason)\nhelp: write somewhere else with -o\n")
    #expect(set.status == 1)
    let put = try Tool(path: folder["fdtput"]).run([path, "/", "a", "2"], in: folder)
    #expect(put.errors == "Couldn't open blob from '\(path)': \(reason)\n")
    #expect(put.status == 1)
  }
}
