import DeviceTree
import Preprocessor
import SourceText

/// How phandles are written: dtc's `-H`.
public enum PhandleFormat: String, Sendable {
  /// `phandle`.
  case epapr
  /// `linux,phandle`.
  case legacy
  case both
}

/// Fills in what a source leaves open: phandles, and the cells and paths of references.
///
/// dtc numbers phandles in the order in which it meets references (document order), then in the order
/// in which `__symbols__` needs them, skipping those that the source assigns; this does the same, so
/// that the blobs are equal.
struct ReferenceResolver: Sendable {
  var tree: DeviceTree
  let preprocessor: Preprocessor
  let format: PhandleFormat
  var diagnostics: [Diagnostic] = []
  /// Which findings are in `diagnostics`.
  var kept = KeptFindings()

  /// The names of the properties and nodes that resolving creates, and that of fragments, which
  /// applying an overlay looks up without their numbers.
  static let ownNames = [
    "phandle", "linux,phandle", "__symbols__", "__fixups__", "__local_fixups__", "fragment",
  ]

  /// What the tree was found to have when it was scanned.
  private(set) var scan = StructureScan()
  /// What is known of the names in the tree's table.
  var fitness = KnownFitness()
  /// By symbol: the node that a reference leads to, + 1; 0 if not known yet, the greatest number for none.
  private var targets = PlainArray<UInt32>()
  private var phandles = PhandleNumbers()
  let phandleNames: PhandleNames

  init(_ tree: DeviceTree, _ preprocessor: Preprocessor, format: PhandleFormat) {
    var tree = tree
    phandleNames = PhandleNames(in: &tree.names)
    self.tree = tree
    self.preprocessor = preprocessor
    self.format = format
  }

  /// Scans the tree for what has to be resolved; to be repeated if something was deleted.
  mutating func readTree() {
    fitness.update(tree.names, phandles: phandleNames)
    scan = StructureScan(tree, &fitness)
    targets.removeAll()
    targets.resize(to: tree.names.count, 0)
  }

  /// Returns the node that a reference leads to, and marks it as referenced.
  private mutating func target(of reference: Symbol) -> NodeID? {
    let known = targets[reference.index]
    if known != 0 { return known == .max ? nil : NodeID(rawValue: known - 1) }
    let found = tree.find(reference, tree.names)
    if let found { tree.markReferenced(found) }
    targets[reference.index] = found.map { $0.rawValue + 1 } ?? .max
    return found
  }

  /// Records the phandles that the source assigns itself.
  mutating func readExplicitPhandles() {
    var owners: [UInt32: NodeID] = [:]
    var next: NodeID? = .root
    while let node = next {
      next = tree.nodeAfter(node)
      let modern = explicitPhandle(of: node, named: phandleNames.modern)
      let legacy = explicitPhandle(of: node, named: phandleNames.legacy)
      guard let phandle = modern ?? legacy else { continue }
      if let modern, let legacy, modern != legacy {
        fail(
          "explicit_phandles", "'phandle' and 'linux,phandle' of \(tree.path(of: node)) differ",
          extent: tree.extent(of: node))
      }
      if let other = owners[phandle] {
        fail(
          "explicit_phandles",
          "\(tree.path(of: node)) has the phandle \(PrintableText.hex(phandle)), which \(tree.path(of: other)) already has",
          extent: tree.property(of: node, named: phandleNames.modern).map { tree.extent(of: $0) }
            ?? tree.extent(of: node))
        note("the other one", tree.extent(of: other))
      } else {
        owners[phandle] = node
      }
      tree.setPhandle(phandle, of: node)
      phandles.take(phandle)
    }
  }

  private mutating func explicitPhandle(of node: NodeID, named name: Symbol) -> UInt32? {
    guard let property = tree.property(of: node, named: name) else { return nil }
    let value = tree.value(of: property)
    guard value.count == 4, let phandle = tree.cell(of: value, at: 0) else {
      fail(
        "explicit_phandles",
        "'\(tree.names.string(name))' of \(tree.path(of: node)) has \(value.count) bytes instead of 4",
        extent: tree.extent(of: property))
      return nil
    }
    for marker in tree.markers(of: value) where marker.kind == .phandleReference {
      // `phandle = <&itself>` requests a number; a reference to another node makes no sense.
      if tree.node(referredTo: marker.reference) != node {
        fail(
          "explicit_phandles", "the phandle of \(tree.path(of: node)) is a reference to another node",
          extent: tree.extent(of: property))
      }
      return nil
    }
    guard phandle != 0, phandle != .max else {
      fail(
        "explicit_phandles",
        "\(PrintableText.hex(phandle)) cannot be the phandle of \(tree.path(of: node)): 0 and 0xffffffff are reserved",
        extent: tree.extent(of: property))
      return nil
    }
    return phandle
  }

  /// Returns the phandle of a node, assigning one if it has none; the property has yet to be added.
  private mutating func number(_ node: NodeID) -> UInt32 {
    let given = tree.phandle(of: node)
    if given != 0 { return given }
    let phandle = phandles.next()
    tree.setPhandle(phandle, of: node)
    return phandle
  }

