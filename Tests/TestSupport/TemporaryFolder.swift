public import Foundation

/// A folder for one test, removed with its last reference.
public final class TemporaryFolder: Sendable {
  /// Its path, without a slash at the end.
  public let path: String

  /// Creates an empty folder.
  public init() throws {
    var template = Array((NSTemporaryDirectory() + "/swiftdt-test-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Creates a folder with these files.
  public convenience init(_ files: [String: String]) throws {
    try self.init()
    for (name, text) in files { try write(Array(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something in the folder.
  public subscript(name: String) -> String { path + "/" + name }

  /// Writes a file, and makes the folders that it needs.
  public func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(filePath: self[name])
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// Makes a symbolic link, and the folders that it needs.
  public func link(_ name: String, to target: String) throws {
    let folder = URL(filePath: self[name]).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: self[name], withDestinationPath: target)
  }

  /// Returns a file's bytes.
  public func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: self[name])))
  }

  /// Everything in the folder and in the folders below it, by path; folders have empty data.
  public var contents: [String: Data] {
    var contents: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: path) ?? .init() {
      contents[name] = (try? Data(contentsOf: URL(filePath: self[name]))) ?? Data()
    }
    return contents
  }

  /// The names of everything in the folder, sorted.
  public var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}
