public import DeviceTree
import SourceText

/// Deletion from an edited blob, as in libfdt: NOP tags before what is deleted stay, and so do names
/// in the strings block.
extension EditedBlob {
  /// Deletes a property (libfdt's `fdt_delprop`).
  public mutating func delete(_ property: PropertyID) {
    guard !isRelaid else { return tree.delete(property) }
    let end = end(12 + aligned(tree.value(of: property).count, to: 4))
    if let count = layout.nops.beforeProperty.removeValue(forKey: property) {
      if let next = tree.nextProperty(after: property) {
        layout.nops.beforeProperty[next, default: 0] += count
      } else {
        layout.nops.afterProperties[tree.owner(of: property), default: 0] += count
      }
    }
    order?.remove(property, from: tree.owner(of: property))
    tree.delete(property)
    shrink(leaving: end)
  }

  /// Deletes a node and everything below it (libfdt's `fdt_del_node`); not the root.
  public mutating func delete(_ node: NodeID) {
    guard !isRelaid, let parent = tree.parent(of: node) else { return tree.delete(node) }
    var size = 0
    var next: NodeID? = node
    while let one = next {
      size += self.size(of: one)
      if one != node { size += 4 * (layout.nops.afterNode[one] ?? 0) }
      next = tree.nodeAfter(one, within: node)
    }
    let end = end(size)
    if let count = layout.nops.afterNode.removeValue(forKey: node) {
      if let previous = knownOrder().sibling(before: node) {
        layout.nops.afterNode[previous, default: 0] += count
      } else {
        layout.nops.afterProperties[parent, default: 0] += count
      }
    }
    order?.remove(node, from: parent)
    tree.delete(node)
    shrink(leaving: end)
  }

  /// Returns the size of a node without its subnodes, in bytes.
  private func size(of node: NodeID) -> Int {
    var size = 8 + aligned(tree.names.length(tree.name(of: node)) + 1, to: 4)
    size += 4 * (layout.nops.afterProperties[node] ?? 0)
    var next = tree.firstProperty(of: node)
    while let property = next {
      size += 4 * (layout.nops.beforeProperty[property] ?? 0)
      size += 12 + aligned(tree.value(of: property).count, to: 4)
      next = tree.nextProperty(after: property)
    }
    return size
  }
}
