import DeviceTreeBlob
import SourceText

extension BlobExamination {
  /// The depth below the root that Linux reads: FDT_MAX_DEPTH of drivers/of/fdt.c.
  private static let deepest = 64

  func checkNames() {
    if tree.nodes[0].nameCount > 0, view.header.version >= 16 {
      report(
        .rootName, 0, "the root node has the name '\(tree.text(tree.name(of: 0)))'",
        notes: ["FDT_ERR_BADLAYOUT in libfdt"])
    }
    for node in tree.nodes.indices.dropFirst() { checkName(of: node) }
    for (node, _) in tree.children?.namesakes ?? [] {
      report(
        .duplicateNode, node, "there is an earlier node of this name",
        notes: ["readers find only the first of the two"])
    }
    checkPropertyNames()
    for property in tree.lateProperties {
      report(
        .lateProperty, Int(property.node), property,
        "property '\(tree.text(tree.name(of: property)))' stands behind a subnode, where no reader finds it")
    }
  }

  private func checkName(of node: Int) {
    let name = view.bytes.span.extracting(tree.name(of: node))
    var ats = 0
    var base = name.count
    var isFit = true
    for place in name.indices {
      if name[place] == 0x40 {
        ats += 1
        if ats == 1 { base = place }
      } else if !NodeCharacters.isFit(name[place]) {
        isFit = false
      }
    }
    if base == 0 {
      report(.nodeName, node, "the name is empty")
    } else if !isFit {
      report(.nodeName, node, "the name has characters that no node's name may have")
    } else if ats > 1 {
      report(.nodeName, node, "the name has more than one '@'")
    } else if ats == 1, base == name.count - 1 {
      report(.nodeName, node, "nothing follows the '@' in the name", atMost: .warning)
    }
    if base > 31 { report(.nameLength, node, "the name has \(base) characters; 31 are allowed") }
    if tree.nodes[node].depth == Self.deepest + 1 {
      report(
        .nestingDepth, node,
        "the node is \(Self.deepest + 1) nodes below the root; Linux reads \(Self.deepest)")
    }
  }

  private func checkPropertyNames() {
    // By name: the last node that had a property of it, + 1.
    var lastNode = [UInt32](repeating: 0, count: tree.nameTable.names.count)
    var isUnusual = [UInt8](repeating: 0, count: tree.nameTable.names.count)
    let bytes = view.bytes
    for number in tree.nameTable.names.indices {
      let name = bytes.span.extracting(tree.nameTable.range(of: number))
      isUnusual[number] = name.count == 0 || name.count > 31 ? 1 : 0
      for place in name.indices where !NodeCharacters.isFitForProperty(name[place]) {
        isUnusual[number] = 1
      }
    }
    // A span does not ask at each change whether it has another owner.
    var last = lastNode.mutableSpan
    for property in tree.properties {
      let name = Int(property.name)
      if last[name] == property.node + 1 {
        report(
          .duplicateProperty, Int(property.node), property,
          "there is an earlier property '\(tree.text(tree.name(of: property)))'")
      }
      last[name] = property.node + 1
      if isUnusual[name] != 0 { reportName(of: property) }
    }
  }

  private func reportName(of property: TreeIndex.Property) {
    let node = Int(property.node)
    let name = view.bytes[tree.name(of: property)]
    if name.isEmpty {
      report(.propertyName, node, property, "a property has no name")
    } else if !name.allSatisfy(NodeCharacters.isFitForProperty) {
      report(
        .propertyName, node, property,
        "the name of property '\(self.name(property))' has characters that none may have")
    }
    if name.count > 31 {
      report(
        .nameLength, node, property,
        "the property's name has \(name.count) characters; 31 are allowed")
    }
  }
}

/// Which bytes names may consist of (Devicetree Specification 2.2.1 and 2.2.4).
enum NodeCharacters {
  // A bit for each byte: what stands for a digit is bit 0x30 of the first word, and so on.
  private static var low: UInt64 { 0x03FF_7800_0000_0000 }
  /// With `*`, `#` and `?`.
  private static var propertyLow: UInt64 { low | 0x8000_0408_0000_0000 }
  private static var high: UInt64 { 0x07FF_FFFE_87FF_FFFE }

  static func isFit(_ byte: UInt8) -> Bool {
    (byte < 0x40 ? low >> UInt64(byte) : byte < 0x80 ? high >> UInt64(byte & 0x3F) : 0) & 1 != 0
  }

  static func isFitForProperty(_ byte: UInt8) -> Bool {
    (byte < 0x40 ? propertyLow >> UInt64(byte) : byte < 0x80 ? high >> UInt64(byte & 0x3F) : 0) & 1 != 0
  }
}
