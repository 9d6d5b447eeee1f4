import DeviceTree
public import SourceText

/// Where nodes and properties were written, as comments (dtc's `-T`).
public final class Annotations {
  private var positions: PositionLookup
  private let isDetailed: Bool
  /// The path of the source, or what the first line marker says it is: shown paths are relative to its folder.
  private let initialPath: [UInt8]

  /// Creates comments for a tree whose extents lie in `files`; detailed ones (`-T -T`) have columns and ends.
  public init(_ files: SourceFiles, detailed: Bool) {
    positions = PositionLookup(files)
    isDetailed = detailed
    let ids = (0..<files.fileCount).lazy.map { FileID(rawValue: UInt32($0)) }
    let marked = ids.flatMap(files.lineMarkers(of:)).compactMap(\.path).first
    initialPath = Array((marked ?? ids.first.map { files.file($0).path } ?? "").utf8)
  }

  /// Returns the comment for something that was written in these places; nil for none.
  func comment(_ extents: [Extent], atEnd: Bool) -> String? {
    let places = extents.compactMap { place($0, atEnd: atEnd) }
    if places.isEmpty { return isDetailed ? " /* <no-file>:<no-line> */" : nil }
    return " /* " + places.joined(separator: ", ") + " */"
  }

  private func place(_ extent: Extent, atEnd: Bool) -> String? {
    guard let start = positions.position(of: extent.start.location),
      let end = positions.position(of: extent.end)
    else { return nil }
    if isDetailed {
      return "\(end.path):\(start.line):\(start.column)-\(end.line):\(end.column + 1)"
    }
    return "\(shown(end.path)):\(atEnd ? end.line : start.line)"
  }

  /// Returns the path relative to the first source's folder, if both begin with a common folder.
  private func shown(_ path: String) -> String {
    let bytes = Array(path.utf8)
    var common = 0
    var rest = 0
    for (index, (a, b)) in zip(bytes, initialPath).enumerated() {
      if a != b { break }
      if a == 0x2F {
        common += 1
        rest = index + 1
      }
    }
    guard common > 0 else { return path }
    let depth = initialPath.count { $0 == 0x2F }
    return String(repeating: "../", count: depth - common)
      + String(decoding: bytes[rest...], as: UTF8.self)
  }
}
