public import DeviceTree
import SourceText

/// Restores what a decoded tree's source had: labels from `/__symbols__`, references from `/__fixups__`
/// and `/__local_fixups__`.
///
/// Nothing else changes: these nodes stay, and a source written from the tree has them, too, as in dtc.
public struct ReferenceRestoration {
  private var tree: DeviceTree
  /// Whether paths and offsets mean what they do for dtc, which does not find the root at the path that it writes
  /// itself, and takes an offset that is no number for 0.
  private let isStrict: Bool
  /// What these nodes say that is impossible, in dtc's words.
  private var warnings: [[UInt8]] = []
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
    let warnings =
      restoreLabels(in: &tree, isStrict: false) + restoreReferences(in: &tree, isStrict: false)
    return warnings.map { PrintableText.unique($0[...]) }
  }

  /// Restores only labels, with which dtc begins.
  static func restoreLabels(in tree: inout DeviceTree, isStrict: Bool) -> [[UInt8]] {
    restore(in: &tree, isStrict) { $0.restoreLabels() }
  }

  /// Restores only references.
  static func restoreReferences(in tree: inout DeviceTree, isStrict: Bool) -> [[UInt8]] {
    restore(in: &tree, isStrict) { restoration in
      restoration.restoreReferences()
      restoration.restoreLocalReferences()
      for property in restoration.order { restoration.addMarkers(to: property) }
    }
  }

  private static func restore(
    in tree: inout DeviceTree, _ isStrict: Bool, _ steps: (inout ReferenceRestoration) -> Void
  ) -> [[UInt8]] {
    var restoration = ReferenceRestoration(tree: tree, isStrict: isStrict)
    // Makes the restoration the only owner of its records; the first change would copy them otherwise.
    tree = DeviceTree()
    steps(&restoration)
    tree = restoration.tree
    return restoration.warnings
  }

  /// A part of a warning.
  private enum Word: ExpressibleByStringLiteral {
    case text(String)
    case bytes([UInt8])
    case name(Symbol)
    case path(NodeID)

    init(stringLiteral value: String) { self = .text(value) }
  }

  private mutating func warn(_ words: Word...) {
    var warning: [UInt8] = []
    for word in words {
      switch word {
      case .text(let text): warning.append(contentsOf: text.utf8)
      case .bytes(let bytes): warning.append(contentsOf: bytes)
      case .name(let name): tree.names.append(name, to: &warning)
      case .path(let node): warning.append(contentsOf: tree.joinedPathBytes(of: node))
      }
    }
    warnings.append(warning)
  }

  private init(tree: DeviceTree, isStrict: Bool) {
    self.tree = tree
    self.isStrict = isStrict
  }

  private func leadsNowhere(_ path: Span<UInt8>) -> Bool { isStrict && PathSearch.leadsNowhere(path) }

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

  // MARK: Labels

  private mutating func restoreLabels() {
    guard let symbols = topNode(BookkeepingNames.symbols) else { return }
    var search = PathSearch()
    var next = tree.firstProperty(of: symbols)
    while let property = next {
      next = tree.nextProperty(after: property)
      let value = tree.value(of: property)
      let node = tree.withBytes(of: value) { path in
        leadsNowhere(path.extracting(0..<path.firstNUL(from: 0))) ? nil : search.node(at: path, in: tree)
      }
      if let node {
        tree.addLabel(tree.name(of: property), to: node)
      } else {
        let path = tree.bytes(of: value).prefix { $0 != 0 }
        let name = tree.name(of: property)
        warn("Path ", .bytes(Array(path)), " referenced in property __symbols__/", .name(name), " missing")
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
          warn("Malformed fixup entry for label ", .name(label))
          break
        }
        rest = rest.dropFirst(entry.count + 1)
        restoreReference(entry, to: label)
      }
    }
  }

  /// Restores one entry `path:property:offset`.
  private mutating func restoreReference(_ entry: ArraySlice<UInt8>, to label: Symbol) {
    let parts = entry.split(separator: 0x3A, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, isStrict || Self.isNumber(parts[2]) else {
      warn("Malformed fixup entry for label ", .name(label))
      return
    }
    let path = Array(parts[0])
    guard !leadsNowhere(path.span), let node = tree.node(atPath: path.span) else {
      warn("Label ", .name(label), " references non-existing node ", .bytes(path))
      return
    }
    let propertyName = Array(parts[1])
    guard
      let property = tree.names.find(propertyName.span).flatMap({ tree.property(of: node, named: $0) })
    else {
      warn(
        "Label ", .name(label), " references non-existing property ", .path(node), " in node ",
        .bytes(propertyName))
      return
    }
    let offset = CInteger.value(of: parts[2])
    guard offset >= 0, offset <= tree.value(of: property).count - 4 else {
      warn(
        "Label ", .name(label), " contains invalid offset for property ", .bytes(propertyName), " in node ",
        .path(node))
      return
    }
    add(
      Marker(
        offset: UInt32(truncatingIfNeeded: offset), kind: .phandleReference, reference: label),
      to: property)
  }

  /// Whether an offset is a number, as libfdt requires. A reference restored from anything else would make
  /// a second entry when it is compiled again.
  private static func isNumber(_ offset: ArraySlice<UInt8>) -> Bool {
    !offset.isEmpty && offset.allSatisfy { 0x30...0x39 ~= $0 }
  }

  // MARK: References inside the tree

  private mutating func restoreLocalReferences() {
    guard let fixups = topNode(BookkeepingNames.localFixups) else { return }
    let owners = PhandleOwners(tree)
    restoreLocalReferences(listedBy: fixups, .root, owners)
    // The next node there whose properties are lists, and the node that its parent corresponds to. A node's
    // children come before its next sibling, with their warnings.
    var stack = [(tree.firstChild(of: fixups), NodeID.root)]
    while let (next, parent) = stack.popLast() {
      guard let fixup = next else { continue }
      stack.append((tree.nextSibling(of: fixup), parent))
      let name = tree.name(of: fixup)
      if let node = tree.child(of: parent, named: name) {
        restoreLocalReferences(listedBy: fixup, node, owners)
        stack.append((tree.firstChild(of: fixup), node))
      } else {
        warn("node ", .name(name), "/", .path(parent), " referenced in __local_fixups__ missing")
      }
    }
  }

  private mutating func restoreLocalReferences(
    listedBy fixup: NodeID, _ node: NodeID, _ owners: PhandleOwners
  ) {
    var next = tree.firstProperty(of: fixup)
    while let property = next {
      next = tree.nextProperty(after: property)
      restoreLocalReferences(property, node, owners)
    }
  }

  private mutating func restoreLocalReferences(
    _ fixup: PropertyID, _ node: NodeID, _ owners: PhandleOwners
  ) {
    let name = tree.name(of: fixup)
    guard let property = tree.property(of: node, named: name) else {
      warn("Property ", .name(name), " in ", .path(node), " referenced in __local_fixups__ missing")
      return
    }
    let offsets = tree.value(of: fixup)
    guard offsets.count % 4 == 0 else {
      warn("property ", .name(name), " in /__local_fixups__", .path(node), " malformed")
      return
    }
    var at = 0
    while let offset = tree.cell(of: offsets, at: at) {
      at += 4
      guard let phandle = tree.cell(of: tree.value(of: property), at: Int(offset)) else {
        warn("property ", .name(name), .text(" too short to contain a phandle at offset \(offset)"))
        continue
      }
      guard let target = owners[phandle] else {
        let number = PrintableText.hex(phandle)
        warn(.text("node referenced by phandle \(number) in property "), .name(name), " not found")
        continue
      }
      add(
        Marker(offset: offset, kind: .phandleReference, reference: reference(to: target)),
        to: property)
    }
  }

  private mutating func reference(to node: NodeID) -> Symbol {
    if let label = tree.firstLabel(of: node) { return tree.name(of: label) }
    let path = tree.pathBytes(of: node)
    return tree.names.intern(path.span)
  }
}
