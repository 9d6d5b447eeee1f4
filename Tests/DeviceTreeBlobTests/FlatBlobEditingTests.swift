import SourceText
import Testing

@testable import DeviceTreeBlob

/// Editing a blob in place: every byte of the result is libfdt's, and nothing changes if there is no room.
@Suite struct FlatBlobEditingTests {
  /// What the bytes of a blob say, whatever the values beside them are.
  private struct State: Equatable {
    /// The header's total size, offsets of the blocks (structure, strings, reservations), version, and sizes of
    /// the blocks (strings, structure).
    var header: [UInt32]
    var structure: [UInt32]
    var strings: String

    init(_ blob: FlatBlob) throws {
      func cell(_ place: Int) throws -> UInt32 {
        let cell = blob.bytes.span.cell(at: place)
        return try #require(cell)
      }
      header = try [1, 2, 3, 4, 5, 8, 9].map { try cell($0 * 4) }
      let (start, size) = (Int(header[1]), Int(header[6]))
      structure = try stride(from: start, to: start + size, by: 4).map(cell)
      let strings = Int(header[2])..<Int(header[2] + header[5])
      self.strings = String(decoding: blob.bytes[strings], as: UTF8.self)
      // What was read from the header before the edit agrees.
      #expect(
        [blob.totalSize, blob.structureOffset, blob.stringsOffset, blob.reservationsOffset]
          == header[..<4].map(Int.init))
      #expect([blob.stringsSize, blob.structureSize] == header[5...].map(Int.init))
      #expect(blob.version == header[4])
    }
  }

  enum Edit: Sendable {
    case set(String, [UInt8], of: Int)
    case drop(String, of: Int)
    case add(String, to: Int)
    case remove(Int)

    func apply(to blob: inout FlatBlob) throws(FDTErrorCode) {
      switch self {
      case .set(let name, let value, let node):
        let name = Array(name.utf8)
        try blob.setProperty(name.span, value.span, of: node)
      case .drop(let name, let node):
        let name = Array(name.utf8)
        try blob.deleteProperty(name.span, of: node)
      case .add(let name, let node):
        let name = Array(name.utf8)
        try blob.addNode(named: name.span, to: node)
      case .remove(let node): try blob.deleteNode(node)
      }
    }
  }

  /// An edit, what takes the place of some cells of the structure block (`FlatSketch.tree`), and what is
  /// appended to the strings block.
  static let edits: [(Edit, Range<Int>, [UInt32], String)] = [
    // What fills a value up to a multiple of 4 is what was there: a part of the old value or of what followed it.
    (.set("a", [0xAA, 0xBB], of: 0), 3..<6, [2, 0, 0xAABB_0007], ""),
    (.set("a", [1, 2, 3, 4, 5], of: 0), 3..<6, [5, 0, 0x0102_0304, 0x0500_0004], ""),
    (.set("a", [1, 2, 3, 4, 5, 6, 7, 8], of: 0), 3..<6, [8, 0, 0x0102_0304, 0x0506_0708], ""),
    (.set("bb", [], of: 0), 8..<12, [0, 2], ""),
    (.set("bb", [7], of: 0), 8..<12, [1, 2, 0x0702_0304], ""),
    // A new property is the first one; its name may be the end of another one.
    (.set("b", [9], of: 0), 2..<2, [3, 1, 3, 0x0900_0007], ""),
    (.set("", [], of: 48 + 40), 24..<24, [3, 0, 1], ""),
    (.set("cc", [], of: 60), 18..<18, [3, 0, 5], "cc\0"),
    (.set("cc", [1, 2, 3, 4], of: 72), 20..<20, [3, 4, 5, 0x0102_0304], "cc\0"),
    (.drop("a", of: 0), 2..<6, [], ""), (.drop("bb", of: 0), 7..<12, [], ""),
    // A new node is the first one, after the properties.
    (.add("new", to: 0), 12..<12, [1, 0x6E65_7700, 2], ""),
    (.add("more", to: 0), 12..<12, [1, 0x6D6F_7265, 0, 2], ""),
    (.add("nn@2", to: 0), 12..<12, [1, 0x6E6E_4032, 0, 2], ""),
    (.add("n", to: 48), 14..<14, [1, 0x6E00_0000, 2], ""),
    (.remove(48), 12..<15, [], ""), (.remove(60), 15..<22, [], ""), (.remove(72), 18..<21, [], ""),
    (.remove(0), 0..<26, [], ""),
  ]

  @Test(arguments: edits)
  func edit(_ edit: Edit, cells: Range<Int>, new: [UInt32], name: String) throws {
    let sketch = FlatSketch()
    var structure = sketch.structure
    structure.replaceSubrange(cells, with: new)
    let growth = (structure.count - sketch.structure.count) * 4
    let need = max(0, growth) + name.utf8.count
    for spare in [100, need] {
      var blob = try sketch.blob()
      try blob.grow(by: spare)
      try edit.apply(to: &blob)
      let state = try State(blob)
      #expect(state.structure == structure)
      #expect(state.strings == "a\0bb\0" + name)
      let strings = UInt32(56 + structure.count * 4)
      let size = UInt32(structure.count * 4)
      let total = UInt32(169 + spare)
      #expect(state.header == [total, 56, strings, 40, 17, UInt32(5 + name.utf8.count), size])
      #expect(blob.bytes.count == Int(total))
    }
    if need == 0 { return }
    // With a byte less, nothing changes.
    for spare in [need - 1, 0] {
      var blob = try sketch.blob()
      try blob.grow(by: spare)
      let before = try State(blob)
      #expect(throws: FDTErrorCode.noSpace) { try edit.apply(to: &blob) }
      #expect(try State(blob) == before)
    }
  }

  @Test(
    arguments: [
      (.set("a", [], of: 4), .badOffset), (.drop("c", of: 0), .notFound), (.drop("a", of: 48), .notFound),
      (.add("n@1", to: 0), .exists), (.add("n", to: 0), .exists), (.add("x", to: 8), .badOffset),
      (.remove(8), .badOffset), (.remove(108), .badOffset),
    ] as [(Edit, FDTErrorCode)])
  func refusals(_ edit: Edit, error: FDTErrorCode) throws {
    var blob = try FlatSketch().blob()
    try blob.grow(by: 100)
    let before = blob.bytes
    #expect(throws: error) { try edit.apply(to: &blob) }
    #expect(blob.bytes == before)
  }

  /// Blobs that can be read, but not edited; those that `grow` refuses have their blocks in another order.
  @Test(
    arguments: [
      ([:], 0, nil, nil), ([4: 39], 0, .badLayout, .badLayout), ([2: 55], 0, .badLayout, .badLayout),
      ([3: 163], 0, .badLayout, .badLayout), ([9: 109], 0, .badLayout, .badLayout),
      ([1: 168], 0, .badLayout, .badLayout), ([8: 6], 0, .badLayout, .badLayout),
      ([1: 170], 0, .badLayout, .badLayout), ([:], 1, .badLayout, .badLayout),
      ([5: 15], 0, .badVersion, .badVersion), ([5: 16], 0, .badVersion, nil),
      ([5: 16, 9: 0], 0, .badVersion, nil), ([5: 18], 0, nil, nil),
      ([5: 16, 3: 163], 0, .badVersion, .badLayout), ([4: 152], 0, .badLayout, .truncated),
    ] as [([Int: UInt32], Int, FDTErrorCode?, FDTErrorCode?)])
  func layouts(fields: [Int: UInt32], missing: Int, editing: FDTErrorCode?, growing: FDTErrorCode?) throws {
    let original = try FlatBlob(FlatSketch(fields: fields).bytes.dropLast(missing))
    func error(_ body: (inout FlatBlob) throws(FDTErrorCode) -> Void) -> FDTErrorCode? {
      var blob = original
      do throws(FDTErrorCode) { try body(&blob) } catch { return error }
      // Versions become 17.
      #expect(blob.version == 17)
      #expect(blob.bytes[20..<24] == [0, 0, 0, 17])
      return nil
    }
    for edit in [.set("a", [1], of: 0), .drop("a", of: 0), .remove(88)] as [Edit] {
      #expect(error { blob throws(FDTErrorCode) in try edit.apply(to: &blob) } == editing)
    }
    let added = error { blob throws(FDTErrorCode) in try Edit.add("x", to: 0).apply(to: &blob) }
    #expect(added == editing ?? .noSpace)
    #expect(error { blob throws(FDTErrorCode) in try blob.pack() } == editing)
    #expect(error { blob throws(FDTErrorCode) in try blob.grow(by: 1) } == growing)
  }

  @Test func growing() throws {
    var blob = try FlatSketch(version: 16, fields: [9: 1]).blob()
    let before = blob.bytes
    try blob.grow(by: 7)
    #expect(try State(blob).header == [176, 56, 164, 40, 17, 5, 108])
    #expect(blob.bytes[40...] == before[40...] + [0, 0, 0, 0, 0, 0, 0])
    #expect(blob.end == 176)
    #expect(throws: FDTErrorCode.noSpace) { try blob.grow(by: 0x7FFF_FFFF - 175) }
    #expect(blob.totalSize == 176)
    // What follows the blob in the file becomes a part of it.
    var longer = try FlatBlob(FlatSketch().bytes + [1, 2, 3])
    try longer.grow(by: 2)
    #expect(longer.totalSize == 171)
    #expect(longer.bytes.suffix(3) == [1, 2, 3])
    // A new name is ended there, whatever was there before.
    var full = try FlatBlob(FlatSketch().bytes + [UInt8](repeating: 0xFF, count: 30))
    try full.grow(by: 30)
    try Edit.set("cc", [], of: 0).apply(to: &full)
    #expect(try State(full).strings == "a\0bb\0cc\0")
    #expect(full.bytes[full.stringsOffset + 8] == 0xFF)
    // The structure block has no end.
    var open = try FlatSketch(version: 16, structure: [1, 0, 2, 4]).blob()
    #expect(throws: FDTErrorCode.badStructure) { try open.grow(by: 1) }
  }

  /// A value ends where the structure block does, so that what fills it up is not in the blob.
  @Test func incompletePadding() throws {
    let fields: [Int: UInt32] = [1: 78, 3: 77, 8: 1, 9: 21]
    var blob = try FlatSketch(structure: [1, 0, 3, 1, 0], strings: [7, 0], fields: fields).blob()
    let before = blob.bytes
    #expect(blob.value(of: 8) == 76..<77)
    #expect(throws: FDTErrorCode.badOffset) { try Edit.drop("", of: 0).apply(to: &blob) }
    #expect(blob.bytes == before)
  }

  @Test func packing() throws {
    let reservations: [UInt32] = [0, 1, 0x100_0000, 0, 3, 4, 5, 6, 0, 7, 0, 0, 8, 8, 8, 8]
    var blob = try FlatSketch(reservations: reservations).blob()
    try blob.grow(by: 20)
    try Edit.drop("bb", of: 0).apply(to: &blob)
    try blob.pack()
    var structure = FlatSketch.tree
    structure.removeSubrange(7..<12)
    // The entry without a size ends the block, whatever its address.
    #expect(
      blob.bytes
        == FlatSketch(reservations: Array(reservations[..<12]), structure: structure).bytes)
    #expect(try State(blob).header == [40 + 48 + 88 + 5, 88, 176, 40, 17, 5, 88])
    #expect(blob.end == blob.bytes.count)
    // The reservation block is moved, too.
    var moved = try FlatSketch(reservations: [9, 9, 9, 9, 0, 1, 0, 2, 0, 0, 0, 0], fields: [4: 56]).blob()
    try moved.pack()
    #expect(moved.bytes == FlatSketch(reservations: [0, 1, 0, 2, 0, 0, 0, 0]).bytes)
    #expect(try State(moved).header == [185, 72, 180, 40, 17, 5, 108])
    // Room for one entry less than there are.
    var crowded = try FlatSketch(reservations: Array(reservations[..<12]), fields: [2: 87]).blob()
    #expect(throws: FDTErrorCode.badLayout) { try crowded.grow(by: 1) }
  }
}
