import DeviceTree
import DeviceTreeOverlay

/// The base of an overlay, as far as it is known when the overlay's source is read.
enum OverlayBase: Sendable {
  /// A base, with the overlays that were applied to it before.
  case target(OverlayTarget)
  /// One of several bases, which the overlay's tree selects; nil if it selects none.
  case choice(@Sendable (DeviceTree) -> OverlayTarget?)

  func target(of overlay: DeviceTree) -> OverlayTarget? {
    switch self {
    case .target(let target): target
    case .choice(let choose): choose(overlay)
    }
  }
}
