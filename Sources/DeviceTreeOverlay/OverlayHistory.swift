public import DeviceTree
import DeviceTreeBlob
import SourceText

/// The origin of a write to the merged tree.
public enum Writer: Equatable, Sendable {
  /// The base.
  case base
  /// The overlay with this number, from 1, and the name of its fragment; the fragment is nil for the labels
  /// that the overlay adds.
  case overlay(Int, fragment: String?)
}

/// Who set this before? Overlays keep the records of what they replaced, and records are numbered in
/// chronological order.
extension OverlayTarget {
  /// A place where an overlay writes a node, or deletes one that it has made.
  struct Visit: Equatable, Sendable {
    let extent: Extent
    let isDeletion: Bool
    /// The number of the overlay, from 1, and of the fragment, from 0.
    let overlay: Int
    let fragment: Int
  }

  /// Returns all values that the base and the overlays gave a property, the oldest first; the last one is its
  /// current value.
  public func writes(of property: PropertyID) -> [(write: PropertyWrite, writer: Writer)] {
    tree.writes(of: property).map { ($0, writer(ofRecord: $0.record)) }
  }

  /// Returns the places where a node was written, in order. What overlays merged into a node that existed
  /// before is known only if `keepsHistory` was set.
  public func writes(of node: NodeID) -> [(write: NodeWrite, writer: Writer)] {
    var writes: [(write: NodeWrite, writer: Writer)] = []
    if overlay(thatMade: node) == nil { writes = tree.writes(of: node).map { ($0, .base) } }
    for visit in visits[node] ?? [] {
      let fragment = applied[visit.overlay - 1].fragments[visit.fragment].name
      writes.append(
        (
          NodeWrite(extent: visit.extent, isDeletion: visit.isDeletion),
          .overlay(visit.overlay, fragment: fragment)
        ))
    }
    return writes
  }

  private func writer(ofRecord record: PropertyID) -> Writer {
    // There are few overlays, and they are in order.
    guard let index = applied.firstIndex(where: { $0.properties.contains(record.index) }) else {
      return .base
    }
    return .overlay(index + 1, fragment: applied[index].fragment(ofRecord: record.index)?.name)
  }

  /// Notes where the overlay's own source writes a node that it makes (`isNew`) or changes. It may have several
  /// blocks about the node, and delete it in between; what it deleted of a node that was there before it never was
  /// in the tree.
  mutating func visit(_ node: NodeID, isNew: Bool, from content: NodeID, of input: OverlayInput) {
    var writes = input.tree.writes(of: content)[...]
    if !isNew, let last = writes.lastIndex(where: \.isDeletion) { writes = writes[(last + 1)...] }
    for write in writes.drop(while: \.isDeletion) {
      visits[node, default: []].append(
        Visit(
          extent: write.extent, isDeletion: write.isDeletion, overlay: applied.count + 1,
          fragment: mergedFragments.count))
    }
  }

  /// Forgets the visits of an overlay that did not apply after all.
  mutating func forgetVisits() {
    if visits.isEmpty { return }
    let failed = applied.count + 1
    visits = visits.mapValues { $0.filter { $0.overlay != failed } }
  }

  /// Keeps the values that the overlay's own source overrode before the one that was merged, and its deletions of
  /// them. `isNew` says whether it makes the node.
  mutating func keepHistory(
    of property: PropertyID, as name: Symbol, of target: NodeID, isNew: Bool, _ input: inout OverlayInput
  ) {
    guard let merged = blob.tree.property(of: target, named: name) else { return }
    var writes = input.tree.writes(of: property).dropLast()
    if !isNew, let last = writes.lastIndex(where: \.wentWithItsNode) { writes = writes[(last + 1)...] }
    var isThere = false
    for write in writes where !write.isDeletion || isThere {
      isThere = !write.isDeletion && !write.wentWithItsNode
      guard let value = copy(write.value, &input) else { return }
      blob.tree.addWrite(write, value, before: merged)
    }
  }
}
