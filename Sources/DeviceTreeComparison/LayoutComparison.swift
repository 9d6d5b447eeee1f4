public import DeviceTreeBlob

/// The differences between the layouts of two blobs: the header's fields, the names in the strings block, and
/// where the blocks begin to differ.
public struct LayoutComparison: Sendable {
  /// A field of the header that differs.
  public struct Field: Equatable, Sendable {
    /// Its name in the Devicetree Specification.
    public let name: String
    /// Its old value; nil if the version has no such field.
    public let old: UInt32?
    /// Its new value; nil if the version has no such field.
    public let new: UInt32?
  }

  /// A block whose bytes differ.
  public struct Block: Equatable, Sendable {
    /// Which one it is: `reservations`, `structure`, `strings`, or `rest` for what is in none of the blocks.
    public let name: String
    /// The offset of the first difference from its start.
    public let offset: Int
    /// Its old size in bytes.
    public let oldSize: Int
    /// Its new size in bytes.
    public let newSize: Int
    /// Where in the tree the first difference is: the path of a node, and a property of it.
    public let place: String?
  }

  /// The fields of the header that differ.
  public private(set) var fields: [Field] = []
  /// The blocks that differ.
  public private(set) var blocks: [Block] = []
  /// The names in the old strings block, in order.
  public let oldStrings: [[UInt8]]
  /// The names in the new strings block, in order.
  public let newStrings: [[UInt8]]
  /// Which names were replaced by which.
  public let stringEdits: [ValueEdit]

  /// Compares two blobs.
  public init(_ old: BlobView, _ new: BlobView) {
    let oldStrings = Self.strings(of: old)
    let newStrings = Self.strings(of: new)
    stringEdits = ValueEdits.edits(old: oldStrings.count, new: newStrings.count) {
      oldStrings[$0] == newStrings[$1]
    }
    self.oldStrings = oldStrings
    self.newStrings = newStrings
    for (a, b) in zip(Self.fields(of: old.header), Self.fields(of: new.header)) where a.value != b.value {
      fields.append(Field(name: a.name, old: a.value, new: b.value))
    }
    compare("reservations", Self.reservations(of: old), Self.reservations(of: new))
    compare("structure", old.bytes[old.structure], new.bytes[new.structure]) { Self.place(at: $0, in: old) }
    compare("strings", old.bytes[old.strings], new.bytes[new.strings])
    compare("rest", Self.rest(of: old)[...], Self.rest(of: new)[...])
  }

  /// Whether the blobs have the same bytes.
  public var isEmpty: Bool { fields.isEmpty && blocks.isEmpty }

  private mutating func compare(
    _ name: String, _ old: ArraySlice<UInt8>, _ new: ArraySlice<UInt8>, place: (Int) -> String? = { _ in nil }
  ) {
    let offset = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    guard offset != nil || old.count != new.count else { return }
    let at = offset ?? min(old.count, new.count)
    blocks.append(
      Block(
        name: name, offset: at, oldSize: old.count, newSize: new.count, place: place(old.startIndex + at)))
  }

  private static func fields(of header: BlobHeader) -> [(name: String, value: UInt32?)] {
    [
      ("totalsize", header.totalSize), ("off_dt_struct", header.structureOffset),
      ("off_dt_strings", header.stringsOffset), ("off_mem_rsvmap", header.reservationsOffset),
      ("version", header.version), ("last_comp_version", header.lastCompatibleVersion),
      ("boot_cpuid_phys", header.bootCPU), ("size_dt_strings", header.stringsSize),
      ("size_dt_struct", header.structureSize),
    ]
  }

  private static func strings(of blob: BlobView) -> [[UInt8]] {
    var names = blob.bytes[blob.strings].split(separator: 0, omittingEmptySubsequences: false).map {
      Array($0)
    }
    if names.last == [] { names.removeLast() }
    return names
  }

  private static func reservations(of blob: BlobView) -> ArraySlice<UInt8> {
    let start = Int(blob.header.reservationsOffset)
    let count = (try? blob.reservations().count).map { ($0 + 1) * 16 } ?? 0
    return blob.bytes[start..<max(start, min(start + count, Int(blob.header.totalSize)))]
  }

  /// Returns what is neither in the header nor in a block: gaps and padding.
  private static func rest(of blob: BlobView) -> [UInt8] {
    let header = 0..<BlobHeader.size(version: blob.header.version)
    let taken = [header, reservations(of: blob).indices, blob.structure, blob.strings]
    var rest: [UInt8] = []
    var at = 0
    for range in taken.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > at { rest += blob.bytes[at..<range.lowerBound] }
      at = max(at, range.upperBound)
    }
    let end = Int(blob.header.totalSize)
    if at < end { rest += blob.bytes[at..<end] }
    return rest
  }

  /// Returns what a byte of the structure block belongs to.
  private static func place(at target: Int, in blob: BlobView) -> String? {
    var offset = blob.structure.lowerBound
    var path: [Range<Int>] = []
    func text(_ range: Range<Int>) -> String { String(decoding: blob.bytes[range], as: UTF8.self) }
    func pathText() -> String {
      guard path.count > 1, let last = path.last else { return "/" }
      // Before version 16, the name of a node is its whole path.
      if blob.header.version < 16 { return text(last) }
      return path.dropFirst().map { "/" + text($0) }.joined()
    }
    while let token = try? blob.token(at: &offset) {
      switch token {
      case .beginNode(let name):
        path.append(name)
        if target < offset { return pathText() }
      case .endNode:
        if target < offset { return "the end of " + pathText() }
        if !path.isEmpty { path.removeLast() }
      case .property(let nameOffset, _):
        guard target < offset else { continue }
        let name = try? blob.propertyName(at: nameOffset, for: offset)
        return pathText() + (name.map { ": " + text($0) } ?? "")
      case .nop: if target < offset { return "a NOP in " + pathText() }
      case .end: return nil
      }
    }
    return nil
  }
}
