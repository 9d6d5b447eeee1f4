import DeviceTree

/// The nodes that overlays add to a base, before any of them is applied.
struct AddedNodes {
  /// A node of the base, or the number of one that it does not have.
  enum Place: Hashable {
    case base(NodeID)
    case added(Int)
  }

  private struct Name: Hashable {
    let parent: Place
    let name: [UInt8]
  }

  private var numbers: [Name: Int] = [:]
  /// By node and name without unit address: the child that an overlay made and that such a name means.
  private var unaddressed: [Name: Int] = [:]
  /// A fragment of an overlay that makes a node, both by number.
  private struct Maker {
    let overlay: Int
    let fragment: Int
  }

  /// By number: of each overlay that makes the node, the first fragment that does; none if somebody only asked for it.
  private var makers: [[Maker]] = []
  /// How many nodes are made, and not only asked for.
  private(set) var madeCount = 0

  /// The child with a name of a place: one that an overlay makes, if there is one, or else a number for it.
  ///
  /// A name without a unit address means any, as in `ChildLookup`.
  mutating func child(of parent: Place, named name: [UInt8]) -> Place {
    let key = Name(parent: parent, name: name)
    let known = numbers[key]
    if let known, !makers[known].isEmpty { return .added(known) }
    if let number = unaddressed[key] { return .added(number) }
    if let known { return .added(known) }
    numbers[key] = makers.count
    makers.append([])
    return .added(makers.count - 1)
  }

  /// Notes that a fragment makes the child with a name of a place, unless it has one that the name means.
  mutating func make(_ name: [UInt8], below parent: Place, by overlay: Int, in fragment: Int) -> Place {
    let place = child(of: parent, named: name)
    guard case .added(let number) = place else { return place }
    if makers[number].isEmpty { madeCount += 1 }
    if !makers[number].contains(where: { $0.overlay == overlay }) {
      makers[number].append(Maker(overlay: overlay, fragment: fragment))
    }
    if let at = name.firstIndex(of: 0x40) {
      let key = Name(parent: parent, name: Array(name[..<at]))
      // What one overlay adds comes in front of what it added before.
      if unaddressed[key].map({ makers[$0].first?.overlay == overlay }) ?? true { unaddressed[key] = number }
    }
    return place
  }

  /// Whether there is a node at a place, and not only somebody who asked for it.
  func isMade(_ place: Place) -> Bool {
    guard case .added(let number) = place else { return true }
    return !makers[number].isEmpty
  }

  /// The first other overlay that makes a node which a fragment needs; nil if a fragment before it, of the same
  /// overlay, makes it.
  func maker(of place: Place, for overlay: Int, _ fragment: Int) -> Int? {
    guard case .added(let number) = place else { return nil }
    var first: Int?
    for maker in makers[number] {
      if maker.overlay != overlay {
        first = min(first ?? maker.overlay, maker.overlay)
      } else if maker.fragment < fragment {
        return nil
      }
    }
    return first
  }
}
