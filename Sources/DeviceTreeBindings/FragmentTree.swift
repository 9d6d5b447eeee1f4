public import DeviceTree
import SourceText

/// The names by which the nodes of an overlay are told apart.
///
/// libfdt finds a node by its name without a unit address, so `__overlay__@0` counts as well.
public enum FragmentNames {
  /// Whether a node with this name, two levels below the root, makes the node above it a fragment.
  public static func isContent(_ name: Span<UInt8>) -> Bool { isNamed(name, "__overlay__") }

  /// Whether a node with this name makes the node above it a fragment of the Raspberry Pi firmware's, which
  /// treats it as an `__overlay__` if a parameter says so.
  static func isDormantContent(_ name: Span<UInt8>) -> Bool { isNamed(name, "__dormant__") }

  /// Whether a node with this name below the root is not meant for the base: `__symbols__`, `__fixups__`,
  /// `__overrides__`; and `metadata`, which installers of overlays read.
  public static func isForTools(_ name: Span<UInt8>) -> Bool {
    name.begins(as: "__") || name.equals(text: "metadata")
  }

  private static func isNamed(_ name: Span<UInt8>, _ word: StaticString) -> Bool {
    name.begins(as: word) && (name.count == word.utf8CodeUnitCount || name[word.utf8CodeUnitCount] == 0x40)
  }
}

/// A tree of an overlay, however it is kept. What a node that a merge ignores is meant as is decided here for
/// all of them.
public protocol FragmentTree: NamedLookup {
  /// Calls `body` with the name of a node.
  func withName(of node: NodeHandle, _ body: (Span<UInt8>) -> Bool) -> Bool
}

/// What a node below an overlay's root seems to be meant as that has no `__overlay__` and is not for tools.
public enum FragmentlessNode<NodeHandle> {
  /// A fragment, with the property that has its target (`target` or `target-path`) and the child whose name
  /// may be a mistyped `__overlay__`.
  case fragment(property: String, likelyContent: NodeHandle?)
  /// A fragment with a `__dormant__` instead.
  case dormant
  /// A node that was to be merged into the base's root.
  case outside
}

extension FragmentTree {
  /// Returns what a node below the root seems to be meant as that has no `__overlay__` and is not for tools.
  public func meaning(ofFragmentless node: NodeHandle) -> FragmentlessNode<NodeHandle> {
    func child(_ isMeant: (Span<UInt8>) -> Bool) -> NodeHandle? {
      firstChild(of: node) { withName(of: $0, isMeant) }
    }
    if child(FragmentNames.isDormantContent) != nil { return .dormant }
    guard let property = ["target", "target-path"].first(where: { has($0, node) }) else { return .outside }
    let word = Array("__overlay__".utf8)
    let likely = child { NearestNames.distance($0, word.span, atMost: word.count / 3) != nil }
    return .fragment(property: property, likelyContent: likely)
  }
}

extension DeviceTree: FragmentTree {
  /// Calls `body` with the name of a node.
  public func withName(of node: NodeID, _ body: (Span<UInt8>) -> Bool) -> Bool {
    names.withBytes(of: name(of: node), body)
  }
}
