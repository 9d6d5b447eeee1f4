import DeviceTree
import SourceText

/// A property's value as a test writes it.
enum Value {
  case cells([UInt32])
  case text(String)
  case bytes([UInt8])

  var bytes: [UInt8] {
    switch self {
    case .cells(let cells): cells.flatMap { cell in (0..<4).map { UInt8(cell >> (24 - $0 * 8) & 0xFF) } }
    case .text(let text): Array(text.utf8) + [0]
    case .bytes(let bytes): bytes
    }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByIntegerLiteral {
  init(stringLiteral value: String) { self = .text(value) }
  init(arrayLiteral elements: UInt32...) { self = .cells(elements) }
  init(integerLiteral value: UInt32) { self = .cells([value]) }
}

/// A tree of nodes, each given by its path and its properties; nodes on the way to one are made.
func makeTree(_ nodes: [(path: String, properties: KeyValuePairs<String, Value>)]) -> DeviceTree {
  var tree = DeviceTree()
  for (path, properties) in nodes {
    var node = NodeID.root
    for name in path.split(separator: "/") {
      let symbol = tree.names.intern(String(name))
      node = tree.child(of: node, named: symbol) ?? tree.addNode(named: symbol, to: node)
    }
    for (name, value) in properties {
      let symbol = tree.names.intern(name)
      let bytes = value.bytes
      let stored = tree.makeValue(bytes.span)
      tree.addProperty(symbol, stored, to: node)
      if name == "phandle", case .cells(let cells) = value { tree.setPhandle(cells[0], of: node) }
    }
  }
  return tree
}

/// A tree's nodes and properties in document order, one to a line.
func dump(_ tree: DeviceTree) -> [String] {
  var lines: [String] = []
  var next: NodeID? = .root
  while let node = next {
    lines.append(tree.path(of: node))
    var nextProperty = tree.firstProperty(of: node)
    while let property = nextProperty {
      let bytes = tree.bytes(of: tree.value(of: property))
      let text = bytes.dropLast()
      let isText =
        !text.isEmpty && bytes.last == 0 && text.allSatisfy { (0x20...0x7E).contains($0) }
      let value =
        isText
        ? "\"" + String(decoding: text, as: UTF8.self) + "\""
        : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      lines.append("  \(tree.names.string(tree.name(of: property))) = \(value)")
      nextProperty = tree.nextProperty(after: property)
    }
    next = tree.nodeAfter(node)
  }
  return lines
}

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
