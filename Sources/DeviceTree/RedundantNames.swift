import SourceText

/// `name` properties, which the format had for each node before version 16. Since then, the node's name itself
/// says it.
extension DeviceTree {
  /// Deletes each node's `name` property if it is the node's name without the unit address; returns those that
  /// say something else, in document order.
  public mutating func dropRedundantNames() -> [PropertyID] {
    guard let symbol = names.find("name") else { return [] }
    var others: [PropertyID] = []
    var next: NodeID? = .root
    while let node = next {
      if let property = property(of: node, named: symbol) {
        let base = names.array(name(of: node)).prefix { $0 != 0x40 }
        if bytes(of: value(of: property)).elementsEqual(base + [0]) {
          delete(property)
        } else {
          others.append(property)
        }
      }
      next = nodeAfter(node)
    }
    return others
  }
}
