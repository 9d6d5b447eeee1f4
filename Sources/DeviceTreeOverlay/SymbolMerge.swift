import DeviceTree
import DeviceTreeBlob
import SourceText

/// Adds the overlay's labels to the base's, so that later overlays can refer to them.
extension OverlayTarget {
  /// Adds the overlay's labels to the base's `/__symbols__`. A label leads to `/fragment@0/__overlay__/uart`;
  /// merged, it leads to the same node below the fragment's target: `/soc/uart`. Labels on other nodes of the
  /// overlay are left out, since they are in no fragment.
  mutating func mergeSymbols(of input: inout OverlayInput) throws(OverlayError) {
    guard let symbols = input.node(named: BookkeepingNames.symbols) else { return }
    let base = symbolsNode() ?? addSymbolsNode()
    var next = input.tree.firstProperty(of: symbols)
    while let property = next {
      try merge(property, in: symbols, into: base, &input)
      next = input.tree.nextProperty(after: property)
    }
  }

  private mutating func addSymbolsNode() -> NodeID {
    let name = blob.tree.names.intern(BookkeepingNames.symbols)
    let node = blob.addNode(named: name, to: .root)
    children.noteFirst(node, in: &blob.tree)
    return node
  }

  private mutating func merge(
    _ property: PropertyID, in symbols: NodeID, into base: NodeID, _ input: inout OverlayInput
  ) throws(OverlayError) {
    let label = input.tree.name(of: property)
    let value = Array(input.tree.bytes(of: input.tree.value(of: property)))
    guard value.firstIndex(of: 0) == value.count - 1, value.first == 0x2F else {
      throw input.error(.badSymbol, at: symbols, label, label: label)
    }
    let path = value.dropLast()
    guard let slash = path.dropFirst().firstIndex(of: 0x2F) else { return }
    // What follows `/__overlay__`: nothing, or a slash and the rest of the path.
    let inside = path[slash...].dropFirst(Self.content.count)
    guard path[slash...].starts(with: Self.content), inside.isEmpty || inside.first == 0x2F else {
      return
    }
    let fragment = try fragment(named: Array(path[1..<slash]), for: property, in: symbols, &input)
    let target = try target(of: fragment, in: &input)
    let way = inside.dropFirst()
    guard blob.tree.hasRoom(forBytes: way.count + 2 + (target.path?.count ?? 0)) else {
      throw input.error(.tooLarge, at: symbols, label, label: label)
    }
    let open = blob.tree.openValue()
    if let path = target.path {
      if path.count > 1 { blob.tree.appendBytes(path[...]) }
    } else if target.node != .root {
      blob.tree.appendPath(of: target.node)
    }
    // The slash is written even if nothing follows: `/soc/` for a label on `__overlay__` itself.
    blob.tree.appendByte(0x2F)
    blob.tree.appendBytes(way)
    blob.tree.appendByte(0)
    let new = blob.tree.close(open)
    let name = input.baseSymbol(label, in: &blob.tree.names)
    try set(
      name, new, of: base, input.tree.extent(of: property),
      input.error(.tooLarge, at: symbols, label, label: label))
  }

  private static let content: [UInt8] = Array("/__overlay__".utf8)

  private func fragment(
    named name: [UInt8], for symbol: PropertyID, in symbols: NodeID, _ input: inout OverlayInput
  ) throws(OverlayError) -> OverlayInput.Fragment {
    let node = input.children.child(of: .root, named: name.span, in: &input.tree)
    guard let node, let fragment = input.fragment(at: node) else {
      let path = String(decoding: input.string(input.tree.value(of: symbol)), as: UTF8.self)
      let label = input.tree.name(of: symbol)
      throw input.error(.symbolWithoutFragment(path: path), at: symbols, label, label: label)
    }
    return fragment
  }
}
