import DeviceTree
import DeviceTreeOverlay
import SourceText

/// Overlays that are given before those whose labels they need.
extension TreeReader {
  /// An error with the overlay that exports what it lacks, if one of the later ones does.
  ///
  /// They are read for that, but what is wrong with them is said when it is their turn.
  mutating func explained(_ error: OverlayError, before later: ArraySlice<String>) -> OverlayError {
    guard let label = error.label else { return error }
    switch error.kind {
    case .noSymbols, .unknownLabel: break
    default: return error
    }
    var error = error
    for path in later {
      guard let tree = quietTree(path), let symbols = tree.node(atPath: "/__symbols__"),
        tree.property(of: symbols, named: label) != nil
      else { continue }
      error.laterExporter = path
      return error
    }
    return error
  }
}
