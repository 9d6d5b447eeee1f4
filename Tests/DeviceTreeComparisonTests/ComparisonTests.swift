import DeviceTree
import DeviceTreeBindings
@testable import DeviceTreeComparison
import SourceText
import TestSupport
import Testing

/// Trees changed in known ways: the comparison reports these changes and nothing else.
struct ComparisonTests {
  /// Returns the changes that a comparison finds, one line each.
  static func lines(_ comparison: Comparison) -> Set<String> {
    var lines: Set<String> = []
    let (old, new) = (comparison.old, comparison.new)
    for change in comparison.changes {
      switch change.kind {
      case .added: lines.insert("+ \(change.new.map { new.path(of: $0) } ?? "")")
      case .removed: lines.insert("- \(change.old.map { old.path(of: $0) } ?? "")")
      case .moved:
        lines.insert(
          "\(change.old.map { old.path(of: $0) } ?? "") → \(change.new.map { new.path(of: $0) } ?? "")")
      case .changed, .reordered: break
      }
      for property in change.properties {
        let tree = property.new == nil ? old : new
        guard let id = property.new ?? property.old else { continue }
        let name = tree.path(of: tree.owner(of: id)) + ":" + tree.names.string(tree.name(of: id))
        lines.insert("\(property.kind.rawValue) \(name)")
      }
    }
    return lines
  }

  @Test(arguments: 0..<300) func changedInKnownWays(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let before = Sketch(nodes: 4 + random.below(40), &random)
    var after = before
    let expected = after.mutate(times: random.below(8), &random)
    // Phandles and order are random, and differ between the two trees.
    let comparison = Comparison(before.tree(&random), after.tree(&random))
    #expect(Self.lines(comparison) == expected, "seed \(seed)")
    #expect(comparison.isEmpty == expected.isEmpty)
  }

  /// Ignoring a node in either tree takes away what is reported in it or in its counterpart, and nothing else:
  /// what was moved out of it or into it remains.
  @Test(arguments: 0..<150) func ignoredInOneTree(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let before = Sketch(nodes: 4 + random.below(40), &random)
    var after = before
    let expected = after.mutate(times: random.below(8), &random)
    let (old, new) = (before.tree(&random), after.tree(&random))
    let index = 1 + random.below(before.nodes.count - 1)
    var options = ComparisonOptions()
    if random.happens(50) {
      guard let node = new.node(atPath: after.path(index)) else { return }
      var parts = IgnoredParts(new)
      parts.nodes[node.index] = true
      options.ignoredInNew = parts
    } else {
      var parts = IgnoredParts(old)
      let node = try #require(old.node(atPath: before.path(index)))
      parts.nodes[node.index] = true
      options.ignoredInOld = parts
    }
    let ignored = [before.path(index), after.path(index)]
    let rest = expected.filter { line in
      !line.split(separator: " ").filter { $0.hasPrefix("/") }.allSatisfy { word in
        ignored.contains { word == $0 || word.hasPrefix($0 + "/") || word.hasPrefix($0 + ":") }
      }
    }
    #expect(Self.lines(Comparison(old, new, options)) == rest, "seed \(seed)")
  }

  /// Of several namesakes, the first corresponds to the first; a search for each would take minutes.
  @Test func manyNamesakes() {
    func tree(_ times: Int) -> DeviceTree {
      var tree = DeviceTree()
      for _ in 0..<times {
        for number in 0..<20_000 {
          let node = tree.addNode(named: tree.names.intern("n\(number)"), to: .root)
          let bytes = Value.text("\(tree.nodeCapacity)").bytes
          let value = tree.makeValue(bytes.span)
          if number == 7 { tree.addProperty(tree.names.intern("p"), value, to: node) }
        }
      }
      return tree
    }
    let comparison = Comparison(tree(2), tree(3))
    #expect(comparison.changes.count == 20_000)
    #expect(comparison.changes.allSatisfy { $0.kind == .added })
  }

