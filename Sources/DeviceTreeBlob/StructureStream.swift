import DeviceTree
import SourceText

/// The bytes that follow a place in a blob's structure block, derived from tree and layout without
/// encoding a blob.
///
/// libfdt does not pad with zeros: after a value that does not end at a multiple of 4 it leaves what
/// was there before. That is some part of what follows the place, as far after it as the value is
/// long, so finding it takes no more steps than the value has bytes.
struct StructureStream {
  /// What is at a place.
  enum Element {
    /// NOP tags, and a property's tag, length and name.
    case property(PropertyID)
    /// A property's value and its padding.
    case value(PropertyID)
    /// NOP tags between a node's properties and its subnodes.
    case afterProperties(NodeID)
    /// A node's tag.
    case begin(NodeID)
    /// A node's name and its padding.
    case name(NodeID)
    /// A node's end tag and the NOP tags after it.
    case end(NodeID)
    /// The end tag, and what follows the structure block.
    case rest
  }

  let tree: DeviceTree
  let layout: BlobLayout
  let strings: [UInt8]

  /// Returns the `count` (at most 3) bytes that are `distance` bytes after the start of `element`, in
  /// the form in which a layout keeps them; nil if they are all zero.
  func filling(count: Int, distance: Int, behind element: Element) -> UInt32? {
    var element = element
    var offset = distance
    var filling: UInt32 = 0
    var have = 0
    while have < count {
      let size = size(of: element)
      if offset >= size {
        offset -= size
        element = follower(of: element)
      } else {
        filling |= UInt32(byte(of: element, at: offset)) << UInt32(have * 8)
        offset += 1
        have += 1
      }
    }
    return filling == 0 ? nil : filling
  }

  /// Returns the last `count` bytes up to the end of the strings block.
  func end(_ count: Int, _ order: ElementOrder) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    var element: Element? = .rest
    var offset = 4 + layout.structureTail.count + layout.gap.count + strings.count
    while let one = element, bytes.count < count {
      if offset > 0 {
        offset -= 1
        bytes.append(byte(of: one, at: offset))
      } else {
        element = order.element(before: one, in: tree)
        offset = element.map(size(of:)) ?? 0
      }
    }
    bytes.reverse()
    return bytes
  }

  /// Returns the element with which a node's properties begin.
  func content(of node: NodeID) -> Element {
    tree.firstProperty(of: node).map(Element.property) ?? .afterProperties(node)
  }

  private func follower(of element: Element) -> Element {
    switch element {
    case .property(let property): .value(property)
    case .value(let property):
      tree.nextProperty(after: property).map(Element.property)
        ?? .afterProperties(tree.owner(of: property))
    case .afterProperties(let node): tree.firstChild(of: node).map(Element.begin) ?? .end(node)
    case .begin(let node): .name(node)
    case .name(let node): content(of: node)
    case .end(let node):
      if node == .root {
        .rest
      } else {
        tree.nextSibling(of: node).map(Element.begin)
          ?? tree.parent(of: node).map(Element.end) ?? .rest
      }
    case .rest: .rest
    }
  }

  private func size(of element: Element) -> Int {
    switch element {
    case .property(let property): 4 * (layout.nops.beforeProperty[property] ?? 0) + 12
    case .value(let property): aligned(tree.value(of: property).count, to: 4)
    case .afterProperties(let node): 4 * (layout.nops.afterProperties[node] ?? 0)
    case .begin: 4
    case .name(let node): aligned(tree.names.length(tree.name(of: node)) + 1, to: 4)
    case .end(let node): 4 + 4 * (layout.nops.afterNode[node] ?? 0)
    case .rest: Int.max
    }
  }

  private func byte(of element: Element, at offset: Int) -> UInt8 {
    switch element {
    case .property(let property):
      let header = offset - 4 * (layout.nops.beforeProperty[property] ?? 0)
      if header < 0 { return byte(of: BlobTag.nop, at: offset & 3) }
      switch header {
      case 0..<4: return byte(of: BlobTag.property, at: header)
      case 4..<8:
        return byte(
          of: UInt32(truncatingIfNeeded: tree.value(of: property).count), at: header - 4)
      default:
        let name = property.index < layout.nameOffsets.count ? layout.nameOffsets[property.index] : 0
        return byte(of: name, at: header - 8)
      }
    case .value(let property):
      let value = tree.value(of: property)
      if offset < value.count { return tree.withBytes(of: value) { $0[offset] } }
      return layout.filling.byte(of: property, at: offset - value.count)
    case .afterProperties: return byte(of: BlobTag.nop, at: offset & 3)
    case .begin: return byte(of: BlobTag.beginNode, at: offset)
    case .name(let node):
      let name = tree.name(of: node)
      let length = tree.names.length(name)
      if offset < length { return tree.names.withBytes(of: name) { $0[offset] } }
      return offset == length ? 0 : layout.filling.byte(of: node, at: offset - length - 1)
    case .end: return byte(of: offset < 4 ? BlobTag.endNode : BlobTag.nop, at: offset & 3)
    case .rest: return restByte(at: offset)
    }
  }

  private func byte(of cell: UInt32, at index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: cell >> UInt32((3 - index) * 8))
  }

  private func restByte(at offset: Int) -> UInt8 {
    if offset < 4 { return byte(of: BlobTag.end, at: offset) }
    var at = offset - 4
    for part in [layout.structureTail, layout.gap, strings] {
      if at < part.count { return part[at] }
      at -= part.count
    }
    return layout.rest.byte(at: at)
  }
}
