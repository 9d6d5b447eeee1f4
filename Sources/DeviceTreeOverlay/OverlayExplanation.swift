public import DeviceTree
public import SourceText

/// What an overlay does to a base, or why it does not apply: facts only, which callers put into words.
public struct OverlayExplanation: Equatable, Sendable {
  /// The overlay, as the caller named it.
  public let overlay: String
  /// Why it does not apply; nil if it does.
  public var error: OverlayError?
  /// Its fragments, in order.
  public internal(set) var fragments: [Fragment] = []
  /// The nodes below the root that are in no fragment though they seem meant for the base, in order.
  public internal(set) var passedOver: [PassedOverNode] = []
  /// The labels of the base that it refers to, in its own order.
  public internal(set) var needs: [NeededLabel] = []
  /// The labels that it gives nodes, including those that had the same meaning before; none if it does not
  /// apply.
  var labels: [ExportedLabel] = []
  /// How its root's `compatible` relates to the base's.
  public internal(set) var compatibility = Compatibility.notStated
  /// The deletions in its source that cannot have had any effect.
  public internal(set) var idleDeletions: [Deletion] = []
  /// What can hardly be meant as it is written, in order.
  public internal(set) var oddContent: [OddContent] = []

  /// A fragment: where it goes and what it does there.
  public struct Fragment: Equatable, Sendable {
    /// Its node's name.
    public let name: String
    /// How it specifies its target.
    public internal(set) var target: Target
    /// Where it was written, if the overlay comes from a source.
    public internal(set) var origin: Origin = .none
    /// Whether its target is a node of the overlay itself that no fragment before this one has added.
    public internal(set) var lacksOwnTarget = false
    /// A label of that node; nil if it has none, or if many fragments lack theirs.
    public internal(set) var ownLabel: String?
    /// The path of its target; nil if there is none.
    public internal(set) var path: String?
    /// The nodes that it adds, by path, in its own order.
    public internal(set) var addedNodes: [String] = []
    /// The properties that it sets, in its own order.
    public internal(set) var writes: [Write] = []

    /// Whether it leaves everything as it was.
    public var isIdle: Bool { addedNodes.isEmpty && writes.allSatisfy { $0.effect == .none } }
  }

  /// How a fragment specifies its target.
  public enum Target: Equatable, Sendable {
    /// By a label of the base.
    case label(String)
    /// By a phandle of the base, or one of the overlay's own as shifted above those of the base.
    case phandle(UInt32)
    /// By `target-path`.
    case path(String)
    /// Not at all.
    case none
  }

  /// A property that is set.
  public struct Write: Equatable, Sendable {
    /// The path of its node.
    public let path: String
    /// Its name.
    public let property: String
    /// The value that it had, if any.
    public let old: Value?
    /// The value that it has now.
    public let new: Value
    /// Where it was written, if the overlay comes from a source.
    public let origin: Origin

    /// What the write does.
    public var effect: Effect {
      guard let old else { return .adds }
      return old.bytes == new.bytes ? .none : .changes
    }

    /// Whether it is the node's phandle, which identifies the node and does not describe it.
    public var isPhandle: Bool { PhandleNames.contains(property) }
  }

  /// What a write does.
  public enum Effect: String, Equatable, Sendable {
    /// There was no such property.
    case adds
    /// It had another value.
    case changes
    /// It had this value before.
    case none
  }

  /// A value, with its type if known.
  public struct Value: Hashable, Sendable {
    /// Its bytes.
    public let bytes: [UInt8]
    /// The type as which it was written in a source; nil if it comes from a blob.
    public let type: Marker.Kind?
    /// The cells that refer to nodes, in order.
    public let references: [Reference]

    /// Creates a value from its parts.
    public init(bytes: [UInt8], type: Marker.Kind? = nil, references: [Reference] = []) {
      self.bytes = bytes
      self.type = type
      self.references = references
    }
  }

  /// A cell that refers to a node.
  public struct Reference: Hashable, Sendable {
    /// Its offset in the value, in bytes.
    public let offset: Int
    /// How a source refers to the node: `&uart_a`, or `&{/soc/uart@1}`.
    public let name: String
  }

  /// A label that is referred to.
  public struct NeededLabel: Equatable, Sendable {
    /// The label.
    public let name: String
    /// What it means in the base.
    public let meaning: Meaning
  }

  /// What a label means in a base.
  public enum Meaning: Equatable, Sendable {
    /// The node at this path.
    case node(path: String)
    /// Nothing; these are the labels most like it.
    case unknown(nearest: [String])
    /// Nothing, since the base exports no labels at all.
    case baseWithoutSymbols
    /// A path that leads nowhere.
    case dangling(path: String)
    /// A node without a phandle, which cannot be referred to.
    case withoutPhandle(path: String)
  }

  /// A label that the base exports from now on.
  public struct ExportedLabel: Equatable, Sendable {
    /// The label.
    public let name: String
    /// The path of its node.
    public let path: String
    /// The path that the label meant before, if it did.
    public let replacedPath: String?
    /// Whether there is no node at the path, so that references to the label fail. (libfdt does not check.)
    public let isDangling: Bool
    /// Whether the node has a phandle, without which references to it fail as well.
    public let hasPhandle: Bool

    /// Whether it can be referred to.
    var isUsable: Bool { !isDangling && hasPhandle }
  }

  /// How the overlay's root `compatible` relates to the base's.
  public enum Compatibility: Equatable, Sendable {
    /// The overlay has none.
    case notStated
    /// The base has none.
    case baseWithout
    /// Both have these strings.
    case shared([String])
    /// They have nothing in common.
    case disjoint(overlay: [String], base: [String])
  }

  /// A `/delete-node/` or `/delete-property/`.
  public struct Deletion: Equatable, Sendable {
    /// The path of the overlay's node that contains it.
    public let path: String
    /// The name of what it was to delete.
    public let name: String
    /// Whether that is a node.
    public let isNode: Bool
    /// Where it was written.
    public let origin: Origin

    /// Returns the deletions of an overlay that cannot have any effect.
    public static func idle(in overlay: DeviceTree) -> [Deletion] {
      guard overlay.mayHaveIdleDeletions else { return [] }
      return overlay.idleDeletions().map {
        Deletion(
          path: overlay.path(of: $0.node), name: overlay.names.string($0.name), isNode: $0.isNode,
          origin: $0.origin)
      }
    }
  }

  /// The labels that it adds to those of the base, or gives a different node than before; none if it does not
  /// apply.
  public var exports: [ExportedLabel] { labels.filter { $0.path != $0.replacedPath } }

  /// Whether it applies and leaves everything as it was.
  public var isIdle: Bool {
    error == nil && exports.isEmpty && fragments.allSatisfy(\.isIdle)
  }
}
