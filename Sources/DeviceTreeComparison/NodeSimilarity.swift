import DeviceTree
import DeviceTreeBindings
import SourceText

/// Pairs of nodes of which something has changed besides their names.
///
/// Nodes that both have labels, none of them the same, are two nodes, however similar.
extension NodePairing {
  private func mayBeOne(_ a: NodeID, _ b: NodeID) -> Bool {
    old.firstLabel(of: a) == nil || new.firstLabel(of: b) == nil
  }

  // MARK: By `compatible`

  /// Pairs nodes that are the only ones in their trees with their `compatible`.
  mutating func pairByCompatible() {
    let owners = Self.soleOwners(of: "compatible", in: old) { isLeftInOld($0) }
    if owners.isEmpty { return }
    let newOwners = Self.soleOwners(of: "compatible", in: new) { isLeftInNew($0) }
    for (node, value) in newOwners.map({ ($0.value, $0.key) }).sorted(by: { $0.0.rawValue < $1.0.rawValue }) {
      guard isLeftInNew(node), let other = owners[value], isLeftInOld(other), mayBeOne(other, node) else {
        continue
      }
      pair(other, node)
    }
  }

  /// Returns the nodes left over that alone in their tree have a certain value of a property.
  private static func soleOwners(
    of name: String, in tree: DeviceTree, _ isLeft: (NodeID) -> Bool
  ) -> [ArraySlice<UInt8>: NodeID] {
    var owners: [ArraySlice<UInt8>: NodeID?] = [:]
    guard let name = tree.names.find(name), tree.nodes().contains(where: isLeft) else { return [:] }
    for node in tree.nodes() {
      guard let property = tree.property(of: node, named: name) else { continue }
      let bytes = tree.bytes(of: tree.value(of: property))
      let owner: NodeID? = owners.keys.contains(bytes) ? nil : node
      owners.updateValue(owner, forKey: bytes)
    }
    return owners.compactMapValues { $0 }.filter { isLeft($0.value) }
  }

  // MARK: By content

  /// Pairs the children of corresponding nodes of which most is the same. Nodes of which a copy is elsewhere
  /// have moved there.
  mutating func pairSimilarChildren(
    _ oldReader: inout ValueReader, _ newReader: inout ValueReader,
    _ digests: (old: ContentDigests, new: ContentDigests)
  ) {
    for node in new.nodes() {
      guard let other = oldOf[node.index] else { continue }
      let gone = old.children(of: other).filter { child in
        guard isLeftInOld(child), !fragments.inOld.contains(child) else { return false }
        let copy = digests.old.unique(child).flatMap { digests.new.node($0) }
        return copy.map { !isLeftInNew($0) || new.parent(of: $0) == node } ?? true
      }
      if gone.isEmpty { continue }
      let added = new.children(of: node).filter { child in
        guard isLeftInNew(child), !fragments.inNew.contains(child) else { return false }
        let copy = digests.new.unique(child).flatMap { digests.old.node($0) }
        return copy.map { !isLeftInOld($0) || old.parent(of: $0) == other } ?? true
      }
      if added.isEmpty { continue }
      for (a, b) in similar(gone, added, &oldReader, &newReader) { pair(a, b) }
    }
  }

  /// The most comparisons of nodes, and of what they have, that are worth the while for the children of one
  /// node.
  private static let largest = (nodes: 1 << 14, features: 1 << 18)