  /// Assigns a phandle to a node, unless it has one.
  mutating func addPhandle(to node: NodeID) {
    guard tree.phandle(of: node) == 0 else { return }
    addProperties(of: number(node), to: node)
  }

  private mutating func addProperties(of phandle: UInt32, to node: NodeID) {
    let value = tree.makeValue(cell: phandle)
    if format != .epapr, !hasOwn(phandleNames.legacy, node) {
      tree.addProperty(phandleNames.legacy, value, to: node)
    }
    if format != .legacy, !hasOwn(phandleNames.modern, node) {
      tree.addProperty(phandleNames.modern, value, to: node)
    }
  }

  /// Adds the properties of the phandles that were assigned, node by node: later walks over the tree
  /// then find them in its order and not in that of the references, which are all over it.
  private mutating func addPhandleProperties() {
    for index in 0..<tree.nodeCapacity {
      let node = NodeID(rawValue: UInt32(truncatingIfNeeded: index))
      let phandle = tree.phandle(of: node)
      if phandle != 0, !phandles.isGiven(phandle) { addProperties(of: phandle, to: node) }
    }
  }

  /// Whether the source itself gives a node such a property.
  private func hasOwn(_ name: Symbol, _ node: NodeID) -> Bool {
    scan.hints.contains(.phandles) && tree.property(of: node, named: name) != nil
  }

  /// Puts phandles into the cells of references; those that a plugin leaves unresolved stay 0xffffffff.
  mutating func resolvePhandleReferences() {
    var next = 0
    while next < scan.referenceCount {
      let end = min(next + Self.mostAtOnce, scan.referenceCount)
      // With many references, their targets are no longer in the caches. If nothing else is done in
      // between, the processor waits for several of them at a time.
      if scan.referenceCount > Self.mostAtOnce {
        for number in next..<end { _ = target(of: scan.reference(number)) }
      }
      for number in next..<end { resolve(scan.reference(number)) }
      next = end
    }
    addPhandleProperties()
  }

  /// The number of references resolved at a time.
  private static let mostAtOnce = 1 << 10

  private mutating func target(of reference: StructureScan.Reference) -> NodeID? {
    target(of: tree.marker(reference.number, of: tree.value(of: reference.property)).reference)
  }

  private mutating func resolve(_ reference: StructureScan.Reference) {
    let value = tree.value(of: reference.property)
    let marker = tree.marker(reference.number, of: value)
    if let target = target(of: marker.reference) {
      tree.setCell(number(target), of: value, at: Int(marker.offset))
    } else if !tree.isPlugin {
      failUnknown(marker)
    }
  }

  /// Puts in the paths of nodes where `&label` is outside cells.
  mutating func resolvePathReferences() {
    for number in 0..<scan.pathPropertyCount {
      let property = scan.pathProperty(number)
      putPaths(into: property, tree.value(of: property))
    }
  }

  private mutating func putPaths(into property: PropertyID, _ value: PropertyValue) {
    let bytes = Array(tree.bytes(of: value))
    let open = tree.openValue()
    var copied = 0
    for number in 0..<tree.markerCount(of: value) {
      let marker = tree.marker(number, of: value)
      tree.appendBytes(bytes[copied..<Int(marker.offset)])
      copied = Int(marker.offset)
      tree.appendMarker(
        marker.kind, in: open, reference: marker.reference, origin: marker.origin)
      guard marker.kind == .pathReference else { continue }
      guard let target = target(of: marker.reference) else {
        failUnknown(marker)
        continue
      }
      tree.appendPath(of: target)
      tree.appendByte(0)
    }
    tree.appendBytes(bytes[copied...])
    tree.completeValue(tree.close(open), of: property)
  }

  /// Deletes the nodes after `/omit-if-no-ref/` that nothing refers to. A label keeps one when
  /// symbols are wanted, since an overlay could refer to it.
  mutating func omitUnreferenced(keepingLabelled: Bool) {
    guard scan.hints.contains(.omissions) else { return }
    var next: NodeID? = .root
    while let node = next {
      if tree.isOmittedIfUnreferenced(node), !tree.isReferenced(node),
        !(keepingLabelled && tree.hasLabels(node))
      {
        next = tree.nodeAfterSubtree(of: node)
        releasePhandles(below: node)
        tree.delete(node)
      } else {
        next = tree.nodeAfter(node)
      }
    }
  }

  /// Frees the phandles of nodes that are deleted.
  private mutating func releasePhandles(below top: NodeID) {
    var next: NodeID? = top
    while let node = next {
      phandles.release(tree.phandle(of: node))
      next = tree.nodeAfter(node, within: top)
    }
  }
}

extension DeviceTree {
  /// Returns the node that a reference means, for callers that change the tree: usually it is the
  /// label of one node, and the tree is not copied for the lookup.
  @inline(__always)
  mutating func find(_ reference: Symbol, _ names: SymbolTable) -> NodeID? {
    if case .node(let node) = holder(of: reference) { return node }
    return node(referredTo: reference, names: names)
  }
}
