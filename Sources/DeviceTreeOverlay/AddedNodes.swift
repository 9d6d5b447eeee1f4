import DeviceTree
import SourceText

/// The nodes that overlays add to a base, before any of them is applied.
struct AddedNodes {
  typealias Place = OverlayTarget.NodePlace

  /// The names of what is looked for. (A dictionary by place and name would take the Swift runtime longer than most
  /// overlays take altogether.)
  private var names = SymbolTable(minimumCapacity: 64)
  private var numbers = ChildTable()
  /// By node and name without unit address: the child that an overlay made and that such a name means.
  private var unaddressed = ChildTable()

  /// A fragment of an overlay that makes a node, both by number.
  private struct Maker: BitwiseCopyable, Sendable {
    let overlay: Int
    let fragment: Int
    /// The next one that makes the same node.
    var next: Int?
  }

  /// A node's makers: of each overlay the first fragment that makes it. None if somebody only asked for it.
  private struct Makers: BitwiseCopyable, Sendable {
    var first: Int?
    var last: Int?
  }

  private var makers = PlainArray<Maker>()
  /// By number.
  private var nodes = PlainArray<Makers>()
  /// How many nodes are made, and not only asked for.
  private(set) var madeCount = 0

  /// The child with a name of a place: one that an overlay makes, if there is one, or else a number for it.
  ///
  /// A name without a unit address means any, as in `ChildLookup`.
  mutating func child(of parent: Place, named name: [UInt8]) -> Place {
    let symbol = names.intern(name.span)
    let known = numbers.node(Self.key(parent), symbol)
    if let known, nodes[known.index].first != nil { return .added(known.index) }
    if let node = unaddressed.node(Self.key(parent), symbol) { return .added(node.index) }
    if let known { return .added(known.index) }
    numbers.set(Self.node(nodes.count), Self.key(parent), symbol)
    nodes.append(Makers())
    return .added(nodes.count - 1)
  }

  /// Places as numbers: those of the base are even.
  private static func key(_ place: Place) -> NodeID {
    switch place {
    case .base(let base): node(base.index &* 2)
    case .added(let number): node(number &* 2 &+ 1)
    }
  }

  private static func node(_ number: Int) -> NodeID { NodeID(rawValue: UInt32(truncatingIfNeeded: number)) }

  /// Notes that a fragment makes the child with a name of a place, unless it has one that the name means.
  mutating func make(_ name: [UInt8], below parent: Place, by overlay: Int, in fragment: Int) -> Place {
    let place = child(of: parent, named: name)
    guard case .added(let number) = place else { return place }
    note(Maker(overlay: overlay, fragment: fragment), of: number)
    if let at = name.firstIndex(of: 0x40) {
      let symbol = names.intern(name.span.extracting(0..<at))
      // What one overlay adds comes in front of what it added before.
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

  /// Whether there is a node at a place, and not only somebody who asked for it.
  func isMade(_ place: Place) -> Bool {
    guard case .added(let number) = place else { return true }
    return nodes[number].first != nil
  }

  /// The other overlays, in order, that make a node which a fragment needs; none if a fragment before it, of the same
  /// overlay, makes it.
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
