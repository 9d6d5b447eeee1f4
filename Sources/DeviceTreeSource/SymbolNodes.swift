import DeviceTree
import Preprocessor
import SourceText

/// The nodes through which overlays are resolved: `__symbols__` in a base, `__fixups__` and
/// `__local_fixups__` in an overlay (the kernel's dt-object-internal format).
extension ReferenceResolver {
  /// Adds `/__symbols__`: a property for each label, with the path of its node, which gets a phandle.
  mutating func addSymbols() {
    for label in addLabelPaths(to: BookkeepingNames.symbols, allocating: true) {
      diagnostics.append(
        Diagnostic(
          .warning, "symbol-exists",
          "label '\(tree.names.string(label))' is already in /__symbols__, which the source itself defines"))
    }
    switch tree.holder(of: phandleNames.modern) {
    case .nobody: break
    case .node, .several: warnOfPhandleLabel()
    }
  }

  /// Warns of a label that becomes a property `phandle`, whose value is a path and not a number. libfdt refuses an
  /// overlay in which `__symbols__` or `__fixups__` has one.
  @inline(never)
  private mutating func warnOfPhandleLabel() {
    guard let node = tree.node(labelled: phandleNames.modern) else { return }
    let place = preprocessor.place(of: tree.extent(of: node).place, count: 1)
    diagnostics.append(
      Diagnostic(
        .warning, "phandle-label",
        tree.isPlugin
          ? "an overlay with a label 'phandle' cannot be applied"
          : "no overlay can refer to the label 'phandle'",
        at: place.span,
        notes: [
          .init("a property of this name in /__symbols__ or /__fixups__ is taken for that node's phandle")
        ]
          + place.notes))
  }

  /// Adds a property for each label to a top-level node, with the path of the label's node, which
  /// gets a phandle if `allocating`. Returns the labels that the top-level node already had.
  mutating func addLabelPaths(to name: String, allocating: Bool) -> [Symbol] {
    guard let count = labelCount else { return [] }
    let top = child(of: .root, named: tree.names.intern(name))
    // By symbol: 1 if the top-level node has a property with that name.
    var isTaken = UniqueArray<UInt8>(repeating: 0, count: tree.names.count)
    var property = tree.firstProperty(of: top)
    while let current = property {
      isTaken[tree.name(of: current).index] = 1
      property = tree.nextProperty(after: current)
    }
    tree.reserve(indexedProperties: count)
    var known: [Symbol] = []
    var walk = PathWalk()
    while let node = walk.node {
      if tree.hasLabels(node) {
        var label = tree.firstLabel(of: node)
        while let current = label {
          let name = tree.name(of: current)
          if isTaken[name.index] != 0 {
            known.append(name)
          } else {
            isTaken[name.index] = 1
            let value = tree.openValue()
            tree.appendMarker(.string, in: value)
            walk.appendPath(to: &tree)
            tree.appendByte(0)
            tree.addProperty(name, tree.close(value), to: top)
          }
          label = tree.nextLabel(after: current)
        }
        if allocating { addPhandle(to: node) }
      }
      walk.advance(in: &tree)
    }
    return known
  }

  /// The number of labels that nodes have; nil if no node ever had one.
  private var labelCount: Int? {
    let count = tree.nodeLabelCount
    guard count == 0 else { return count }
    var hadLabels = false
    tree.forEachNode { node in
      if tree.hasLabels(node) { hadLabels = true }
    }
    return hadLabels ? 0 : nil
  }

  private mutating func child(of node: NodeID, named name: Symbol) -> NodeID {
    tree.child(of: node, named: name) ?? tree.addNode(named: name, to: node)
  }

  /// A reference to be recorded: which cell of which property.
  private struct Reference: BitwiseCopyable {
    let node: NodeID
    let property: PropertyID
    let marker: Marker
    /// The number of the next reference to the same label, + 1; 0 if there is none.
    var next: UInt32 = 0
  }

  /// Returns the references of the tree that do (`resolved`) or do not lead to one of its nodes.
  private func references(resolved: Bool) -> UniqueArray<Reference> {
    var references = UniqueArray<Reference>()
    // By symbol: 1 if it leads to a node, 2 if not; looked up once, by a walk from its node to the root.
    var known = UniqueArray<UInt8>(repeating: 0, count: tree.names.count)
    tree.forEachNode { node in
      tree.forEachProperty(of: node) { property, _, value in
        tree.forEachMarker(of: value) { _, marker in
          guard marker.kind == .phandleReference else { return }
          let label = marker.reference.index
          if known[label] == 0 { known[label] = tree.node(referredTo: marker.reference) != nil ? 1 : 2 }
          if (known[label] == 1) == resolved {
            references.append(Reference(node: node, property: property, marker: marker))
          }
        }
      }
    }
    return references
  }

  /// Adds `/__fixups__`: for each label that the overlay needs, the places to put its phandle, each
  /// as `path:property:offset`.
  mutating func addFixups() {
    var open = references(resolved: false)
    guard !open.isEmpty else { return }
    let fixups = child(of: .root, named: tree.names.intern(BookkeepingNames.fixups))
    // The first reference to each label, in order; and by symbol, the last reference to it so far, + 1.
    var firsts = UniqueArray<Int>()
    var lasts = UniqueArray<UInt32>(repeating: 0, count: tree.names.count)
    for index in open.indices where canBePlaced(open[index]) {
      let label = open[index].marker.reference.index
      let number = UInt32(truncatingIfNeeded: index + 1)
      if lasts[label] == 0 { firsts.append(index) } else { open[Int(lasts[label]) - 1].next = number }
      lasts[label] = number
    }
    for first in firsts.indices {
      var places: [UInt8] = []
      var number = UInt32(truncatingIfNeeded: firsts[first] + 1)
      while number != 0 {
        let reference = open[Int(number) - 1]
        appendPlace(of: reference, to: &places)
        number = reference.next
      }
      append(places, as: .string, to: open[firsts[first]].marker.reference, of: fixups)
    }
  }

