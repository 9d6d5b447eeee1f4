import DeviceTree
import SourceText

/// Phandles that the source assigns, and references to nodes.
enum PhandleRules {
  static func explicit(_ examination: inout Examination) {
    // Only nodes that have one of the two properties; those are few before phandles are assigned.
    var owners = PhandleOwners()
    let both = KnownProperty.phandle.bit | KnownProperty.linuxPhandle.bit
    for index in examination.survey.order.indices {
      let node = examination.survey.order[index]
      guard examination.survey.facts[node.index].properties & both != 0 else { continue }
      let modern = phandle(.phandle, of: node, &examination)
      let legacy = phandle(.linuxPhandle, of: node, &examination)
      guard let phandle = modern ?? legacy else { continue }
      if let modern, let legacy, modern != legacy {
        examination.fail(node, "mismatching 'phandle' and 'linux,phandle' properties")
      }
      if let other = owners[phandle] {
        examination.fail(
          node, "duplicated phandle 0x", .hex(UInt64(phandle)), " (seen before at ", .path(other), ")")
      } else {
        owners.add(node, phandle)
      }
    }
  }

  private static func phandle(
    _ known: KnownProperty, of node: NodeID, _ examination: inout Examination
  ) -> UInt32? {
    let tree = examination.tree
    guard let property = examination.property(known, of: node) else { return nil }
    let value = tree.value(of: property)
    let name = tree.name(of: property)
    guard value.count == 4, let phandle = tree.cell(of: value, at: 0) else {
      examination.fail(node, property, "bad length (", .number(value.count), ") ", .name(name), " property")
      return nil
    }
    if let marker = tree.markers(of: value).first(where: { $0.kind == .phandleReference }) {
      // A reference to the node itself requests an arbitrary phandle; it has no value yet.
      if tree.node(referredTo: marker.reference) != node {
        examination.fail(node, .name(name), " is a reference to another node")
      }
      return nil
    }
    guard Examination.isPhandle(phandle) else {
      examination.fail(
        node, property, "bad value (0x", .hex(UInt64(phandle)), ") in ", .name(name), " property")
      return nil
    }
    return phandle
  }

  static func phandleReferences(_ examination: inout Examination) {
    // The references that a plugin leaves unresolved are resolved in its base.
    guard !examination.tree.isPlugin else { return }
    for (node, reference) in dangling(.phandleReference, in: examination.tree) {
      report(reference, in: node, &examination)
    }
  }

  static func pathReferences(_ examination: inout Examination) {
    for (node, reference) in dangling(.pathReference, in: examination.tree) {
      report(reference, in: node, &examination)
    }
  }

  /// Returns the references of one kind that lead nowhere, and the nodes that they are in.
  private static func dangling(
    _ kind: Marker.Kind, in tree: DeviceTree
  ) -> [(node: NodeID, reference: Symbol)] {
    var found: [(node: NodeID, reference: Symbol)] = []
    // By symbol: whether the reference is known to lead somewhere.
    var isFine = [Bool](repeating: false, count: tree.names.count)
    var following: NodeID? = .root
    while let node = following {
      var next = tree.firstProperty(of: node)
      while let property = next {
        let value = tree.value(of: property)
        for number in 0..<tree.markerCount(of: value) {
          let marker = tree.marker(number, of: value)
          guard marker.kind == kind, !isFine[marker.reference.index] else { continue }
          if tree.node(referredTo: marker.reference) == nil {
            found.append((node, marker.reference))
          } else {
            isFine[marker.reference.index] = true
          }
        }
        next = tree.nextProperty(after: property)
      }
      following = tree.nodeAfter(node)
    }
    return found
  }

  private static func report(
    _ reference: Symbol, in node: NodeID, _ examination: inout Examination
  ) {
    // dtc ends this line with two newlines.
    examination.fail(
      node, "Reference to non-existent node or label \"", .name(reference), "\"\n")
  }
}
