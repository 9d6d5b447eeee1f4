/// The program that was built next to the tests, under all its names.
public struct Program: Sendable {
  /// The names.
  public static let names = ["swiftdt", "dtc", "fdtoverlay", "fdtget", "fdtput", "fdtdump"]

  /// Links with these names, apart from the files that tests work on.
  private let links: TemporaryFolder

  /// Makes links with its names.
  public init() throws {
    links = try TemporaryFolder()
    for name in Self.names { try links.link(name, to: Tool.swiftdt.path) }
  }

  /// Returns the path of the program under one of its names, which exists as long as this value does.
  public func path(as name: String) -> String { links[name] }

  /// Runs the program under one of its names, with these environment variables besides the usual ones.
  public func run(
    _ arguments: [String], as name: String = "swiftdt", in folder: TemporaryFolder, input: String = "",
    environment: [String: String] = [:]
  ) throws -> Tool.Result {
    let variables = ["PATH": Tool.searchPath, "LC_ALL": "C"].merging(environment) { $1 }
    return try withExtendedLifetime(self) {
      try Tool(path: path(as: name)).run(
        arguments, in: folder, input: Array(input.utf8), environment: variables)
    }
  }
}
