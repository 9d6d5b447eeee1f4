import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// Commands that give verdicts, and commands that do not.
struct CommandTests {
  /// The command gets the candidate through `{}` anywhere in an argument and through the variable. Its bytes
  /// are those that `overlay apply` would write.
  @Test func getsTheCandidate() throws {
    let bench = try Workbench()
    let result = try bench.bisect([
      "-b", "base.dts", "--pad", "0x100", "a.dts", "b.dts", "--", "sh", "-c",
      "test \"$1\" = \"x$SWIFTDT_DTB.y\" && cat {} >> all && ! grep -qa is-b {}", "name", "x{}.y",
    ])
    #expect(result.status == 0, "\(result.errors)")
    var expected: [UInt8] = []
    for overlays in [[], ["a.dts", "b.dts"], ["a.dts"]] {
      // The base alone has the bytes that an overlay that does nothing leaves.
      try bench.overlay("nothing", "/ { };")
      let apply = ["overlay", "apply", "-b", "base.dts", "-p", "0x100", "-o", "m.dtb"]
      let made = try Tool.swiftdt.run(
        apply + (overlays.isEmpty ? ["nothing.dts"] : overlays), in: bench.folder)
      #expect(made.status == 0, "\(made.errors)")
      expected += try bench.folder.read("m.dtb")
    }
    #expect(try bench.folder.read("all") == expected)
  }

