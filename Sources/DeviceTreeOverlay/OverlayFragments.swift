public import DeviceTree
import SourceText

/// The fragments of an overlay: the nodes below the root that have an `__overlay__`.
///
/// A merge finds that by libfdt's rule, by which a name without a unit address means the first child with that
/// name and any unit address: `__overlay__@0` is one, too. Whoever divides or describes an overlay must find the same.
public enum OverlayFragments {
  /// The fragments of an overlay that is not being applied, in order, each with its content.
  public static func fragments(of overlay: DeviceTree) -> [(node: NodeID, content: NodeID)] {
    var fragments: [(node: NodeID, content: NodeID)] = []
    var next = overlay.firstChild(of: .root)
    while let node = next {
      if let content = content(of: node, in: overlay) { fragments.append((node, content)) }
      next = overlay.nextSibling(of: node)
    }
    return fragments
  }

  /// What is meant as a fragment in an overlay that is not being applied, and is passed over, in order.
  public static func withoutContent(of overlay: DeviceTree) -> [FragmentWithoutContent] {
    overlay.children(of: .root).filter { content(of: $0, in: overlay) == nil }
      .compactMap { FragmentWithoutContent($0, in: overlay) }
  }

  /// Whether what is to be merged into a base is a board, whose root has a `compatible` and nodes, and the base an
  /// overlay.
  public static func areSwapped(_ base: DeviceTree, _ overlay: DeviceTree) -> Bool {
    guard overlay.property(of: .root, named: "compatible") != nil, fragments(of: overlay).isEmpty else {
      return false
    }
    // An overlay for nothing may say what board it is for, and have labels.
    let isBoard = overlay.children(of: .root).contains { node in
      overlay.names.withBytes(of: overlay.name(of: node)) { !$0.begins(as: "__") }
    }
    return isBoard && !fragments(of: base).isEmpty
  }

  private static func content(of fragment: NodeID, in overlay: DeviceTree) -> NodeID? {
    var next = overlay.firstChild(of: fragment)
    while let child = next {
      if overlay.names.withBytes(of: overlay.name(of: child), isContent) { return child }
      next = overlay.nextSibling(of: child)
    }
    return nil
  }

  private static func isContent(_ name: Span<UInt8>) -> Bool {
    guard name.count >= word.count else { return false }
    for index in word.indices where name[index] != word[index] { return false }
    return name.count == word.count || name[word.count] == 0x40
  }

  private static let word: [UInt8] = Array("__overlay__".utf8)
}
