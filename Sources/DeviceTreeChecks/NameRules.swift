import DeviceTree
import SourceText

/// Names: which characters they have, and that none occurs twice.
enum NameRules {
  static func duplicateNodes(_ examination: inout Examination) {
    let tree = examination.tree
    var seen = [UInt32](repeating: 0, count: tree.names.count)
    for number in examination.survey.order.indices {
      let node = examination.survey.order[number]
      let stamp = UInt32(truncatingIfNeeded: number + 1)
      var hasDuplicates = false
      tree.forEachChildWithDeleted(of: node) { _, name, isDeleted in
        if seen[name.index] == stamp { hasDuplicates = true }
        if !isDeleted { seen[name.index] = stamp }
      }
      if hasDuplicates { reportDuplicateChildren(of: node, &examination) }
    }
  }

  /// Reports each later namesake once for every earlier one that was not deleted.
  private static func reportDuplicateChildren(of node: NodeID, _ examination: inout Examination) {
    let tree = examination.tree
    var namesakes: [Symbol: [NodeID]] = [:]
    var children: [NodeID] = []
    tree.forEachChildWithDeleted(of: node) { child, name, _ in
      children.append(child)
      namesakes[name, default: []].append(child)
    }
    var passed: [Symbol: Int] = [:]
    for child in children where !examination.isFull {
      let name = tree.name(of: child)
      passed[name, default: 0] += 1
      if tree.isDeleted(child) { continue }
      for other in (namesakes[name] ?? []).dropFirst(passed[name] ?? 0) {
        if examination.isFull { break }
        examination.fail(other, "Duplicate node name")
      }
    }
  }

  static func duplicateProperties(_ examination: inout Examination) {
    let tree = examination.tree
    var seen = [UInt32](repeating: 0, count: tree.names.count)
    for number in examination.survey.order.indices {
      let node = examination.survey.order[number]
      let stamp = UInt32(truncatingIfNeeded: number + 1)
      var hasDuplicates = false
      var next = tree.firstProperty(of: node)
      while let property = next {
        let name = tree.name(of: property).index
        if seen[name] == stamp { hasDuplicates = true }
        seen[name] = stamp
        next = tree.nextProperty(after: property)
      }
      if hasDuplicates { reportDuplicateProperties(of: node, &examination) }
    }
  }

  /// Reports each property once for every later namesake.
  private static func reportDuplicateProperties(of node: NodeID, _ examination: inout Examination) {
    let tree = examination.tree
    let properties = tree.properties(of: node)
    var left: [Symbol: Int] = [:]
    for property in properties { left[tree.name(of: property), default: 0] += 1 }
    for property in properties {
      let name = tree.name(of: property)
      left[name, default: 0] -= 1
      for _ in 0..<(left[name] ?? 0) {
        if examination.isFull { return }
        examination.fail(node, property, "Duplicate property name")
      }
    }
  }

  static func nodeCharacters(_ examination: inout Examination, _ node: NodeID) {
    let name = examination.tree.name(of: node)
    guard let byte = firstByte(of: name, examination, unless: { NameCharacters.isFit($0) || $0 == 0x40 })
    else { return }
    examination.fail(node, "Bad character '", .byte(byte), "' in node name")
  }

  static func strictNodeCharacters(_ examination: inout Examination, _ node: NodeID) {
    let length = Int(examination.survey.facts[node.index].baseLength)
    let byte = examination.tree.names.withBytes(of: examination.tree.name(of: node)) { name in
      name.extracting(0..<length).first { !NameCharacters.isRecommended($0) }.map { name[$0] }
    }
    if let byte {
      examination.fail(node, "Character '", .byte(byte), "' not recommended in node name")
    }
  }

  static func propertyCharacters(_ examination: inout Examination, _ node: NodeID) {
    var next = examination.tree.firstProperty(of: node)
    while let property = next {
      let name = examination.tree.name(of: property)
      if let byte = firstByte(of: name, examination, unless: NameCharacters.isFitForProperty) {
        examination.fail(node, property, "Bad character '", .byte(byte), "' in property name")
      }
      next = examination.tree.nextProperty(after: property)
    }
  }

