import DeviceTree
import DeviceTreeOverlay
import TestSupport
import Testing

/// The findings of `overlay conflicts`, compared with the merges of random overlays in every order.
@Suite struct ConflictTruthTests {
  private static let base = makeTree([
    ("/soc", ["phandle": 1]), ("/soc/a", ["p": 1, "phandle": 2]),
    ("/soc/b", ["status": "disabled", "phandle": 3]), ("/soc/b/k", ["status": "okay"]),
    ("/__symbols__", ["soc": "/soc", "a": "/soc/a", "b": "/soc/b"]),
  ])

  /// Returns an overlay of a few nodes, and adds its labels to those that there are.
  private static func overlay(_ random: inout SeededGenerator, _ labels: inout [String]) -> DeviceTree {
    var nodes: [(path: String, properties: KeyValuePairs<String, Value>)] = []
    var symbols: [String: String] = [:]
    var fixups: [String: String] = [:]
    for number in 0...random.below(2) {
      let fragment = "/f\(number)"
      if random.happens(70) {
        nodes.append((fragment, ["target": 0xFFFF_FFFF]))
        fixups[random.pick(labels), default: ""] += "\(fragment):target:0\0"
      } else {
        let path = random.pick(["/soc", "/soc/a", "/soc/b", "/soc/b/k", "/soc/n"])
        nodes.append((fragment, ["target-path": .text(path)]))
      }
      for way in ["", "/\(random.pick(["a", "k", "n"]))"] where way.isEmpty || random.happens(60) {
        let path = "\(fragment)/__overlay__\(way)"
        nodes.append((path, [:]))
        if random.happens(40) { nodes.append((path, ["p": .cells([UInt32(1 + random.below(2))])])) }
        if random.happens(35) { nodes.append((path, ["status": .text(random.pick(["okay", "disabled"]))])) }
        if random.happens(25) {
          nodes.append((path, ["ref": 0xFFFF_FFFF]))
          fixups[random.pick(labels), default: ""] += "\(path):ref:0\0"
        }
        let label = random.pick(["a", "b", "l", "m"])
        if !way.isEmpty, symbols[label] == nil, random.happens(50) {
          nodes.append((path, ["phandle": .cells([UInt32(1 + symbols.count)])]))
          symbols[label] = path
        }
      }
    }
    labels += symbols.keys.sorted()
    for (label, path) in symbols { nodes.append(("/__symbols__", [label: .text(path)])) }
    for (label, places) in fixups {
      nodes.append(("/__fixups__", [label: .bytes(Array(places.utf8))]))
    }
    return makeTree(nodes)
  }

  private static func orders(_ count: Int) -> [[Int]] {
    if count == 0 { return [[]] }
    return orders(count - 1).flatMap { order in
      (0...order.count).map { Array(order[..<$0]) + [count - 1] + Array(order[$0...]) }
    }
  }

  /// Returns the facts of the merged tree, without order and phandles; nil if an overlay does not apply.
  private static func meaning(_ overlays: [(name: String, tree: DeviceTree)], in order: [Int]) -> Set<String>?
  {
    guard var target = try? OverlayTarget(base) else { return nil }
    for index in order {
      do { try target.apply(overlays[index].tree, named: overlays[index].name) } catch { return nil }
    }
    let tree = target.tree
    var facts: Set<String> = []
    for node in tree.nodes() {
      let path = tree.path(of: node)
      facts.insert(path)
      for property in tree.properties(of: node) {
        let name = tree.names.string(tree.name(of: property))
        if name == "phandle" { continue }
        var value = "\(Array(tree.bytes(of: tree.value(of: property))))"
        if name == "ref", let phandle = tree.cell(of: tree.value(of: property), at: 0) {
          value = tree.nodes().first { tree.phandle(of: $0) == phandle }.map { tree.path(of: $0) } ?? "?"
        }
        facts.insert("\(path) \(name) \(value)")
      }
    }
    return facts
  }

  @Test(arguments: 0..<150) func everyOrder(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var labels = ["soc", "a", "b"]
    let overlays = (0..<2 + random.below(2)).map { (name: "\($0)", tree: Self.overlay(&random, &labels)) }
    let orders = Self.orders(overlays.count)
    let meanings = orders.map { Self.meaning(overlays, in: $0) }
    let applying = zip(orders, meanings).filter { $0.1 != nil }.map(\.0)
    var verdicts: Set<Set<String>> = []
    for (given, meaning) in zip(orders, meanings) {
      let found = try OverlayTarget(Self.base).conflicts(among: given.map { overlays[$0] })
      // If nothing else is wrong, the orders that work are those that were reported.
      if found.failures.isEmpty {
        let told = orders.filter { order in
          found.orders.allSatisfy { need in
            ([need.before] + need.alternatives).contains {
              order.firstIndex(of: given[$0])! < order.firstIndex(of: given[need.after])!
            }
          }
        }
        #expect(told == applying, "seed \(seed), given \(given)")
      } else {
        #expect(applying.isEmpty, "seed \(seed), given \(given)")
      }
      // If there is no conflict, no order makes another tree.
      if found.isEmpty {
        #expect(meanings.allSatisfy { $0 == nil || $0 == meaning }, "seed \(seed), given \(given)")
      }
      verdicts.insert(Set(found.clashes.map { Self.words($0, found.overlays) }))
    }
    // The node of a label that several overlays export can change with the order, and with it the clashes.
    if !applying.isEmpty, !verdicts.contains(where: { $0.contains { $0.hasPrefix("label") } }) {
      #expect(verdicts.count == 1, "seed \(seed): \(verdicts)")
    }
  }

  /// Returns a clash as text, whichever overlay is given first.
  private static func words(_ clash: OverlayConflicts.Clash, _ names: [String]) -> String {
    let pair = [clash.first.map { names[$0] } ?? "", names[clash.second]].sorted().joined(separator: " ")
    return switch clash.subject {
    case .property(let path, let name, first: _, second: _): "\(pair) \(path) \(name)"
    case .label(let label, first: _, second: _): "label \(pair) \(label)"
    case .takenLabel(let label, let user, base: _, taken: _): "label \(pair) \(label) \(names[user])"
    case .disabledNode(let path, status: _, let by): "\(pair) \(path) \(names[by])"
    case .gpioLine(let controller, let line, _, _): "\(pair) \(controller) \(line)"
    case .pins(let pins, of: let path, _, _): "\(pair) \(path) \(pins)"
    }
  }
}
