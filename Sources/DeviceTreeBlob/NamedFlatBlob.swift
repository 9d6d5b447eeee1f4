public import DeviceTree

/// Nodes and properties by name, as for other trees, as far as a blob can be read.
extension FlatBlob: NamedLookup {
  /// The root.
  public var rootNode: Int { Self.root }

  /// Returns the child of this name, or of this name before its unit address, as in U-Boot.
  public func child(of node: Int, named name: String) -> Int? {
    try? subnode(of: node, named: Array(name.utf8).span)
  }

  /// Whether a node has a property of this name.
  public func has(_ name: String, _ node: Int) -> Bool {
    (try? value(of: Array(name.utf8).span, in: node)) != nil
  }

  /// Returns the first child of a node for which `body` returns true.
  public func firstChild(of node: Int, where body: (Int) -> Bool) -> Int? {
    var next = firstSubnode(of: node)
    while let child = next {
      if body(child) { return child }
      next = subnode(after: child)
    }
    return nil
  }
}