  /// Whether a fixup can express where a reference is; reports those that it cannot.
  private mutating func canBePlaced(_ reference: Reference) -> Bool {
    let extent = Extent(start: reference.marker.origin, end: .none)
    if has(0x2F, reference.marker.reference) {
      let label = tree.names.string(reference.marker.reference)
      fail(
        "path-fixup", "an overlay can refer to the base only by labels, not by the path '&{\(label)}'",
        extent: extent)
      return false
    }
    var isUnfit = has(0x3A, tree.name(of: reference.property))
    var node = tree.parent(of: reference.node).map { _ in reference.node }
    while let current = node, !isUnfit {
      isUnfit = has(0x3A, tree.name(of: current))
      node = tree.parent(of: current)
    }
    if isUnfit {
      fail(
        "colon-in-fixup",
        "a reference in a node or property whose name has a ':' cannot be resolved later",
        extent: extent)
    }
    return !isUnfit
  }

  /// Whether a name contains a byte.
  private func has(_ byte: UInt8, _ name: Symbol) -> Bool {
    tree.names.withBytes(of: name) { $0.first(byte) < $0.count }
  }

  private func appendPlace(of reference: Reference, to places: inout [UInt8]) {
    places.append(contentsOf: tree.joinedPathBytes(of: reference.node))
    places.append(0x3A)
    tree.names.append(tree.name(of: reference.property), to: &places)
    places.append(0x3A)
    places.append(text: String(reference.marker.offset))
    places.append(0)
  }

  /// Adds `/__local_fixups__`: a copy of the tree's structure down to the properties with references
  /// inside the overlay, each with the offsets of its references as cells.
  mutating func addLocalFixups() {
    let local = references(resolved: true)
    guard !local.isEmpty else { return }
    // By node: the one below the new node that corresponds to it; the root until it is known.
    var mirrors = UniqueArray<NodeID>(repeating: .root, count: tree.nodeCapacity)
    mirrors[NodeID.root.index] = child(of: .root, named: tree.names.intern(BookkeepingNames.localFixups))
    var start = 0
    while start < local.count {
      let property = local[start].property
      var end = start
      var offsets: [UInt8] = []
      while end < local.count, local[end].property == property {
        let offset = local[end].marker.offset
        for shift in [24, 16, 8, 0] as [UInt32] {
          offsets.append(UInt8(truncatingIfNeeded: offset >> shift))
        }
        end += 1
      }
      let node = mirror(of: local[start].node, &mirrors)
      append(offsets, as: .uint32, to: tree.name(of: property), of: node)
      start = end
    }
  }

  /// Returns the node that corresponds to one below the root, adding it if it is missing.
  private mutating func mirror(of node: NodeID, _ mirrors: inout UniqueArray<NodeID>) -> NodeID {
    var chain: [NodeID] = []
    var from = node
    while mirrors[from.index] == .root {
      chain.append(from)
      from = tree.parent(of: from) ?? .root
    }
    var mirrored = mirrors[from.index]
    for next in chain.reversed() {
      mirrored = child(of: mirrored, named: tree.name(of: next))
      mirrors[next.index] = mirrored
    }
    return mirrored
  }

  /// Adds the items that are missing to a property, which the source may have begun itself; each
  /// string or cell is an item. A place is there twice if, with `-f`, a node or property is.
  private mutating func append(
    _ bytes: [UInt8], as kind: Marker.Kind, to name: Symbol, of node: NodeID
  ) {
    let existing = tree.property(of: node, named: name)
    let old = existing.map { tree.value(of: $0) }
    let oldBytes = old.map { Array(tree.bytes(of: $0)) } ?? []
    guard kind == .string ? oldBytes.last ?? 0 == 0 : oldBytes.count % 4 == 0 else {
      let what = kind == .string ? "strings" : "cells"
      diagnostics.append(
        Diagnostic(
          .warning, "fixups-malformed",
          "'\(tree.names.string(name))' of \(tree.path(of: node)) is not a list of \(what), so nothing can be added to it"
        ))
      return
    }
    let items = Self.items(of: bytes, kind)
    // The first set of slices would take the runtime half a million instructions.
    var known = SymbolTable(minimumCapacity: items.count)
    for item in Self.items(of: oldBytes, kind) { _ = known.intern(item.span) }
    let value = tree.openValue()
    if let old {
      for number in 0..<tree.markerCount(of: old) { tree.appendMarker(tree.marker(number, of: old)) }
      tree.appendBytes(oldBytes[...])
    }
    for item in items {
      let count = known.count
      _ = known.intern(item.span)
      guard known.count > count else { continue }
      tree.appendMarker(kind, in: value)
      tree.appendBytes(item)
    }
    if let existing {
      tree.completeValue(tree.close(value), of: existing)
    } else {
      tree.addProperty(name, tree.close(value), to: node)
    }
  }

  /// Returns the strings, with their terminators, or the cells.
  private static func items(of bytes: [UInt8], _ kind: Marker.Kind) -> [ArraySlice<UInt8>] {
    var items: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end =
        kind == .string ? min(bytes.span.firstNUL(from: start) + 1, bytes.count) : min(start + 4, bytes.count)
      items.append(bytes[start..<end])
      start = end
    }
    return items
  }
}
