public import SourceText

/// What is wrong with a blob, and at which of its bytes.
///
/// It carries facts; `message` and `diagnostic(for:)` turn them into words.
public struct BlobError: Error, Equatable, Sendable {
  /// What is wrong; libfdt's name for it is in `libfdtName`.
  public var kind: Kind
  /// The byte of the file at which it was found; 0 for what concerns the entire file.
  public var offset: Int

  /// Creates an error of this kind at this byte.
  public init(_ kind: Kind, at offset: Int = 0) {
    self.kind = kind
    self.offset = offset
  }
}

extension BlobError {
  /// The three parts of a blob besides its header (Devicetree Specification 5.1).
  public enum Block: String, Sendable {
    /// The memory reservation block.
    case reservations = "memory reservation block"
    /// The structure block.
    case structure = "structure block"
    /// The strings block.
    case strings = "strings block"
  }

  /// What can be wrong with a blob.
  public enum Kind: Equatable, Sendable {
    /// There are no bytes at all. In libfdt: `FDT_ERR_TRUNCATED`.
    case empty
    /// There are too few bytes for the header of any version. In libfdt: `FDT_ERR_TRUNCATED`.
    case headerTruncated(size: Int, needed: Int)
    /// The first cell is not 0xd00dfeed; whether the file begins as a kernel does. In libfdt: `FDT_ERR_BADMAGIC`.
    case badMagic(UInt32, isKernel: Bool = false)
    /// The version is 0, or the last compatible version is above it or above 17. In libfdt:
    /// `FDT_ERR_BADVERSION`.
    case badVersion(UInt32, lastCompatible: UInt32)
    /// The header's total size is smaller than a header, or is 2 GiB or more. In libfdt:
    /// `FDT_ERR_TRUNCATED`.
    case badTotalSize(UInt32)
    /// The file ends before the blob does. In libfdt: `FDT_ERR_TRUNCATED`.
    case fileTruncated(size: Int, totalSize: UInt32)
    /// A block lies outside the blob or inside its header. In libfdt: `FDT_ERR_TRUNCATED`.
    case blockOutside(Block, offset: UInt32, size: UInt32, totalSize: UInt32)
    /// The reservation block has no entry of size 0. In libfdt: `FDT_ERR_TRUNCATED`.
    case reservationsUnterminated
    /// The structure block ends in the middle of something, or without an end tag. In libfdt:
    /// `FDT_ERR_TRUNCATED`.
    case structureTruncated
    /// The structure block does not begin with a node. In libfdt: `FDT_ERR_BADSTRUCTURE`.
    case noRootNode(tag: UInt32)
    /// A tag other than the five of the format. In libfdt: `FDT_ERR_BADSTRUCTURE`.
    case badTag(UInt32)
    /// A node's name runs to the end of the block. In libfdt: `FDT_ERR_BADSTRUCTURE`.
    case nodeNameUnterminated
    /// A property's value runs past the end of the block. In libfdt: `FDT_ERR_BADSTRUCTURE`.
    case valueOutside(length: UInt32)
    /// A property's name lies outside the strings block. In libfdt: `FDT_ERR_BADOFFSET`.
    case nameOutside(nameOffset: UInt32, size: Int)
    /// A property's name runs to the end of the strings block. In libfdt: `FDT_ERR_TRUNCATED`.
    case propertyNameUnterminated(nameOffset: UInt32)
    /// A property lies outside any node. In libfdt: `FDT_ERR_BADSTRUCTURE`.
    case propertyOutsideNode
    /// A property follows a subnode of its node, where libfdt, which has no error for it, does not see it; `isSecond`
    /// if another one of its name precedes it. Programs that must name one of libfdt's errors say
    /// `FDT_ERR_BADSTRUCTURE`.
    case lateProperty(String, of: String, isSecond: Bool)
    /// The tree ends while nodes are open. In libfdt: `FDT_ERR_BADSTRUCTURE`.
    case endInsideNode(depth: Int)
    /// Something other than the end tag follows the root node. In libfdt: `FDT_ERR_BADSTRUCTURE`.
    case contentAfterRoot(tag: UInt32)
    /// Before version 16, a node's full path does not continue its parent's. In libfdt:
    /// `FDT_ERR_BADSTRUCTURE`.
    case pathOutsideParent
    /// The property names together are absurdly larger than their strings block: a file made to
    /// exhaust memory. libfdt, which copies no names, has no error for it; programs that must name one of
    /// libfdt's errors say `FDT_ERR_BADSTRUCTURE`.
    case namesTooLong
    /// The blob to be written would have 2 GiB or more. In libfdt: `FDT_ERR_NOSPACE`.
    case tooLarge(size: UInt64)
    /// The alignment is not a power of two. In libfdt: `FDT_ERR_ALIGNMENT`.
    case badAlignment(Int)
  }

