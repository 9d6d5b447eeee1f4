import DeviceTree
import DeviceTreeBindings
import SourceText

/// Which fragments of two versions of an overlay correspond.
///
/// A fragment's name says nothing: it is the number of the block in the source, and a block in front gives all
/// others another one. Fragments correspond if they have the same target, and of several, those with the same
/// contents, then those with properties and nodes of the same names, then the first to the first. Of the rest,
/// those correspond of which alone the contents are the same: their target has changed.
struct FragmentPairing {
  private(set) var pairs: [(old: NodeID, new: NodeID)] = []
  private(set) var inOld: Set<NodeID> = []
  private(set) var inNew: Set<NodeID> = []

  init(_ oldReader: inout ValueReader, _ newReader: inout ValueReader) {
    let old = Self.fragments(of: &oldReader)
    if old.isEmpty { return }
    let new = Self.fragments(of: &newReader)
    if new.isEmpty { return }
    inOld = Set(old.map(\.node))
    inNew = Set(new.map(\.node))
    var (rest, newRest) = (old, new)
    match(&rest, &newRest, isUnique: false) { [$0.target, [$0.contents]] }
    match(&rest, &newRest, isUnique: false) { [$0.target, [$0.names]] }
    match(&rest, &newRest, isUnique: false) { [$0.target] }
    match(&rest, &newRest, isUnique: true) { [[$0.contents]] }
  }

  private struct Fragment {
    let node: NodeID
    let target: [Int]
    let contents: Int
    let names: Int
  }

  private mutating func match(
    _ old: inout [Fragment], _ new: inout [Fragment], isUnique: Bool, _ key: (Fragment) -> [[Int]]
  ) {
    var waiting: [[[Int]]: [NodeID]] = [:]
    for fragment in old.reversed() { waiting[key(fragment), default: []].append(fragment.node) }
    var times: [[[Int]]: Int] = [:]
    for fragment in new { times[key(fragment), default: 0] += 1 }
    var taken: Set<NodeID> = []
    new.removeAll { fragment in
      let key = key(fragment)
      if isUnique, times[key] != 1 || waiting[key]?.count != 1 { return false }
      guard let other = waiting[key]?.popLast() else { return false }
      taken.insert(other)
      pairs.append((other, fragment.node))
      return true
    }
    old.removeAll { taken.contains($0.node) }
  }

  private static func fragments(of reader: inout ValueReader) -> [Fragment] {
    let tree = reader.tree
    guard let overlay = tree.names.find("__overlay__") else { return [] }
    var found: [(node: NodeID, block: NodeID)] = []
    for node in tree.children(of: .root) {
      if let block = tree.child(of: node, named: overlay) { found.append((node, block)) }
    }
    if found.isEmpty { return [] }
    var contents: [NodeID] = []
    for (_, block) in found {
      var next: NodeID? = block
      while let node = next {
        contents.append(node)
        next = tree.nodeAfter(node, within: block)
      }
    }
    let digests = ContentDigests(contents, &reader)
    return found.map { node, block in
      Fragment(
        node: node, target: FragmentTarget(node, &reader).digest(in: tree), contents: digests.digest(block),
        names: names(in: block, tree))
    }
  }

  /// Returns a digest of the names in a node, in whatever order.
  private static func names(in node: NodeID, _ tree: DeviceTree) -> Int {
    let names =
      tree.properties(of: node).map { tree.name(of: $0) } + tree.children(of: node).map { tree.name(of: $0) }
    return names.reduce(0) { sum, name in
      var hasher = Hasher()
      hasher.combine(tree.names.array(name))
      return sum &+ hasher.finalize()
    }
  }
}

/// What a fragment is for.
enum FragmentTarget: Equatable {
  case label([UInt8])
  case path([UInt8])
  /// A node of the overlay itself.
  case own(NodeID)
  case unknown(UInt32)
  case missing

  init(_ fragment: NodeID, _ reader: inout ValueReader) {
    let tree = reader.tree
    self = .missing
    if let property = tree.property(of: fragment, named: "target") {
      switch reader.value(of: property).elements.first {
      case .reference(let reference):
        switch reference.target {
        case .label(let label): self = .label(tree.names.array(label))
        case .node(let node): self = .own(node)
        case .nothing: self = .unknown(reference.phandle)
        }
      case .cell(let cell): self = .unknown(cell)
      default: break
      }
    } else if let property = tree.property(of: fragment, named: "target-path") {
      var path = Array(tree.string(of: property))
      while path.count > 1, path.last == UInt8(ascii: "/") { path.removeLast() }
      self = .path(path)
    }
  }

  /// Returns what two targets have in common that are the same in two trees.
  func digest(in tree: DeviceTree) -> [Int] {
    switch self {
    case .label(let name): [0] + name.map { Int($0) }
    case .path(let path): [1] + path.map { Int($0) }
    // Without the fragment that it is in.
    case .own(let node): [2] + tree.pathBytes(of: node).dropFirst().drop { $0 != 0x2F }.map { Int($0) }
    case .unknown(let phandle): [3, Int(phandle)]
    case .missing: [4]
    }
  }
}
