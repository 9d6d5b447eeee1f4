import SourceText

extension DeviceTree {
  /// Returns the path that may have been meant by one that leads nowhere, or by one below a labelled node:
  /// each name that does not exist is replaced by the nearest that does. Nil if none is near enough, or the
  /// path exists.
  ///
  /// `names` is the tree's table, or that of a tree under construction.
  public func nearestPath(to path: String, names: SymbolTable) -> String? {
    let parts = path.split(separator: "/")
    var node = NodeID.root
    var result = ""
    var rest = parts[...]
    if !path.hasPrefix("/") {
      guard let label = rest.popFirst(),
        let start = names.find(String(label)).flatMap({ self.node(labelled: $0) })
      else { return nil }
      node = start
      result = String(label)
    }
    var isChanged = false
    for part in rest {
      var name = names.find(String(part))
      var child = name.flatMap { self.child(of: node, named: $0) }
      if child == nil {
        name = nearestChild(of: node, to: part, names)
        child = name.flatMap { self.child(of: node, named: $0) }
        isChanged = true
      }
      guard let name, let child else { return nil }
      result += "/" + names.printable(name)
      node = child
    }
    return isChanged ? result : nil
  }

  /// Returns the nearest name of a child: the only one with this name before its unit address, or else the
  /// one that differs least.
  private func nearestChild(of node: NodeID, to name: Substring, _ names: SymbolTable) -> Symbol? {
    let known = children(of: node).map { self.name(of: $0) }
    let word = Array(name.utf8)
    let sameBase = known.filter { names.array($0).prefix { $0 != 0x40 }.elementsEqual(word) }
    if sameBase.count == 1 { return sameBase[0] }
    return NearestNames.nearest(to: word.span, among: known, in: names, count: 1).first
  }
}
