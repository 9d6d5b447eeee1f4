import DeviceTreeBindings
import SourceText

extension BlobExamination {
  /// Checks that an overlay's fixups lead somewhere, and that a complete tree has no unresolved ones.
  func checkFixups() {
    let fixups = tree.child(of: 0, called: "__fixups__")
    if let fixups { checkFixupPlaces(fixups) }
    // Nothing reads those that a base was compiled with.
    if tree.isOverlay, let fixups = tree.child(of: 0, called: "__local_fixups__") { checkLocalFixups(fixups) }
    if tree.isOverlay { checkFragmentContents() }
    if !tree.isOverlay || profiles.contains(where: { $0 != .overlay }) {
      if let fixups, let number = tree.properties(of: fixups).first {
        let first = tree.properties[number]
        let count = tree.properties(of: fixups).count
        report(
          .leftoverFixups, fixups, first,
          "\(count) \(count == 1 ? "label is" : "labels are") not resolved: '\(name(first))'\(count == 1 ? "" : ", …")",
          remedy: .resolveFixups)
      }
      guard tree.isOverlay else { return }
      for node in tree.nodes.indices where tree.isFragmentContent(node) {
        report(
          .overlayFragment, Int(tree.nodes[node].parent),
          "the fragment of an overlay was not applied",
          remedy: .applyToBase)
      }
    }
  }

  /// Checks that each child of the root that is not for tools has an `__overlay__`; others are ignored.
  private func checkFragmentContents() {
    guard wants(.fragmentContent, or: .outsideFragments) else { return }
    var outside: [Int] = []
    var hasFragments = false
    for node in tree.children(of: 0) {
      if tree.children(of: node).contains(where: tree.isFragmentContent) {
        hasFragments = true
        continue
      }
      if tree.withName(of: node, FragmentNames.isForTools) { continue }
      switch tree.meaning(ofFragmentless: node) {
      case .dormant:
        hasFragments = true
        report(.fragmentContent, node, "the fragment is \(FragmentWords.dormant)", atMost: .note)
      case .fragment(let property, let likelyContent):
        hasFragments = true
        report(
          .fragmentContent, node, "there is \(FragmentWords.withoutContent(property))",
          help: [FragmentWords.howToWriteContent(likelyContent.map { tree.text(tree.name(of: $0)) })])
      case .outside: outside.append(node)
      }
    }
    // What else is in a tree that is not used as an overlay is the board's own.
    guard profiles.contains(.overlay) else { return }
    guard hasFragments else {
      return report(
        .outsideFragments, 0, FragmentWords.withoutFragments(outside.map { tree.text(tree.name(of: $0)) }),
        help: [FragmentWords.howToWriteFragments])
    }
    guard let first = outside.first else { return }
    let others = outside.count - 1
    report(
      .outsideFragments, first, "the node is in no fragment, so it is not applied",
      notes: others > 0 ? ["the same applies to \(SizeText.counted(others, "more node")) of the root"] : [],
      help: [FragmentWords.howToApply(outside.count)])
  }

  /// Checks that each entry is `path:property:offset`, and leads to four bytes of a property.
  private func checkFixupPlaces(_ fixups: Int) {
    guard wants(.fixupPlace) else { return }
    for number in tree.properties(of: fixups) {
      let property = tree.properties[number]
      // libfdt looks for the end of each entry, including the first.
      if property.count == 0 || tree.bytes[tree.value(property).upperBound - 1] != 0 {
        report(.fixupPlace, fixups, property, "'\(name(property))' does not end in a zero byte")
      }
      for entry in tree.strings(property) {
        let parts = tree.text(entry).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let offset = Int(parts[2]) else {
          report(
            .fixupPlace, fixups, property, "'\(tree.text(entry))' is not PATH:PROPERTY:OFFSET")
          continue
        }
        guard let node = tree.node(at: String(parts[0])),
          let place = tree.property(named: Array(parts[1].utf8).span, of: node)
        else {
          report(.fixupPlace, fixups, property, "'\(tree.text(entry))' leads to no property")
          continue
        }
        if offset < 0 || offset > Int(place.count) - 4 {
          report(
            .fixupPlace, fixups, property,
            "'\(tree.text(entry))' leads past the property's \(place.count) bytes")
        }
      }
    }
  }

  /// Checks that the nodes below are named after those of the overlay, and their properties after those that
  /// refer to nodes of the overlay, at the offsets listed.
  private func checkLocalFixups(_ fixups: Int) {
    guard wants(.fixupPlace) else { return }
    let bytes = tree.bytes
    let end = Int(tree.nodes[fixups].end)
    // By fixup, counted from the first: the node that it is named after.
    var counterparts = UniqueArray<UInt32>(repeating: 0, count: end - fixups)
    var fixup = fixups
    while fixup < end {
      if fixup != fixups {
        let parent = Int(counterparts[Int(tree.nodes[fixup].parent) - fixups])
        guard let node = tree.child(of: parent, named: bytes.span.extracting(tree.name(of: fixup))) else {
          let above = parent == 0 ? "" : tree.path(of: parent)
          report(.fixupPlace, fixup, "'\(above)/\(tree.text(tree.name(of: fixup)))' leads to no node")
          fixup = Int(tree.nodes[fixup].end)
          continue
        }
        counterparts[fixup - fixups] = UInt32(node)
      }
      for number in tree.properties(of: fixup) {
        checkOffsets(tree.properties[number], Int(counterparts[fixup - fixups]))
      }
      fixup += 1
    }
  }

  /// Checks that each cell of a list is the offset of four bytes in the property of the same name.
  private func checkOffsets(_ list: TreeIndex.Property, _ node: Int) {
    let fixup = Int(list.node)
    guard list.count % 4 == 0 else {
      report(
        .fixupPlace, fixup, list,
        "'\(name(list))' has \(SizeText.counted(list.count, "byte")), not a multiple of 4")
      return
    }
    let bytes = tree.bytes
    guard let place = tree.property(named: bytes.span.extracting(tree.name(of: list)), of: node) else {
      report(.fixupPlace, fixup, list, "'\(tree.path(of: node)):\(name(list))' leads to no property")
      return
    }
    for number in 0..<Int(list.count) / 4 {
      guard let offset = tree.cell(list, number), Int(offset) > Int(place.count) - 4 else { continue }
      report(
        .fixupPlace, fixup, list,
        "'\(tree.path(of: node)):\(name(list)):\(offset)' leads past the property's \(place.count) bytes")
    }
  }
}
