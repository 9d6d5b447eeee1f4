public import DeviceTree
public import SourceText

/// What references of an overlay lead to in its base, which its own source does not say.
public struct OutsideProviders: Sendable {
  /// A node to which something refers, as it will be once the overlay is merged.
  public struct Provider: Sendable {
    /// The path in the merged tree.
    public let path: String
    /// The names of the properties that give a number of cells (`#clock-cells`).
    private var names: [String] = []
    /// By name: the number; nil if the property is not even one cell.
    private var counts = PlainArray<UInt32?>()

    /// Creates a node that has nothing yet.
    public init(path: String) { self.path = path }

    /// Adds what a node says that is merged there, which overrides what others said before.
    public mutating func add(_ node: NodeID, of tree: DeviceTree) {
      for property in tree.properties(of: node) {
        let name = tree.names.string(tree.name(of: property))
        guard name.hasPrefix("#"), name.hasSuffix("-cells") else { continue }
        let count = tree.cell(of: tree.value(of: property), at: 0)
        if let index = names.firstIndex(of: name) {
          counts[index] = count
        } else {
          names.append(name)
          counts.append(count)
        }
      }
    }

    fileprivate func count(_ property: KnownProperty) -> Count {
      names.firstIndex(of: property.rawValue).map { .cells(counts[$0] ?? 0) } ?? .none
    }
  }

  /// Where references lead, as numbers of nodes in the list that the tables come with; nil for what does not
  /// lead out of the overlay.
  public struct Tables: Sendable {
    /// By the label of the base that is referred to.
    public var labels: PlainArray<Int?>
    /// By the overlay's node that is referred to, and is merged into or with others.
    public var nodes: PlainArray<Int?>
    /// By the overlay's node that has `interrupts`.
    public var controllers: PlainArray<Int?>

    /// Creates empty tables for an overlay.
    public init(for overlay: DeviceTree) {
      labels = PlainArray(repeating: nil, count: overlay.names.count)
      nodes = PlainArray(repeating: nil, count: overlay.nodeCapacity)
      controllers = nodes
    }
  }

  /// A class, so that the sources that are no overlays, nearly all, have nothing to make or to take down.
  private final class Known: Sendable {
    let list: [Provider]
    let tables: Tables

    init(_ list: [Provider], _ tables: Tables) {
      self.list = list
      self.tables = tables
    }
  }

  private let known: Known?

  /// Whether the base is known.
  var isKnown: Bool { known != nil }

  /// Creates what is known without a base: nothing.
  public init() { known = nil }

  /// Creates what is known of these nodes.
  public init(_ list: [Provider], _ tables: Tables) { known = Known(list, tables) }

  /// What a node says about the cells that follow a reference to it.
  enum Count {
    case cells(UInt32)
    /// It has no such property.
    case none
  }

  /// Returns the node's number to which a reference in a value leads.
  func number(ofLabel label: Symbol) -> Int? {
    known.flatMap { Self.entry(Int(label.rawValue), of: $0.tables.labels) }
  }

  func number(ofNode node: NodeID) -> Int? {
    known.flatMap { Self.entry(node.index, of: $0.tables.nodes) }
  }

  func number(ofControllerFor node: NodeID) -> Int? {
    known.flatMap { Self.entry(node.index, of: $0.tables.controllers) }
  }

  private static func entry(_ index: Int, of table: PlainArray<Int?>) -> Int? {
    index < table.count ? table[index] : nil
  }

  func path(_ number: Int) -> String { known.map { $0.list[number].path } ?? "" }

  func count(_ property: KnownProperty, _ number: Int) -> Count {
    known.map { $0.list[number].count(property) } ?? .none
  }
}
