import Foundation

/// Where the package and the vendor's data are.
public enum PackageFolder {
  /// The package's folder.
  public static let path = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized.path

  /// The vendor's data: `KHADAS_TREE`, or `../shared/khadas` beside the package.
  public static let khadas =
    ProcessInfo.processInfo.environment["KHADAS_TREE"]
    ?? URL(filePath: path).appending(path: "../shared/khadas").standardized.path

  /// Whether the vendor's data is there.
  public static let hasKhadas = FileManager.default.fileExists(atPath: khadas + "/expected/kvim1s.dtb")

  /// Returns a file of the vendor's data that dtc and fdtoverlay made from the rest.
  public static func expected(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: khadas + "/expected/" + name)))
  }
}
