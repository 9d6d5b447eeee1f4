import DeviceTree
import DeviceTreeBindings
import DeviceTreeBlob

/// The blobs in a larger file: a boot image, a partition, an Android image of overlays, a FIT.
///
/// Every offset is tried once. The contents of what begins like a blob are read until a budget of a few
/// times the file's size is used up, so that a file full of nested blobs takes no longer than any other.
struct ImageScan {
  /// A blob in a file.
  struct Found: Equatable {
    /// The offset of the blob in the file.
    var offset: Int
    /// The size according to its header, in bytes.
    var size: Int
    var version: UInt32
    /// The number of nodes; nil if the blob is broken or was not read.
    var nodes: Int?
    var model: String?
    var compatible: [String] = []
    /// Whether the blob is an overlay: whether it has fragments, by the rule of `FragmentNames`.
    var isOverlay = false
    /// Whether the blob is not a device tree but a U-Boot FIT image, which has the same format.
    var isImage = false
    /// The node and property of an enclosing blob whose value this blob is.
    var place: String?
    /// The blob's entry in the table of an Android image.
    var entry: AndroidTable.Entry?
  }

  private let file: [UInt8]
  /// The blobs, ascending by offset.
  private(set) var found: [Found] = []
  /// How many bytes all blobs together may have if all of them are to be extracted.
  let mostExtracted: Int
  /// How many bytes of blobs may still be read.
  private var budget: Int
  /// The node and property of each value that begins like a blob, by the value's offset in the file.
  private var places: [Int: String] = [:]
  /// The table of an Android image; nil if the file is not one.
  let android: AndroidTable?

  /// Scans `file`.
  init(_ file: [UInt8]) {
    self.file = file
    mostExtracted = file.count * 8 + 1 << 20
    budget = mostExtracted
    android = AndroidTable(file)
    var next = BlobScan.magic(in: file)
    while let offset = next {
      look(at: offset)
      next = BlobScan.magic(in: file, from: offset + 1)
    }
    for index in found.indices {
      found[index].place = places[found[index].offset]
      found[index].entry = android?.entries[found[index].offset]
    }
  }

  /// Returns the bytes of `blob`.
  func bytes(of blob: Found) -> [UInt8] { Array(file[blob.offset..<blob.offset + blob.size]) }

  private mutating func look(at offset: Int) {
    let file = file
    let span = file.span.extracting(offset..<file.count)
    guard let header = try? BlobHeader(span) else { return }
    // A magic that occurs by chance is seldom followed by a node's tag at its structure block offset.
    guard span.cell(at: Int(header.structureOffset)) == 1 else { return }
    var blob = Found(offset: offset, size: Int(header.totalSize), version: header.version)
    if budget >= blob.size {
      budget -= blob.size
      look(into: &blob)
    }
    found.append(blob)
  }

  private mutating func look(into blob: inout Found) {
    let bytes = bytes(of: blob)
    guard let flat = try? FlatBlob(bytes) else { return }
    blob.model = strings("model", flat).first
    blob.compatible = strings("compatible", flat)
    blob.isImage = flat.isFITImage
    var offset = 0
    var count = 0
    var path: [Range<Int>] = []
    while true {
      let start = offset
      guard let tag = try? flat.tag(at: &offset) else { return }
      switch tag {
      case .beginNode:
        count += 1
        let name = flat.name(of: start) ?? 0..<0
        path.append(name)
        if path.count == 3, FragmentNames.isContent(bytes.span.extracting(name)) { blob.isOverlay = true }
      case .endNode:
        guard path.popLast() != nil else { return }
      case .property: notePlace(start, path, flat, in: blob)
      case .nop: break
      case .end:
        if path.isEmpty { blob.nodes = count }
        return
      }
    }
  }

  /// Records the place of a property's value if it begins like a blob.
  private mutating func notePlace(
    _ property: Int, _ path: [Range<Int>], _ flat: FlatBlob, in blob: Found
  ) {
    let value = flat.value(of: property)
    guard value.count >= 28, flat.bytes.span.cell(at: value.lowerBound) == BlobHeader.magic,
      let name = flat.name(ofProperty: property)
    else { return }
    // Thousands of values below a path of thousands of names would otherwise fill the memory.
    var node = ""
    for name in path.dropFirst() {
      if node.utf8.count > Self.longPath {
        node += "/…"
        break
      }
      node += "/" + BlobDump.printable(flat.bytes[name])
    }
    places[blob.offset + value.lowerBound] =
      "\(node.isEmpty ? "/" : node):\(BlobDump.printable(flat.bytes[name]))"
  }

  /// The length in bytes beyond which a path is cut off.
  private static let longPath = 256

  private func strings(_ name: String, _ flat: FlatBlob) -> [String] {
    let bytes = Array(name.utf8)
    guard let value = try? flat.value(of: bytes.span, in: FlatBlob.root), value.count <= 4096 else {
      return []
    }
    return flat.bytes[value].split(separator: 0).map { BlobDump.printable($0) }
  }
}

/// The table of an Android image: of overlays (`dtbo`), or of blobs to choose from by board.
struct AndroidTable {
  /// The table's entry for a blob.
  struct Entry: Equatable {
    let id: UInt32
    let revision: UInt32
  }

  /// The first cell of the image.
  private static let magic: UInt32 = 0xd7b7_ab1e

  /// The entries, by offset of the blob.
  private(set) var entries: [Int: Entry] = [:]
  /// The number of entries marked as compressed, which only version 1 of the table can have.
  private(set) var compressed = 0

  /// Reads the table at the start of `file`; nil if there is none.
  init?(_ file: [UInt8]) {
    let span = file.span
    guard span.cell(at: 0) == Self.magic, let size = span.cell(at: 12), let count = span.cell(at: 16),
      let start = span.cell(at: 20), size >= 16
    else { return nil }
    let isVersion1 = span.cell(at: 28) == 1
    for number in 0..<min(Int(count), file.count / Int(size)) {
      let at = Int(start) + number * Int(size)
      guard let offset = span.cell(at: at + 4), let id = span.cell(at: at + 8),
        let revision = span.cell(at: at + 12)
      else { break }
      entries[Int(offset)] = Entry(id: id, revision: revision)
      // The low four bits are the compression: 1 is zlib, 2 gzip.
      if isVersion1, let flags = span.cell(at: at + 16), flags & 0xF != 0 { compressed += 1 }
    }
  }
}
