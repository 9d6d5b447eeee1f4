public import DeviceTree
import SourceText

/// What became of a label of a node that both trees have.
public struct LabelChange: Equatable, Sendable {
  /// What became of it.
  public enum Kind: Equatable, Sendable {
    /// It leads to this node of the new tree, and led to another one.
    case redirected(NodeID)
    /// Its node does not have it any more, nor does another one.
    case removed
    /// Its node has this one in its place.
    case renamed(to: [UInt8])
    /// It is new.
    case added
  }

  /// Its name in the old tree, or else in the new one.
  public let name: [UInt8]
  /// What became of it.
  public let kind: Kind

  /// Returns the differences between two trees; none if either has no labels: a blob that was made without
  /// labels lacks all of them.
  static func all(in comparison: Comparison) -> [LabelChange] {
    let (old, new) = (comparison.old, comparison.new)
    var changes: [LabelChange] = []
    var seen: Set<[UInt8]> = []
    var isWithout = (old: true, new: true)
    var known: (old: [[UInt8]: NodeID], new: [[UInt8]: NodeID])?
    for node in new.nodes() where !comparison.isIgnoredInNew(node) {
      // A node that is gone or new is reported anyway.
      guard let other = comparison.oldNode(for: node) else { continue }
      let before = old.labels(of: other).reversed().map { old.names.array($0) }
      let after = new.labels(of: node).reversed().map { new.names.array($0) }
      if !before.isEmpty { isWithout.old = false }
      if !after.isEmpty { isWithout.new = false }
      if before == after { continue }
      let (led, leads) = known ?? (holders(old), holders(new))
      known = (led, leads)
      let (had, has) = (Set(before), Set(after))
      var removed: [[UInt8]] = []
      var added: [[UInt8]] = []
      for label in before where !has.contains(label) {
        if let now = leads[label] {
          if seen.insert(label).inserted { changes.append(LabelChange(name: label, kind: .redirected(now))) }
        } else {
          removed.append(label)
        }
      }
      for label in after where !had.contains(label) {
        if led[label] != nil {
          if seen.insert(label).inserted { changes.append(LabelChange(name: label, kind: .redirected(node))) }
        } else {
          added.append(label)
        }
      }
      for (label, name) in zip(removed, added) {
        changes.append(LabelChange(name: label, kind: .renamed(to: name)))
      }
      for label in removed.dropFirst(added.count) {
        changes.append(LabelChange(name: label, kind: .removed))
      }
      for label in added.dropFirst(removed.count) { changes.append(LabelChange(name: label, kind: .added)) }
    }
    return isWithout.old || isWithout.new ? [] : changes
  }

  /// Returns the first node that has each label.
  private static func holders(_ tree: DeviceTree) -> [[UInt8]: NodeID] {
    var holders: [[UInt8]: NodeID] = [:]
    for node in tree.nodes() {
      for label in tree.labels(of: node) {
        let name = tree.names.array(label)
        if holders[name] == nil { holders[name] = node }
      }
    }
    return holders
  }
}
