public import DeviceTree
import SourceText

/// Writes values as a source would, on one line: `<&clkc 0x1>, <&clkc 0x2>`, `"a", "b"`, `[00 01]`.
///
/// What cannot be printed is escaped, so that a blob cannot send anything to a terminal.
public struct ValueNotation: Sendable {
  private let tree: DeviceTree
  /// Whether references are written as phandles, in numbers.
  public var showsPhandles = false

  /// Creates a notation for values of a tree.
  public init(_ tree: DeviceTree) { self.tree = tree }

  /// A part of a value's text.
  public struct Piece: Equatable, Sendable {
    /// The text.
    public var text: String
    /// The index of the value's group that the text belongs to; nil for what separates groups.
    public var group: Int?
    /// The node that it refers to.
    public var node: NodeID?
  }

  /// Returns the text of a value; nothing for an empty one.
  public func text(_ value: TypedValue) -> String { pieces(value).map(\.text).joined() }

  /// Returns the text of some groups of a value.
  public func text(_ value: TypedValue, groups: Range<Int>) -> String {
    pieces(value, groups: groups).map(\.text).joined()
  }

  /// Returns the text of a value, or of some of its groups, in pieces.
  public func pieces(_ value: TypedValue, groups: Range<Int>? = nil) -> [Piece] {
    var pieces: [Piece] = []
    var open: Marker.Kind?
    var wasWide = false
    func put(_ text: String) { pieces.append(Piece(text: text, group: nil, node: nil)) }
    for index in groups ?? value.groups.indices {
      let group = value.groups[index]
      guard let first = value.elements[group].first else { continue }
      let isWide = group.count > 1
      if let kind = open {
        if kind == first.kind, kind != .string, !isWide, !wasWide {
          put(" ")
        } else {
          put(Self.end(of: kind) + ", " + Self.start(of: first.kind))
        }
      } else {
        put(Self.start(of: first.kind))
      }
      open = first.kind
      wasWide = isWide
      for (number, element) in value.elements[group].enumerated() {
        if number > 0 { pieces.append(Piece(text: " ", group: index, node: nil)) }
        pieces.append(piece(element, group: index))
      }
    }
    if let open { put(Self.end(of: open)) }
    return pieces
  }

  private static func start(of kind: Marker.Kind) -> String {
    switch kind {
    case .uint8: "["
    case .uint16: "/bits/ 16 <"
    case .uint32: "<"
    case .uint64: "/bits/ 64 <"
    default: ""
    }
  }

  private static func end(of kind: Marker.Kind) -> String {
    switch kind {
    case .uint8: "]"
    case .uint16, .uint32, .uint64: ">"
    default: ""
    }
  }

  private func piece(_ element: ValueElement, group: Int) -> Piece {
    switch element {
    case .string(let bytes): Piece(text: "\"" + PrintableText.quoted(bytes) + "\"", group: group)
    case .cell(let cell): Piece(text: PrintableText.hex(cell), group: group)
    case .half(let number): Piece(text: PrintableText.hex(number), group: group)
    case .long(let number): Piece(text: PrintableText.hex(number), group: group)
    case .bytes(let bytes):
      Piece(text: PrintableText.hexadecimal(bytes, separator: " "), group: group)
    case .reference(let reference): piece(reference, group: group)
    }
  }

  private func piece(_ reference: ValueReference, group: Int) -> Piece {
    switch reference.target {
    case .node(let node):
      Piece(
        text: showsPhandles ? PrintableText.hex(reference.phandle) : name(of: node), group: group, node: node)
    case .label(let label): Piece(text: "&" + tree.names.printable(label), group: group)
    case .nothing: Piece(text: PrintableText.hex(reference.phandle), group: group)
    }
  }

  /// Returns how a source refers to a node: by its label, or else by its path.
  public func name(of node: NodeID) -> String {
    if let label = tree.firstLabel(of: node) {
      return "&" + tree.names.printable(tree.name(of: label))
    }
    return "&{" + tree.printablePath(of: node) + "}"
  }
}
