public import DeviceTree
public import SourceText

/// A blob's tree and its layout, changed together so that encoding them gives exactly the bytes that
/// libfdt's in-place editing (`fdt_setprop`, `fdt_add_subnode`, and `fdt_pack` at the end) leaves.
///
/// Three habits of libfdt make the difference from changing the tree alone: new properties and
/// subnodes go before the others; a name is looked up in the strings block when its property is
/// created; and a value is padded to a multiple of 4 with whatever was there before.
public struct EditedBlob: Sendable {
  /// The tree, as changed so far. Change it directly only where that does not show in the blob.
  public var tree: DeviceTree
  var layout: BlobLayout
  /// The strings block with its index; nil until a name is looked up.
  private var strings: StringsBlock?
  private var undo: Undo?
  /// The order of the elements; nil until the blob is traversed from its end.
  var order: ElementOrder?
  /// Whether the blob is laid out anew in the end, so that the layout is not needed.
  let isRelaid: Bool

  private struct Undo {
    let nameCount: Int
    let stringsCount: Int
    let rest: BlobRest
    let nops: NOPTags
    var fillings: [(PropertyID, UInt32?)] = []
  }

  /// Creates an editable blob from a decoded one.
  public init(_ blob: DecodedBlob) {
    tree = blob.tree
    layout = blob.layout
    isRelaid = false
  }

  /// Creates one from a tree that comes from no blob, as if it had been encoded and decoded before.
  public init(_ tree: DeviceTree) throws(BlobError) {
    self.tree = tree
    layout = try BlobEncoder.layout(of: tree)
    isRelaid = false
  }

  /// Creates one from a tree that is changed in libfdt's order but then encoded as dtc encodes trees:
  /// what `dtc -p` makes of a merged blob. The layout, which costs more than the changes, is not kept.
  public init(relaying tree: DeviceTree) {
    self.tree = tree
    layout = BlobLayout(
      strings: [], nameOffsets: [], version: 17, lastCompatibleVersion: 16,
      reservationsEndAddress: 0, structureTail: [])
    isRelaid = true
  }

  /// The current strings block.
  var stringsBlock: [UInt8] { strings?.bytes ?? layout.strings }

  /// Returns the encoded blob.
  public func encode(_ options: BlobOptions = BlobOptions()) throws(BlobError) -> EncodedBlob {
    if isRelaid { return try BlobEncoder.encode(tree, options) }
    var layout = self.layout
    layout.strings = stringsBlock
    return try BlobEncoder.encode(tree, keeping: layout, options)
  }

  /// Sets a node's property to a value, which must be one of this tree: in place if the property
  /// exists, otherwise as the node's first (libfdt's `fdt_setprop`).
  ///
  /// Throws if the strings block is full.
  @discardableResult
  public mutating func setProperty(
    _ name: Symbol, _ value: PropertyValue, of node: NodeID
  ) throws(BlobError) -> PropertyID {
    if let property = tree.property(of: node, named: name) {
      let change = aligned(value.count, to: 4) - aligned(tree.value(of: property).count, to: 4)
      if isRelaid {
        tree.setValue(value, of: property)
        return property
      }
      let end = change < 0 ? end(-change) : []
      setFilling(of: property, to: value.count, behind: .value(property), distance: value.count)
      if change < 0 { shrink(leaving: end) } else { grow(by: change) }
      tree.setValue(value, of: property)
      return property
    }
    if isRelaid { return tree.addProperty(name, value, to: node, at: .first) }
    let offset = try offset(of: name)
    let content = StructureStream(tree: tree, layout: layout, strings: []).content(of: node)
    let property = PropertyID(rawValue: UInt32(truncatingIfNeeded: tree.propertyCapacity))
    setFilling(of: property, to: value.count, behind: content, distance: value.count + 12)
    grow(by: 12 + aligned(value.count, to: 4))
    let added = tree.addProperty(name, value, to: node, at: .first)
    let missing = added.index + 1 - layout.nameOffsets.count
    if missing > 0 { layout.nameOffsets.append(contentsOf: repeatElement(0, count: missing)) }
    layout.nameOffsets[added.index] = offset
    order?.noteFirst(added, of: node)
    return added
  }

