import DeviceTree
import DeviceTreeBlob
import Foundation
import SourceText

/// The program as it was built beside the tests, run in a folder of its own.
final class BuiltProgram {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "swiftdt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What a run leaves.
  struct Outcome: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  private static let path: String = {
    let tests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    return tests.appending(path: "swiftdt").path
  }()

  /// Writes a tree as a blob.
  func write(_ tree: DeviceTree, to name: String) throws {
    try write(BlobEncoder.encode(tree).bytes, to: name)
  }

  /// Writes a file, and the folders above it.
  func write(_ bytes: [UInt8], to name: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// The bytes of a file; nil if it is not there.
  func read(_ name: String) -> [UInt8]? {
    (try? Data(contentsOf: folder.appending(path: name))).map { Array($0) }
  }

  /// Runs it under its own name or another one.
  func run(_ arguments: String..., as name: String = "swiftdt") throws -> Outcome {
    try run(arguments, as: name)
  }

  /// Runs it under its own name or another one.
  func run(_ arguments: [String], as name: String = "swiftdt") throws -> Outcome {
    let process = Process()
    let link = folder.appending(path: name)
    if !FileManager.default.fileExists(atPath: link.path) {
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: Self.path)
    }
    process.executableURL = link
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["NO_COLOR": "1"]
    // Files, not pipes: nobody needs to read while it writes.
    let files = ["stdout", "stderr"].map { folder.appending(path: "." + $0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    let handles = try files.map { try FileHandle(forWritingTo: $0) }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
