import DeviceTree

/// Returns a tree as text, one line for each node or property, values as what they most likely are.
func print(_ tree: DeviceTree) -> String {
  var lines = tree.reservations.map { "reserve \($0.address) \($0.size)" }
  print(.root, of: tree, at: "", into: &lines)
  return lines.joined(separator: "\n")
}

private func print(_ node: NodeID, of tree: DeviceTree, at indent: String, into lines: inout [String]) {
  let name = tree.names.string(tree.name(of: node))
  lines.append(indent + (name.isEmpty ? "/" : name))
  var property = tree.firstProperty(of: node)
  while let current = property {
    let name = tree.names.string(tree.name(of: current))
    let value = text(Array(tree.bytes(of: tree.value(of: current))))
    lines.append("\(indent)  \(name)\(value.isEmpty ? "" : " = " + value)")
    property = tree.nextProperty(after: current)
  }
  var child = tree.firstChild(of: node)
  while let current = child {
    print(current, of: tree, at: indent + "  ", into: &lines)
    child = tree.nextSibling(of: current)
  }
}

/// Returns strings if all is printable and ends in a NUL, cells if the length is a multiple of 4, or bytes.
private func text(_ bytes: [UInt8]) -> String {
  let parts = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
  if bytes.last == 0, !parts.contains(where: \.isEmpty),
    bytes.allSatisfy({ $0 == 0 || (0x20...0x7E).contains($0) })
  {
    return parts.map { "\"" + String(decoding: $0, as: UTF8.self) + "\"" }.joined(separator: " ")
  }
  if !bytes.isEmpty, bytes.count % 4 == 0 {
    let cells = stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    return "<" + cells.map { $0 > 9 ? "0x" + String($0, radix: 16) : "\($0)" }.joined(separator: " ") + ">"
  }
  if bytes.isEmpty { return "" }
  return "[" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ") + "]"
}
