import DeviceTree
import SourceText

/// `/chosen` and `/aliases`.
enum ChosenRules {
  static func obsoleteInterruptController(_ examination: inout Examination) {
    for index in examination.survey.wellKnown.indices {
      let node = examination.survey.wellKnown[index].node
      guard examination.survey.wellKnown[index].name == .chosen,
        examination.tree.parent(of: node) == .root
      else { continue }
      guard let property = examination.property(.interruptController, of: node) else { return }
      examination.fail(
        .root, property, "/chosen has obsolete \"interrupt-controller\" property")
      return
    }
  }

  static func isBelowRoot(_ examination: inout Examination, _ node: NodeID) {
    if examination.tree.parent(of: node) != .root, !examination.isMerged(node) {
      examination.fail(node, "chosen node must be at root node")
    }
  }

  static func bootargs(_ examination: inout Examination, _ node: NodeID) {
    guard let property = examination.property(.bootargs, of: node) else { return }
    TypeRules.isString(&examination, PropertySite(node: node, property: property))
  }

  static func stdoutPath(_ examination: inout Examination, _ node: NodeID) {
    if let property = examination.property(.stdoutPath, of: node) {
      TypeRules.isString(&examination, PropertySite(node: node, property: property))
    } else if let property = examination.property(.linuxStdoutPath, of: node) {
      let site = PropertySite(node: node, property: property)
      examination.fail(site, "Use 'stdout-path' instead")
      TypeRules.isString(&examination, site)
    }
  }

  static func aliasPaths(_ examination: inout Examination, _ node: NodeID) {
    let tree = examination.tree
    let phandle = examination.survey.known.symbol(.phandle)
    let linuxPhandle = examination.survey.known.symbol(.linuxPhandle)
    var next = tree.firstProperty(of: node)
    while let property = next {
      next = tree.nextProperty(after: property)
      let name = tree.name(of: property)
      if name == phandle || name == linuxPhandle { continue }
      let value = tree.value(of: property)
      // An overlay's aliases may refer to nodes of its base.
      if !tree.isPlugin, !isPath(value, tree) {
        // The C library prints this for a string that is missing altogether.
        let quoted: Piece = value.count == 0 ? "(null)" : .string(value)
        examination.fail(node, property, "aliases property is not a valid node (", quoted, ")")
        continue
      }
      let isFit = tree.names.withBytes(of: name) { bytes in
        bytes.first { !(0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D) } == nil
      }
      if !isFit {
        examination.fail(node, "aliases property name must include only lowercase and '-'")
      }
    }
  }

  /// Whether a value is the path of a node as dtc reads paths: a lone slash, or a double one at the
  /// end, leads nowhere; a single one after a name is ignored, and the first slash may be omitted.
  private static func isPath(_ value: PropertyValue, _ tree: DeviceTree) -> Bool {
    guard value.count > 0 else { return false }
    return tree.withBytes(of: value) { bytes in
      let end = bytes.first { $0 == 0 } ?? bytes.count
      var node = NodeID.root
      var position = 0
      while position < end {
        while position < end, bytes[position] == 0x2F { position += 1 }
        let stop = bytes.extracting(0..<end).first(from: position) { $0 == 0x2F } ?? end
        guard position < stop, let name = tree.names.find(bytes.extracting(position..<stop)),
          let child = tree.child(of: node, named: name)
        else { return false }
        node = child
        position = stop + 1
      }
      return true
    }
  }
}
