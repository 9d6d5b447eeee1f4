public import DeviceTree
public import SourceText

/// A property's value as a list of elements: strings, cells, references, bytes.
public struct TypedValue: Equatable, Sendable {
  /// The elements, in order.
  public var elements: [ValueElement]
  /// The elements that belong together, one group after another and without gaps: an address with its size, a
  /// reference with its arguments. Where nothing is known, each element is a group of its own.
  public var groups: [Range<Int>]
  /// Whether the tree says what it is made of, so that nothing was guessed.
  public var isStated: Bool

  /// Creates a value of these elements.
  init(elements: [ValueElement], groups: [Range<Int>], isStated: Bool) {
    self.elements = elements
    self.groups = groups
    self.isStated = isStated
  }

  /// The kind of all elements; nil if there are several, or none.
  public var kind: Marker.Kind? {
    guard let first = elements.first?.kind else { return nil }
    return elements.allSatisfy { $0.kind == first } ? first : nil
  }
}

/// One element of a value.
public enum ValueElement: Hashable, Sendable {
  /// A string, without its terminating NUL.
  case string([UInt8])
  /// A 32-bit number.
  case cell(UInt32)
  /// A cell that refers to a node.
  case reference(ValueReference)
  /// A 16-bit number.
  case half(UInt16)
  /// A 64-bit number.
  case long(UInt64)
  /// Bytes: a single one or, in a long value, several at a time.
  case bytes([UInt8])

  /// The type that a value of such elements has; references are cells.
  public var kind: Marker.Kind {
    switch self {
    case .string: .string
    case .cell, .reference: .uint32
    case .half: .uint16
    case .long: .uint64
    case .bytes: .uint8
    }
  }

  /// The number of bytes that it takes up in the value.
  public var size: Int {
    switch self {
    case .string(let text): text.count + 1
    case .cell, .reference: 4
    case .half: 2
    case .long: 8
    case .bytes(let bytes): bytes.count
    }
  }
}

/// A cell that refers to a node.
public struct ValueReference: Hashable, Sendable {
  /// What it refers to.
  public enum Target: Hashable, Sendable {
    /// A node of the same tree.
    case node(NodeID)
    /// A label in the tree that an overlay is for.
    case label(Symbol)
    /// Nothing: no node has this phandle.
    case nothing
  }

  /// The cell.
  public let phandle: UInt32
  /// What it refers to.
  public let target: Target

  /// Creates a reference by a phandle to a target.
  public init(phandle: UInt32, target: Target) {
    self.phandle = phandle
    self.target = target
  }
}
