import DeviceTree
import DeviceTreeBindings
import SourceText

/// Which nodes of one tree correspond to which nodes of the other.
///
/// Nodes with the same path correspond (but for an overlay's fragments: `FragmentPairing`); of several namesakes,
/// the first corresponds to the first. What is left over may have moved or been renamed, and nodes correspond if,
/// in this order,
/// 1. they have the same label,
/// 2. they alone have a certain `compatible`,
/// 3. they are children of corresponding nodes, and most of what one has the other one has, too
///    (`NodeSimilarity`),
/// 4. they have exactly the same content, and no other node has it.
/// What is below two corresponding nodes is matched by name again. Parents come before their children, which
/// would otherwise seem to have moved from a node that is gone to one that is new.
struct NodePairing {
  let old: DeviceTree
  let new: DeviceTree
  /// By node of the old tree: the corresponding node of the new tree.
  private(set) var newOf: [NodeID?]
  /// By node of the new tree: the corresponding node of the old tree.
  private(set) var oldOf: [NodeID?]
  /// The fragments of an overlay.
  private(set) var fragments: FragmentPairing
  /// By node of each tree: whether it is a compiler's bookkeeping, and has no counterpart.
  private let isAsideInOld: [Bool]
  private let isAsideInNew: [Bool]
  /// By symbol of the new tree: the old tree's symbol for that name.
  private let oldSymbols: [Symbol?]

  init(_ oldReader: inout ValueReader, _ newReader: inout ValueReader, _ options: ComparisonOptions) {
    let (old, new) = (oldReader.tree, newReader.tree)
    self.old = old
    self.new = new
    fragments = FragmentPairing(&oldReader, &newReader)
    newOf = Array(repeating: nil, count: old.nodeCapacity)
    oldOf = Array(repeating: nil, count: new.nodeCapacity)
    isAsideInOld = Self.bookkeeping(of: old, options)
    isAsideInNew = Self.bookkeeping(of: new, options)
    oldSymbols = (0..<new.names.count).map { index in
      new.names.withBytes(of: Symbol(rawValue: UInt32(truncatingIfNeeded: index))) { old.names.find($0) }
    }
  }

  /// The old tree's symbol for a name of the new one.
  func oldSymbol(_ name: Symbol) -> Symbol? { oldSymbols[name.index] }

  /// Whether a node may have a counterpart and has none yet.
  func isLeftInOld(_ node: NodeID) -> Bool { newOf[node.index] == nil && !isAsideInOld[node.index] }
  func isLeftInNew(_ node: NodeID) -> Bool { oldOf[node.index] == nil && !isAsideInNew[node.index] }

  /// Finds all pairs.
  mutating func pair(_ oldReader: inout ValueReader, _ newReader: inout ValueReader) {
    for (fragment, other) in fragments.pairs { pair(fragment, other) }
    pair(.root, .root)
    pairByLabel()
    pairByCompatible()
    let (inOld, inNew) = (leftInOld, leftInNew)
    guard !inOld.isEmpty, !inNew.isEmpty else { return }
    let digests = (ContentDigests(inOld, &oldReader), ContentDigests(inNew, &newReader))
    pairSimilarChildren(&oldReader, &newReader, digests)
    pairByContent(inNew, digests)
    // Of the children, some may have turned out to correspond.
    pairSimilarChildren(&oldReader, &newReader, digests)
  }

  private static func bookkeeping(of tree: DeviceTree, _ options: ComparisonOptions) -> [Bool] {
    var isAside = [Bool](repeating: false, count: tree.nodeCapacity)
    if options.comparesLabels { return isAside }
    let names = BookkeepingNames.all.compactMap { tree.names.find($0) }
    for top in tree.children(of: .root) where names.contains(tree.name(of: top)) {
      var next: NodeID? = top
      while let node = next {
        isAside[node.index] = true
        next = tree.nodeAfter(node, within: top)
      }
    }
    return isAside
  }

  /// Notes that two nodes correspond, and finds which nodes below them do.
  mutating func pair(_ top: NodeID, _ newTop: NodeID) {
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
        guard isLeftInNew(child), !fragments.inNew.contains(child),
          let name = oldSymbol(new.name(of: child))
        else { continue }
        var candidate: NodeID?
        switch lastNamesake[name] {
        case .none: candidate = old.child(of: a, named: name)
        case .some(.some(let last)): candidate = namesake(after: last, in: a, &followers)
        case .some(.none): continue
        }
        while let other = candidate, !isLeftInOld(other) || fragments.inOld.contains(other) {
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

  private var leftInOld: [NodeID] { old.nodes().filter { isLeftInOld($0) } }
  private var leftInNew: [NodeID] { new.nodes().filter { isLeftInNew($0) } }

  private mutating func pairByLabel() {
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

  private mutating func pairByContent(
    _ inNew: [NodeID], _ digests: (old: ContentDigests, new: ContentDigests)
  ) {
    for node in inNew where oldOf[node.index] == nil {
      guard let digest = digests.new.unique(node), let other = digests.old.node(digest),
        newOf[other.index] == nil
      else { continue }
      pair(other, node)
    }
  }
}
