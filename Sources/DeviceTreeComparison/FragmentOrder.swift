import DeviceTree
import DeviceTreeBindings
import SourceText

/// Whether the order of an overlay's fragments matters: they are merged one after another.
///
/// The base is not at hand, so two labels may be of the same node, and a path may lead to anything. Two
/// fragments depend on their order if they may write different values to one property, or if one of them may
/// target what the other one adds.
struct FragmentOrder {
  private struct Write {
    /// The names of the nodes from below the target on.
    let path: [Symbol]
    let value: [ValueElement]
  }

  private struct Fragment {
    let target: FragmentTarget
    var writes: [Symbol: [Write]] = [:]
    /// The names of the nodes that it may add.
    var names: Set<Symbol> = []
  }

  private let tree: DeviceTree
  private let fragments: [Fragment]

  /// The most properties and nodes of fragments that are compared with each other.
  private static let largest = 1 << 12

  /// Returns which of the fragments that correspond have another place among them in the new tree, as far as
  /// that matters.
  static func reordered(
    _ pairs: [(old: NodeID, new: NodeID)], _ old: DeviceTree, _ reader: inout ValueReader
  ) -> [NodeID] {
    var places: [NodeID: Int] = [:]
    for node in old.children(of: .root) { places[node] = places.count }
    var newPlaces: [NodeID: Int] = [:]
    for node in reader.tree.children(of: .root) { newPlaces[node] = newPlaces.count }
    let pairs = pairs.sorted { newPlaces[$0.new, default: 0] < newPlaces[$1.new, default: 0] }
    let order = pairs.map { places[$0.old, default: 0] }
    let stayed = ValueEdits.keptInOrder(order)
    if stayed.count == pairs.count { return [] }
    let all = FragmentOrder(pairs.map(\.new), &reader)
    return pairs.indices.filter { index in
      guard !stayed.contains(index) else { return false }
      return all.isTooLarge
        || pairs.indices.contains { other in
          (other < index) != (order[other] < order[index]) && other != index && all.depend(index, other)
        }
    }.map { pairs[$0].new }
  }

  private let isTooLarge: Bool

  private init(_ nodes: [NodeID], _ reader: inout ValueReader) {
    tree = reader.tree
    var work = 0
    var fragments: [Fragment] = []
    for node in nodes {
      var fragment = Fragment(target: FragmentTarget(node, &reader))
      if let block = tree.child(of: node, named: "__overlay__"), work <= Self.largest {
        var paths: [NodeID: [Symbol]] = [block: []]
        var next: NodeID? = block
        while let current = next, work <= Self.largest {
          next = tree.nodeAfter(current, within: block)
          var path = paths[current] ?? []
          if current != block {
            path = (tree.parent(of: current).flatMap { paths[$0] } ?? []) + [tree.name(of: current)]
            paths[current] = path
            fragment.names.insert(tree.name(of: current))
          }
          work += 1 + path.count
          for property in tree.properties(of: current) {
            let write = Write(path: path, value: reader.value(of: property).elements)
            fragment.writes[tree.name(of: property), default: []].append(write)
            work += 1
          }
        }
      }
      fragments.append(fragment)
    }
    self.fragments = fragments
    isTooLarge = work > Self.largest
  }

  private func depend(_ index: Int, _ other: Int) -> Bool {
    let (a, b) = (fragments[index], fragments[other])
    if mayAdd(a, targetOf: b) || mayAdd(b, targetOf: a) { return true }
    for (name, writes) in a.writes {
      for write in writes {
        for other in b.writes[name] ?? [] where other.value != write.value {
          if mayMeet(write.path, a.target, other.path, b.target) { return true }
        }
      }
    }
    return false
  }

  private func mayAdd(_ fragment: Fragment, targetOf other: Fragment) -> Bool {
    switch other.target {
    case .label, .missing: false
    case .own, .unknown: true
    case .path(let path):
      path.split(separator: UInt8(ascii: "/")).contains { part in
        fragment.names.contains { Self.mayBeSame(part, tree.names.array($0)[...]) }
      }
    }
  }

  /// Whether a node may be found by both names: a name without its address leads to the first node that has
  /// it with any.
  private static func mayBeSame(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
    let at = UInt8(ascii: "@")
    if one.contains(at) == other.contains(at) { return one == other }
    return one.prefix { $0 != at } == other.prefix { $0 != at }
  }

  private func mayBeSame(_ one: ArraySlice<Symbol>, _ other: ArraySlice<Symbol>) -> Bool {
    zip(one, other).allSatisfy { a, b in
      a == b || Self.mayBeSame(tree.names.array(a)[...], tree.names.array(b)[...])
    }
  }

  /// Whether two paths may lead to one node.
  private func mayMeet(
    _ path: [Symbol], _ target: FragmentTarget, _ other: [Symbol], _ otherTarget: FragmentTarget
  ) -> Bool {
    if target == otherTarget { return path.count == other.count && mayBeSame(path[...], other[...]) }
    let common = min(path.count, other.count)
    return mayBeSame(path.suffix(common), other.suffix(common))
  }
}