  /// Words of the command that would be flags of ours.
  @Test func words() throws {
    let bench = try Workbench()
    let command = [
      "sh", "-c", "echo \"$@\" >words", "x", "-DA", "-DB=2", "-Ic", "-j2", "--command", "", "--", "-U",
    ]
    let result = try bench.bisect(["-b", "base.dts", "a.dts", "--"] + command)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("swiftdt: error: the overlay is good;"), "\(result.errors)")
    let words = String(decoding: try bench.folder.read("words"), as: UTF8.self)
    #expect(words == "-DA -DB=2 -Ic -j2 --command  -- -U\n")
  }

  /// The command's output does not get between the lines of the answer.
  @Test func output() throws {
    let result = try Workbench().bisect(
      ["-b", "base.dts", "--json", "a.dts", "--", "sh", "-c", "echo heard; ! grep -qa is-a {}"])
    #expect(result.errors == "heard\nheard\n")
    #expect(result.text.hasPrefix("{\n"))
  }

  @Test func nothingIsLeftBehind() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.folder["tmp"], withIntermediateDirectories: false)
    for command in ["true", "false", "exit 130", "kill -9 $$", "! grep -qa is-c {}"] {
      let result = try Tool.swiftdt.run(
        ["overlay", "bisect", "-b", "base.dts", "c.dts", "--", "sh", "-c", command], in: bench.folder,
        environment: ["PATH": Tool.searchPath, "TMPDIR": bench.folder["tmp"]])
      #expect(result.status == (command.contains("grep") ? 0 : 1))
      #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder["tmp"]) == [])
    }
  }

  /// Each set is tried once, however often the search needs it; with `--repeat`, that many times.
  @Test func tries() throws {
    let bench = try Workbench()
    for times in [1, 3] {
      let result = try bench.search(
        ["--strategy", "minimal", "--repeat", "\(times)"],
        bad: "cksum < \"$SWIFTDT_DTB\" >> tried\(times); \(Workbench.has("is-b", "is-g"))")
      #expect(result.status == 0)
      let tried = String(decoding: try bench.folder.read("tried\(times)"), as: UTF8.self).split(
        separator: "\n")
      #expect(tried.count == 11 * times)
      #expect(Set(tried).count == 11)
    }
  }

  /// When the time is up, the command and what it started are killed, and the candidate is bad.
  @Test func timeout() throws {
    let bench = try Workbench()
    let result = try bench.search(
      ["--timeout", "0.5"], bad: "\(Workbench.has("is-c")) && { sleep 1000 & echo $! >> sleepers; wait; }")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      Self.withoutTimes(result.text) == """
        overlay 3 is the first bad one: c.dts
          good: overlays 1-2
          bad: overlays 1-3
        what c.dts does:
          + /led@0: c = "is-c"
        tried:
        step  what            verdict
        1     the base alone  good
        2     all 8 overlays  bad      timed out after 0.50 s
        3     overlays 1-4    bad      timed out after 0.50 s
        4     overlays 1-2    good
        5     overlays 1-3    bad      timed out after 0.50 s
        next: --strategy minimal finds whether others are needed as well, --strategy fragments --within c.dts which part of it

        """)
    let sleepers = String(decoding: try bench.folder.read("sleepers"), as: UTF8.self).split(separator: "\n")
    #expect(sleepers.count == 3)
    for sleeper in sleepers {
      let process = try #require(pid_t(sleeper))
      // Its new parent may take a moment to reap it.
      #expect(hasEnded(process))
    }
  }

  /// Returns a report without the durations of commands.
  private static func withoutTimes(_ text: String) -> String {
    // A slow one has fewer digits behind the point.
    text.replacing(/(,| +) *[0-9]+(\.[0-9]+)? s\n/, with: "\n")
  }

  /// Whether a process that was killed ends, which takes a moment on a busy machine.
  private func hasEnded(_ process: pid_t) -> Bool {
    for _ in 0..<1000 {
      if kill(process, 0) != 0 || isZombie(process) { return true }
      usleep(10_000)
    }
    return false
  }

  private func isZombie(_ process: pid_t) -> Bool {
    let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return text?.split(separator: ")").last?.hasPrefix(" Z") ?? true
  }

  /// On an interruption the command ends, the folder is removed, and a shell sees the signal.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func interrupted(signal: Int32) throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.folder["tmp"], withIntermediateDirectories: false)
    let result = try Tool.swiftdt.run(
      [
        "overlay", "bisect", "-b", "base.dts", "c.dts", "--timeout", "100", "--", "sh", "-c",
        "echo $$ > it; kill -\(signal) $PPID; exec sleep 1000",
      ],
      in: bench.folder, environment: ["PATH": Tool.searchPath, "TMPDIR": bench.folder["tmp"]])
    #expect(result.status == 128 + signal)
    #expect(result.text == "")
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder["tmp"]) == [])
    let text = String(decoding: try bench.folder.read("it"), as: UTF8.self)
    let process = try #require(pid_t(text.dropLast()))
    #expect(hasEnded(process))
  }

  /// If the reader of the answer or of the command's output is gone, the folder is removed, and a shell sees
  /// the signal.
  @Test(
    .enabled(if: Tool(named: "bash") != nil, "there is no bash"),
    arguments: ["| true", "2>&1 | head -c 1 > said", "2> >(exit) | true"])
  func readByNobody(pipe: String) throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.folder["tmp"], withIntermediateDirectories: false)
    let line =
      "{ '\(Tool.swiftdt.path)' overlay bisect -b base.dts a.dts b.dts c.dts d.dts -- "
      + "sh -c 'sleep 0.1; echo asked; ! grep -qa is-c {}'; echo $? > status; } \(pipe)"
    _ = try #require(Tool(named: "bash")).run(
      ["-c", line], in: bench.folder,
      environment: ["PATH": Tool.searchPath, "TMPDIR": bench.folder["tmp"]])
    #expect(try String(decoding: bench.folder.read("status"), as: UTF8.self) == "\(128 + SIGPIPE)\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder["tmp"]) == [])
  }

  /// A signal that was ignored at the start, as under `nohup`, does not interrupt it.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func ignored(signal: Int32) throws {
    let bench = try Workbench()
    let line =
      "trap '' \(signal); exec '\(Tool.swiftdt.path)' overlay bisect -b base.dts a.dts b.dts c.dts -- "
      + "sh -c 'kill -\(signal) $PPID; ! grep -qa is-c {}'"
    let result = try Tool(path: "/bin/sh").run(["-c", line], in: bench.folder)
    #expect(result.status == 0)
    #expect(result.text.hasPrefix("overlay 3 is the first bad one: c.dts\n"))
  }

  /// The command starts with all signals at their defaults, whatever is ignored here, unless under `nohup`.
  @Test(arguments: [("", 1), ("nohup ", 0)])
  func hangup(prefix: String, status: Int32) throws {
    let bench = try Workbench()
    let line =
      "exec nohup '\(Tool.swiftdt.path)' overlay bisect -b base.dts a.dts b.dts c.dts -- "
      + "\(prefix)sh -c 'kill -HUP $$; ! grep -qa is-c {}'"
    let result = try Tool(path: "/bin/sh").run(["-c", line], in: bench.folder)
    #expect(result.status == status)
    #expect(result.errors.contains("'sh' was killed by signal 1 (SIGHUP)") == (status == 1))
    #expect(result.text.hasPrefix("overlay 3 is the first bad one: c.dts\n") == (status == 0))
  }

  /// A thousand overlays take twelve trials.
  @Test func thousand() throws {
    let bench = try Workbench()
    var names: [String] = []
    for number in 0..<1000 {
      try bench.overlay("o\(number)", "&led {\n  p\(number) = \"is-\(number)-\";\n};")
      names.append("o\(number).dts")
    }
    let result = try bench.bisect(["-b", "base.dts"] + names + ["--", "sh", "-c", "! grep -qa is-617- {}"])
    #expect(result.status == 0)
    #expect(
      Self.withoutTimes(result.text) == """
        overlay 618 is the first bad one: o617.dts
          good: overlays 1-617
          bad: overlays 1-618
        what o617.dts does:
          + /led@0: p617 = "is-617-"
        tried:
        step  what               verdict
        1     the base alone     good
        2     all 1000 overlays  bad      exit code 1
        3     overlays 1-500     good
        4     overlays 1-750     bad      exit code 1
        5     overlays 1-625     bad      exit code 1
        6     overlays 1-562     good
        7     overlays 1-593     good
        8     overlays 1-609     good
        9     overlays 1-617     good
        10    overlays 1-621     bad      exit code 1
        11    overlays 1-619     bad      exit code 1
        12    overlays 1-618     bad      exit code 1
        next: --strategy minimal finds whether others are needed as well, --strategy fragments --within o617.dts which part of it

        """)
  }
}
