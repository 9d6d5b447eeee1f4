import DeviceTree
import SourceText

/// Encodes trees as dtc does in versions 16 and 17, which hold the tree and nothing else.
///
/// One walk computes the size of the structure block and collects the names of properties in the
/// order of their first occurrence; the strings block is made of these; a second walk writes into
/// memory of exactly the right size.
struct PlainEncoding: ~Copyable {
  private let tree: DeviceTree
  private let version: BlobVersion
  private var names: SharedNames
  private var structureSize = 0

  static func encode(_ tree: DeviceTree, _ options: BlobOptions) throws(BlobError) -> EncodedBlob {
    var encoding = PlainEncoding(tree, options.version)
    try encoding.measure()
    return try encoding.write(options)
  }

  private init(_ tree: DeviceTree, _ version: BlobVersion) {
    self.tree = tree
    self.version = version
    names = SharedNames(symbolCount: tree.names.count)
  }

  private mutating func measure() throws(BlobError) {
    let tree = tree
    var size = 4
    tree.forEachNode { node in
      size &+= 8 &+ aligned(tree.names.length(tree.name(of: node)) &+ 1, to: 4)
      // Sizes of values and numbers of records have 32 bits, so no sum can overflow.
      tree.forEachProperty(of: node) { _, name, value in
        names.add(name)
        size &+= 12 &+ aligned(value.count, to: 4)
      }
    }
    guard size <= Int(Int32.max) else { throw tooLarge(size) }
    structureSize = size
    guard names.place(in: tree.names) else { throw tooLarge(names.block.count) }
  }

  private func tooLarge(_ size: Int) -> BlobError { BlobError(.tooLarge(size: UInt64(size))) }

  // MARK: - Writing

  private func write(_ options: BlobOptions) throws(BlobError) -> EncodedBlob {
    let reservationsOffset = aligned(version.headerSize, to: 8)
    let structureOffset = reservationsOffset + (try options.reservationsSize(tree.reservations.count))
    let stringsOffset = structureOffset + structureSize
    let size = stringsOffset + names.block.count
    let totalSize = try options.paddedSize(size)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: totalSize) { buffer, count in
      if let start = buffer.baseAddress { unsafe LargePages.askForAll(start, totalSize) }
      var out = unsafe BlobBytes(buffer)
      out.put(BlobHeader.magic)
      out.put(UInt32(totalSize))
      out.put(UInt32(structureOffset))
      out.put(UInt32(stringsOffset))
      out.put(UInt32(reservationsOffset))
      out.put(version.rawValue)
      out.put(version.lastCompatible)
      out.put(tree.bootCPU)
      out.put(UInt32(names.block.count))
      if version.headerSize > out.count { out.put(UInt32(structureSize)) }
      out.fill(to: reservationsOffset)
      for entry in tree.reservations {
        out.put(entry.address)
        out.put(entry.size)
      }
      out.fill(to: structureOffset)
      writeStructure(into: &out)
      names.block.withBytes { out.put($0) }
      out.fill(to: totalSize)
      count = out.count
    }
    return EncodedBlob(
      bytes: bytes, unpaddedSize: size,
      exceedsMinimum: options.minimumSize > 0 && size > options.minimumSize)
  }

  private func writeStructure(into out: inout BlobBytes) {
    var node = NodeID.root
    while true {
      tree.names.withBytes(of: tree.name(of: node)) { out.putNode(name: $0) }
      tree.forEachProperty(of: node) { _, name, value in
        let place = names.offset(of: name)
        tree.withBytes(of: value) { out.putProperty(name: place, $0) }
      }
      if let child = tree.firstChild(of: node) {
        node = child
        continue
      }
      // Up to the nearest node with a next sibling, closing nodes on the way.
      while true {
        out.put(BlobTag.endNode)
        if node == .root { return out.put(BlobTag.end) }
        if let sibling = tree.nextSibling(of: node) {
          node = sibling
          break
        }
        guard let parent = tree.parent(of: node) else { return out.put(BlobTag.end) }
        node = parent
      }
    }
  }
}
