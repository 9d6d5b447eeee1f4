import DeviceTree
import DeviceTreeBindings
public import SourceText

/// A node below an overlay's root that is in no fragment: a merge silently ignores it, as libfdt does.
public struct PassedOverNode: Equatable, Sendable {
  /// What the node seems to be meant as.
  public enum Kind: Equatable, Sendable {
    /// A fragment without an `__overlay__`, with the property that has its target (`target` or `target-path`)
    /// and the child whose name may be a mistyped `__overlay__`.
    case fragment(property: String, likelyContent: String?)
    /// A fragment with a `__dormant__` instead, which the Raspberry Pi firmware treats as an `__overlay__` if a
    /// parameter says so.
    case dormant
    /// A node that was to be merged into the base's root.
    case outside
  }

  /// The node's name.
  public let name: String
  /// What it seems to be meant as.
  public let kind: Kind
  /// Where the node was written, if the overlay comes from a source.
  public let origin: Origin

  /// Creates the record for a node without an `__overlay__`; nil if the node is not meant for the base.
  init?(_ node: NodeID, in tree: DeviceTree) {
    // Every overlay has such nodes.
    if tree.names.withBytes(of: tree.name(of: node), FragmentNames.isForTools) { return nil }
    switch tree.meaning(ofFragmentless: node) {
    case .dormant: kind = .dormant
    case .fragment(let property, let likelyContent):
      kind = .fragment(
        property: property, likelyContent: likelyContent.map { tree.names.string(tree.name(of: $0)) })
    case .outside: kind = .outside
    }
    name = tree.names.string(tree.name(of: node))
    origin = tree.extent(of: node).place
  }
}
