import DeviceTree
import SourceText
import TestSupport

/// A tree without phandles or an order, from which trees to be compared are made.
struct Sketch {
  enum Value: Equatable {
    case cells([UInt32])
    case strings([String])
    /// Nodes, by number, each with as many cells after it.
    case references([Int], arguments: Int)
  }

  struct Node {
    var name: String
    var parent: Int?
    var properties: [String: Value] = [:]
    var isGone = false
    /// Whether a change already concerns it.
    var isTouched = false
    /// The name in the first tree.
    var oldName: String?
  }

  private(set) var nodes: [Node] = [Node(name: "", parent: nil)]

  /// Makes a random tree of `count` nodes and the root.
  init(nodes count: Int, _ random: inout SeededGenerator) {
    for index in 1...count {
      nodes.append(Node(name: "node\(index)@\(index)", parent: random.below(index)))
      // No two nodes have the same content.
      nodes[index].properties["serial"] = .strings(["number \(index)"])
      nodes[index].properties["#clock-cells"] = .cells([1])
    }
    for index in nodes.indices {
      for _ in 0..<random.below(5) { add(to: index, &random) }
    }
  }

  @discardableResult
  private mutating func add(to index: Int, _ random: inout SeededGenerator) -> String {
    let name: String
    let value: Value
    switch random.below(5) {
    case 0:
      name = "reg\(random.below(1000))"
      value = .cells((0..<1 + random.below(6)).map { _ in 0x10000 + UInt32(random.below(1 << 20)) })
    case 1:
      name = "text\(random.below(1000))"
      value = .strings((0..<1 + random.below(3)).map { _ in "word \(random.below(100))" })
    case 2:
      name = "x\(random.below(1000))-supply"
      value = .references([random.below(nodes.count)], arguments: 0)
    case 3:
      name = "clocks"
      value = .references(
        (0..<1 + random.below(3)).map { _ in 1 + random.below(nodes.count - 1) }, arguments: 1)
    default:
      // Not known to contain phandles.
      name = "acme,friend\(random.below(1000))"
      value = .references([random.below(nodes.count)], arguments: 0)
    }
    nodes[index].properties[name] = value
    return name
  }

  func path(_ index: Int, isOld: Bool = false) -> String {
    var path = ""
    var from: Int? = index
    while let current = from, current != 0 {
      path = "/" + (isOld ? nodes[current].oldName ?? nodes[current].name : nodes[current].name) + path
      from = nodes[current].parent
    }
    return path.isEmpty ? "/" : path
  }

  private func isReferred(_ index: Int) -> Bool {
    nodes.contains { node in
      !node.isGone
        && node.properties.values.contains {
          if case .references(let targets, _) = $0 { targets.contains(index) } else { false }
        }
    }
  }

  /// Makes up to `times` changes, each in a place of its own; returns what a comparison should report.
  mutating func mutate(times: Int, _ random: inout SeededGenerator) -> Set<String> {
    var expected = rename(times: random.below(4), &random)
    for _ in 0..<times {
      let index = random.below(nodes.count)
      guard !nodes[index].isGone, !nodes[index].isTouched else { continue }
      let children = nodes.indices.filter { nodes[$0].parent == index && !nodes[$0].isGone }
      switch random.below(6) {
      case 0:
        guard let name = nodes[index].properties.keys.sorted().first(where: { $0.hasPrefix("reg") }) else {
          continue
        }
        nodes[index].properties[name] = .cells([1, 2, 3, 4, 5, 6, 7])
        expected.insert("changed \(path(index)):\(name)")
      case 1:
        guard let name = nodes[index].properties.keys.sorted().first(where: { $0.hasPrefix("text") }) else {
          continue
        }
        nodes[index].properties[name] = nil
        expected.insert("removed \(path(index, isOld: true)):\(name)")
      case 2:
        nodes[index].properties["new"] = .strings(["new"])
        expected.insert("added \(path(index)):new")
      case 3:
        // A different target, though its phandle may well be the same.
        guard let name = nodes[index].properties.keys.sorted().first(where: { $0.hasSuffix("-supply") }),
          case .references(let targets, _)? = nodes[index].properties[name],
          let other = nodes.indices.first(where: {
            $0 != targets[0] && !nodes[$0].isGone && !nodes[$0].isTouched && $0 > 0
          })
        else { continue }
        // It must not be removed later.
        nodes[other].isTouched = true
        nodes[index].properties[name] = .references([other], arguments: 0)
        expected.insert("changed \(path(index)):\(name)")
      case 4:
        guard index > 0, children.isEmpty, !isReferred(index), nodes[index].oldName == nil else { continue }
        expected.insert("- \(path(index, isOld: true))")
        nodes[index].isGone = true
      default:
        nodes.append(Node(name: "added\(nodes.count)", parent: index))
        nodes[nodes.count - 1].properties["serial"] = .strings(["added \(nodes.count)"])
        nodes[nodes.count - 1].isTouched = true
        expected.insert("+ \(path(nodes.count - 1))")
      }
      nodes[index].isTouched = true
    }
    if let move = move(&random) { expected.insert(move) }
    return expected
  }

