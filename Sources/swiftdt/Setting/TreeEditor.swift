import DeviceTree
import DeviceTreeBlob
import DeviceTreeSource
import SourceText

/// Applies edits to a blob's tree.
struct TreeEditor {
  /// The blob as edited so far.
  private(set) var blob: EditedBlob
  /// Whether missing nodes of a path are created.
  private let makesParents: Bool
  /// Whether warnings about values are left out.
  let isQuiet: Bool
  /// The paths of removed nodes.
  private var removed = RemovedPaths()
  private var released = ReleasedPhandles()
  /// Whether the nodes have their labels.
  private var hasLabels = false
  /// The files read for values that include files.
  var includedFiles: [SourceFiles] = []
  /// The highest phandle while it is known, so that not every new phandle takes a walk of the tree.
  private var highestPhandle: UInt32?

  /// Whether the change that is being made is a line of a list.
  private(set) var isLine = false

  /// Creates an editor for one change or several; with several, labels are those from before the first one.
  init(_ decoded: DecodedBlob, makesParents: Bool, isForOne: Bool, isQuiet: Bool) {
    blob = EditedBlob(decoded)
    self.makesParents = makesParents
    self.isQuiet = isQuiet
    if !isForOne || makesParents { restoreLabels() }
  }

  /// Warnings after all changes.
  var warnings: [Diagnostic] {
    removed.warnings(in: blob.tree).map { Diagnostic(.warning, "dangling-name", $0) }
      + released.warnings(in: blob.tree)
  }

  /// Applies one change; `isLine` says that it is a line of a list, where no flags are.
  mutating func apply(_ change: Edit.Change, isLine: Bool = false) throws(Refusal) {
    self.isLine = isLine
    switch change {
    case .set(let node, let property, let words, let type):
      let name = PrintableText.bytes(ofName: property)
      let isFit = !name.isEmpty && NameCharacters.areFitForProperty(name.span)
      // Where there is such a property, it can be changed, whatever its name.
      let isKnown = blob.tree.names.find(name.span) != nil
      if !isFit, !isKnown { throw UnfitName.property(property, before: words) }
      if makesParents, !GlobPattern.isPattern(node) { _ = try make(node) }
      for node in try select(node) {
        if !isFit, self.property(of: node, named: property) == nil {
          throw UnfitName.property(property, before: words)
        }
        try set(property, of: node, to: words, as: type)
      }
    case .create(let node): try create(node)
    case .remove(let text):
      for node in try select(text) {
        // It may have been removed with its parent.
        if blob.tree.isDeleted(node) { continue }
        if node == .root { throw Refusal(message: "the root node cannot be removed") }
        removed.append(blob.tree.pathBytes(of: node))
        released.remove(node, in: blob.tree)
        blob.delete(node)
        highestPhandle = nil
      }
    case .delete(let text, let properties):
      for name in properties {
        var isFound = false
        let nodes = try select(text)
        for node in nodes {
          guard let property = property(of: node, named: name) else { continue }
          isFound = true
          if PhandleNames.contains(name) { released.change(node, in: blob.tree) }
          deleteProperty(property)
        }
        if !isFound { throw NodeSelection.absence(of: name, in: nodes, of: blob.tree) }
      }
    }
  }

  /// Returns a node's property whose name may be escaped as in our output.
  func property(of node: NodeID, named name: String) -> PropertyID? {
    let symbol = blob.tree.names.find(PrintableText.bytes(ofName: name).span)
    return symbol.flatMap { blob.tree.property(of: node, named: $0) }
  }

  /// Returns the nodes that a path, alias, label or pattern refers to.
  private mutating func select(_ text: String) throws(Refusal) -> [NodeID] {
    if !text.hasPrefix("/") { restoreLabels() }
    return try NodeSelection(text, in: blob.tree).nodes()
  }

  /// Returns the node that a reference or a new node's path names; throws if it matches several.
  mutating func selectOne(_ text: String) throws(Refusal) -> NodeID {
    let nodes = try select(text)
    guard nodes.count == 1 else { throw NodeSelection.ambiguity(of: text, nodes, in: blob.tree) }
    return nodes[0]
  }

  /// Restores the labels of nodes, which takes a tenth of the time of an edit, so only if they are needed.
  mutating func restoreLabels() {
    guard !hasLabels else { return }
    hasLabels = true
    _ = ReferenceRestoration.restore(in: &blob.tree)
  }

  // MARK: Values

