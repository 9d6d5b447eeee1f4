import DeviceTree
import DeviceTreeChecks
import DeviceTreeOverlay
import DeviceTreeSource
import SourceText

/// Runs those of dtc's checks on an overlay's blob that need its base: whoever compiled it saw the findings of
/// all others.
enum OverlayBlobExamination {
  /// Returns what the checks find in the overlay at `path`, whose references have been restored.
  static func findings(
    in overlay: DeviceTree, _ path: String, onto base: OverlayBase, _ checks: CheckRequest
  ) -> [Diagnostic] {
    guard OverlayFragments.areFound(in: overlay) else { return [] }
    var overlay = overlay
    overlay.isPlugin = true
    // The checks of sources run before there are any.
    for name in BookkeepingNames.all {
      if let node = overlay.node(atPath: "/" + name) { overlay.delete(node) }
    }
    let needsBase = CheckID.dependingOnBase.map(\.name)
    let own = all(in: overlay, onto: .choice { _ in nil }, checks).map(\.message)
    return all(in: overlay, onto: base, checks).compactMap {
      // A check that cannot run says nothing about a node.
      guard needsBase.contains($0.identifier), $0.message.hasPrefix("/"), !own.contains($0.message) else {
        return nil
      }
      var diagnostic = $0
      diagnostic.subject = path
      return diagnostic
    }
  }

  /// Returns what is shown of all findings.
  private static func all(
    in overlay: DeviceTree, onto base: OverlayBase, _ checks: CheckRequest
  ) -> [Diagnostic] {
    var examination = SourceExamination(checks)
    examination.base = base
    examination.examine(overlay)
    // Nothing in a blob was written anywhere.
    return examination.report(on: overlay) { _, _ in ExtentSpot(span: nil, notes: []) }
  }
}
