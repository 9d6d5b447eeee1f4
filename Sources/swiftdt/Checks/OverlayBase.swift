import DeviceTree
import DeviceTreeOverlay

/// The base of an overlay, as far as it is known when the overlay's source is read.
enum OverlayBase: Sendable {
  /// A base, with the overlays that were applied to it before. An object, so that a source that has no base
  /// need not have room for one.
  final class Merged: Sendable {
    let target: OverlayTarget

    init(_ target: OverlayTarget) { self.target = target }
  }

  /// The only one.
  case only(Merged)
  /// One of several, which the overlay's tree selects; nil if it selects none.
  case choice(@Sendable (DeviceTree) -> Merged?)

  func merged(with overlay: DeviceTree) -> Merged? {
    switch self {
    case .only(let merged): merged
    case .choice(let choose): choose(overlay)
    }
  }
}
