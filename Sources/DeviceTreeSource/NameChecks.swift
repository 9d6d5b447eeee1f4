import DeviceTree
import SourceText

/// What a name may consist of: the grammar accepts more than dtc's checks do.
extension ReferenceResolver {
  /// Reports names as dtc's checks `node_name_chars`, `node_name_format` and `property_name_chars` do.
  mutating func checkNames() {
    // By symbol: 1 if it was found valid as a node's name, 2 as a property's.
    var good = [UInt8](repeating: 0, count: tree.names.count)
    var next: NodeID? = .root
    while let node = next {
      let name = tree.name(of: node)
      if good[name.index] & 1 == 0, checkNodeName(name, node) { good[name.index] |= 1 }
      var property = tree.firstProperty(of: node)
      while let current = property {
        let name = tree.name(of: current)
        if good[name.index] & 2 == 0, checkPropertyName(name, current) { good[name.index] |= 2 }
        property = tree.nextProperty(after: current)
      }
      next = tree.nodeAfter(node)
    }
  }

  private mutating func checkNodeName(_ name: Symbol, _ node: NodeID) -> Bool {
    let bytes = tree.names.array(name)
    if let bad = bytes.first(where: NameCharacters.isFitForPropertyOnly) {
      failName(
        "node_name_chars", "node's", name, "'\(Character(Unicode.Scalar(bad)))'", tree.extent(of: node))
      return false
    }
    if bytes.count(where: { $0 == 0x40 }) > 1 {
      failName("node_name_format", "node's", name, "more than one '@'", tree.extent(of: node))
      return false
    }
    return true
  }

  private mutating func checkPropertyName(_ name: Symbol, _ property: PropertyID) -> Bool {
    guard tree.names.array(name).contains(0x40) else { return true }
    failName("property_name_chars", "property's", name, "'@'", tree.extent(of: property))
    return false
  }

  private mutating func failName(
    _ check: String, _ whose: String, _ name: Symbol, _ what: String, _ extent: Extent
  ) {
    fail(
      check, "a \(whose) name cannot have \(what): '\(tree.names.string(name))'", extent: extent,
      count: tree.names.length(name))
  }
}
