import DeviceTree
import Preprocessor
import SourceText

/// What may stand only once: a property and a node in one block, a label in the tree.
extension ReferenceResolver {
  /// Reports each second node and property of a name in one node, as dtc's checks
  /// `duplicate_node_names` and `duplicate_property_names` do.
  mutating func checkDuplicateNames() {
    var next: NodeID? = .root
    while let node = next {
      var child = tree.firstChild(of: node)
      while let current = child {
        let name = tree.name(of: current)
        if let first = tree.child(of: node, named: name), first != current {
          failTwice("node", tree.path(of: current), tree.extent(of: first), tree.extent(of: current))
        }
        child = tree.nextSibling(of: current)
      }
      var property = tree.firstProperty(of: node)
      while let current = property {
        if let first = tree.property(of: node, named: tree.name(of: current)), first != current {
          failTwice(
            "property", "\(tree.path(of: node)): \(tree.names.string(tree.name(of: current)))",
            tree.extent(of: first), tree.extent(of: current))
        }
        property = tree.nextProperty(after: current)
      }
      next = tree.nodeAfter(node)
    }
  }

  /// Takes out properties `name` that repeat the node's name, and reports those that say something
  /// else (`name_properties`): the format before version 16 had them, and the name says it since.
  mutating func dropNameProperties() {
    guard let name = tree.names.find("name") else { return }
    var next: NodeID? = .root
    while let node = next {
      if let property = tree.property(of: node, named: name) {
        let base = tree.names.array(tree.name(of: node)).prefix { $0 != 0x40 }
        if tree.bytes(of: tree.value(of: property)).elementsEqual(base + [0]) {
          tree.delete(property)
        } else {
          fail(
            "name-property",
            "property 'name' of \(tree.path(of: node)) is not the node's name '\(String(decoding: base, as: UTF8.self))'",
            extent: tree.extent(of: property))
        }
      }
      next = tree.nodeAfter(node)
    }
  }

  private mutating func failTwice(_ what: String, _ name: String, _ first: Extent, _ second: Extent) {
    fail("duplicate-\(what)", "\(what) '\(name)' is given twice in one block", extent: second)
    note("the first one", first)
  }

  private mutating func note(_ message: String, _ extent: Extent) {
    guard extent.start != .none else { return }
    let span = preprocessor.place(of: extent.start, count: 1).span
    diagnostics[diagnostics.count - 1].notes.append(.init(message, at: span))
  }

  /// Reports labels that more than one node, property or value has (`duplicate_label`).
  mutating func checkDuplicateLabels() {
    var owners: [Symbol: Extent] = [:]
    var next: NodeID? = .root
    while let node = next {
      for label in tree.labels(of: node) { claim(label, tree.extent(of: node), &owners) }
      var property = tree.firstProperty(of: node)
      while let current = property {
        let extent = tree.extent(of: current)
        for label in tree.labels(of: current) { claim(label, extent, &owners) }
        for marker in tree.markers(of: tree.value(of: current)) where marker.kind == .label {
          claim(marker.reference, Extent(start: marker.origin, end: extent.end), &owners)
        }
        property = tree.nextProperty(after: current)
      }
      next = tree.nodeAfter(node)
    }
  }

  private mutating func claim(_ label: Symbol, _ extent: Extent, _ owners: inout [Symbol: Extent]) {
    guard let first = owners.updateValue(extent, forKey: label) else { return }
    owners[label] = first
    fail("duplicate-label", "label '\(tree.names.string(label))' is given twice", extent: extent)
    note("it is also here", first)
  }
}