  @Test(arguments: 0..<50) func orderOnly(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let sketch = Sketch(nodes: 20, &random)
    var same = random
    var options = ComparisonOptions()
    options.comparesOrder = true
    options.phandlesAreNumbers = true
    let tree = sketch.tree(&random)
    #expect(Comparison(tree, sketch.tree(&same), options).isEmpty)
    #expect(Comparison(tree, tree, options).isEmpty)
  }

  @Test func namesakes() {
    var old = DeviceTree()
    var new = DeviceTree()
    func add(_ tree: inout DeviceTree, _ cells: [UInt32]) {
      for cell in cells {
        let name = tree.names.intern("n")
        let node = tree.addNode(named: name, to: .root)
        let value = tree.makeValue(cell: cell)
        tree.addProperty(tree.names.intern("a"), value, to: node)
        tree.addProperty(tree.names.intern("a"), value, to: node)
      }
    }
    add(&old, [1, 2, 3])
    add(&new, [1, 2, 3])
    #expect(Comparison(old, new).isEmpty)
    add(&new, [4])
    #expect(Comparison(old, new).changes.map(\.kind) == [.added])
    #expect(Comparison(new, old).changes.map(\.kind) == [.removed])
  }

  @Test func manyNamesakesDoNotTakeForever() {
    var old = DeviceTree()
    var new = DeviceTree()
    let (name, other) = (new.names.intern("n"), old.names.intern("n"))
    for _ in 0..<20_000 { _ = new.addNode(named: name, to: .root) }
    _ = old.addNode(named: other, to: .root)
    for index in 0..<4_000 { _ = old.addNode(named: old.names.intern("o\(index)"), to: .root) }
    #expect(Comparison(old, new).changes.count == 19_999 + 4_000)
  }

  @Test func reservations() {
    func tree(_ entries: some Sequence<UInt64>) -> DeviceTree {
      var tree = DeviceTree()
      tree.reservations = entries.map { MemoryReservation(address: $0, size: 1) }
      return tree
    }
    let changed = Comparison(tree([1, 2, 2, 3, 2]), tree([4, 2, 3, 4]))
    #expect(changed.removedReservations.map(\.address) == [1, 2, 2])
    #expect(changed.addedReservations.map(\.address) == [4, 4])
    // In any order, and with many of them.
    #expect(Comparison(tree(0..<100_000), tree((0..<100_000).reversed())).isEmpty)
  }

  @Test func manyPropertiesOfOneNameDoNotTakeForever() {
    func tree(_ count: Int) -> DeviceTree {
      var tree = DeviceTree()
      let name = tree.names.intern("a")
      for _ in 0..<count { tree.addProperty(name, .empty, to: .root) }
      return tree
    }
    #expect(Comparison(tree(40_000), tree(40_000)).changes.isEmpty)
    #expect(Comparison(tree(2), tree(40_000)).changes.first?.properties.count == 39_998)
    #expect(Comparison(tree(40_000), tree(2)).changes.first?.properties.count == 39_998)
  }

  @Test func editsAreShortest() {
    for seed in 0..<200 {
      var random = SeededGenerator(seed: seed)
      let a = (0..<random.below(12)).map { _ in random.below(4) }
      let b = (0..<random.below(12)).map { _ in random.below(4) }
      var rest = a[...]
      var made: [Int] = []
      var at = 0
      let edits = ValueEdits.edits(old: a.count, new: b.count) { a[$0] == b[$1] }
      for edit in edits {
        made += rest.prefix(edit.old.lowerBound - at) + b[edit.new]
        rest = a[edit.old.upperBound...]
        at = edit.old.upperBound
      }
      #expect(made + rest == b)
      let kept = a.count - edits.reduce(0) { $0 + $1.old.count }
      #expect(kept == Self.longestCommon(a, b))
    }
  }

  /// Returns the length of the longest common subsequence, by trying all subsequences.
  private static func longestCommon(_ a: [Int], _ b: [Int]) -> Int {
    var best = 0
    for mask in 0..<(1 << a.count) {
      let part = a.indices.filter { mask >> $0 & 1 == 1 }.map { a[$0] }
      guard part.count > best else { continue }
      var rest = part[...]
      for item in b where item == rest.first { rest = rest.dropFirst() }
      if rest.isEmpty { best = part.count }
    }
    return best
  }
}
