import DeviceTree
public import SourceText

/// A node below an overlay's root that has a target but no `__overlay__`: a merge silently ignores it, as
/// libfdt does, and most likely the name is mistyped.
public struct FragmentWithoutContent: Equatable, Sendable {
  /// The node's name.
  public let name: String
  /// The property that has the target: `target` or `target-path`.
  public let property: String
  /// The name of the child that may have been meant as `__overlay__`.
  public let likelyContent: String?
  /// Whether it has a `__dormant__` instead, which the Raspberry Pi firmware treats as an `__overlay__` if a
  /// parameter says so.
  public let isDormant: Bool
  /// Where the node was written, if the overlay comes from a source.
  public let origin: Origin

  /// Creates the record for a node without an `__overlay__`; nil if the node is not meant as a fragment.
  init?(_ node: NodeID, in tree: DeviceTree) {
    // `__symbols__` or `__fixups__` may list a label of such a name.
    let isBookkeeping = tree.names.withBytes(of: tree.name(of: node)) { name in
      name.count > 1 && name[0] == 0x5F && name[1] == 0x5F
    }
    guard !isBookkeeping,
      let property = ["target", "target-path"].first(where: { tree.property(of: node, named: $0) != nil })
    else { return nil }
    name = tree.names.string(tree.name(of: node))
    self.property = property
    likelyContent = Self.likelyContent(of: node, in: tree)
    isDormant = tree.names.find("__dormant__").flatMap { tree.child(of: node, named: $0) } != nil
    origin = tree.extent(of: node).place
  }

  private static func likelyContent(of node: NodeID, in tree: DeviceTree) -> String? {
    let word = Array("__overlay__".utf8)
    let likely = tree.children(of: node).first { child in
      tree.names.withBytes(of: tree.name(of: child)) { name in
        NearestNames.distance(name, word.span, atMost: word.count / 3) != nil
      }
    }
    return likely.map { tree.names.string(tree.name(of: $0)) }
  }
}
