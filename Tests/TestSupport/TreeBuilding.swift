public import DeviceTree
import SourceText

/// A property's value as a test writes it.
public enum Value: Sendable {
  case cells([UInt32])
  case text(String)
  case bytes([UInt8])

  /// The bytes of the value.
  public var bytes: [UInt8] {
    switch self {
    case .cells(let cells): cells.flatMap { cell in (0..<4).map { UInt8(cell >> (24 - $0 * 8) & 0xFF) } }
    case .text(let text): Array(text.utf8) + [0]
    case .bytes(let bytes): bytes
    }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByIntegerLiteral {
  /// Creates a text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// Creates cells.
  public init(arrayLiteral elements: UInt32...) { self = .cells(elements) }
  /// Creates one cell.
  public init(integerLiteral value: UInt32) { self = .cells([value]) }
}

/// Makes a tree from nodes, each given by its path and properties; missing parents are added.
public func makeTree(_ nodes: [(path: String, properties: KeyValuePairs<String, Value>)]) -> DeviceTree {
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

extension DeviceTree {
  /// The nodes and properties in document order, one per line.
  public var listing: [String] {
    var lines: [String] = []
    var next: NodeID? = .root
    while let node = next {
      lines.append(path(of: node))
      var nextProperty = firstProperty(of: node)
      while let property = nextProperty {
        let bytes = bytes(of: value(of: property))
        let text = bytes.dropLast()
        let isText =
          !text.isEmpty && bytes.last == 0 && text.allSatisfy { (0x20...0x7E).contains($0) }
        let value =
          isText
          ? "\"" + String(decoding: text, as: UTF8.self) + "\""
          : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        lines.append("  \(names.string(name(of: property))) = \(value)")
        nextProperty = self.nextProperty(after: property)
      }
      next = nodeAfter(node)
    }
    return lines
  }
}
