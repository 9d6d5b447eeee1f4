import DeviceTreeOverlay

/// Hints about overlays that are given before those whose labels they need.
extension TreeReader {
  /// Returns `error` with the later overlay that exports the missing label, if there is one.
  ///
  /// The later overlays are read for this, but their own faults are reported when it is their turn.
  mutating func explained(_ error: OverlayError, before later: ArraySlice<String>) -> OverlayError {
    guard let label = error.lackingLabel else { return error }
    return later.first { exports(of: $0).contains(label) }.map(error.explained(byExporter:)) ?? error
  }

  /// The labels that an overlay exports; none if it cannot be read. Each is read once for this: many overlays
  /// may lack a label.
  private mutating func exports(of path: String) -> Set<String> {
    if let known = exports[path] { return known }
    let labels = quietTree(path).map(OverlayError.exports) ?? []
    exports[path] = labels
    return labels
  }
}
