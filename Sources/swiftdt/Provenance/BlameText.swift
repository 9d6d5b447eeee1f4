import DeviceTree
import DeviceTreeBindings
import SourceText

/// Who set what, for people: a stretch for each node or property, the last value with an arrow.
struct BlameText {
  private var traced: TracedTree
  private var reader: ValueReader

  init(_ traced: TracedTree) {
    self.traced = traced
    reader = ValueReader(traced.tree)
  }

  /// A node and its properties, ending in a newline.
  mutating func text(of node: NodeID) -> String {
    let tree = traced.tree
    var text = name(of: node) + "\n"
    for (place, isDeletion) in traced.writes(of: node) {
      text +=
        "    " + (isDeletion ? "deleted at " : "") + Self.lines(place).joined(separator: "\n      ") + "\n"
    }
    for property in tree.properties(of: node) {
      text += self.text(of: property, isInNode: true)
    }
    return text
  }

  /// A property, ending in a newline.
  mutating func text(of property: PropertyID, isInNode: Bool = false) -> String {
    let tree = traced.tree
    let property = (id: property, name: tree.names.printable(tree.name(of: property)))
    var text =
      isInNode ? "  \(property.name)\n" : "\(name(of: tree.owner(of: property.id))): \(property.name)\n"
    let writes = traced.writes(of: property.id)
    for (index, write) in writes.enumerated() {
      text += (index == writes.count - 1 ? "  → " : "    ") + value(write, of: property.id) + "\n"
      if write.wentWithItsNode { text += "        deleted later with its node\n" }
      for line in Self.lines(write.place) { text += "        \(line)\n" }
    }
    return text
  }

  private func name(of node: NodeID) -> String {
    let tree = traced.tree
    let labels = tree.labels(of: node).map { tree.names.printable($0) }
    return tree.printablePath(of: node)
      + (labels.isEmpty ? "" : " (" + labels.joined(separator: ", ") + ")")
  }

  private mutating func value(_ write: TracedTree.Write, of property: PropertyID) -> String {
    if write.isDeletion { return "(deleted)" }
    let value = reader.value(write.value, of: property)
    return value.elements.isEmpty ? "(empty)" : ValueNotation(traced.tree).text(value)
  }

  /// A place, a line each for itself and the way to it.
  static func lines(_ place: TracedTree.Place) -> [String] {
    var lines: [String] = []
    if let position = place.position { lines.append(text(position)) }
    for macro in place.macros {
      lines.append(
        "in the expansion of macro '\(macro.name)'"
          + (macro.definition.map { " (\(text($0)))" } ?? ", which is built in or from -D"))
    }
    for inclusion in place.inclusions {
      lines.append("included from \(PrintableText.line(inclusion.path)):\(inclusion.line)")
    }
    if let overlay = place.overlay {
      let fragment = overlay.fragment.map { ", " + PrintableText.name(Array($0.utf8)) } ?? ""
      lines.append("overlay \(PrintableText.line(overlay.path))\(fragment)")
    } else if let blob = place.blob {
      lines.append("in \(PrintableText.line(blob))")
    } else if place.position == nil {
      lines.append("made by the compiler")
    }
    return lines
  }

  static func text(_ position: SourcePosition) -> String {
    "\(PrintableText.line(position.path)):\(position.line):\(position.column)"
  }
}
