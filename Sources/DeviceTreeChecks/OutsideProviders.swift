public import DeviceTree
import SourceText

/// What references of an overlay lead to in its base, which its own source does not say.
public struct OutsideProviders: Sendable {
  /// A node to which something refers, as it will be once the overlay is merged.
  public struct Provider: Sendable {
    /// The path in the merged tree.
    public let path: String
    /// The properties that give a number of cells (`#clock-cells`); nil if they are not even one cell.
    fileprivate var cells: [String: UInt32?] = [:]

    /// Creates a node that has nothing yet.
    public init(path: String) { self.path = path }

    /// Adds what a node says that is merged there, which overrides what others said before.
    public mutating func add(_ node: NodeID, of tree: DeviceTree) {
      for property in tree.properties(of: node) {
        let name = tree.names.string(tree.name(of: property))
        guard name.hasPrefix("#"), name.hasSuffix("-cells") else { continue }
        cells[name] = .some(tree.cell(of: tree.value(of: property), at: 0))
      }
    }
  }

  private var list: [Provider] = []
  private var byLabel: [Symbol: Int] = [:]
  private var byNode: [NodeID: Int] = [:]
  private var controllers: [NodeID: Int] = [:]
  /// Whether the base is known.
  public private(set) var isKnown = false

  /// Creates what is known without a base: nothing.
  public init() {}

  /// Creates what is known of these nodes, of which the further methods say by their numbers what leads to them.
  public init(_ list: [Provider]) {
    self.list = list
    isKnown = true
  }

  /// Notes that a label of the base leads to a node.
  public mutating func note(label: Symbol, _ number: Int) { byLabel[label] = number }

  /// Notes that a node of the overlay is merged into or with others.
  public mutating func note(node: NodeID, _ number: Int) { byNode[node] = number }

  /// Notes that interrupts of a node of the overlay go to a node.
  public mutating func note(interruptsOf node: NodeID, _ number: Int) { controllers[node] = number }

  /// What a node says about the cells that follow a reference to it.
  enum Count {
    case cells(UInt32)
    /// It has no such property.
    case none
  }

  /// Returns the node's number to which a reference in a value leads.
  func number(ofLabel label: Symbol) -> Int? { byLabel[label] }

  func number(ofNode node: NodeID) -> Int? { byNode[node] }

  func number(ofControllerFor node: NodeID) -> Int? { controllers[node] }

  func path(_ number: Int) -> String { list[number].path }

  func count(_ property: KnownProperty, _ number: Int) -> Count {
    list[number].cells[property.rawValue].map { .cells($0 ?? 0) } ?? .none
  }
}
