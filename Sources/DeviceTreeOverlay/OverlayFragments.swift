public import DeviceTree
import DeviceTreeBindings
public import SourceText

/// The fragments of an overlay: the nodes below the root that have an `__overlay__`.
///
/// A merge finds it by libfdt's rule that a name without a unit address means the first child of that name
/// with any unit address, so `__overlay__@0` counts as well. Code that splits or describes an overlay must
/// find the same fragments.
public enum OverlayFragments {
  /// A fragment.
  public struct Fragment: BitwiseCopyable, Sendable {
    /// The node below the root.
    public let node: NodeID
    /// Its `__overlay__`.
    public let content: NodeID
  }

  /// Returns the fragments of an overlay that is not being applied, in order.
  public static func fragments(of overlay: DeviceTree) -> PlainArray<Fragment> {
    var fragments = PlainArray<Fragment>()
    var next = overlay.firstChild(of: .root)
    while let node = next {
      if let content = content(of: node, in: overlay) {
        fragments.append(Fragment(node: node, content: content))
      }
      next = overlay.nextSibling(of: node)
    }
    return fragments
  }

  /// Whether a tree has fragments, as overlays have.
  public static func areFound(in tree: DeviceTree) -> Bool {
    var next = tree.firstChild(of: .root)
    while let node = next {
      if content(of: node, in: tree) != nil { return true }
      next = tree.nextSibling(of: node)
    }
    return false
  }

  /// Returns the nodes that a merge would ignore, in order, for an overlay that is not being applied.
  public static func passedOver(of overlay: DeviceTree) -> [PassedOverNode] {
    overlay.children(of: .root).filter { content(of: $0, in: overlay) == nil }
      .compactMap { PassedOverNode($0, in: overlay) }
  }

  /// Whether base and overlay are swapped: what is to be merged is a board, whose root has a `compatible` and
  /// nodes, and the base is an overlay.
  public static func areSwapped(_ base: DeviceTree, _ overlay: DeviceTree) -> Bool {
    guard overlay.property(of: .root, named: "compatible") != nil, !areFound(in: overlay) else {
      return false
    }
    // An overlay without fragments may say what board it is for, and have labels.
    let isBoard = overlay.children(of: .root).contains { node in
      overlay.names.withBytes(of: overlay.name(of: node)) { !$0.begins(as: "__") }
    }
    return isBoard && areFound(in: base)
  }

  private static func content(of fragment: NodeID, in overlay: DeviceTree) -> NodeID? {
    var next = overlay.firstChild(of: fragment)
    while let child = next {
      if overlay.names.withBytes(of: overlay.name(of: child), FragmentNames.isContent) { return child }
      next = overlay.nextSibling(of: child)
    }
    return nil
  }
}
