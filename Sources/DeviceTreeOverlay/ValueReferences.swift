import DeviceTree
import DeviceTreeBindings
import SourceText

/// Which cells of values refer to nodes, and how a source would refer to these: the phandles that a merge
/// assigns mean nothing to a reader.
struct ValueReferences {
  private let tree: DeviceTree
  private var reader: ValueReader
  private var names: [NodeID: String] = [:]

  /// Prepares for values that properties of a tree have or had.
  init(
    _ tree: DeviceTree, of values: some Sequence<(property: PropertyID, value: PropertyValue)>,
    node: (UInt32) -> NodeID?
  ) {
    self.tree = tree
    reader = ValueReader(ofFewValuesOf: tree)
    var nodes: Set<NodeID> = []
    for (property, value) in values where reader.mayRefer(property, value) {
      for offset in stride(from: 0, to: value.count, by: 4) {
        guard let phandle = tree.cell(of: value, at: offset), phandle != .max, let node = node(phandle) else {
          continue
        }
        reader.note(node, withPhandle: phandle)
        nodes.insert(node)
      }
    }
    if !nodes.isEmpty { nameNodes(nodes) }
  }

  /// Names nodes by their labels, which in a blob only `/__symbols__` has, or else by their paths.
  private mutating func nameNodes(_ nodes: Set<NodeID>) {
    // A base has thousands of labels, and each overlay takes a pass over them, so none is copied to be
    // compared.
    var paths = SymbolTable(minimumCapacity: nodes.count)
    var open: [NodeID?] = []
    for node in nodes {
      names[node] = ValueNotation(tree).name(of: node)
      if tree.firstLabel(of: node) != nil { continue }
      let path = paths.intern(tree.pathBytes(of: node).span)
      while open.count <= path.index { open.append(nil) }
      open[path.index] = node
    }
    var left = open.count { $0 != nil }
    guard left > 0, let symbols = tree.node(atPath: "/__symbols__") else { return }
    for symbol in tree.properties(of: symbols) where left > 0 {
      let path = tree.withBytes(of: tree.value(of: symbol)) { bytes in
        paths.find(bytes.extracting(0..<(bytes.indices.first { bytes[$0] == 0 } ?? bytes.count)))
      }
      guard let path, let node = open[path.index] else { continue }
      names[node] = "&" + tree.names.printable(tree.name(of: symbol))
      open[path.index] = nil
      left -= 1
    }
  }

  /// Returns the references in a value that a property has or had.
  mutating func references(
    in value: PropertyValue, of property: PropertyID
  ) -> [OverlayExplanation.Reference] {
    guard !names.isEmpty, reader.mayRefer(property, value) else { return [] }
    var references: [OverlayExplanation.Reference] = []
    var offset = 0
    for element in reader.value(value, of: property).elements {
      if case .reference(let reference) = element, case .node(let node) = reference.target,
        let name = names[node]
      {
        references.append(.init(offset: offset, name: name))
      }
      offset += element.size
    }
    return references
  }
}
