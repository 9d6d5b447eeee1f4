@testable import DeviceTreeBlob

/// A blob of raw cells, whose reservation, structure and strings blocks follow each other.
struct FlatSketch: Sendable {
  static let (beginNode, endNode, property, nop, end) =
    (UInt32(1), UInt32(2), UInt32(3), UInt32(4), UInt32(9))

  /// Returns text as cells, with at least one NUL.
  static func name(_ text: String) -> [UInt32] {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 4 - text.utf8.count % 4)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  /// A root with the properties `a` (offset 8) and `bb` (28, after a NOP), and the nodes `n@1` (48), `n@12`
  /// (60) with a subnode `m` (72), and `nn` (88).
  static let tree =
    [beginNode, 0, property, 4, 0, 7, nop, property, 5, 2, 0x0102_0304, 0x0500_0000, beginNode] + name("n@1")
    + [endNode, beginNode] + name("n@12") + [beginNode] + name("m") + [endNode, endNode, beginNode]
    + name("nn") + [endNode, endNode, end]

  var version: UInt32 = 17
  /// Addresses and sizes, two cells each, which begin at byte 40; the structure block follows.
  var reservations: [UInt32] = [0, 0, 0, 0]
  var structure = Self.tree
  var strings = Array("a\0bb\0".utf8)
  /// Numbers of header fields and what they are instead of what is right.
  var fields: [Int: UInt32] = [:]

  var bytes: [UInt8] {
    let (start, size) = (UInt32(40 + reservations.count * 4), UInt32(structure.count * 4))
    var header = [
      0xd00d_feed, start + size + UInt32(strings.count), start, start + size, 40, version, min(version, 16),
      0, UInt32(strings.count), size,
    ]
    for (field, cell) in fields { header[field] = cell }
    let cells = header + reservations + structure
    return cells.flatMap { cell in (0..<4).map { UInt8(cell >> (24 - $0 * 8) & 0xFF) } } + strings
  }

  func blob() throws -> FlatBlob { try FlatBlob(bytes) }
}
