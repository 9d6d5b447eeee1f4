import DeviceTree
import DeviceTreeBindings
import DeviceTreeComparison
import SourceText

/// The differences between two trees for programs, as they are encoded.
struct DiffJSON: Encodable {
  struct Change: Encodable {
    let kind: String
    let path: String
    var from: String?
    var label: String?
    var property: String?
    var old: Value?
    var new: Value?
    var edits: [Edit]?
  }

  struct Value: Encodable {
    let text: String
    let hex: String
  }

  struct Edit: Encodable {
    /// The number of the first group that was replaced in the old value.
    let at: Int
    let removed: [String]
    let added: [String]
  }

  struct Header: Encodable {
    let field: String
    let old: UInt32?
    let new: UInt32?
  }

  struct Block: Encodable {
    let block: String
    let offset: Int
    let oldSize: Int
    let newSize: Int
    let place: String?
  }

  struct Layout: Encodable {
    let header: [Header]
    let blocks: [Block]
    let strings: [Edit]
  }

  let old: String
  let new: String
  let same: Bool
  private(set) var changes: [Change] = []
  /// The paths of properties of which some cells are the same only if they are
  /// phandles, which is not certain.
  private(set) var assumedPhandles: [String] = []
  let labelDifferences: Int
  private(set) var layout: Layout?

  /// How the values of each tree are written.
  private typealias Notations = (old: ValueNotation, new: ValueNotation)

  init(
    _ comparison: Comparison, names: (old: String, new: String), layout: LayoutComparison?,
    showsPhandles: Bool
  ) {
    old = names.old
    new = names.new
    same = comparison.isEmpty && layout?.isEmpty ?? true
    labelDifferences = comparison.labelDifferences
    assumedPhandles = (comparison.assumed + comparison.partlyAssumed).map {
      Self.path(comparison.new, comparison.new.owner(of: $0), $0)
    }
    if let layout { self.layout = Self.layout(layout) }
    addTop(comparison)
    var readers = (old: ValueReader(comparison.old), new: ValueReader(comparison.new))
    var notations = (old: ValueNotation(comparison.old), new: ValueNotation(comparison.new))
    notations.old.showsPhandles = showsPhandles
    notations.new.showsPhandles = showsPhandles
    for change in comparison.changes { add(change, comparison, &readers, notations) }
  }

  private static func layout(_ layout: LayoutComparison) -> Layout {
    Layout(
      header: layout.fields.map { Header(field: $0.name, old: $0.old, new: $0.new) },
      blocks: layout.blocks.map {
        Block(block: $0.name, offset: $0.offset, oldSize: $0.oldSize, newSize: $0.newSize, place: $0.place)
      },
      strings: layout.stringEdits.map { edit in
        Edit(
          at: edit.old.lowerBound, removed: layout.oldStrings[edit.old].map { PrintableText.name($0) },
          added: layout.newStrings[edit.new].map { PrintableText.name($0) })
      })
  }

  private mutating func addTop(_ comparison: Comparison) {
    func value(_ number: UInt32) -> Value {
      Value(text: PrintableText.hex(number), hex: PrintableText.hexDigits(number, atLeast: 8))
    }
    func value(_ entry: MemoryReservation) -> Value {
      Value(
        text: "\(PrintableText.hex(entry.address)) \(PrintableText.hex(entry.size))",
        hex: PrintableText.hexDigits(entry.address, atLeast: 16)
          + PrintableText.hexDigits(entry.size, atLeast: 16))
    }
    if comparison.old.bootCPU != comparison.new.bootCPU {
      changes.append(
        Change(
          kind: "boot-cpu-changed", path: "", old: value(comparison.old.bootCPU),
          new: value(comparison.new.bootCPU)))
    }
    for entry in comparison.removedReservations {
      changes.append(Change(kind: "reservation-removed", path: "", old: value(entry)))
    }
    for entry in comparison.addedReservations {
      changes.append(Change(kind: "reservation-added", path: "", new: value(entry)))
    }
  }

