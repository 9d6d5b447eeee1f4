import DeviceTree
import DeviceTreeBindings
import SourceText

/// The properties whose strings are paths of nodes: aliases, labels, and the console.
struct PathProperties {
  private let tree: DeviceTree
  private let lists: [NodeID]
  private let chosen: NodeID?

  init(_ old: DeviceTree, _ new: DeviceTree) {
    tree = new
    lists = ["/aliases", "/" + BookkeepingNames.symbols].compactMap { new.node(atPath: $0) }
    chosen = new.node(atPath: "/chosen")
  }

  /// Whether a property of the new tree is one of them.
  func contains(_ property: PropertyID) -> Bool {
    let owner = tree.owner(of: property)
    return lists.contains(owner) || owner == chosen && isConsole(property)
  }

  /// Whether a property of `/chosen` is the console, with options after a colon.
  private func isConsole(_ property: PropertyID) -> Bool {
    tree.names.withBytes(of: tree.name(of: property)) {
      $0.equals(text: "stdout-path") || $0.equals(text: "linux,stdout-path")
    }
  }
}

extension Comparison {
  /// Whether two values differ only in paths, and these lead to nodes that correspond. Paths are what a source
  /// states as such, or the only string of a property where `areAll`.
  func isSamePaths(_ a: PropertyID, _ b: PropertyID, _ values: ValuePair, areAll: Bool) -> Bool {
    let (before, after) = (values.old.elements, values.new.elements)
    guard before.count == after.count else { return false }
    let stated = areAll ? [] : Self.statedPaths(a, old, before).union(Self.statedPaths(b, new, after))
    if !areAll, stated.isEmpty { return false }
    for (index, (one, other)) in zip(before, after).enumerated() where one != other {
      guard areAll || stated.contains(index), case .string(let path) = one, case .string(let newPath) = other,
        isSamePath(path[...], newPath[...])
      else { return false }
    }
    return true
  }

  /// Returns the indices of the strings that a source states to be paths.
  private static func statedPaths(_ property: PropertyID, _ tree: DeviceTree, _ elements: [ValueElement])
    -> Set<Int>
  {
    let offsets = Set(
      tree.markers(of: tree.value(of: property)).filter { $0.kind == .pathReference }.map { Int($0.offset) })
    if offsets.isEmpty { return [] }
    var found: Set<Int> = []
    var offset = 0
    for (index, element) in elements.enumerated() {
      if offsets.contains(offset) { found.insert(index) }
      offset += element.size
    }
    return found
  }

  private func isSamePath(_ path: ArraySlice<UInt8>, _ newPath: ArraySlice<UInt8>) -> Bool {
    let colon = UInt8(ascii: ":")
    let (end, newEnd) = (path.firstIndex(of: colon), newPath.firstIndex(of: colon))
    guard path[(end ?? path.endIndex)...] == newPath[(newEnd ?? newPath.endIndex)...],
      let node = node(at: path, in: old), let newNode = self.node(at: newPath, in: new)
    else { return false }
    return self.newNode(for: node) == newNode
  }

  /// Returns the node that a path without what follows a colon leads to.
  private func node(at path: ArraySlice<UInt8>, in tree: DeviceTree) -> NodeID? {
    let path = path.prefix { $0 != UInt8(ascii: ":") }
    guard path.first == UInt8(ascii: "/") else { return nil }
    return tree.node(atPath: path.span)
  }

  /// Whether the path in a property is as it was, but leads to a node in the old tree alone.
  func isLost(_ a: PropertyID, _ b: PropertyID) -> Bool {
    node(at: old.string(of: a), in: old) != nil && node(at: new.string(of: b), in: new) == nil
  }

  /// Returns the node of the new tree that a lost path led to; nil if it is gone.
  public func node(ofLostPath property: PropertyID) -> NodeID? {
    node(at: new.string(of: property), in: old).flatMap { newNode(for: $0) }
  }
}