  /// Adds a node as the first of its parent's subnodes (libfdt's `fdt_add_subnode`); there must be
  /// none with that name.
  public mutating func addNode(named name: Symbol, to parent: NodeID) -> NodeID {
    if !isRelaid { grow(by: 8 + aligned(tree.names.length(name) + 1, to: 4)) }
    let node = tree.addNode(named: name, to: parent, at: .first)
    order?.noteFirst(node, of: parent)
    return node
  }

  /// Starts recording changes, so that `rollback()` can undo them; transactions do not nest.
  public mutating func beginTransaction() {
    tree.beginTransaction()
    if isRelaid { return }
    undo = Undo(
      nameCount: layout.nameOffsets.count, stringsCount: stringsBlock.count, rest: layout.rest,
      nops: layout.nops)
  }

  /// Keeps the changes since `beginTransaction()`.
  public mutating func commit() {
    tree.commit()
    undo = nil
  }

  /// Undoes the changes since `beginTransaction()`.
  public mutating func rollback() {
    if isRelaid { return tree.rollback() }
    guard let undo else { return }
    self.undo = nil
    order = nil
    tree.rollback()
    layout.nameOffsets.removeLast(layout.nameOffsets.count - undo.nameCount)
    if let bytes = strings?.bytes, bytes.count > undo.stringsCount {
      layout.strings = Array(bytes[..<undo.stringsCount])
      strings = nil
    }
    layout.rest = undo.rest
    layout.nops = undo.nops
    for (property, filling) in undo.fillings.reversed() {
      layout.filling[property] = filling
    }
  }

  private mutating func offset(of name: Symbol) throws(BlobError) -> UInt32 {
    if strings == nil {
      strings = StringsBlock(startingWith: layout.strings, symbolCount: tree.names.count)
    }
    let before = stringsBlock.count
    guard let offset = strings?.offset(of: name, in: tree.names) else {
      throw BlobError(.tooLarge(size: UInt64(before)))
    }
    grow(by: stringsBlock.count - before)
    return offset
  }

  /// Records the padding of a value of `count` bytes that will end `distance` bytes after the start
  /// of `element`.
  private mutating func setFilling(
    of property: PropertyID, to count: Int, behind element: StructureStream.Element, distance: Int
  ) {
    let old = layout.filling[property]
    var filling: UInt32?
    let needed = aligned(count, to: 4) - count
    if needed > 0 {
      let stream = StructureStream(tree: tree, layout: layout, strings: stringsBlock)
      filling = stream.filling(count: needed, distance: distance, behind: element)
    }
    guard filling != old else { return }
    undo?.fillings.append((property, old))
    layout.filling[property] = filling
  }

  /// Keeps track of what follows the strings block when everything before it grows, which overwrites it.
  private mutating func grow(by count: Int) {
    if count > 0 { layout.rest.removeFirst(count) }
  }

  /// Keeps track of what follows the strings block when everything before it shrinks, which leaves
  /// its old end there.
  mutating func shrink(leaving end: [UInt8]) { layout.rest.prepend(end) }

  /// Returns the last bytes of the blob as it is now, up to the end of the strings block.
  mutating func end(_ count: Int) -> [UInt8] {
    let strings = stringsBlock
    // A slice first: the `suffix` that returns an array iterates over everything before it.
    if count <= strings.count { return Array(strings[(strings.count - count)...]) }
    return StructureStream(tree: tree, layout: layout, strings: strings).end(count, knownOrder())
  }

  /// Returns the order of the blob's elements.
  mutating func knownOrder() -> ElementOrder {
    if let order { return order }
    let known = ElementOrder(of: tree)
    order = known
    return known
  }
}
