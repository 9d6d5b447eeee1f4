import DeviceTree
import DeviceTreeBindings
import SourceText

/// Where the properties of nodes were set, as JSON.
struct BlameJSON {
  private var json = JSONWriter(isPretty: true)
  private var traced: TracedTree
  private var reader: ValueReader
  private let notation: ValueNotation

  init(_ traced: TracedTree) {
    self.traced = traced
    reader = ValueReader(traced.tree)
    notation = ValueNotation(traced.tree)
    json.open(.array)
  }

  /// Returns the text, ending in a newline.
  mutating func finish() -> [UInt8] {
    json.close(.array)
    return json.finish() + [0x0A]
  }

  /// Adds a node and its properties.
  mutating func add(_ node: NodeID) {
    let writes = traced.writes(of: node)
    open(node, deletions: writes.filter(\.isDeletion).map(\.place))
    json.key("places")
    json.open(.array)
    for write in writes where !write.isDeletion { self.write(write.place) }
    json.close(.array)
    add(traced.tree.properties(of: node))
  }

  /// Adds one property.
  mutating func add(_ property: PropertyID) {
    let node = traced.tree.owner(of: property)
    open(node, deletions: traced.writes(of: node).filter(\.isDeletion).map(\.place))
    add([property])
  }

  /// Begins a node that was deleted in these places.
  private mutating func open(_ node: NodeID, deletions: [TracedTree.Place]) {
    let tree = traced.tree
    json.open(.object)
    if traced.isGone(node) {
      json.key("deleted")
      json.bool(true)
    }
    json.key("deletions")
    json.open(.array)
    // A node that went with one above it is deleted where that one is.
    for place in deletions + (traced.deletionAbove(node).map { [$0] } ?? []) { write(place) }
    json.close(.array)
    json.key("labels")
    json.array(tree.labels(of: node).map { tree.names.string($0) })
    json.key("path")
    json.string(tree.path(of: node))
  }

  /// Writes properties, and ends their node.
  private mutating func add(_ properties: [PropertyID]) {
    json.key("properties")
    json.open(.array)
    for property in properties {
      json.open(.object)
      json.key("name")
      json.string(traced.tree.names.string(traced.tree.name(of: property)))
      json.key("writes")
      json.open(.array)
      for write in traced.writes(of: property) { self.write(write, of: property) }
      json.close(.array)
      json.close(.object)
    }
    json.close(.array)
    json.close(.object)
  }

  private mutating func write(_ write: TracedTree.Write, of property: PropertyID) {
    json.open(.object)
    if write.isDeletion {
      json.key("deleted")
      json.bool(true)
    }
    if write.wentWithItsNode {
      json.key("deletedWithNode")
      json.bool(true)
    }
    if !write.isDeletion {
      json.key("hex")
      json.string(PrintableText.hexadecimal(traced.tree.bytes(of: write.value)))
    }
    json.key("place")
    self.write(write.place)
    if !write.isDeletion {
      json.key("text")
      json.string(notation.text(reader.value(write.value, of: property)))
    }
    json.close(.object)
  }

  // MARK: Places

  private mutating func write(_ place: TracedTree.Place) {
    json.open(.object)
    if let blob = place.blob {
      json.key("blob")
      json.string(blob)
    }
    if let fragment = place.overlay?.fragment {
      json.key("fragment")
      json.string(fragment)
    }
    if !place.inclusions.isEmpty {
      json.key("includedFrom")
      json.open(.array)
      for inclusion in place.inclusions { write(inclusion) }
      json.close(.array)
    }
    if !place.macros.isEmpty {
      json.key("macros")
      json.open(.array)
      for macro in place.macros {
        json.open(.object)
        if let definition = macro.definition {
          json.key("definition")
          write(definition)
        }
        json.key("name")
        json.string(macro.name)
        json.close(.object)
      }
      json.close(.array)
    }
    if let overlay = place.overlay {
      json.key("overlay")
      json.string(overlay.path)
    }
    if let position = place.position {
      json.key("position")
      write(position)
    }
    json.close(.object)
  }

  private mutating func write(_ position: SourcePosition) {
    json.open(.object)
    json.key("column")
    json.number(position.column)
    json.key("file")
    json.string(position.path)
    json.key("line")
    json.number(position.line)
    json.close(.object)
  }
}
