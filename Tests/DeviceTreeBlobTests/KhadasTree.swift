import Foundation
import SourceText

/// The vendor's data, which is not part of the repository.
enum KhadasTree {
  /// The folder: `KHADAS_TREE`, or `../shared/khadas` beside the package.
  static let folder =
    ProcessInfo.processInfo.environment["KHADAS_TREE"]
    ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/khadas")
    .standardized.path

  /// Whether it is there.
  static let isThere = FileManager.default.fileExists(atPath: folder + "/expected/kvim1s.dtb")

  /// A file of `expected/`.
  static func expected(_ name: String) throws -> [UInt8] {
    try FileReading.contents(of: "\(folder)/expected/\(name)")
  }
}
