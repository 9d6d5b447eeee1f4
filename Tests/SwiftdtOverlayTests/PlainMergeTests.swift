import DeviceTreeBlob
import DeviceTreeOverlay
import TestSupport
import Testing

/// Merges whose command lines are plain enough for the fast path, and some that nearly are.
@Suite struct PlainMergeTests {
  static let lines: [(name: String, arguments: [String])] = [
    ("swiftdt", ["overlay", "apply", "-b", "base.dtb", "-o", "out", "a.dtbo", "b.dtbo"]),
    ("swiftdt", ["overlay", "apply", "--output", "out", "--base", "base.dtb", "a.dtbo", "b.dtbo"]),
    ("fdtoverlay", ["-i", "base.dtb", "-o", "out", "a.dtbo", "b.dtbo"]),
    ("fdtoverlay", ["--output", "out", "--input", "base.dtb", "a.dtbo", "b.dtbo"]),
    // The slow path: options after files, joined values, repeated options, and other options.
    ("swiftdt", ["overlay", "apply", "a.dtbo", "b.dtbo", "-b", "base.dtb", "-o", "out"]),
    ("swiftdt", ["overlay", "apply", "-b", "none", "-b", "base.dtb", "-o", "out", "a.dtbo", "b.dtbo"]),
    ("swiftdt", ["overlay", "apply", "-k", "-b", "base.dtb", "-o", "out", "a.dtbo", "b.dtbo"]),
    ("swiftdt", ["overlay", "apply", "-b", "base.dtb", "-o", "out", "--", "a.dtbo", "b.dtbo"]),
    ("fdtoverlay", ["-ibase.dtb", "-o", "out", "a.dtbo", "b.dtbo"]),
    ("fdtoverlay", ["a.dtbo", "b.dtbo", "-i", "base.dtb", "-o", "out"]),
  ]

  @Test(arguments: lines.indices)
  func allWaysHaveTheSameBytes(index: Int) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    let overlays = [Boards.status("okay", of: "uart_a"), Boards.status("fail", of: "uart_a")]
    for (name, overlay) in zip(["a", "b"], overlays) { try program.write(overlay, to: name + ".dtbo") }
    let base = try #require(program.read("base.dtb"))
    var target = OverlayTarget(try BlobDecoder.decode(base))
    for overlay in overlays { try target.apply(overlay, named: "overlay") }
    let (name, arguments) = Self.lines[index]
    for _ in 0..<2 {
      #expect(try program.run(arguments, as: name) == .init(status: 0, output: "", errors: ""))
      #expect(try program.read("out") == target.encode().bytes)
    }
    #expect(program.read("base.dtb") == base)
  }

  /// What was written to a named pipe can be read only once, and whoever writes to it is ended by a reader that
  /// opens and closes it.
  @Test(arguments: lines.indices, ["base.dtb", "a.dtbo"])
  func namedPipes(index: Int, piped: String) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    let overlays = [Boards.status("okay", of: "uart_a"), Boards.status("fail", of: "uart_a")]
    for (name, overlay) in zip(["a", "b"], overlays) { try program.write(overlay, to: name + ".dtbo") }
    var target = OverlayTarget(try BlobDecoder.decode(#require(program.read("base.dtb"))))
    for overlay in overlays { try target.apply(overlay, named: "overlay") }
    let (name, arguments) = Self.lines[index]
    let script = "mv \(piped) file; mkfifo \(piped); cat file > \(piped) & timeout 20 \"$0\" \"$@\""
    let result = try Tool(path: "/bin/sh").run(
      ["-c", script, program.path(as: name)] + arguments, in: program.place)
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(try program.read("out") == target.encode().bytes)
  }

  @Test func theBaseItselfIsReplaced() throws {
    let program = try BuiltProgram()
    // Large enough to be mapped instead of read.
    let board = makeTree([
      ("/", ["compatible": "acme,board", "filler": .text(String(repeating: "x", count: 40_000))]),
      ("/uart", ["status": "disabled", "phandle": 2]),
      ("/__symbols__", ["uart_a": "/uart"]),
    ])
    try program.write(board, to: "base.dtb")
    let overlay = Boards.status("okay", of: "uart_a")
    try program.write(overlay, to: "a.dtbo")
    var target = OverlayTarget(try BlobDecoder.decode(#require(program.read("base.dtb"))))
    try target.apply(overlay, named: "a")
    let arguments = ["overlay", "apply", "-b", "base.dtb", "-o", "base.dtb", "a.dtbo"]
    #expect(try program.run(arguments) == .init(status: 0, output: "", errors: ""))
    #expect(try program.read("base.dtb") == target.encode().bytes)
  }

  @Test func whatIsWrongIsSaid() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Boards.status("okay", of: "uart_a"), to: "a.dtbo")
    let outcome = try program.run("overlay", "apply", "-b", "base.dtb", "-o", "none/out", "a.dtbo")
    #expect(
      outcome
        == .init(
          status: 1, output: "",
          errors: "swiftdt: error: cannot write 'none/out': No such file or directory\n"))
  }
}
