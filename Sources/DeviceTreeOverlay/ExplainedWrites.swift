import DeviceTree
import SourceText

/// What the overlay applied last wrote, read from the records that it made.
///
/// An overlay can write a property more than once, and the tree has only the last value. But each replacement
/// kept the value before it, so going backwards recovers each write.
struct ExplainedWrites {
  /// The writes, by the index of the record that each made.
  private var writes: [Int: OverlayExplanation.Write] = [:]

  init(
    of overlay: OverlayTarget.AppliedOverlay, in tree: DeviceTree, node: (UInt32) -> NodeID?
  ) {
    var facts: [Fact] = []
    var isReplacing: Set<Int> = []
    var values: [PropertyID: PropertyValue] = [:]
    var extents: [PropertyID: Extent] = [:]
    for replaced in overlay.replacements.reversed() {
      let replacement = replaced.replacement
      let property = replacement.property
      let old = tree.value(of: replacement.old)
      facts.append(
        Fact(
          record: replacement.old.index, property: property, old: old,
          new: values[property] ?? tree.value(of: property),
          extent: extents[property] ?? tree.extent(of: property)))
      isReplacing.insert(replacement.old.index)
      values[property] = old
      extents[property] = tree.extent(of: replacement.old)
    }
    for index in overlay.properties where !isReplacing.contains(index) {
      let property = PropertyID(rawValue: UInt32(truncatingIfNeeded: index))
      facts.append(
        Fact(
          record: index, property: property, old: nil, new: values[property] ?? tree.value(of: property),
          extent: extents[property] ?? tree.extent(of: property)))
    }
    let all = facts.flatMap { fact in [fact.new, fact.old].compactMap { $0 }.map { (fact.property, $0) } }
    var references = ValueReferences(tree, of: all.map { (property: $0, value: $1) }, node: node)
    for fact in facts { writes[fact.record] = Self.write(fact, tree, &references) }
  }

  /// What a record says about a write.
  private struct Fact {
    let record: Int
    let property: PropertyID
    let old: PropertyValue?
    let new: PropertyValue
    let extent: Extent
  }

  /// The writes that made the given records, in order.
  subscript(_ records: Range<Int>) -> [OverlayExplanation.Write] { records.compactMap { writes[$0] } }

  private static func write(
    _ fact: Fact, _ tree: DeviceTree, _ references: inout ValueReferences
  ) -> OverlayExplanation.Write {
    let property = fact.property
    return OverlayExplanation.Write(
      path: tree.path(of: tree.owner(of: property)),
      property: tree.names.string(tree.name(of: property)),
      old: fact.old.map { value($0, tree, references.references(in: $0, of: property)) },
      new: value(fact.new, tree, references.references(in: fact.new, of: property)),
      origin: fact.extent.place)
  }

  private static func value(
    _ value: PropertyValue, _ tree: DeviceTree, _ references: [OverlayExplanation.Reference]
  ) -> OverlayExplanation.Value {
    var type: Marker.Kind?
    for marker in tree.markers(of: value) {
      switch marker.kind {
      case .phandleReference, .uint32: type = .uint32
      case .pathReference, .string: type = .string
      case .uint8, .uint16, .uint64: type = marker.kind
      case .label, .contents: continue
      }
      break
    }
    return OverlayExplanation.Value(
      bytes: Array(tree.bytes(of: value)), type: type, references: references)
  }
}