  private mutating func add(
    _ change: NodeChange, _ comparison: Comparison, _ readers: inout (old: ValueReader, new: ValueReader),
    _ notations: Notations
  ) {
    switch change.kind {
    case .changed, .moved:
      guard let node = change.new else { return }
      if change.kind == .moved {
        changes.append(
          Change(
            kind: "node-moved", path: comparison.new.path(of: node),
            from: change.old.map { comparison.old.path(of: $0) }, label: Self.label(comparison.new, node)))
      }
      for property in change.properties { add(property, comparison, notations) }
    case .reordered, .added:
      guard let node = change.new else { return }
      changes.append(
        Change(
          kind: "node-" + change.kind.rawValue, path: comparison.new.path(of: node),
          label: Self.label(comparison.new, node)))
      if change.kind == .added { addContents(of: node, comparison, &readers.new, notations.new, isNew: true) }
    case .removed:
      guard let node = change.old else { return }
      changes.append(
        Change(
          kind: "node-removed", path: comparison.old.path(of: node), label: Self.label(comparison.old, node)))
      addContents(of: node, comparison, &readers.old, notations.old, isNew: false)
    }
  }

  /// Adds the contents of a node that is new or gone: its properties, and the nodes below it.
  private mutating func addContents(
    of top: NodeID, _ comparison: Comparison, _ reader: inout ValueReader, _ notation: ValueNotation,
    isNew: Bool
  ) {
    let tree = isNew ? comparison.new : comparison.old
    var next: NodeID? = top
    while let node = next {
      if !comparison.isPart(ofNew: isNew, node) {
        next = tree.nodeAfterSubtree(of: node, within: top)
        continue
      }
      if node != top {
        changes.append(
          Change(
            kind: isNew ? "node-added" : "node-removed", path: tree.path(of: node),
            label: Self.label(tree, node)))
      }
      for current in tree.properties(of: node) where comparison.isPart(ofNew: isNew, current) {
        let value = Self.value(tree, current, reader.value(of: current), notation)
        changes.append(
          Change(
            kind: isNew ? "property-added" : "property-removed", path: tree.path(of: node),
            property: tree.names.string(tree.name(of: current)), old: isNew ? nil : value,
            new: isNew ? value : nil))
      }
      next = tree.nodeAfter(node, within: top)
    }
  }

  private mutating func add(_ change: PropertyChange, _ comparison: Comparison, _ notations: Notations) {
    let tree = change.new == nil ? comparison.old : comparison.new
    guard let property = change.new ?? change.old else { return }
    var result = Change(
      kind: "property-" + change.kind.rawValue, path: tree.path(of: tree.owner(of: property)),
      property: tree.names.string(tree.name(of: property)))
    if let old = change.old, let value = change.oldValue {
      result.old = Self.value(comparison.old, old, value, notations.old)
    }
    if let new = change.new, let value = change.newValue {
      result.new = Self.value(comparison.new, new, value, notations.new)
    }
    if change.kind == .changed, let old = change.oldValue, let new = change.newValue {
      result.edits = change.edits.map { edit in
        Edit(
          at: edit.old.lowerBound, removed: edit.old.map { notations.old.text(old, groups: $0..<$0 + 1) },
          added: edit.new.map { notations.new.text(new, groups: $0..<$0 + 1) })
      }
    }
    changes.append(result)
  }

  private static func value(
    _ tree: DeviceTree, _ property: PropertyID, _ value: TypedValue, _ notation: ValueNotation
  ) -> Value {
    Value(
      text: notation.text(value),
      hex: PrintableText.hexadecimal(tree.bytes(of: tree.value(of: property))))
  }

  private static func label(_ tree: DeviceTree, _ node: NodeID) -> String? {
    tree.firstLabel(of: node).map { tree.names.string(tree.name(of: $0)) }
  }

  private static func path(_ tree: DeviceTree, _ node: NodeID, _ property: PropertyID) -> String {
    let path = tree.path(of: node)
    return (path == "/" ? "" : path) + "/" + tree.names.string(tree.name(of: property))
  }
}
