import DeviceTree
import DeviceTreeBindings
import SourceText

/// The phandles that edits take from nodes or give to a second one, for finding what still refers to them.
struct ReleasedPhandles {
  /// What is done to a node.
  private enum Change {
    /// It is removed, or the node at this path above it.
    case removal(path: [UInt8])
    case otherPhandle
  }

  /// The tree before the first of these edits, in which references can still be read.
  private var before: DeviceTree?
  /// The phandles that nodes had, in order.
  private var released: [(phandle: UInt32, node: NodeID, change: Change)] = []
  /// The nodes that were given a phandle, in order.
  private var given: [NodeID] = []

  /// Notes that a node is about to be removed.
  mutating func remove(_ node: NodeID, in tree: DeviceTree) {
    let path = tree.pathBytes(of: node)
    var next: NodeID? = node
    while let below = next {
      release(below, .removal(path: path), in: tree)
      next = tree.nodeAfter(below, within: node)
    }
  }

  /// Notes that a node's phandle is about to be set or deleted.
  mutating func change(_ node: NodeID, in tree: DeviceTree) {
    release(node, .otherPhandle, in: tree)
    before = before ?? tree
    given.append(node)
  }

  private mutating func release(_ node: NodeID, _ change: Change, in tree: DeviceTree) {
    let phandle = tree.phandle(of: node)
    guard phandle != 0, phandle != .max else { return }
    before = before ?? tree
    released.append((phandle, node, change))
  }

  /// Returns the warnings after all changes: only then is it known what refers to nothing, or to two nodes.
  func warnings(in tree: DeviceTree) -> [Diagnostic] {
    guard let before else { return [] }
    var owners: [UInt32: [NodeID]] = [:]
    for node in tree.nodes() where tree.phandle(of: node) != 0 {
      owners[tree.phandle(of: node), default: []].append(node)
    }
    /// By phandle: the number of the warning about it.
    var numbers: [UInt32: Int] = [:]
    var warnings: [(start: String, users: Users)] = []
    var removals: [[UInt8]: Int] = [:]
    for (phandle, node, change) in released where owners[phandle] == nil && numbers[phandle] == nil {
      var number = warnings.count
      let start: String
      switch change {
      case .removal(let path):
        number = removals[path] ?? number
        removals[path] = number
        start = "\(PrintableText.name(path)) is removed"
      case .otherPhandle:
        start = "\(before.printablePath(of: node)) no longer has the phandle \(PrintableText.hex(phandle))"
      }
      if number == warnings.count { warnings.append((start, Users())) }
      numbers[phandle] = number
    }
    let missing = warnings.count
    for node in given where !tree.isDeleted(node) {
      let phandle = tree.phandle(of: node)
      guard numbers[phandle] == nil, let others = owners[phandle], others.count > 1 else { continue }
      let paths = others.prefix(2).map { tree.printablePath(of: $0) }.joined(separator: " and ")
      numbers[phandle] = warnings.count
      warnings.append((paths + " have the same phandle \(PrintableText.hex(phandle))", Users()))
    }
    if warnings.isEmpty { return [] }
    findUsers(in: tree, before: before) { phandle, user in
      if let number = numbers[phandle] { warnings[number].users.add(user) }
    }
    return warnings.enumerated().compactMap { number, warning in
      warning.users.warning(after: warning.start, isAmbiguous: number >= missing)
    }
  }

  /// Calls `body` with each phandle that a property refers to, before and after the changes alike.
  private func findUsers(
    in tree: DeviceTree, before: DeviceTree, _ body: (_ phandle: UInt32, _ user: String) -> Void
  ) {
    var reader = ValueReader(before)
    for node in before.nodes() where !tree.isDeleted(node) {
      for property in before.properties(of: node)
      where reader.mayRefer(property) && tree.property(of: node, named: before.name(of: property)) == property
      {
        var offset = 0
        var seen: [UInt32] = []
        for element in reader.value(of: property).elements {
          if case .reference(let reference) = element, !seen.contains(reference.phandle),
            tree.cell(of: tree.value(of: property), at: offset) == reference.phandle
          {
            seen.append(reference.phandle)
            body(
              reference.phandle,
              "'\(tree.names.printable(tree.name(of: property)))' of \(tree.printablePath(of: node))")
          }
          offset += element.size
        }
      }
    }
  }

  /// The properties that refer to a phandle: their number, and the first ones.
  private struct Users {
    private var count = 0
    private var named: [String] = []

    private static var mostNamed: Int { 3 }

    mutating func add(_ user: String) {
      if named.count < Self.mostNamed { named.append(user) }
      count += 1
    }

    func warning(after start: String, isAmbiguous: Bool) -> Diagnostic? {
      // Two nodes with one phandle are wrong even if nothing refers to them yet.
      if count == 0 { return isAmbiguous ? diagnostic(start) : nil }
      let link = isAmbiguous ? ", to which " : ", but "
      let verb =
        isAmbiguous
        ? (count == 1 ? " refers" : " refer") : count == 1 ? " still refers to it" : " still refer to it"
      if count == 1 { return diagnostic(start + link + named[0] + verb) }
      return diagnostic(
        start + link + "\(count) properties" + verb,
        note: named.joined(separator: ", ") + (count > named.count ? ", …" : ""))
    }

    private func diagnostic(_ message: String, note: String? = nil) -> Diagnostic {
      Diagnostic(.warning, "dangling-phandle", message, notes: note.map { [Diagnostic.Note($0)] } ?? [])
    }
  }
}
