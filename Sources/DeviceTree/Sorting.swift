import SourceText

extension DeviceTree {
  /// Sorts everything (dtc's `-s`): nodes and properties by the bytes of their names, reservations by address
  /// and size.
  public mutating func sort() {
    reservations.sort { ($0.address, $0.size) < ($1.address, $1.size) }
    var next: NodeID? = .root
    while let node = next {
      willChange(node)
      sortProperties(of: node)
      sortChildren(of: node)
      next = nodeAfter(node)
    }
  }

  private func precedes(_ a: Symbol, _ b: Symbol) -> Bool {
    names.withBytes(of: a) { first in
      names.withBytes(of: b) { second in
        let common = min(first.count, second.count)
        var index = 0
        while index < common, first[index] == second[index] { index += 1 }
        return index < common ? first[index] < second[index] : first.count < second.count
      }
    }
  }

  private mutating func sortProperties(of node: NodeID) {
    var list: [PropertyID] = []
    var property = nodes[node.index].firstProperty
    while property != .none {
      list.append(property)
      property = properties[property.index].next
    }
    list.sort { precedes(properties[$0.index].name, properties[$1.index].name) }
    var following = PropertyID.none
    for property in list.reversed() {
      willChange(property)
      properties[property.index].next = following
      following = property
    }
    nodes[node.index].firstProperty = following
    nodes[node.index].lastProperty = list.last ?? .none
  }

  private mutating func sortChildren(of node: NodeID) {
    var list: [NodeID] = []
    var child = nodes[node.index].firstChild
    while child != .none {
      list.append(child)
      child = nodes[child.index].nextSibling
    }
    list.sort { precedes(nodes[$0.index].name, nodes[$1.index].name) }
    var following = NodeID.none
    for child in list.reversed() {
      willChange(child)
      nodes[child.index].nextSibling = following
      following = child
    }
    nodes[node.index].firstChild = following
    nodes[node.index].lastChild = list.last ?? .none
  }
}
