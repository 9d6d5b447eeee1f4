import DeviceTree
import SourceText

/// Unit addresses: that no two children of a node have the same one.
enum UnitAddressRules {
  /// A child with a unit address.
  private struct Child {
    let node: NodeID
    let hash: UInt32
    /// Its index among these children.
    let number: Int
  }

  static func unique(_ examination: inout Examination, ifEnabled: Bool) {
    var seen = SeenHashes()
    for index in examination.survey.order.indices {
      let node = examination.survey.order[index]
      let facts = examination.survey.facts[node.index]
      guard facts.addressCells >= 0, facts.sizeCells >= 0 else { continue }
      // Nearly always all hashes differ, and there is nothing to compare.
      guard hasNamesakes(node, ifEnabled, &seen, examination) else { continue }
      var children: [Child] = []
      var next = examination.tree.firstChild(of: node)
      while let child = next {
        next = examination.tree.nextSibling(of: child)
        guard let hash = hash(of: child, ifEnabled, examination) else { continue }
        children.append(Child(node: child, hash: hash, number: children.count))
      }
      reportNamesakes(&children, &examination)
    }
    guard let outside = examination.outside else { return }
    for pair in outside.namesakes {
      // An overlay cannot delete what it replaces, only disable it.
      guard pair.areEnabled, ifEnabled || pair.isNew else { continue }
      examination.fail(pair.node, "duplicate unit-address (also used in node ", .text(pair.other), ")")
    }
  }

  /// Whether two children may have the same unit address.
  private static func hasNamesakes(
    _ node: NodeID, _ ifEnabled: Bool, _ seen: inout SeenHashes, _ examination: borrowing Examination
  ) -> Bool {
    seen.restart()
    var next = examination.tree.firstChild(of: node)
    while let child = next {
      next = examination.tree.nextSibling(of: child)
      if let hash = hash(of: child, ifEnabled, examination), !seen.add(hash) { return true }
    }
    return false
  }

  /// Returns the hash of a child's unit address; nil if it has none, or the child does not count.
  private static func hash(
    of child: NodeID, _ ifEnabled: Bool, _ examination: borrowing Examination
  ) -> UInt32? {
    guard examination.survey.facts[child.index].hasUnitAddress,
      !ifEnabled || !isDisabled(child, examination)
    else { return nil }
    return examination.withUnitAddress(of: child) { SymbolHash.of($0) }
  }

  private static func isDisabled(_ node: NodeID, _ examination: borrowing Examination) -> Bool {
    examination.value(.status, of: node).map { examination.isString($0, "disabled") } ?? false
  }

  private static func reportNamesakes(_ children: inout [Child], _ examination: inout Examination) {
    // Namesakes next to each other, in their order.
    children.sort { a, b in
      if a.hash != b.hash { return a.hash < b.hash }
      let order = compare(a.node, b.node, examination)
      return order == 0 ? a.number < b.number : order < 0
    }
    var pairs: [(later: Child, earlier: Child)] = []
    let room = examination.room
    var start = 0
    for end in children.indices {
      if children[end].hash != children[start].hash
        || compare(children[end].node, children[start].node, examination) != 0
      {
        start = end
      }
      for other in start..<end where pairs.count < room {
        pairs.append((children[end], children[other]))
      }
      if pairs.count >= room { break }
    }
    // For each child, dtc reports all earlier namesakes, at the earlier one's place.
    pairs.sort { ($0.later.number, $0.earlier.number) < ($1.later.number, $1.earlier.number) }
    for pair in pairs {
      examination.fail(
        pair.earlier.node, "duplicate unit-address (also used in node ", .path(pair.later.node), ")")
    }
  }

  /// Compares unit addresses by length, then by bytes: below, at or above 0.
  private static func compare(_ a: NodeID, _ b: NodeID, _ examination: borrowing Examination) -> Int {
    examination.withUnitAddress(of: a) { first in
      examination.withUnitAddress(of: b) { second in
        guard first.count == second.count else { return first.count - second.count }
        for i in first.indices where first[i] != second[i] { return Int(first[i]) - Int(second[i]) }
        return 0
      }
    }
  }
}
