public import DeviceTree
public import SourceText

/// Writes trees as source text, as dtc 1.8.1's `-O dts` does.
///
/// A value's markers say how it is written. Where it has none, as in a tree from a blob, its type is
/// guessed; `ReferenceRestoration` restores labels and references in such a tree first.
public struct SourceWriter: ~Copyable {
  let tree: DeviceTree
  var text = UniqueArray<UInt8>()
  private var annotations: Annotations?
  private var comments: TreeComments?
  /// Whether a value whose markers do not cover all of its bytes (`/incbin/`) is written without
  /// them, so that nothing is lost; dtc leaves something out.
  var keepsAllBytes: Bool { comments != nil }

  /// Returns the text of a tree with the given comments at the ends of lines.
  public static func text(of tree: DeviceTree, comments: TreeComments) -> [UInt8] {
    var writer = SourceWriter(tree: tree)
    writer.comments = comments
    writer.writeTree { _ in }
    return writer.text.copy()
  }

  /// Returns the text of a tree, with comments that say where things were written if `annotations` are given.
  public static func text(of tree: DeviceTree, annotations: Annotations? = nil) -> [UInt8] {
    var writer = SourceWriter(tree: tree)
    writer.annotations = annotations
    writer.writeTree { _ in }
    return writer.text.copy()
  }

  /// Writes the text of a tree to a file piece by piece: all of it together would take as many new
  /// pages of memory as the tree.
  public static func write(_ tree: DeviceTree, comments: TreeComments? = nil, to file: inout FileWriter) {
    var writer = SourceWriter(tree: tree, room: part + part / 8)
    writer.comments = comments
    writer.writeTree { text in
      guard text.count >= part else { return }
      text.withBytes { file.write($0) }
      text.removeAll()
    }
    writer.text.withBytes { file.write($0) }
  }

  /// The number of bytes from which on text is written to a file.
  private static var part: Int { 1 << 15 }

  init(tree: DeviceTree, room: Int? = nil) {
    self.tree = tree
    text.reserve(room ?? tree.propertyCapacity * 40)
  }

  /// Passes `take` the text before each node and each end of one; `take` may remove it.
  private mutating func writeTree(_ take: (inout UniqueArray<UInt8>) -> Void) {
    put("/dts-v1/;\n")
    if tree.isPlugin { put("/plugin/;\n") }
    put("\n")
    for reservation in tree.reservations {
      for label in reservation.labels { put(label: label) }
      put("/memreserve/\t0x")
      put(hex: reservation.address, digits: 16)
      put(" 0x")
      put(hex: reservation.size, digits: 16)
      put(";\n")
    }
    writeNodes(take)
  }

  /// Writes all nodes in document order, closing the braces of finished ones on the way to the next.
  private mutating func writeNodes(_ take: (inout UniqueArray<UInt8>) -> Void) {
    // One for the entire walk: another one for each node takes longer than writing it.
    let tree = tree
    var node = NodeID.root
    var level = 0
    while true {
      take(&text)
      open(node, level, tree)
      if let child = tree.firstChild(of: node) {
        put("\n")
        node = child
        level += 1
        continue
      }
      close(node, level)
      while true {
        guard node != .root, let parent = tree.parent(of: node) else { return }
        if let sibling = tree.nextSibling(of: node) {
          put("\n")
          node = sibling
          break
        }
        node = parent
        level -= 1
        take(&text)
        close(node, level)
      }
    }
  }

  private mutating func open(_ node: NodeID, _ level: Int, _ tree: DeviceTree) {
    indent(level)
    var label = tree.firstLabel(of: node)
    while let current = label {
      put(label: tree.name(of: current))
      label = tree.nextLabel(after: current)
    }
    let name = tree.name(of: node)
    if name == .empty { put("/") } else { put(name) }
    put(" {")
    annotate(node, atEnd: false)
    put("\n")
    tree.forEachProperty(of: node) { property, name, value in
      write(property, name, value, level + 1, tree)
    }
  }

  private mutating func close(_ node: NodeID, _ level: Int) {
    indent(level)
    put("};")
    annotate(node, atEnd: true)
    put("\n")
  }

  private mutating func annotate(_ node: NodeID, atEnd: Bool) {
    if let comments, !atEnd { put(comment: comments.ofNode(node)) }
    guard annotations != nil else { return }
    let extents = [tree.extent(of: node)] + tree.furtherExtents(of: node)
    if let comment = annotations?.comment(extents, atEnd: atEnd) {
      text.append(comment)
    }
  }

  private mutating func write(
    _ property: PropertyID, _ name: Symbol, _ value: PropertyValue, _ level: Int, _ tree: DeviceTree
  ) {
    indent(level)
    var label = tree.firstLabel(of: property)
    while let current = label {
      put(label: tree.name(of: current))
      label = tree.nextLabel(after: current)
    }
    put(name)
    if value.count > 0 { write(value, tree) }
    guard comments != nil || annotations != nil else { return put(";\n") }
    put(";")
    if let comments { put(comment: comments.ofProperty(property)) }
    if let comment = annotations?.comment([tree.extent(of: property)], atEnd: false) {
      text.append(comment)
    }
    put("\n")
  }
}

/// Comments for the nodes and properties of a tree; nil for none.
public struct TreeComments {
  /// The comment after a node's opening brace.
  var ofNode: (NodeID) -> String?
  /// The comment after a property.
  var ofProperty: (PropertyID) -> String?

  /// Creates comments.
  public init(ofNode: @escaping (NodeID) -> String?, ofProperty: @escaping (PropertyID) -> String?) {
    self.ofNode = ofNode
    self.ofProperty = ofProperty
  }
}

// MARK: - Bytes

extension SourceWriter {
  @inline(__always)
  mutating func put(_ literal: StaticString) { text.append(literal) }

  /// Writes a comment, which ends where it should whatever it says.
  private mutating func put(comment: String?) {
    guard let comment else { return }
    put(" /* ")
    var last: UInt8 = 0
    for byte in comment.utf8 {
      if last == 0x2A, byte == 0x2F { text.append(0x20) }
      text.append(byte == 0x0A ? 0x20 : byte)
      last = byte
    }
    put(" */")
  }

  mutating func put(_ name: Symbol) { tree.names.withBytes(of: name) { text.append($0) } }

  private mutating func put(label: Symbol) {
    put(label)
    put(": ")
  }

  private mutating func indent(_ level: Int) {
    text.append(0x09, times: level)
  }

  /// Writes a number in hexadecimal, with leading zeros up to this many digits.
  mutating func put(hex number: UInt64, digits: Int) {
    var shift = UInt64(max((67 - number.leadingZeroBitCount) / 4, digits, 1) * 4)
    while shift > 0 {
      shift -= 4
      text.append(.hexDigit(UInt8(truncatingIfNeeded: number >> shift) & 15))
    }
  }
}
