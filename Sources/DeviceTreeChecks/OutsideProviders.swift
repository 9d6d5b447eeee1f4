public import DeviceTree
public import SourceText

/// What references of an overlay lead to in its base, which its own source does not say.
public final class OutsideProviders: Sendable {
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

    /// Returns what the property of this name says.
    func count(_ property: KnownProperty) -> Count {
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

    /// Creates the tables of an overlay in which nothing leads out of it.
    public init() {
      labels = PlainArray()
      nodes = labels
      controllers = labels
    }

    /// Creates empty tables for an overlay.
    public init(for overlay: DeviceTree) {
      labels = PlainArray(repeating: nil, count: overlay.names.count)
      nodes = PlainArray(repeating: nil, count: overlay.nodeCapacity)
      controllers = nodes
    }
  }

  private let list: [Provider]
  private let tables: Tables

  /// Creates what is known of these nodes.
  public init(_ list: [Provider], _ tables: Tables) {
    self.list = list
    self.tables = tables
  }

  /// What a node says about the cells that follow a reference to it.
  enum Count {
    case cells(UInt32)
    /// It has no such property.
    case none
  }

  /// Returns the node of the base that a label leads to.
  func provider(ofLabel label: Symbol) -> Provider? { entry(Int(label.rawValue), of: tables.labels) }

  /// Returns what one of the overlay's nodes is merged into or with.
  func provider(ofNode node: NodeID) -> Provider? { entry(node.index, of: tables.nodes) }

  /// Returns where the interrupts of one of the overlay's nodes go.
  func controller(for node: NodeID) -> Provider? { entry(node.index, of: tables.controllers) }

  private func entry(_ index: Int, of table: PlainArray<Int?>) -> Provider? {
    index < table.count ? table[index].map { list[$0] } : nil
  }
}
