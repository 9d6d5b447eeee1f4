import DeviceTreeBlob

/// The blobs in a larger file: a boot image, a partition, an Android image of overlays, a FIT.
///
/// Every place is looked at once. What begins like a blob is looked into as far as the size of the whole
/// file allows, some times over, so that a file made of nothing but blobs in blobs takes no longer than
/// any other.
struct ImageScan {
  /// A blob in a file.
  struct Found: Equatable {
    /// Where it begins, in bytes from the file's start.
    var offset: Int
    /// How many bytes it says it has.
    var size: Int
    var version: UInt32
    /// How many nodes it has; nil if it is broken or was not looked into.
    var nodes: Int?
    var model: String?
    var compatible: [String] = []
    /// Whether it is an overlay.
    var isOverlay = false
    /// Whether it is no device tree but one of U-Boot's FIT images, which look the same.
    var isImage = false
    /// Which property of which node of another blob it is the value of.
    var place: String?
    /// What the image's own table says of it.
    var entry: AndroidTable.Entry?
  }

  private let file: [UInt8]
  /// The blobs, by offset.
  private(set) var found: [Found] = []
  /// How many bytes may still be looked at.
  private var budget: Int
  /// By offset: where blobs are values of properties.
  private var places: [Int: String] = [:]
  /// What an Android image says of itself.
  let android: AndroidTable?

  /// Scans a file.
  init(_ file: [UInt8]) {
    self.file = file
    budget = file.count * 8 + 1 << 20
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

  /// The bytes of a blob.
  func bytes(of blob: Found) -> [UInt8] { Array(file[blob.offset..<blob.offset + blob.size]) }

  private mutating func look(at offset: Int) {
    let file = file
    let span = file.span.extracting(offset..<file.count)
    guard let header = try? BlobHeader(span) else { return }
    // A magic in the midst of something else seldom has a node's tag where its structure block would be.
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
        if path.count == 2 {
          if isOverlayMark(bytes[name]) { blob.isOverlay = true }
          if bytes[name].elementsEqual("images".utf8) { blob.isImage = true }
        }
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

  private func isOverlayMark(_ name: ArraySlice<UInt8>) -> Bool {
    name.elementsEqual("__fixups__".utf8) || name.starts(with: "fragment".utf8)
  }

  /// Notes the place of a value that begins like a blob.
  private mutating func notePlace(
    _ property: Int, _ path: [Range<Int>], _ flat: FlatBlob, in blob: Found
  ) {
    let value = flat.value(of: property)
    guard value.count >= 28, flat.bytes.span.cell(at: value.lowerBound) == BlobHeader.magic,
      let name = flat.name(ofProperty: property)
    else { return }
    // A path of thousands of names, once for each of thousands of values, would fill the memory.
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

  /// A path that is longer than this is told no further.
  private static let longPath = 256

  private func strings(_ name: String, _ flat: FlatBlob) -> [String] {
    let bytes = Array(name.utf8)
    guard let value = try? flat.value(of: bytes.span, in: FlatBlob.root), value.count <= 4096 else {
      return []
    }
    return flat.bytes[value].split(separator: 0).map { BlobDump.printable($0) }
  }
}

/// The table of an Android image of overlays (`dtbo`), or of blobs that are chosen from by board.
struct AndroidTable {
  /// What it says of one blob.
  struct Entry: Equatable {
    let id: UInt32
    let revision: UInt32
  }

  /// The first cell of such an image.
  private static let magic: UInt32 = 0xd7b7_ab1e

  /// By offset of the blob.
  private(set) var entries: [Int: Entry] = [:]
  /// How many entries are compressed, as version 1 of the table has it.
  private(set) var compressed = 0

  /// The table at the start of a file; nil if there is none.
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
      // Zlib or gzip.
      if isVersion1, let flags = span.cell(at: at + 16), flags & 0xF != 0 { compressed += 1 }
    }
  }
}