  private mutating func set(
    _ name: String, of node: NodeID, to words: [String], as type: RequestedType?
  ) throws(Refusal) {
    let isSource = type == nil ? words.count == 1 && SourceValue.isSource(words[0]) : type?.format == .source
    let bytes =
      isSource ? try source(words.joined(separator: " ")) : try value(words, as: type, for: name, of: node)
    if PhandleNames.contains(name) { released.change(node, in: blob.tree) }
    try put(bytes, name, of: node)
  }

  /// Sets a property's value to `bytes`.
  mutating func put(_ bytes: [UInt8], _ name: String, of node: NodeID) throws(Refusal) {
    guard blob.tree.hasRoom(forBytes: bytes.count), BlobOptions.isSize(bytes.count) else {
      throw Refusal(
        message: "the value of '\(name)' would have \(bytes.count) bytes, more than a blob can hold")
    }
    let symbol = blob.tree.names.intern(PrintableText.bytes(ofName: name).span)
    let value = blob.tree.makeValue(bytes.span)
    do throws(BlobError) {
      try blob.setProperty(symbol, value, of: node)
    } catch {
      throw Refusal(message: error.message)
    }
    if PhandleNames.contains(name) { notePhandle(of: node) }
  }

  /// Updates the tree's record of a node's phandle, which references to the node use.
  private mutating func notePhandle(of node: NodeID) {
    highestPhandle = nil
    for name in PhandleNames.texts {
      if let property = blob.tree.property(of: node, named: name), let cell = blob.tree.onlyCell(of: property)
      {
        return blob.tree.setPhandle(cell, of: node)
      }
    }
    blob.tree.setPhandle(0, of: node)
  }

  /// Returns a node's phandle, assigning the next free one if it has none.
  mutating func phandle(of node: NodeID) throws(Refusal) -> UInt32 {
    let own = blob.tree.phandle(of: node)
    if own != 0, own != .max { return own }
    let highest = highestPhandle ?? findHighestPhandle()
    guard highest < UInt32.max - 1 else {
      throw Refusal(message: "there is no phandle left for \(blob.tree.printablePath(of: node))")
    }
    try put(Self.bytes(highest + 1), "phandle", of: node)
    highestPhandle = highest + 1
    return highest + 1
  }

  private func findHighestPhandle() -> UInt32 {
    blob.tree.nodes().lazy.map { blob.tree.phandle(of: $0) }.filter { $0 != .max }.max() ?? 0
  }

  /// Returns a cell as a blob has it.
  static func bytes(_ cell: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: cell >> UInt32($0)) }
  }

  // MARK: Nodes

  private mutating func create(_ text: String) throws(Refusal) {
    if try !make(text), !makesParents { throw Refusal(message: "the node '\(text)' already exists") }
  }

  /// Creates the node at a path unless it exists, and those above it if parents are to be made; returns
  /// whether it was created.
  @discardableResult
  private mutating func make(_ text: String) throws(Refusal) -> Bool {
    var path = text[...]
    while path.hasSuffix("/"), path != "/" { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else {
      // An alias or a label.
      _ = try select(String(path))
      return false
    }
    // Without parents to be made, all but the last name are those of nodes that exist.
    let start = makesParents ? path.firstIndex(of: "/") ?? slash : slash
    var node = try selectOne(start == path.startIndex ? "/" : String(path[..<start]))
    var isNew = false
    for name in path[start...].split(separator: "/") {
      (node, isNew) = try child(of: node, named: String(name))
    }
    return isNew
  }

  /// Returns the child of this name, and whether it had to be created.
  private mutating func child(
    of parent: NodeID, named name: String
  ) throws(Refusal) -> (node: NodeID, isNew: Bool) {
    let bytes = PrintableText.bytes(ofName: name)
    if let symbol = blob.tree.names.find(bytes.span), let child = blob.tree.child(of: parent, named: symbol) {
      return (child, false)
    }
    guard bytes[0] != 0x40, NameCharacters.areFitForNode(bytes.span) else {
      throw UnfitName.node(name)
    }
    return (blob.addNode(named: blob.tree.names.intern(bytes.span), to: parent), true)
  }

  mutating func makeChosen() -> NodeID {
    let name = blob.tree.names.intern("chosen")
    return blob.addNode(named: name, to: .root)
  }

  /// Deletes a property.
  mutating func deleteProperty(_ property: PropertyID) {
    let name = blob.tree.names.string(blob.tree.name(of: property))
    let node = blob.tree.owner(of: property)
    blob.delete(property)
    if PhandleNames.contains(name) { notePhandle(of: node) }
  }
}
