import DeviceTree
import Preprocessor
import SourceText

/// What may occur only once: a property and a node in one block, a label in the tree.
extension ReferenceResolver {
  /// Reports nodes and properties that repeat a name within one node, as dtc's checks `duplicate_node_names`
  /// and `duplicate_property_names` do. As in dtc, a second node counts even if it was deleted.
  mutating func checkDuplicateNames() {
    // By symbol: the first child with that name, of its parent.
    var firsts = [NodeID?](repeating: nil, count: tree.names.count)
    var next: NodeID? = .root
    while let node = next {
      var child = tree.firstChildWithDeleted(of: node)
      while let current = child {
        let name = tree.name(of: current)
        if let first = firsts[name.index], tree.parent(of: first) == node {
          failTwice(current, behind: first)
        } else if !tree.isDeleted(current) {
          firsts[name.index] = current
        }
        child = tree.nextSiblingWithDeleted(of: current)
      }
      var property = tree.firstProperty(of: node)
      while let current = property {
        if let first = tree.property(of: node, named: tree.name(of: current)), first != current {
          failTwice(
            "duplicate_property_names",
            "property '\(tree.names.string(tree.name(of: current)))' of '\(tree.path(of: node))'",
            tree.extent(of: first), tree.extent(of: current))
        }
        property = tree.nextProperty(after: current)
      }
      next = tree.nodeAfter(node)
    }
  }

  private mutating func failTwice(_ node: NodeID, behind first: NodeID) {
    let check = "duplicate_node_names"
    if tree.isIdleDeletion(node) {
      fail(
        check, "'/delete-node/' of '\(tree.names.string(tree.name(of: node)))', which the same block defines",
        extent: tree.extent(of: node))
      return note("the node", tree.extent(of: first))
    }
    failTwice(check, "node '\(tree.path(of: node))'", extent(of: first), extent(of: node))
    if let reference = blockReference(of: node) {
      let text = tree.names.string(reference.reference)
      let block = text.hasPrefix("/") ? "&{\(text)}" : "&\(text)"
      note(
        .init(
          "'\(block) { … };' becomes '\(tree.names.string(tree.name(of: node)))': such blocks are numbered from 0"
        ))
    } else if tree.isPlugin, tree.node(atPath: tree.path(of: node) + "/__overlay__") != nil {
      help("give each fragment a name of its own: 'fragment@0', 'fragment@1', …")
    }
    if tree.isDeleted(node) {
      note(.init("deleting it later does not help"))
    }
  }

  /// Returns where a node is written; for a fragment made from a block, where the block's reference is.
  private func extent(of node: NodeID) -> Extent {
    guard let reference = blockReference(of: node) else { return tree.extent(of: node) }
    return Extent(start: reference.origin, end: reference.origin.location)
  }

  /// Returns the reference of the block `&label { … };` that became this fragment; nil if none did.
  private func blockReference(of node: NodeID) -> Marker? {
    guard tree.isPlugin, tree.extent(of: node).start == .none, let target = tree.firstProperty(of: node),
      let marker = tree.markers(of: tree.value(of: target)).first, marker.reference != .empty
    else { return nil }
    return marker
  }

  /// Deletes `name` properties that repeat the node's name, and reports those that say something else
  /// (`name_properties`): before version 16 the format had them; since then, the name itself says it.
  mutating func dropNameProperties() {
    for property in tree.dropRedundantNames() {
      let node = tree.owner(of: property)
      let base = tree.names.array(tree.name(of: node)).prefix { $0 != 0x40 }
      fail(
        "name_properties",
        "property 'name' of \(tree.path(of: node)) is not the node's name '\(String(decoding: base, as: UTF8.self))'",
        extent: tree.extent(of: property))
    }
  }

  private mutating func failTwice(_ check: String, _ what: String, _ first: Extent, _ second: Extent) {
    fail(check, "\(what) is defined twice in one block", extent: second)
    note("the first one", first)
  }

  mutating func note(_ message: String, _ extent: Extent) {
    guard extent.start != .none else { return }
    let span = preprocessor.place(of: extent.place, count: 1).span
    note(.init(message, at: span))
  }

  /// Reports labels that more than one node, property or value has (`duplicate_label`).
  mutating func checkDuplicateLabels() {
    // By symbol: the index in `places` of what had the label first, + 1.
    var claims = [UInt32](repeating: 0, count: tree.names.count)
    var places: [Extent] = []
    var next: NodeID? = .root
    while let node = next {
      var label = tree.firstLabel(of: node)
      while let current = label {
        claim(tree.name(of: current), tree.extent(of: node), &claims, &places)
        label = tree.nextLabel(after: current)
      }
      var property = tree.firstProperty(of: node)
      while let current = property {
        label = tree.firstLabel(of: current)
        while let own = label {
          claim(tree.name(of: own), tree.extent(of: current), &claims, &places)
          label = tree.nextLabel(after: own)
        }
        let value = tree.value(of: current)
        for number in 0..<tree.markerCount(of: value) {
          let marker = tree.marker(number, of: value)
          guard marker.kind == .label else { continue }
          let extent = Extent(start: marker.origin, end: tree.extent(of: current).end)
          claim(marker.reference, extent, &claims, &places)
        }
        property = tree.nextProperty(after: current)
      }
      next = tree.nodeAfter(node)
    }
  }

  private mutating func claim(
    _ label: Symbol, _ extent: Extent, _ claims: inout [UInt32], _ places: inout [Extent]
  ) {
    if claims[label.index] == 0 {
      places.append(extent)
      claims[label.index] = UInt32(places.count)
    } else {
      fail("duplicate_label", "label '\(tree.names.string(label))' is defined twice", extent: extent)
      note("it is also defined here", places[Int(claims[label.index]) - 1])
    }
  }
}
