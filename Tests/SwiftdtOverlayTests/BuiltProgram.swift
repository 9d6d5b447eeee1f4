import DeviceTree
import DeviceTreeBlob
import TestSupport

/// The program under any of its names, in a temporary folder.
struct BuiltProgram {
  /// The folder.
  let place: TemporaryFolder
  private let program: Program

  init() throws {
    place = try TemporaryFolder()
    program = try Program()
  }

  /// Returns the path of the program under its own name or another one.
  func path(as name: String) -> String { program.path(as: name) }

  /// The result of a run.
  struct Outcome: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Writes a tree as a blob.
  func write(_ tree: DeviceTree, to name: String) throws {
    try write(BlobEncoder.encode(tree).bytes, to: name)
  }

  /// Writes a file, and the folders above it.
  func write(_ bytes: [UInt8], to name: String) throws { try place.write(bytes, to: name) }

  /// Returns the bytes of a file, or nil if it does not exist.
  func read(_ name: String) -> [UInt8]? { try? place.read(name) }

  /// Runs the program under its own name or another one.
  func run(_ arguments: String..., as name: String = "swiftdt") throws -> Outcome {
    try run(arguments, as: name)
  }

  /// Runs the program under its own name or another one, with additional environment variables.
  func run(
    _ arguments: [String], as name: String = "swiftdt", environment: [String: String] = [:]
  ) throws -> Outcome {
    let result = try program.run(arguments, as: name, in: place, environment: environment)
    return Outcome(status: result.status, output: result.text, errors: result.errors)
  }
}
