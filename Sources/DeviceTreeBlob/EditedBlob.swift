public import DeviceTree
public import SourceText

/// A blob's tree and its layout, changed together such that encoding them gives the very bytes that
/// libfdt's editing in place (`fdt_setprop`, `fdt_add_subnode`, and `fdt_pack` at the end) leaves.
///
/// Three habits of libfdt make up the difference to changing the tree alone: new properties and
/// subnodes go in front of the others; names are looked up in the strings block at the moment a
/// property is made; and what fills a value up to a multiple of 4 is whatever stood there before.
public struct EditedBlob: Sendable {
  /// The tree, as changed so far. For changes that have no place in a blob.
  public var tree: DeviceTree
  var layout: BlobLayout
  /// The strings block with its index; nil until a name is looked up.
  private var strings: StringsBlock?
  private var undo: Undo?
  /// Nil until somebody goes through the blob from its end.
  var order: ElementOrder?
  /// Whether the blob is laid out anew in the end, so that nobody needs the layout.
  let isRelaid: Bool

  private struct Undo {
    let nameCount: Int
    let stringsCount: Int
    let rest: BlobRest
    let nops: NOPTags
    var fillings: [(PropertyID, UInt32?)] = []
  }

  /// A decoded blob, to be changed.
  public init(_ blob: DecodedBlob) {
    tree = blob.tree
    layout = blob.layout
    isRelaid = false
  }

  /// A tree that comes from no blob, as if it had been encoded and decoded before.
  public init(_ tree: DeviceTree) throws(BlobError) {
    self.tree = tree
    layout = try BlobEncoder.layout(of: tree)
    isRelaid = false
  }

  /// A tree that is changed in libfdt's order, but then encoded as dtc encodes trees: what `dtc -p`
  /// makes of a merged blob. The layout, which costs more than the changes, is not kept.
  public init(relaying tree: DeviceTree) {
    self.tree = tree
    layout = BlobLayout(
      strings: [], nameOffsets: [], version: 17, lastCompatibleVersion: 16,
      reservationsEndAddress: 0, structureTail: [])
    isRelaid = true
  }

  /// The strings block as it is now.
  var stringsBlock: [UInt8] { strings?.bytes ?? layout.strings }

  /// The blob.
  public func encode(_ options: BlobOptions = BlobOptions()) throws(BlobError) -> EncodedBlob {
    if isRelaid { return try BlobEncoder.encode(tree, options) }
    var layout = self.layout
    layout.strings = stringsBlock
    return try BlobEncoder.encode(tree, keeping: layout, options)
  }

  /// Gives a node's property a value, which must be one of this tree: in its place if there is such
  /// a property, otherwise as the node's first (libfdt's `fdt_setprop`).
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

  /// Makes a node the first of its parent's subnodes (libfdt's `fdt_add_subnode`); there must be
  /// none of that name.
  public mutating func addNode(named name: Symbol, to parent: NodeID) -> NodeID {
    if !isRelaid { grow(by: 8 + aligned(tree.names.length(name) + 1, to: 4)) }
    let node = tree.addNode(named: name, to: parent, at: .first)
    order?.noteFirst(node, of: parent)
    return node
  }

  /// Begins to note changes, so that `rollback()` can take them back; transactions do not nest.
  public mutating func beginTransaction() {
    tree.beginTransaction()
    if isRelaid { return }
    undo = Undo(
      nameCount: layout.nameOffsets.count, stringsCount: stringsBlock.count, rest: layout.rest,
      nops: layout.nops)
  }

  /// Keeps what was changed since `beginTransaction()`.
  public mutating func commit() {
    tree.commit()
    undo = nil
  }

  /// Takes back what was changed since `beginTransaction()`.
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

  /// Notes what fills up a value of `count` bytes that is going to end `distance` bytes behind the
  /// start of `element`.
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

  /// Follows what lies behind the strings block when all before it becomes longer: it is overwritten.
  private mutating func grow(by count: Int) {
    if count > 0 { layout.rest.removeFirst(count) }
  }

  /// Follows what lies behind the strings block when all before it becomes shorter: what it ended with
  /// is left there.
  mutating func shrink(leaving end: [UInt8]) { layout.rest.prepend(end) }

  /// The last bytes of the blob as it is now.
  mutating func end(_ count: Int) -> [UInt8] {
    let strings = stringsBlock
    // A slice first: `suffix` that returns an array goes through all that is before it.
    if count <= strings.count { return Array(strings[(strings.count - count)...]) }
    return StructureStream(tree: tree, layout: layout, strings: strings).end(count, knownOrder())
  }

  /// The blob's elements in their order.
  mutating func knownOrder() -> ElementOrder {
    if let order { return order }
    let known = ElementOrder(of: tree)
    order = known
    return known
  }
}
