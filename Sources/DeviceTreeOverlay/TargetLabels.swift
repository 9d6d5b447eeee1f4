public import DeviceTree
public import SourceText

/// The labels that the fragments of an overlay target: a compiler leaves `target` unresolved and lists it in
/// `__fixups__`.
public struct TargetLabels: Sendable {
  /// The label, by the path of the fragment.
  private var labels: [[UInt8]: Symbol] = [:]

  /// Finds the labels of an overlay that has not been applied yet.
  public init(_ overlay: DeviceTree) {
    guard let fixups = overlay.node(atPath: "/__fixups__") else { return }
    overlay.forEachProperty(of: fixups) { _, label, places in
      for place in overlay.bytes(of: places).split(separator: 0) {
        let parts = place.split(separator: 0x3A, omittingEmptySubsequences: false)
        if parts.count == 3, parts[1].elementsEqual("target".utf8) { labels[Array(parts[0])] = label }
      }
    }
  }

  /// Returns the label that a fragment targets, if it targets one.
  public func label(of fragment: NodeID, in overlay: DeviceTree) -> Symbol? {
    labels.isEmpty ? nil : labels[overlay.pathBytes(of: fragment)]
  }
}
