import DeviceTreeOverlay

/// Overlays that are given before those whose labels they need.
extension TreeReader {
  /// An error with the overlay that exports what it lacks, if one of the later ones does.
  ///
  /// They are read for that, but what is wrong with them is said when it is their turn.
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
