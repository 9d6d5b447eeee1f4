/// A blob as libfdt sees it: only the header's first fields are checked in advance, and every access
/// when it is made.
///
/// So a blob that is broken in one place can be read everywhere else, a lookup costs no more than the
/// way to its result, and all of libfdt's oddities are where its users expect them. Nodes and
/// properties are byte offsets in the structure block, as in libfdt. To find out what is wrong with a
/// blob, use `BlobView`.
public struct FlatBlob: Sendable {
  /// The file's bytes, with zeros appended if there are fewer than a header has.
  public internal(set) var bytes: [UInt8]
  /// The size that the header gives, in bytes.
  public internal(set) var totalSize: Int
  /// Where the structure block begins, in bytes from the blob's start.
  var structureOffset: Int
  /// Where the strings block begins.
  var stringsOffset: Int
  /// Where the memory reservation block begins.
  var reservationsOffset: Int
  /// The version of the format.
  public internal(set) var version: UInt32
  /// The size of the strings block in bytes.
  var stringsSize: Int
  /// The size of the structure block in bytes; meaningless before version 17.
  var structureSize: Int
  /// Where reading ends: at the blob's total size, or at the file's if that is smaller.
  var end: Int

  /// The offset of the root node.
  public static let root = 0

  /// Opens the blob at the start of a file (libfdt's `fdt_ro_probe_`).
  public init(_ file: [UInt8]) throws(FDTErrorCode) {
    bytes = file
    let fileSize = file.count
    if bytes.count < 40 { bytes.append(contentsOf: repeatElement(0, count: 40 - bytes.count)) }
    let header = bytes
    func field(_ index: Int) -> UInt32 { header.span.cell(at: index * 4) ?? 0 }
    guard field(0) == BlobHeader.magic else { throw .badMagic }
    version = field(5)
    guard version >= 2, field(6) <= 17 else { throw .badVersion }
    totalSize = Int(field(1))
    guard totalSize < Int(Int32.max) else { throw .truncated }
    structureOffset = Int(field(2))
    stringsOffset = Int(field(3))
    reservationsOffset = Int(field(4))
    stringsSize = Int(field(8))
    structureSize = Int(field(9))
    end = min(totalSize, fileSize)
  }

  // MARK: The structure block

  /// What a step through the structure block encounters.
  public enum Tag: Sendable {
    /// A node begins.
    case beginNode
    /// The innermost open node ends.
    case endNode
    /// A property.
    case property
    /// Nothing: something was deleted here.
    case nop
    /// The structure block ends.
    case end
  }

  /// Whether `count` bytes at an offset in the structure block lie inside both it and the blob.
  @inline(__always)
  func holds(_ count: Int, at offset: Int) -> Bool {
    offset >= 0 && structureOffset &+ offset &+ count <= end
      && (version < 17 || offset &+ count <= structureSize)
  }

  /// Returns the tag at `offset`, which is advanced to the next one (libfdt's `fdt_next_tag`).
  ///
  /// Throws `truncated` if there is none, `badStructure` if it is unknown or its content is incomplete.
  @inline(__always)
  public func tag(at offset: inout Int) throws(FDTErrorCode) -> Tag {
    let start = offset
    let span = bytes.span
    guard holds(4, at: start), let tag = span.cell(at: structureOffset &+ start) else {
      throw .truncated
    }
    var next = start &+ 4
    let result: Tag
    switch tag {
    case BlobTag.beginNode:
      while true {
        guard holds(1, at: next) else { throw .badStructure }
        next &+= 1
        if span[structureOffset &+ next &- 1] == 0 { break }
      }
      result = .beginNode
    case BlobTag.property:
      guard holds(4, at: next), let length = span.cell(at: structureOffset &+ next) else {
        throw .badStructure
      }
      guard Int(length) &+ next < Int(Int32.max) else { throw .badStructure }
      next &+= 8 &+ Int(length)
      if version < 16, length >= 8, (next &- Int(length)) & 7 != 0 { next &+= 4 }
      result = .property
    case BlobTag.endNode: result = .endNode
    case BlobTag.nop: result = .nop
    case BlobTag.end: result = .end
    default: throw .badStructure
    }
    guard holds(next &- start, at: start) else { throw .badStructure }
    offset = aligned(next, to: 4)
    return result
  }

  /// Returns the offset after a node's name (libfdt's `fdt_check_node_offset_`).
  func content(of node: Int) throws(FDTErrorCode) -> Int {
    var offset = node
    guard node >= 0, node & 3 == 0, let tag = try? tag(at: &offset), tag == .beginNode else {
      throw .badOffset
    }
    return offset
  }

  /// Returns the range in the file of a node's name, without its NUL; nil if there is no node or,
  /// before version 16, no slash in its path, whose last part is the name.
  public func name(of node: Int) -> Range<Int>? {
    guard (try? content(of: node)) != nil else { return nil }
    var start = structureOffset + node + 4
    var end = start
    while bytes[end] != 0 { end += 1 }
    if version < 16 {
      guard let slash = bytes[start..<end].lastIndex(of: 0x2F) else { return nil }
      start = slash + 1
    }
    return start..<end
  }

  /// Returns the next node in document order, and adds to `depth` how much deeper it lies (libfdt's
  /// `fdt_next_node`). When `depth` falls below 0, returns the offset after the end of the node that
  /// the walk began in.
  func node(after node: Int, depth: inout Int) throws(FDTErrorCode) -> Int {
    var offset = try content(of: node)
    while true {
      let start = offset
      switch try tag(at: &offset) {
      case .property, .nop: break
      case .beginNode:
        depth += 1
        return start
      case .endNode:
        depth -= 1
        if depth < 0 { return offset }
      case .end: throw .notFound
      }
    }
  }
}
