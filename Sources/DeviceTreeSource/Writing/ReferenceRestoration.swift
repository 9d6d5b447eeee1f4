public import DeviceTree
import SourceText

/// Restores what a decoded tree's source had: labels from `/__symbols__`, references from `/__fixups__`
/// and `/__local_fixups__`.
///
/// Nothing else changes: these nodes stay, and a source written from the tree has them, too, as in dtc.
public struct ReferenceRestoration {
  private var tree: DeviceTree
  /// What these nodes say that is impossible, in dtc's words.
  private var warnings: [String] = []
  /// The markers that properties get; `order` has the properties in the order of their first one.
  private var additions: [PropertyID: [Marker]] = [:]
  private var order: [PropertyID] = []

  /// Whether a decoded tree is an overlay's: only such a tree has either kind of fixups.
  public static func isPlugin(_ tree: DeviceTree) -> Bool {
    [BookkeepingNames.fixups, BookkeepingNames.localFixups].contains { name in
      tree.names.find(name).flatMap { tree.child(of: .root, named: $0) } != nil
    }
  }

  /// Restores labels and references in `tree`; returns what could not be restored, as one sentence
  /// each, in dtc's words.
  public static func restore(in tree: inout DeviceTree) -> [String] {
    var restoration = ReferenceRestoration(tree: tree)
    // Makes the restoration the only owner of its records; the first change would copy them otherwise.
    tree = DeviceTree()
    restoration.restoreLabels()
    restoration.restoreReferences()
    restoration.restoreLocalReferences()
    for property in restoration.order { restoration.addMarkers(to: property) }
    tree = restoration.tree
    return restoration.warnings
  }

  private init(tree: DeviceTree) { self.tree = tree }

  private func topNode(_ name: String) -> NodeID? {
    tree.names.find(name).flatMap { tree.child(of: .root, named: $0) }
  }

  private mutating func add(_ marker: Marker, to property: PropertyID) {
    if additions[property] == nil { order.append(property) }
    additions[property, default: []].append(marker)
  }

  /// Adds a property's new markers to those that it has, by their offsets, since a list in any other
  /// order would be moved for each of them.
  private mutating func addMarkers(to property: PropertyID) {
    guard let added = additions[property] else { return }
    // Of several at one offset, the first one counts.
    let sorted = added.enumerated().sorted {
      ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
    }
    var list = MarkerList(markers: Array(tree.markers(of: tree.value(of: property))))
    for (_, marker) in sorted { list.add(marker) }
    tree.setMarkers(list.markers, of: property)
  }

