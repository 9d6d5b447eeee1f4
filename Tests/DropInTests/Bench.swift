import Foundation
import TestSupport
import Testing

/// A folder in which the program runs under the name `dtc`, and another for the system's dtc.
struct Bench {
  /// Where the program runs.
  let folder: TemporaryFolder
  private let other: TemporaryFolder
  private let program: Program

  /// Whether the system's dtc is one of the versions that the tests know.
  static let hasReference = version.contains(" 1.6.1") || version.contains(" 1.8.1")

  /// The output of `dtc --version` of the system's dtc.
  static let version: String = {
    guard let folder = try? TemporaryFolder(), let dtc = Tool.dtc else { return "" }
    return (try? dtc.run(["--version"], in: folder).text) ?? ""
  }()

  /// Creates two folders with the same files, which may be in subfolders.
  init(_ files: [String: String]) throws {
    folder = try TemporaryFolder(files)
    other = try TemporaryFolder(files)
    program = try Program()
  }

  /// The path of our program.
  var path: String { program.path(as: "dtc") }

  /// Runs our program.
  func run(_ arguments: [String], input: String = "") throws -> Tool.Result {
    try program.run(arguments, as: "dtc", in: folder, input: input)
  }

  /// Puts a file that dtc makes into both folders.
  func make(_ name: String, _ arguments: [String]) throws {
    let result = try #require(Tool.dtc).run(arguments + ["-o", name], in: other)
    #expect(result.status == 0, "\(result.errors)")
    try folder.write(other.read(name), to: name)
  }

  /// Puts a symbolic link into both folders.
  func link(_ name: String, to target: String) throws {
    for folder in [folder, other] {
      try folder.link(name, to: target)
    }
  }

  /// Puts a file into both folders.
  func write(_ bytes: [UInt8], to name: String) throws {
    try folder.write(bytes, to: name)
    try other.write(bytes, to: name)
  }

  /// Runs both and compares exit status, output, messages, and the files that they leave.
  func compare(_ arguments: [String], input: String = "", ignoring ignored: Set<String> = []) throws {
    let theirs = try #require(Tool.dtc).run(arguments, in: other, input: Array(input.utf8))
    let ours = try run(arguments, input: input)
    let line = "dtc " + arguments.joined(separator: " ")
    #expect(ours.status == theirs.status, "\(line)\n\(ours.errors)")
    #expect(Self.plain(ours.errors) == Self.plain(theirs.errors), "\(line)")
    let isSame = ours.output == theirs.output || Self.plain(ours.text) == Self.plain(theirs.text)
    #expect(isSame, "\(line): other output")
    for name in Set(Self.files(in: folder) + Self.files(in: other)).subtracting(ignored).sorted() {
      let own = try? folder.read(name)
      let wanted = try? other.read(name)
      // dtc leaves an empty file where it gives up.
      if wanted == [], own == nil, theirs.status != 0 { continue }
      #expect(own == wanted, "\(line): \(name)")
    }
  }

  private static func files(in folder: TemporaryFolder) -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return paths.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: folder[path], isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }

  /// Returns messages without what depends on the version (1.6.1 lacks an option) or on the program's path.
  private static func plain(_ text: String) -> String {
    guard let usage = text.range(of: "Usage: dtc") else { return text }
    let complaint = text[..<usage.lowerBound]
    let end = text.range(of: "\nError: ").map { String(text[$0.lowerBound...]) } ?? ""
    return (complaint.range(of: ": ").map { String(complaint[$0.upperBound...]) } ?? "") + end
  }
}
