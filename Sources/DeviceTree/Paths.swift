public import SourceText

extension DeviceTree {
  /// A node's full path, `/` for the root.
  public func pathBytes(of node: NodeID) -> [UInt8] {
    guard node != .root else { return [0x2F] }
    var chain = UniqueArray<Symbol>()
    var from = node
    while from != .root, from != .none {
      chain.append(nodes[from.index].name)
      from = nodes[from.index].parent
    }
    var path: [UInt8] = []
    for index in chain.indices.reversed() {
      path.append(0x2F)
      names.append(chain[index], to: &path)
    }
    return path
  }

  /// A node's full path as dtc joins it: with the name that a blob may give its root, and without a slash between
  /// a name that ends in one and the next.
  public func joinedPathBytes(of node: NodeID) -> [UInt8] {
    var chain = UniqueArray<NodeID>()
    var from = node
    while from != .root, from != .none {
      chain.append(from)
      from = nodes[from.index].parent
    }
    var path: [UInt8] = [0x2F]
    names.append(name(of: .root), to: &path)
    for index in chain.indices.reversed() {
      if path.last != 0x2F { path.append(0x2F) }
      names.append(name(of: chain[index]), to: &path)
    }
    return path
  }

  /// How many bytes the longest path of a node has, and all paths together, with one for each property as well,
  /// if the root's has `start` bytes. In a deep tree, the latter grow with the square of the depth.
  public func pathLengths(from start: Int = 0) -> (longest: Int, all: Int) {
    var lengths = UniqueArray(repeating: start, count: nodes.count)
    var (longest, all) = (start, 0)
    for node in self.nodes() {
      if let parent = parent(of: node) {
        lengths[node.index] = lengths[parent.index] + 1 + names.length(name(of: node))
      }
      longest = max(longest, lengths[node.index])
      all += lengths[node.index]
      forEachProperty(of: node) { _, _, _ in all += lengths[node.index] }
    }
    return (longest, all)
  }

  /// A node's full path as text: as it is if that is UTF-8, otherwise with unusual bytes escaped.
  public func path(of node: NodeID) -> String { PrintableText.unique(pathBytes(of: node)[...]) }

  /// A node's full path as text for people.
  public func printablePath(of node: NodeID) -> String { PrintableText.name(pathBytes(of: node)) }

  /// Returns the node at a path of exact names (`/soc/uart@fe000000`); empty components (doubled or trailing
  /// slashes) do not count.
  public func node(atPath path: Span<UInt8>) -> NodeID? {
    node(atPath: path, from: .root, names: names)
  }

  func node(atPath path: Span<UInt8>, from start: NodeID, names: SymbolTable) -> NodeID? {
    var node = start
    var position = 0
    while position < path.count {
      var end = position
      while end < path.count, path[end] != 0x2F { end += 1 }
      if end > position {
        guard let name = names.find(path.extracting(position..<end)),
          let child = child(of: node, named: name)
        else { return nil }
        node = child
      }
      position = end + 1
    }
    return node
  }

  /// Returns the node at a path of exact names.
  public func node(atPath path: String) -> NodeID? {
    let bytes = Array(path.utf8)
    return node(atPath: bytes.span)
  }

  /// Returns the node that a reference in a source refers to: a path (`/soc/uart`), a label (`uart_A`), or a
  /// path below a labelled node (`soc/uart`, since dtc 1.7).
  public func node(referredTo reference: Symbol) -> NodeID? {
    node(referredTo: reference, names: names)
  }

  /// Returns the node that a reference refers to in a tree under construction, whose names are in another
  /// table.
  public func node(referredTo reference: Symbol, names: SymbolTable) -> NodeID? {
    // No label has a slash in it.
    if isLabel(reference) { return node(labelled: reference) }
    let slash = names.withBytes(of: reference) { text -> Int? in
      for i in text.indices where text[i] == 0x2F { return i }
      return nil
    }
    guard let slash else { return nil }
    return names.withBytes(of: reference) { text -> NodeID? in
      if slash == 0 { return node(atPath: text, from: .root, names: names) }
      guard let label = names.find(text.extracting(0..<slash)),
        let start = node(labelled: label)
      else { return nil }
      return node(atPath: text.extracting(slash + 1..<text.count), from: start, names: names)
    }
  }
}
