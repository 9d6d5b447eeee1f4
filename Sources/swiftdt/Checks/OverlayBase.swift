import DeviceTree
import DeviceTreeOverlay

/// What an overlay is for, as far as that is known when its source is read.
enum OverlayBase: Sendable {
  /// A base, with what was applied to it before.
  case target(OverlayTarget)
  /// The one of several that the overlay itself says; nil is none of them.
  case choice(@Sendable (DeviceTree) -> OverlayTarget?)

  func target(of overlay: DeviceTree) -> OverlayTarget? {
    switch self {
    case .target(let target): target
    case .choice(let choose): choose(overlay)
    }
  }
}
