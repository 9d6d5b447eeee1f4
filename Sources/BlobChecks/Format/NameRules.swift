import DeviceTree
import DeviceTreeBlob
import SourceText

extension BlobExamination {
  /// The greatest depth below the root that Linux reads: it skips nodes from a depth of FDT_MAX_DEPTH - 1
  /// (63) on (drivers/of/fdt.c).
  private static let deepest = 62

  func checkNames() {
    if tree.nodes[0].nameCount > 0, view.header.version >= 16 {
      report(
        .rootName, 0, "the root node has the name '\(tree.text(tree.name(of: 0)))'",
        notes: ["FDT_ERR_BADLAYOUT in libfdt"])
    }
    for node in tree.nodes.indices.dropFirst() { checkName(of: node) }
    for index in tree.children.namesakes.indices {
      report(
        .duplicateNode, Int(tree.children.namesakes[index]), "there is an earlier node of this name",
        notes: ["readers find only the first of the two"])
    }
    checkPropertyNames()
    for index in tree.facts.lateProperties.indices {
      let property = tree.facts.lateProperties[index]
      report(
        .lateProperty, Int(property.node), property,
        "property '\(name(property))' follows a subnode, where no reader finds it")
    }
    for index in tree.facts.oddStatuses.indices {
      let property = tree.properties[Int(tree.facts.oddStatuses[index])]
      let node = Int(property.node)
      // There, it is the name of a label or an alias.
      if tree.nodes[node].isBookkeeping { continue }
      report(
        .statusValue, node, property,
        "'status' is \"\(tree.text(tree.string(property)))\", so the node is disabled",
        help: ["\"okay\" enables it"])
    }
  }

  private func checkName(of node: Int) {
    let own = tree.nodes[node]
    let bytes = view.bytes
    let name = bytes.span.extracting(tree.name(of: node))
    let base = Int(own.baseCount)
    var ats = 0
    var isFit = NameCharacters.areFit(name.extracting(0..<base))
    if base < name.count {
      ats = 1
      let address = name.extracting(base + 1..<name.count)
      if !NameCharacters.areFit(address) {
        for place in address.indices {
          if address[place] == 0x40 {
            ats += 1
          } else if !NameCharacters.isFit(address[place]) {
            isFit = false
          }
        }
      }
    }
    if base == 0 {
      // Templates of U-Boot's binman are called '@fdt-SEQ'; dtc before 1.8 has no objection.
      if ats == 0 {
        report(.nodeName, node, "the name is empty")
      } else {
        report(
          .nodeName, node, "nothing precedes the '@' in the name", atMost: isOfBinman(node) ? .note : .error)
      }
    } else if !isFit {
      report(.nodeName, node, "the name has characters that are not allowed in a node's name")
    } else if ats > 1 {
      report(.nodeName, node, "the name has more than one '@'")
    } else if ats == 1, base == name.count - 1 {
      report(.nodeName, node, "nothing follows the '@' in the name", atMost: .warning)
    }
    if base > 31 { report(.nameLength, node, "the name has \(base) characters; 31 are allowed") }
    if own.depth == Self.deepest + 1 {
      report(
        .nestingDepth, node,
        "the node is \(Self.deepest + 1) nodes below the root; Linux reads \(Self.deepest)")
    }
  }

  /// Whether a node describes an image to U-Boot's binman.
  private func isOfBinman(_ node: Int) -> Bool {
    tree.path(of: node).hasPrefix("/binman/")
  }

  private func checkPropertyNames() {
    for index in tree.facts.oddNames.indices {
      let odd = tree.facts.oddNames[index]
      let property = tree.properties[Int(odd / 2)]
      if odd % 2 == 0 {
        reportName(of: property)
      } else {
        report(
          .duplicateProperty, Int(property.node), property,
          "there is an earlier property '\(name(property))'")
      }
    }
  }

  private func reportName(of property: TreeIndex.Property) {
    let node = Int(property.node)
    let bytes = view.bytes
    let name = bytes.span.extracting(tree.name(of: property))
    if name.isEmpty {
      report(.propertyName, node, property, "a property has no name")
    } else if !NameCharacters.areFitForProperty(name) {
      report(
        .propertyName, node, property,
        "the name of property '\(self.name(property))' has characters that are not allowed"
      )
    }
    if name.count > 31 {
      report(
        .nameLength, node, property,
        "the property's name has \(name.count) characters; 31 are allowed")
    }
  }
}
