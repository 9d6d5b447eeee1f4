import DeviceTree
import SourceText

/// That no two children of a node have the same unit address.
enum UnitAddressRules {
  /// A child with a unit address.
  private struct Child {
    let node: NodeID
    let hash: UInt32
    /// Its place among these children.
    let number: Int
  }

  static func unique(ifEnabled: Bool) -> Check.Rule {
    .everyNode { examination, node in
      let facts = examination.survey.facts[node.index]
      guard facts.addressCells >= 0, facts.sizeCells >= 0 else { return }
      var children: [Child] = []
      var next = examination.tree.firstChild(of: node)
      while let child = next {
        next = examination.tree.nextSibling(of: child)
        guard examination.survey.facts[child.index].hasUnitAddress,
          !ifEnabled || !isDisabled(child, examination)
        else { continue }
        let hash = examination.withUnitAddress(of: child) { SymbolHash.of($0) }
        children.append(Child(node: child, hash: hash, number: children.count))
      }
      if children.count > 1 { reportNamesakes(&children, &examination) }
    }
  }

  private static func isDisabled(_ node: NodeID, _ examination: Examination) -> Bool {
    examination.value(.status, of: node).map { examination.isString($0, "disabled") } ?? false
  }

  /// Children with the same hash are compared with one another only.
  private static func reportNamesakes(_ children: inout [Child], _ examination: inout Examination) {
    children.sort { ($0.hash, $0.number) < ($1.hash, $1.number) }
    var pairs: [(later: Child, earlier: Child)] = []
    var start = 0
    while start < children.count {
      var end = start + 1
      while end < children.count, children[end].hash == children[start].hash {
        for other in start..<end where haveSameAddress(children[end].node, children[other].node, examination)
        {
          pairs.append((children[end], children[other]))
          if examination.findings.count + pairs.count >= examination.limit { break }
        }
        end += 1
      }
      start = end
    }
    // dtc goes through the children and tells of all before each, at the earlier one's place.
    pairs.sort { ($0.later.number, $0.earlier.number) < ($1.later.number, $1.earlier.number) }
    for pair in pairs {
      examination.fail(
        pair.earlier.node, "duplicate unit-address (also used in node ", .path(pair.later.node), ")")
    }
  }

  private static func haveSameAddress(_ a: NodeID, _ b: NodeID, _ examination: Examination) -> Bool {
    examination.withUnitAddress(of: a) { first in
      examination.withUnitAddress(of: b) { second in
        guard first.count == second.count else { return false }
        for i in first.indices where first[i] != second[i] { return false }
        return true
      }
    }
  }
}