  static func strictPropertyCharacters(_ examination: inout Examination, _ node: NodeID) {
    var next = examination.tree.firstProperty(of: node)
    while let property = next {
      let byte = examination.tree.names.withBytes(of: examination.tree.name(of: property)) {
        notRecommended(in: $0)
      }
      if let byte {
        examination.fail(
          node, property, "Character '", .byte(byte), "' not recommended in property name")
      }
      next = examination.tree.nextProperty(after: property)
    }
  }

  /// Returns the first byte that a property's name should not have: `#` is allowed at the beginning
  /// or after the vendor's prefix, once.
  private static func notRecommended(in name: Span<UInt8>) -> UInt8? {
    guard !name.equals(text: "device_type"),
      var bad = name.first(where: { !NameCharacters.isRecommended($0) })
    else { return nil }
    if name[bad] == 0x23, bad == 0 || name[bad - 1] == 0x2C {
      guard let next = name.first(from: bad + 1, where: { !NameCharacters.isRecommended($0) })
      else { return nil }
      bad = next
    }
    return name[bad]
  }

  static func oneUnitAddress(_ examination: inout Examination, _ node: NodeID) {
    guard examination.survey.facts[node.index].hasUnitAddress,
      examination.withUnitAddress(of: node, { $0.first { $0 == 0x40 } != nil })
    else { return }
    examination.fail(node, "multiple '@' characters in node name")
  }

  static func notEmpty(_ examination: inout Examination) {
    guard examination.survey.hasEmptyName else { return }
    for index in examination.survey.order.indices {
      let node = examination.survey.order[index]
      if examination.survey.facts[node.index].baseLength == 0, node != .root {
        examination.fail(node, "Empty node name")
      }
    }
  }

  /// Records the properties that repeat their node's name: the run deletes them.
  ///
  /// As in dtc, a deleted property counts if it comes first, and one that was only deleted has no value.
  static func nameProperties(_ examination: inout Examination) {
    guard let symbol = examination.tree.names.find("name") else { return }
    for index in examination.survey.order.indices {
      let node = examination.survey.order[index]
      if let first = examination.tree.firstProperty(of: node, named: symbol) {
        nameProperty(&examination, node, first)
      }
    }
  }

  private static func nameProperty(
    _ examination: inout Examination, _ node: NodeID, _ first: DeviceTree.FirstProperty
  ) {
    let tree = examination.tree
    let value = first.value
    let length = Int(examination.survey.facts[node.index].baseLength)
    let isSame = tree.withBytes(of: value) { bytes in
      tree.names.withBytes(of: tree.name(of: node)) { name in
        guard bytes.count == length + 1 else { return false }
        for i in 0..<length where bytes[i] != name[i] { return false }
        return true
      }
    }
    if isSame {
      if !first.isDeleted { examination.redundantNames.insert(first.property) }
    } else {
      examination.fail(
        node, "\"name\" property is incorrect (\"", value.count == 0 ? "(null)" : .string(value),
        "\" instead of base node name)")
    }
  }

  static func nodeAgainstProperty(_ examination: inout Examination, _ node: NodeID) {
    let name = examination.tree.name(of: node)
    guard examination.survey.known.mayBeProperty(name),
      let parent = examination.tree.parent(of: node),
      let property = examination.tree.property(of: parent, named: name),
      !examination.redundantNames.contains(property)
    else { return }
    examination.fail(node, "node name and property name conflict")
  }

  private static func firstByte(
    of name: Symbol, _ examination: borrowing Examination, unless fits: (UInt8) -> Bool
  ) -> UInt8? {
    examination.tree.names.withBytes(of: name) { bytes in
      bytes.first { !fits($0) }.map { bytes[$0] }
    }
  }
}