  /// Gives some nodes other unit addresses; what they have may change as well. References to them follow.
  private mutating func rename(times: Int, _ random: inout SeededGenerator) -> Set<String> {
    var renamed: [Int] = []
    for _ in 0..<times {
      let index = 1 + random.below(nodes.count - 1)
      let children = nodes.indices.filter { nodes[$0].parent == index }
      guard !nodes[index].isTouched, nodes[index].oldName == nil,
        !nodes[index].properties.keys.contains(where: { $0.hasPrefix("acme") }),
        !children.contains(where: { nodes[$0].oldName != nil })
      else { continue }
      for child in children { nodes[child].isTouched = true }
      nodes[index].oldName = nodes[index].name
      nodes[index].name = "node\(index)@\(index)000"
      renamed.append(index)
    }
    return Set(renamed.map { "\(path($0, isOld: true)) → \(path($0))" })
  }

  /// Moves a node with unique content to another place, in half of all cases.
  private mutating func move(_ random: inout SeededGenerator) -> String? {
    guard random.happens(50) else { return nil }
    let leaves = nodes.indices.filter { index in
      index > 0 && !nodes[index].isTouched && !nodes[index].isGone && nodes[index].oldName == nil
        && !nodes.contains { $0.parent == index }
        && !nodes[index].properties.keys.contains { $0.hasPrefix("acme") }
    }
    guard !leaves.isEmpty else { return nil }
    let index = random.pick(leaves)
    let places = nodes.indices.filter {
      $0 != index && !nodes[$0].isGone && $0 != nodes[index].parent && !nodes[$0].name.hasPrefix("added")
    }
    guard !places.isEmpty else { return nil }
    let before = path(index, isOld: true)
    nodes[index].parent = random.pick(places)
    return "\(before) → \(path(index))"
  }

  /// Returns the tree, with random phandles and in random order.
  func tree(_ random: inout SeededGenerator) -> DeviceTree {
    var tree = DeviceTree()
    var ids: [Int: NodeID] = [0: .root]
    let phandles = nodes.indices.map { UInt32($0) + 1 }.shuffled(using: &random)
    var pending = nodes.indices.dropFirst().filter { !nodes[$0].isGone }.shuffled(using: &random)
    while !pending.isEmpty {
      pending.removeAll { index in
        guard let parent = nodes[index].parent, let above = ids[parent] else { return false }
        ids[index] = tree.addNode(named: tree.names.intern(nodes[index].name), to: above)
        return true
      }
    }
    for (index, id) in ids.sorted(by: { $0.key < $1.key }) {
      tree.setPhandle(phandles[index], of: id)
      let names = nodes[index].properties.keys.sorted().shuffled(using: &random)
      for name in names {
        guard let value = nodes[index].properties[name] else { continue }
        let open = tree.openValue()
        switch value {
        case .cells(let cells): for cell in cells { tree.appendCell(cell) }
        case .strings(let strings):
          for string in strings {
            tree.appendBytes(Array(string.utf8)[...])
            tree.appendByte(0)
          }
        case .references(let targets, let arguments):
          for target in targets {
            tree.appendCell(phandles[target])
            for number in 0..<arguments { tree.appendCell(UInt32(number)) }
          }
        }
        let made = tree.close(open)
        let symbol = tree.names.intern(name)
        tree.addProperty(symbol, made, to: id)
      }
      let cell = tree.makeValue(cell: phandles[index])
      let symbol = tree.names.intern("phandle")
      tree.addProperty(symbol, cell, to: id)
    }
    return tree
  }
}
