import Foundation

/// A program that tests run.
public struct Tool: Sendable {
  /// The result of a run.
  public struct Result: Sendable {
    /// The exit status, or 128 plus the number of the signal that ended it.
    public var status: Int32
    /// What it wrote to standard output.
    public var output: [UInt8]
    /// What it wrote to standard error.
    public var errors: String

    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// The folders with the system's programs, which are not the same everywhere, as `PATH` has them.
  public static let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

  /// The program's path.
  public let path: String

  /// Creates the tool at a path.
  public init(path: String) { self.path = path }

  /// Creates the tool of this name, if the system has it.
  public init?(named name: String) {
    let folders = Self.searchPath.split(separator: ":")
    let paths = folders.map { "\($0)/\(name)" }
    guard let path = paths.first(where: FileManager.default.isExecutableFile) else { return nil }
    self.path = path
  }

  /// The system's device tree compiler.
  public static let dtc = Tool(named: "dtc")
  /// The system's C compiler.
  public static let gcc = Tool(named: "gcc")
  /// The program that was built next to the tests.
  public static let swiftdt = Tool(
    path: URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "swiftdt").path)

  /// Runs the program in a folder, with `input` as its standard input, until it ends.
  public func run(
    _ arguments: [String], in folder: TemporaryFolder, input: [UInt8] = [],
    environment: [String: String] = ["PATH": Tool.searchPath, "LC_ALL": "C"]
  ) throws -> Result {
    let mark = ".run-\(UInt64.random(in: 0...UInt64.max))"
    try folder.write(input, to: mark + ".in")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, folder[mark + ".in"], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, folder[mark + ".out"], O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, folder[mark + ".err"], O_WRONLY | O_CREAT, 0o600)
    // The shell changes the folder, since there is no portable action for that.
    let command = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path, path]
    var words = (command + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process = pid_t()
    let code = posix_spawn(&process, "/bin/sh", &actions, nil, &words, &variables)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let result = Result(
      status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F,
      output: try folder.read(mark + ".out"),
      errors: String(decoding: try folder.read(mark + ".err"), as: UTF8.self))
    for end in [".in", ".out", ".err"] { try FileManager.default.removeItem(atPath: folder[mark + end]) }
    return result
  }
}
