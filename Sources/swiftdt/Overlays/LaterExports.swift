import DeviceTreeOverlay

/// Hints about overlays that are given before those whose labels they need.
extension TreeReader {
  /// Returns `error` with the later overlay that exports the missing label, if there is one.
  ///
  /// The later overlays are read for this, but their own faults are reported when it is their turn.
  mutating func explained(_ error: OverlayError, before later: ArraySlice<String>) -> OverlayError {
    if error.lackingLabel == nil { return error }
    for path in later {
      guard let tree = quietTree(path) else { continue }
      let explained = error.explained(by: [(name: path, tree: tree)])
      if explained.laterExporter != nil { return explained }
    }
    return error
  }
}
