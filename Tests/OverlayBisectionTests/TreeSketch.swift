import DeviceTree
import SourceText
import TestSupport

extension DeviceTree {
  /// Adds properties to a node, and makes that node and those above it if they do not exist.
  mutating func set(_ path: String, _ properties: KeyValuePairs<String, Value> = [:]) {
    var node = NodeID.root
    for name in path.split(separator: "/") {
      let symbol = names.intern(String(name))
      node = child(of: node, named: symbol) ?? addNode(named: symbol, to: node)
    }
    for (name, value) in properties {
      let symbol = names.intern(name)
      let bytes = value.bytes
      let stored = makeValue(bytes.span)
      if let property = property(of: node, named: symbol) {
        completeValue(stored, of: property)
      } else {
        addProperty(symbol, stored, to: node)
      }
      if name == "phandle", case .cells(let cells) = value { setPhandle(cells[0], of: node) }
    }
  }

  /// Returns the value of a property, given by its name and the path of its node.
  func bytes(_ path: String, _ name: String) -> [UInt8]? {
    guard let node = node(atPath: path), let property = property(of: node, named: name) else { return nil }
    return Array(bytes(of: value(of: property)))
  }

  /// The nodes and properties in document order, one to a line.
  var lines: [String] {
    var lines: [String] = []
    var next: NodeID? = .root
    while let node = next {
      lines.append(path(of: node))
      var property = firstProperty(of: node)
      while let found = property {
        let bytes = bytes(of: value(of: found))
        let text = String(decoding: bytes.map { $0 == 0 ? 0x7C : $0 }, as: UTF8.self)
        let isText =
          bytes.first != 0 && bytes.last == 0
          && bytes.dropLast().allSatisfy { $0 == 0 || (0x20...0x7E).contains($0) }
        lines.append(
          "  \(names.string(name(of: found))) = \(isText ? text : bytes.map { String($0, radix: 16) }.joined(separator: " "))"
        )
        property = nextProperty(after: found)
      }
      next = nodeAfter(node)
    }
    return lines
  }
}