  private func similar(
    _ gone: [NodeID], _ added: [NodeID], _ oldReader: inout ValueReader, _ newReader: inout ValueReader
  ) -> [(NodeID, NodeID)] {
    guard gone.count <= Self.largest.nodes / added.count else { return [] }
    let before = gone.map { NodeFeatures($0, &oldReader) { newOf[$0.index] } }
    let after = added.map { NodeFeatures($0, &newReader) { oldOf[$0.index] == nil ? nil : $0 } }
    let work =
      before.reduce(0) { $0 + $1.count } * added.count + after.reduce(0) { $0 + $1.count } * gone.count
    guard work <= Self.largest.features else { return [] }
    var candidates: [(rank: Int, old: Int, new: Int)] = []
    for (i, a) in before.enumerated() {
      for (j, b) in after.enumerated() where mayBeOne(gone[i], added[j]) {
        if let rank = a.rank(b) { candidates.append((rank, i, j)) }
      }
    }
    candidates.sort { ($1.rank, $0.old, $0.new) < ($0.rank, $1.old, $1.new) }
    // The most similar ones first. Where several are as similar, nothing tells them apart.
    var isTaken = [Bool](repeating: false, count: gone.count)
    var isTakenInNew = [Bool](repeating: false, count: added.count)
    var pairs: [(NodeID, NodeID)] = []
    var rest = candidates[...]
    while let first = rest.first {
      let equals = rest.prefix { $0.rank == first.rank }
      rest = rest.dropFirst(equals.count)
      let free = equals.filter { !isTaken[$0.old] && !isTakenInNew[$0.new] }
      var times: [Int: Int] = [:]
      var timesInNew: [Int: Int] = [:]
      for candidate in free {
        times[candidate.old, default: 0] += 1
        timesInNew[candidate.new, default: 0] += 1
      }
      for candidate in free {
        isTaken[candidate.old] = true
        isTakenInNew[candidate.new] = true
        guard times[candidate.old] == 1, timesInNew[candidate.new] == 1 else { continue }
        pairs.append((gone[candidate.old], added[candidate.new]))
      }
    }
    return pairs
  }
}

/// What a node has, to be compared with what another one has.
private struct NodeFeatures {
  /// The digests of properties and children in ascending order.
  private var features: [Int] = []
  /// How many of them are children.
  private var childCount = 0
  /// The digests of the children that have counterparts.
  private var paired: Set<Int> = []
  /// The name without a unit address.
  private let baseName: ArraySlice<UInt8>

  /// `counterpart` returns the node of the new tree that a child stands for.
  init(_ node: NodeID, _ reader: inout ValueReader, _ counterpart: (NodeID) -> NodeID?) {
    let tree = reader.tree
    baseName = tree.names.array(tree.name(of: node)).prefix { $0 != 0x40 }
    for property in tree.properties(of: node) {
      let name = tree.names.array(tree.name(of: property))
      if Self.isCommon(name) || tree.value(of: property).count == 0 { continue }
      features.append(ContentDigests.digest(of: property, named: name, &reader))
    }
    for child in tree.children(of: node) {
      var hasher = Hasher()
      if let meant = counterpart(child) {
        hasher.combine(meant)
        paired.insert(hasher.finalize())
      } else {
        hasher.combine(tree.names.array(tree.name(of: child)))
      }
      features.append(hasher.finalize())
      childCount += 1
    }
    features.sort()
  }

  var count: Int { features.count + 1 }

  /// Whether a property says little about which node it belongs to.
  private static func isCommon(_ name: [UInt8]) -> Bool {
    name.first == UInt8(ascii: "#")
      || ["status", "phandle", "linux,phandle", "interrupt-parent"].contains {
        name.elementsEqual($0.utf8)
      }
  }

  /// Returns how similar two nodes are; nil if they are rather two nodes than one. More than half of what
  /// either has must be the same. If the name tells nothing, two things must, or all children.
  func rank(_ other: NodeFeatures) -> Int? {
    var common = 0
    var commonPaired = 0
    var (i, j) = (0, 0)
    while i < features.count, j < other.features.count {
      if features[i] == other.features[j] {
        common += 1
        if paired.contains(features[i]) { commonPaired += 1 }
        (i, j) = (i + 1, j + 1)
      } else if features[i] < other.features[j] {
        i += 1
      } else {
        j += 1
      }
    }
    let isNamesake = baseName == other.baseName
    let total = features.count + other.features.count
    guard (common + (isNamesake ? 1 : 0)) * 2 > max(features.count, other.features.count) else { return nil }
    guard isNamesake || common > 1 || commonPaired > 0 && childCount == features.count else { return nil }
    return 2 * (common + (isNamesake ? 1 : 0)) - total
  }
}
