import DeviceTree

/// Nodes and properties by name, as for other trees.
extension TreeIndex: NamedLookup {
  var rootNode: Int { 0 }

  func child(of node: Int, named name: String) -> Int? { child(of: node, named: Array(name.utf8).span) }

  func has(_ name: String, _ node: Int) -> Bool {
    property(named: Array(name.utf8).span, of: node) != nil
  }

  func firstChild(of node: Int, where body: (Int) -> Bool) -> Int? { children(of: node).first(where: body) }
}
