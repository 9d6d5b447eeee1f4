import DeviceTree
import SourceText

/// The nodes that overlays would add to a base, before any of them is applied.
struct AddedNodes {
  typealias Place = OverlayTarget.NodePlace

  /// The names that were looked up. (A dictionary keyed by place and name would cost more time in the Swift
  /// runtime than most overlays take altogether.)
  private var names = SymbolTable(minimumCapacity: 64)
  private var numbers = ChildTable()
  /// By node and name without unit address: the added child that such a name means.
  private var unaddressed = ChildTable()

  /// A fragment that adds a node; overlay and fragment are indexes.
  private struct Maker: BitwiseCopyable, Sendable {
    let overlay: Int
    let fragment: Int
    /// The next maker of the same node.
    var next: Int?
  }

  /// The makers of a node: for each overlay, the first of its fragments that adds it. None if the node was
  /// only looked up.
  private struct Makers: BitwiseCopyable, Sendable {
    /// The node that it is a child of.
    let parent: Place
    var first: Int?
    var last: Int?
  }

  private var makers = PlainArray<Maker>()
  /// By node number.
  private var nodes = PlainArray<Makers>()
  /// The number of nodes that are added, not only looked up.
  private(set) var madeCount = 0

  /// Returns the child of `parent` with this name: one that an overlay adds, or else a number reserved for
  /// it.
  ///
  /// A name without a unit address means any, as in `ChildLookup`.
  mutating func child(of parent: Place, named name: [UInt8]) -> Place {
    let symbol = names.intern(name.span)
    let known = numbers.node(Self.key(parent), symbol)
    if let known, nodes[known.index].first != nil { return .added(known.index) }
    if let node = unaddressed.node(Self.key(parent), symbol) { return .added(node.index) }
    if let known { return .added(known.index) }
    numbers.set(Self.node(nodes.count), Self.key(parent), symbol)
    nodes.append(Makers(parent: parent))
    return .added(nodes.count - 1)
  }

  /// A place as a number: places in the base are even.
  private static func key(_ place: Place) -> NodeID {
    switch place {
    case .base(let base): node(base.index &* 2)
    case .added(let number): node(number &* 2 &+ 1)
    }
  }

  private static func node(_ number: Int) -> NodeID { NodeID(rawValue: UInt32(truncatingIfNeeded: number)) }

  /// Notes that a fragment adds a child with this name to a place, unless the place has one that the name
  /// means.
  mutating func make(_ name: [UInt8], below parent: Place, by overlay: Int, in fragment: Int) -> Place {
    let place = child(of: parent, named: name)
    guard case .added(let number) = place else { return place }
    note(Maker(overlay: overlay, fragment: fragment), of: number)
    if let at = name.firstIndex(of: 0x40) {
      let symbol = names.intern(name.span.extracting(0..<at))
      // Of the nodes that one overlay adds, the last comes first.
      let other = unaddressed.node(Self.key(parent), symbol).flatMap { nodes[$0.index].first }
      if other.map({ makers[$0].overlay == overlay }) ?? true {
        unaddressed.set(Self.node(number), Self.key(parent), symbol)
      }
    }
    return place
  }

  private mutating func note(_ maker: Maker, of number: Int) {
    var next = nodes[number].first
    if next == nil { madeCount += 1 }
    while let known = next {
      if makers[known].overlay == maker.overlay { return }
      next = makers[known].next
    }
    if let last = nodes[number].last {
      makers[last].next = makers.count
    } else {
      nodes[number].first = makers.count
    }
    nodes[number].last = makers.count
    makers.append(maker)
  }

  /// Returns the node that an added node is a child of.
  func parent(of number: Int) -> Place { nodes[number].parent }

  /// Whether there is a node at a place, not only a lookup of one.
  func isMade(_ place: Place) -> Bool {
    guard case .added(let number) = place else { return true }
    return nodes[number].first != nil
  }

  /// Returns the other overlays, in order, that add a node which a fragment needs; none if an earlier
  /// fragment of the same overlay adds it.
  func makers(of place: Place, for overlay: Int, _ fragment: Int) -> [Int] {
    guard case .added(let number) = place else { return [] }
    var others: [Int] = []
    var next = nodes[number].first
    while let known = next {
      let maker = makers[known]
      if maker.overlay != overlay {
        others.append(maker.overlay)
      } else if maker.fragment < fragment {
        return []
      }
      next = maker.next
    }
    return others.sorted()
  }
}
