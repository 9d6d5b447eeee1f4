import DeviceTree
import DeviceTreeBindings
import SourceText

/// Where the properties of a node were set, as JSON.
struct BlameJSON: Encodable {
  struct Position: Encodable {
    let file: String
    let line: Int
    let column: Int

    init(_ position: SourcePosition) {
      file = position.path
      line = position.line
      column = position.column
    }
  }

  struct Macro: Encodable {
    let name: String
    let definition: Position?
  }

  struct Place: Encodable {
    let position: Position?
    let macros: [Macro]?
    let includedFrom: [Position]?
    let overlay: String?
    let fragment: String?
    let blob: String?

    init(_ place: TracedTree.Place) {
      position = place.position.map(Position.init)
      macros =
        place.macros.isEmpty
        ? nil : place.macros.map { Macro(name: $0.name, definition: $0.definition.map(Position.init)) }
      includedFrom = place.inclusions.isEmpty ? nil : place.inclusions.map(Position.init)
      overlay = place.overlay?.path
      fragment = place.overlay?.fragment
      blob = place.blob
    }
  }

  struct Write: Encodable {
    let text: String?
    let hex: String?
    let deleted: Bool?
    let place: Place
  }

  struct Property: Encodable {
    let name: String
    let writes: [Write]
  }

  let path: String
  let labels: [String]
  private(set) var places: [Place]?
  private(set) var properties: [Property] = []

  /// Creates the output for a node and its properties.
  init(_ node: NodeID, _ traced: inout TracedTree, _ reader: inout ValueReader) {
    let tree = traced.tree
    path = tree.path(of: node)
    labels = tree.labels(of: node).map { tree.names.string($0) }
    places = traced.writes(of: node).filter { !$0.isDeletion }.map { Place($0.place) }
    for property in tree.properties(of: node) {
      properties.append(Self.property(property, &traced, &reader))
    }
  }

  /// Creates the output for one property.
  init(_ property: PropertyID, _ traced: inout TracedTree, _ reader: inout ValueReader) {
    let tree = traced.tree
    path = tree.path(of: tree.owner(of: property))
    labels = tree.labels(of: tree.owner(of: property)).map { tree.names.string($0) }
    properties = [Self.property(property, &traced, &reader)]
  }

  private static func property(
    _ property: PropertyID, _ traced: inout TracedTree, _ reader: inout ValueReader
  ) -> Property {
    let tree = traced.tree
    let writes = traced.writes(of: property).map { write in
      Write(
        text: write.isDeletion ? nil : ValueNotation(tree).text(reader.value(write.value, of: property)),
        hex: write.isDeletion ? nil : PrintableText.hexadecimal(tree.bytes(of: write.value)),
        deleted: write.isDeletion ? true : nil, place: Place(write.place))
    }
    return Property(name: tree.names.string(tree.name(of: property)), writes: writes)
  }
}
