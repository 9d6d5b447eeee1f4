import DeviceTree
import SourceText

/// Random trees that often have the same nodes: few names, some of them prefixes of others, with and without
/// unit addresses, nodes without properties, values of every length, and references.
struct PairGenerator {
  var state: UInt64
  /// Whether overlays label only nodes of their own, for which all releases of libfdt do the same.
  var isMild = false
  private var ownNodes = 0

  init(state: UInt64, isMild: Bool = false) {
    self.state = state
    self.isMild = isMild
  }
  static let names = ["uart", "uart@1", "uart@10", "uar", "soc@0", "bus", "bus@2", "n", "n@1"]
  /// No two of these can be mistaken for each other: `uart` would also mean the first `uart@…`.
  static let overlayNames = ["uart@1", "uart@10", "uar", "soc@0", "bus", "n@1", "m"]
  static let properties = ["status", "us", "reg", "names", "clock-names", "x", "label"]

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  /// Fills a node, and appends it and its descendants to `made`, with paths that begin with `path`.
  mutating func fill(
    _ node: NodeID, _ path: String, _ depth: Int, _ names: [String], _ tree: inout DeviceTree,
    _ made: inout [(String, NodeID)]
  ) {
    for name in Self.properties where below(3) == 0 {
      let bytes = (0..<below(23)).map { _ in UInt8(below(256)) }
      let value = tree.makeValue(bytes.span)
      tree.addProperty(tree.names.intern(name), value, to: node)
    }
    made.append((path, node))
    guard depth > 0 else { return }
    for name in names where below(4) == 0 {
      let child = tree.addNode(named: tree.names.intern(name), to: node)
      fill(child, path + "/" + name, depth - 1, names, &tree, &made)
    }
  }

  mutating func add(_ name: String, _ bytes: [UInt8], to node: NodeID, _ tree: inout DeviceTree) {
    let value = tree.makeValue(bytes.span)
    tree.addProperty(tree.names.intern(name), value, to: node)
  }

  mutating func setPhandle(_ phandle: Int, of node: NodeID, _ tree: inout DeviceTree) {
    add("phandle", [0, 0, UInt8(phandle >> 8), UInt8(phandle & 255)], to: node, &tree)
    tree.setPhandle(UInt32(phandle), of: node)
  }

  mutating func base(labels: inout [String]) -> (tree: DeviceTree, paths: [String]) {
    var tree = DeviceTree()
    var nodes: [(String, NodeID)] = []
    fill(.root, "", 3, Self.names, &tree, &nodes)
    let symbols = tree.addNode(named: tree.names.intern("__symbols__"), to: .root)
    for (number, (path, node)) in nodes.dropFirst().enumerated() where below(2) == 0 {
      setPhandle(number + 1, of: node, &tree)
      labels.append("b\(number)")
      add("b\(number)", Array(path.utf8) + [0], to: symbols, &tree)
    }
    return (tree, nodes.map { $0.0.isEmpty ? "/" : $0.0 })
  }

  mutating func overlay(_ number: Int, labels: inout [String], paths: [String]) -> DeviceTree {
    var tree = DeviceTree()
    var symbols: [(String, String)] = []
    var fixups: [(String, String)] = []
    var locals: [(String, Int)] = []
    for index in 0..<1 + below(4) {
      let name = "fragment@\(index)"
      let fragment = tree.addNode(named: tree.names.intern(name), to: .root)
      if below(2) == 0, !labels.isEmpty {
        add("target", [255, 255, 255, 255], to: fragment, &tree)
        fixups.append((labels[below(labels.count)], "/\(name):target:0"))
      } else {
        add("target-path", Array(paths[below(paths.count)].utf8) + [0], to: fragment, &tree)
      }
      let content = tree.addNode(named: tree.names.intern("__overlay__"), to: fragment)
      var nodes: [(String, NodeID)] = []
      fill(content, "/\(name)/__overlay__", 2, Self.overlayNames, &tree, &nodes)
      for (path, node) in nodes {
        if below(3) == 0, isMild {
          ownNodes += 1
          let own = tree.addNode(named: tree.names.intern("own@\(ownNodes)"), to: node)
          setPhandle(symbols.count + 1, of: own, &tree)
          symbols.append(("o\(number)_\(symbols.count)", "\(path)/own@\(ownNodes)"))
        } else if below(3) == 0, !isMild {
          setPhandle(symbols.count + 1, of: node, &tree)
          symbols.append(("o\(number)_\(symbols.count)", path))
        }
        if below(3) == 0 {
          add("own", [0, 0, 0, UInt8(1 + below(4))], to: node, &tree)
          locals.append((path, 0))
        }
        if below(3) == 0, !labels.isEmpty {
          add("ref", [1, 2, 3, 4, 255, 255, 255, 255], to: node, &tree)
          fixups.append((labels[below(labels.count)], "\(path):ref:4"))
        }
      }
    }
    addTables(symbols, fixups, locals, &tree)
    labels += symbols.map(\.0)
    return tree
  }

  private mutating func addTables(
    _ symbols: [(String, String)], _ fixups: [(String, String)], _ locals: [(String, Int)],
    _ tree: inout DeviceTree
  ) {
    let table = tree.addNode(named: tree.names.intern("__symbols__"), to: .root)
    for (label, path) in symbols { add(label, Array(path.utf8) + [0], to: table, &tree) }
    let list = tree.addNode(named: tree.names.intern("__fixups__"), to: .root)
    for label in Set(fixups.map(\.0)).sorted() {
      var places: [UInt8] = []
      for fixup in fixups where fixup.0 == label { places += Array(fixup.1.utf8) + [0] }
      add(label, places, to: list, &tree)
    }
    let own = tree.addNode(named: tree.names.intern("__local_fixups__"), to: .root)
    for (path, offset) in locals {
      var node = own
      for name in path.split(separator: "/") {
        let symbol = tree.names.intern(String(name))
        node = tree.child(of: node, named: symbol) ?? tree.addNode(named: symbol, to: node)
      }
      add("own", [0, 0, 0, UInt8(offset)], to: node, &tree)
    }
  }
}