  /// The name of libfdt's error for it.
  public var libfdtName: String {
    switch kind {
    case .badMagic: "FDT_ERR_BADMAGIC"
    case .badVersion: "FDT_ERR_BADVERSION"
    case .empty, .headerTruncated, .badTotalSize, .fileTruncated, .blockOutside,
      .reservationsUnterminated, .structureTruncated, .propertyNameUnterminated:
      "FDT_ERR_TRUNCATED"
    case .noRootNode, .badTag, .nodeNameUnterminated, .valueOutside, .propertyOutsideNode,
      .lateProperty, .endInsideNode, .contentAfterRoot, .pathOutsideParent, .namesTooLong:
      "FDT_ERR_BADSTRUCTURE"
    case .nameOutside: "FDT_ERR_BADOFFSET"
    case .tooLarge: "FDT_ERR_NOSPACE"
    case .badAlignment: "FDT_ERR_ALIGNMENT"
    }
  }

  /// What libfdt calls it, or does instead, in one line.
  public var libfdtRemark: String {
    switch kind {
    case .namesTooLong:
      "libfdt, which copies no names, reads it; a tree would have to hold more than 64 times the strings block"
    case .lateProperty(_, of: _, isSecond: false): "libfdt does not see it there, and might add a second one"
    case .lateProperty(_, of: _, isSecond: true): "libfdt sees only the one of this name before the subnodes"
    default: "\(libfdtName) in libfdt"
    }
  }

  /// A description in one line, without a full stop.
  public var message: String {
    switch kind {
    case .empty: "the file is empty"
    case .headerTruncated(let size, let needed):
      "not a device tree blob: the file has \(SizeText.counted(size, "byte")), a header needs \(needed)"
    case .badMagic(let magic, _):
      "not a device tree blob: the magic is \(hex(magic)), expected 0xd00dfeed"
    case .badVersion(let version, let lastCompatible):
      "the blob has version \(version) (compatible down to \(lastCompatible)); known versions are 1, 2, 3, 16 and 17"
    case .badTotalSize(let size): "the blob says it has \(size) bytes, which is impossible"
    case .fileTruncated(let size, let totalSize):
      "the blob says it has \(totalSize) bytes but the file has \(size)"
    case .blockOutside(let block, let offset, let size, let totalSize):
      "the \(block.rawValue) (offset \(offset), \(size) bytes) does not lie inside the blob of \(totalSize) bytes"
    case .reservationsUnterminated: "the memory reservation block is not terminated"
    case .structureTruncated: "the structure block ends at byte \(offset) without an end tag"
    case .noRootNode(let tag):
      "the structure block begins with \(hex(tag)) instead of a node's tag"
    case .badTag(let tag): "unknown tag \(hex(tag)) (byte \(offset))"
    case .nodeNameUnterminated: "a node's name is not terminated (byte \(offset))"
    case .valueOutside(let length):
      "a property's value of \(length) bytes does not fit into the structure block (byte \(offset))"
    case .nameOutside(let nameOffset, let size):
      "a property's name is at offset \(nameOffset) in a strings block of \(size) bytes (byte \(offset))"
    case .propertyNameUnterminated(let nameOffset):
      "the property name at offset \(nameOffset) in the strings block is not terminated (byte \(offset))"
    case .propertyOutsideNode: "a property is outside of any node (byte \(offset))"
    case .lateProperty(let name, let node, isSecond: _):
      "property '\(name)' of \(node) follows a subnode (byte \(offset))"
    case .endInsideNode(let depth):
      "the structure block ends while \(depth) \(depth == 1 ? "node is" : "nodes are") open (byte \(offset))"
    case .contentAfterRoot(let tag):
      "after the root node there is \(hex(tag)) instead of the end tag (byte \(offset))"
    case .pathOutsideParent: "a node's path does not continue its parent's (byte \(offset))"
    case .namesTooLong: "the property names overlap too much to be intended (byte \(offset))"
    case .tooLarge(let size): "the blob would have \(size) bytes, more than 2147483647"
    case .badAlignment(let alignment): "the alignment \(alignment) is not a power of two"
    }
  }

  /// Returns the error as a diagnostic about the blob at a path.
  public func diagnostic(for path: String) -> Diagnostic {
    Diagnostic(
      .error, "bad-blob", message, subject: path, notes: [Diagnostic.Note(libfdtRemark)],
      help: help.map { [$0] } ?? [])
  }

  /// Whether the file is not a blob because it is text, or begins like text.
  public var isOfText: Bool {
    if case .badMagic(let magic, _) = kind { ForeignFile.isText(magic) } else { false }
  }

  /// A suggestion of what to do about it, if there is one.
  public var help: Diagnostic.Note? {
    switch kind {
    case .badMagic(let magic, let isKernel): ForeignFile.help(magic, isKernel: isKernel)
    case .lateProperty(let name, of: _, let isSecond):
      .init(.reorderProperties(choosing: isSecond ? name : nil))
    default: nil
    }
  }

  private func hex(_ cell: UInt32) -> String { PrintableText.hex(cell, digits: 8) }
}
