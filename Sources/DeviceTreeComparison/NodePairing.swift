import DeviceTree
import DeviceTreeBindings
import SourceText

/// Which nodes of one tree correspond to which nodes of the other.
///
/// Nodes with the same path correspond; of several namesakes, the first corresponds to the first. What is
/// left over may have moved: first, nodes with the same label correspond, then those with exactly the same
/// content, if no other node has it. What is below two corresponding nodes is matched by name again.
struct NodePairing {
  let old: DeviceTree
  let new: DeviceTree
  /// By node of the old tree: the corresponding node of the new tree.
  private(set) var newOf: [NodeID?]
  /// By node of the new tree: the corresponding node of the old tree.
  private(set) var oldOf: [NodeID?]
  /// By node of the old tree: the node of the new tree that a reference to it leads to. Ignored nodes can be
  /// referred to as well; these correspond by path.
  private(set) var referredIn: [NodeID?] = []
  /// What is ignored in each of the trees.
  let ignoredInOld: IgnoredParts
  let ignoredInNew: IgnoredParts
  /// By symbol of the new tree: the old tree's symbol for that name.
  private let oldSymbols: [Symbol?]

  init(_ old: DeviceTree, _ new: DeviceTree, _ options: ComparisonOptions) {
    self.old = old
    self.new = new
    newOf = Array(repeating: nil, count: old.nodeCapacity)
    oldOf = Array(repeating: nil, count: new.nodeCapacity)
    ignoredInOld = Self.ignored(in: old, options)
    ignoredInNew = Self.ignored(in: new, options)
    oldSymbols = (0..<new.names.count).map { index in
      new.names.withBytes(of: Symbol(rawValue: UInt32(truncatingIfNeeded: index))) { old.names.find($0) }
    }
  }

  /// The old tree's symbol for a name of the new one.
  func oldSymbol(_ name: Symbol) -> Symbol? { oldSymbols[name.index] }

  /// Finds all pairs.
  mutating func pair(_ oldReader: inout ValueReader, _ newReader: inout ValueReader) {
    pair(.root, .root)
    pairMovedByLabel()
    pairMovedByContent(&oldReader, &newReader)
    referredIn = newOf
    if ignoredInOld.nodes.contains(true) { referToIgnored() }
  }

  /// Lets references to ignored nodes lead to those with the same paths.
  private mutating func referToIgnored() {
    // By node of the old tree: the node of the new tree with its path.
    var counterparts = [NodeID?](repeating: nil, count: old.nodeCapacity)
    counterparts[NodeID.root.index] = .root
    for node in old.nodes() {
      if let parent = old.parent(of: node), let there = counterparts[parent.index],
        let name = old.names.withBytes(of: old.name(of: node), { new.names.find($0) })
      {
        counterparts[node.index] = new.child(of: there, named: name)
      }
      if ignoredInOld.nodes[node.index] { referredIn[node.index] = counterparts[node.index] }
    }
  }

  private static func ignored(in tree: DeviceTree, _ options: ComparisonOptions) -> IgnoredParts {
    var ignored = options.ignored?(tree) ?? IgnoredParts(tree)
    ignored.nodes[NodeID.root.index] = false
    let kept = BookkeepingNames.all.compactMap { tree.names.find($0) }
    for node in tree.nodes() {
      guard let parent = tree.parent(of: node) else { continue }
      if ignored.nodes[parent.index]
        || !options.comparesLabels && parent == .root && kept.contains(tree.name(of: node))
      {
        ignored.nodes[node.index] = true
      }
    }
    return ignored
  }

  /// Notes that two nodes correspond, and finds which nodes below them do.
  private mutating func pair(_ top: NodeID, _ newTop: NodeID) {
    var pending = [(top, newTop)]
    while let (a, b) = pending.popLast() {
      newOf[a.index] = b
      oldOf[b.index] = a
      // By name: the last one that was taken; nil if there are no more.
      var lastNamesake: [Symbol: NodeID?] = [:]
      // What follows each of several of the old node; nil until it is asked for.
      var followers: [NodeID: NodeID]?
      var next = new.firstChild(of: b)
      while let child = next {
        next = new.nextSibling(of: child)
        guard oldOf[child.index] == nil, !ignoredInNew.nodes[child.index],
          let name = oldSymbol(new.name(of: child))
        else { continue }
        var candidate: NodeID?
        switch lastNamesake[name] {
        case .none: candidate = old.child(of: a, named: name)
        case .some(.some(let last)): candidate = namesake(after: last, in: a, &followers)
        case .some(.none): continue
        }
        while let other = candidate, newOf[other.index] != nil || ignoredInOld.nodes[other.index] {
          candidate = namesake(after: other, in: a, &followers)
        }
        lastNamesake.updateValue(candidate, forKey: name)
        if let candidate {
          // Two children must not get the same one.
          newOf[candidate.index] = child
          oldOf[child.index] = candidate
          pending.append((candidate, child))
        }
      }
    }
  }

  /// Returns the next child of a node of the old tree that has the name of this one, of which blobs can have
  /// several. `followers` has these for all children, and is made when the first is needed: a search through
  /// the siblings for each of them would be quadratic.
  private func namesake(
    after node: NodeID, in parent: NodeID, _ followers: inout [NodeID: NodeID]?
  ) -> NodeID? {
    if let followers { return followers[node] }
    var known: [NodeID: NodeID] = [:]
    var last: [Symbol: NodeID] = [:]
    var next = old.firstChild(of: parent)
    while let child = next {
      if let before = last.updateValue(child, forKey: old.name(of: child)) { known[before] = child }
      next = old.nextSibling(of: child)
    }
    followers = known
    return known[node]
  }

  private func leftOver(_ tree: DeviceTree, _ isTaken: (NodeID) -> Bool) -> [NodeID] {
    var nodes: [NodeID] = []
    for node in tree.nodes() {
      if !isTaken(node) { nodes.append(node) }
    }
    return nodes
  }

  private var leftInOld: [NodeID] { leftOver(old) { newOf[$0.index] != nil || ignoredInOld.nodes[$0.index] } }
  private var leftInNew: [NodeID] { leftOver(new) { oldOf[$0.index] != nil || ignoredInNew.nodes[$0.index] } }

  private mutating func pairMovedByLabel() {
    var labelled: [Symbol: NodeID] = [:]
    for node in leftInOld {
      for label in old.labels(of: node) { labelled[label] = node }
    }
    guard !labelled.isEmpty else { return }
    for node in leftInNew where oldOf[node.index] == nil {
      for label in new.labels(of: node) {
        guard let name = oldSymbol(label), let other = labelled[name], newOf[other.index] == nil else {
          continue
        }
        pair(other, node)
        break
      }
    }
  }

  private mutating func pairMovedByContent(_ oldReader: inout ValueReader, _ newReader: inout ValueReader) {
    let inOld = leftInOld
    let inNew = leftInNew
    guard !inOld.isEmpty, !inNew.isEmpty else { return }
    let a = ContentDigests(inOld, &oldReader)
    let b = ContentDigests(inNew, &newReader)
    for node in inNew where oldOf[node.index] == nil {
      guard let digest = b.unique(node), let other = a.node(digest), newOf[other.index] == nil else {
        continue
      }
      pair(other, node)
    }
  }
}
