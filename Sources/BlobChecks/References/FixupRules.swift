import DeviceTree
import SourceText

extension BlobExamination {
  /// What an overlay leaves open is closed in a complete tree.
  func checkFixups() {
    let fixups = tree.child(of: 0, called: "__fixups__")
    if let fixups { checkFixupPlaces(fixups) }
    if !tree.isOverlay || profiles.contains(where: { $0 != .overlay }) {
      if let fixups, let number = tree.properties(of: fixups).first {
        let first = tree.properties[number]
        let count = tree.properties(of: fixups).count
        report(
          .leftoverFixups, fixups, first,
          "\(count) \(count == 1 ? "label is" : "labels are") not resolved: '\(name(first))'\(count == 1 ? "" : ", …")",
          help: [
            "this is an overlay, or a base that was merged with one by hand; `swiftdt overlay apply` resolves them"
          ])
      }
      guard tree.isOverlay else { return }
      for node in tree.nodes.indices where tree.isFragmentContent(node) {
        report(
          .overlayFragment, Int(tree.nodes[node].parent),
          "the fragment of an overlay was not applied",
          help: ["an overlay is no complete tree: apply it to a base with `swiftdt overlay apply`"])
      }
    }
  }

  /// Each entry is `path:property:offset`, and leads to four bytes of a property.
  private func checkFixupPlaces(_ fixups: Int) {
    guard wants(.fixupPlace) else { return }
    for number in tree.properties(of: fixups) {
      let property = tree.properties[number]
      // libfdt looks for the end of each entry, the first one's, too.
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
            "'\(tree.text(entry))' leads behind the property's \(place.count) bytes")
        }
      }
    }
  }
}
