import DeviceTree
import SourceText

/// What the overlay that was applied last wrote, read from the records that it made.
///
/// A property can be written more than once by one overlay, and only its last value is at hand. But
/// each replacement kept the value before it, so going backwards tells what was written each time.
struct ExplainedWrites {
  /// By the index of the record that a write made: what it wrote.
  private var writes: [Int: OverlayExplanation.Write] = [:]

  init(of overlay: OverlayTarget.AppliedOverlay, in tree: DeviceTree) {
    var values: [PropertyID: PropertyValue] = [:]
    var extents: [PropertyID: Extent] = [:]
    for replaced in overlay.replacements.reversed() {
      let replacement = replaced.replacement
      let property = replacement.property
      let new = values[property] ?? tree.value(of: property)
      let old = tree.value(of: replacement.old)
      let extent = extents[property] ?? tree.extent(of: property)
      values[property] = old
      extents[property] = tree.extent(of: replacement.old)
      writes[replacement.old.index] = Self.write(property, old, new, extent, tree)
    }
    for index in overlay.properties where writes[index] == nil {
      let property = PropertyID(rawValue: UInt32(truncatingIfNeeded: index))
      writes[index] = Self.write(
        property, nil, values[property] ?? tree.value(of: property),
        extents[property] ?? tree.extent(of: property), tree)
    }
  }

  /// The writes that made these records, in order.
  subscript(_ records: Range<Int>) -> [OverlayExplanation.Write] { records.compactMap { writes[$0] } }

  private static func write(
    _ property: PropertyID, _ old: PropertyValue?, _ new: PropertyValue, _ extent: Extent,
    _ tree: DeviceTree
  ) -> OverlayExplanation.Write {
    OverlayExplanation.Write(
      path: tree.path(of: tree.owner(of: property)),
      property: tree.names.string(tree.name(of: property)), old: old.map { value($0, tree) },
      new: value(new, tree), origin: extent.place)
  }

  private static func value(_ value: PropertyValue, _ tree: DeviceTree) -> OverlayExplanation.Value {
    var type: Marker.Kind?
    for marker in tree.markers(of: value) {
      switch marker.kind {
      case .phandleReference, .uint32: type = .uint32
      case .pathReference, .string: type = .string
      case .uint8, .uint16, .uint64: type = marker.kind
      case .label: continue
      }
      break
    }
    return OverlayExplanation.Value(bytes: Array(tree.bytes(of: value)), type: type)
  }
}