  private func string(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Labels

  private mutating func restoreLabels() {
    guard let symbols = topNode(BookkeepingNames.symbols) else { return }
    var search = PathSearch()
    var next = tree.firstProperty(of: symbols)
    while let property = next {
      next = tree.nextProperty(after: property)
      let value = tree.value(of: property)
      if let node = tree.withBytes(of: value, { search.node(at: $0, in: tree) }) {
        tree.addLabel(tree.name(of: property), to: node)
      } else {
        let name = tree.names.string(tree.name(of: property))
        warnings.append(
          "Path \(string(tree.string(of: property))) referenced in property __symbols__/\(name) missing")
      }
    }
  }

  // MARK: References to labels of the base

  private mutating func restoreReferences() {
    guard let fixups = topNode(BookkeepingNames.fixups) else { return }
    var next = tree.firstProperty(of: fixups)
    while let property = next {
      next = tree.nextProperty(after: property)
      let label = tree.name(of: property)
      var rest = Array(tree.bytes(of: tree.value(of: property)))[...]
      while !rest.isEmpty {
        let entry = rest.prefix { $0 != 0 }
        guard entry.count < rest.count else {
          warnings.append("Malformed fixup entry for label \(tree.names.string(label))")
          break
        }
        rest = rest.dropFirst(entry.count + 1)
        restoreReference(entry, to: label)
      }
    }
  }

  /// Restores one entry `path:property:offset`.
  private mutating func restoreReference(_ entry: ArraySlice<UInt8>, to label: Symbol) {
    let name = tree.names.string(label)
    let parts = entry.split(separator: 0x3A, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      warnings.append("Malformed fixup entry for label \(name)")
      return
    }
    let path = Array(parts[0])
    guard let node = tree.node(atPath: path.span) else {
      warnings.append("Label \(name) references non-existing node \(string(path))")
      return
    }
    let propertyName = Array(parts[1])
    guard
      let property = tree.names.find(propertyName.span).flatMap({ tree.property(of: node, named: $0) })
    else {
      warnings.append(
        "Label \(name) references non-existing property \(tree.path(of: node)) in node \(string(propertyName))"
      )
      return
    }
    let offset = CInteger.value(of: parts[2])
    guard offset >= 0, offset <= tree.value(of: property).count - 4 else {
      warnings.append(
        "Label \(name) contains invalid offset for property \(string(propertyName)) in node \(tree.path(of: node))"
      )
      return
    }
    add(
      Marker(
        offset: UInt32(truncatingIfNeeded: offset), kind: .phandleReference, reference: label),
      to: property)
  }

  // MARK: References inside the tree

  private mutating func restoreLocalReferences() {
    guard let fixups = topNode(BookkeepingNames.localFixups) else { return }
    let owners = phandleOwners()
    // Pairs of a node there and the one that it corresponds to.
    var stack = [(fixups, NodeID.root)]
    while let (fixup, node) = stack.popLast() {
      var next = tree.firstProperty(of: fixup)
      while let property = next {
        next = tree.nextProperty(after: property)
        restoreLocalReferences(property, node, owners)
      }
      var pairs: [(NodeID, NodeID)] = []
      var child = tree.firstChild(of: fixup)
      while let current = child {
        child = tree.nextSibling(of: current)
        let name = tree.name(of: current)
        if let target = tree.child(of: node, named: name) {
          pairs.append((current, target))
        } else {
          warnings.append(
            "node \(tree.names.string(name))/\(tree.path(of: node)) referenced in __local_fixups__ missing")
        }
      }
      stack.append(contentsOf: pairs.reversed())
    }
  }

  private mutating func restoreLocalReferences(
    _ fixup: PropertyID, _ node: NodeID, _ owners: [UInt32: NodeID]
  ) {
    let name = tree.name(of: fixup)
    guard let property = tree.property(of: node, named: name) else {
      warnings.append(
        "Property \(tree.names.string(name)) in \(tree.path(of: node)) referenced in __local_fixups__ missing"
      )
      return
    }
    let offsets = tree.value(of: fixup)
    guard offsets.count % 4 == 0 else {
      warnings.append(
        "property \(tree.names.string(name)) in /__local_fixups__\(tree.path(of: node)) malformed")
      return
    }
    var at = 0
    while let offset = tree.cell(of: offsets, at: at) {
      at += 4
      guard let phandle = tree.cell(of: tree.value(of: property), at: Int(offset)) else {
        warnings.append(
          "property \(tree.names.string(name)) too short to contain a phandle at offset \(offset)")
        continue
      }
      guard let target = owners[phandle] else {
        warnings.append(
          "node referenced by phandle \(PrintableText.hex(phandle)) in property \(tree.names.string(name)) not found"
        )
        continue
      }
      add(
        Marker(offset: offset, kind: .phandleReference, reference: reference(to: target)),
        to: property)
    }
  }

  private func phandleOwners() -> [UInt32: NodeID] {
    var owners: [UInt32: NodeID] = [:]
    var next: NodeID? = .root
    while let node = next {
      let phandle = tree.phandle(of: node)
      if phandle != 0, phandle != .max, owners[phandle] == nil { owners[phandle] = node }
      next = tree.nodeAfter(node)
    }
    return owners
  }

  private mutating func reference(to node: NodeID) -> Symbol {
    if let label = tree.firstLabel(of: node) { return tree.name(of: label) }
    let path = tree.pathBytes(of: node)
    return tree.names.intern(path.span)
  }
}
