public import DeviceTree
import SourceText

/// Reads the values of a tree as typed elements.
///
/// What a source says (`Marker`s) is believed. A blob says nothing: common bindings then tell which values are
/// cells and which cells are phandles (`PropertyShape`), and for other properties, strings, cells and bytes are
/// told apart as dtc does when it decompiles.
public struct ValueReader: Sendable {
  /// The tree that is read.
  public let tree: DeviceTree
  /// By phandle: the first node that has it.
  private var owners: PhandleOwners
  /// The shapes of names that were asked for recently, by the lowest bits of their symbols.
  private var shapes = [KnownShape?](repeating: nil, count: 256)

  private struct KnownShape {
    let name: Symbol
    let shape: PropertyShape
    let certainty: CellCertainty
  }

  /// The names `gpio-hog` and `gpios`, if the tree has both.
  private let hogNames: (mark: Symbol, lines: Symbol)?

  /// Creates a reader of a tree.
  public init(_ tree: DeviceTree) {
    self.init(tree, PhandleOwners(tree))
  }

  /// Creates a reader of a few values, which knows only the phandles that `note` is called with.
  public init(ofFewValuesOf tree: DeviceTree) { self.init(tree, PhandleOwners()) }

  private init(_ tree: DeviceTree, _ owners: PhandleOwners) {
    self.tree = tree
    self.owners = owners
    let (mark, lines): ([UInt8], [UInt8]) = (Array("gpio-hog".utf8), Array("gpios".utf8))
    hogNames = tree.names.find(mark.span).flatMap { mark in
      tree.names.find(lines.span).map { (mark, $0) }
    }
  }

  /// Notes the node that has a phandle other than 0, unless one was noted before.
  public mutating func note(_ node: NodeID, withPhandle phandle: UInt32) { owners.add(node, phandle) }

  /// Returns the node that has a phandle.
  public func node(withPhandle phandle: UInt32) -> NodeID? { owners[phandle] }

  /// Returns what is known about a property, by its name and its node: a hog's `gpios` are lines of the
  /// controller that it is in, without a phandle (Linux's bindings/gpio/gpio.txt).
  public mutating func shape(_ property: PropertyID) -> PropertyShape {
    let name = tree.name(of: property)
    if let hogNames, name == hogNames.lines,
      tree.property(of: tree.owner(of: property), named: hogNames.mark) != nil
    {
      return .numbers
    }
    return known(name).shape
  }

  private mutating func known(_ name: Symbol) -> KnownShape {
    let slot = name.index % shapes.count
    if let known = shapes[slot], known.name == name { return known }
    let known = tree.names.withBytes(of: name) { bytes in
      let shape = PropertyShape.ofProperty(named: bytes)
      return KnownShape(name: name, shape: shape, certainty: shape.certainty(bytes))
    }
    shapes[slot] = known
    return known
  }

  /// Whether a value of which no type is stated is cells by the property's name.
  private mutating func isOfCells(_ property: PropertyID, _ bytes: ArraySlice<UInt8>) -> Bool {
    guard !bytes.isEmpty, bytes.count % 4 == 0 else { return false }
    return switch known(tree.name(of: property)).certainty {
    case .none: false
    case .unlessText: !PlainText.isStrings(bytes.span)
    case .always: true
    }
  }

  /// Whether a property's value may contain references, as far as is known.
  public mutating func mayRefer(_ property: PropertyID) -> Bool {
    mayRefer(property, tree.value(of: property))
  }

  /// Whether a value that a property has or had may contain references.
  public mutating func mayRefer(_ property: PropertyID, _ value: PropertyValue) -> Bool {
    switch shape(property) {
    case .references, .interruptMap, .map: return true
    default: break
    }
    return tree.markers(of: value).contains { $0.kind == .phandleReference }
  }

  /// Returns a property's value; `kind` overrides the type it would be given, and is ignored if it does not
  /// fit.
  public mutating func value(of property: PropertyID, as kind: Marker.Kind? = nil) -> TypedValue {
    self.value(tree.value(of: property), of: property, as: kind)
  }

  /// Returns a value that a property has or had.
  public mutating func value(
    _ value: PropertyValue, of property: PropertyID, as kind: Marker.Kind? = nil
  ) -> TypedValue {
    let bytes = tree.bytes(of: value)
    let stated = tree.markers(of: value)
    let segments: [Segment]
    if let kind, kind.isType, Self.fits(kind, bytes) {
      segments = [Segment(kind: kind, range: bytes.indices)]
    } else if !stated.contains(where: { $0.kind.isType }), isOfCells(property, bytes) {
      segments = [Segment(kind: .uint32, range: bytes.indices)]
    } else {
      segments = Self.segments(ValueTypes.complete(stated, of: bytes), of: bytes)
    }
    let isStated = stated.contains { $0.kind.isType || $0.kind == .phandleReference }
    let marked = references(stated)
    var elements: [ValueElement] = []
    for segment in segments { append(segment, bytes, marked, to: &elements) }
    let layout = CellLayout(shape(property), of: tree.owner(of: property), tree, owners)
    if marked.isEmpty { layout.markReferences(in: &elements) }
    return TypedValue(elements: elements, groups: layout.groups(of: elements), isStated: isStated)
  }

  /// Returns a value with some of its cells taken for references, as far as they are phandles of nodes.
  public mutating func value(
    _ value: TypedValue, of property: PropertyID, referringAt places: [Int]
  ) -> TypedValue {
    var value = value
    for place in places {
      guard case .cell(let cell) = value.elements[place], let node = owners[cell] else { continue }
      value.elements[place] = .reference(ValueReference(phandle: cell, target: .node(node)))
    }
    let layout = CellLayout(shape(property), of: tree.owner(of: property), tree, owners)
    value.groups = layout.groups(of: value.elements)
    return value
  }

  /// Bytes of one type.
  private struct Segment {
    let kind: Marker.Kind
    let range: Range<Int>
  }

  /// Whether bytes can be of a type.
  static func fits(_ kind: Marker.Kind, _ bytes: ArraySlice<UInt8>) -> Bool {
    switch kind {
    case .string: bytes.last == 0
    case .uint16: bytes.count % 2 == 0
    case .uint32: bytes.count % 4 == 0
    case .uint64: bytes.count % 8 == 0
    default: true
    }
  }

  private static func segments(_ markers: [Marker], of bytes: ArraySlice<UInt8>) -> [Segment] {
    var segments: [Segment] = []
    var kind = Marker.Kind.uint8
    var start = bytes.startIndex
    func close(at end: Int) {
      guard end > start else { return }
      let isFit = fits(kind, bytes[start..<end])
      segments.append(Segment(kind: isFit ? kind : .uint8, range: start..<end))
      start = end
    }
    for marker in markers where marker.kind.isType {
      close(at: min(bytes.startIndex + Int(marker.offset), bytes.endIndex))
      kind = marker.kind
    }
    close(at: bytes.endIndex)
    return segments
  }

  /// Returns the references that a source states, by offset.
  private func references(_ markers: Slice<PlainArray<Marker>>) -> [UInt32: Symbol] {
    var found: [UInt32: Symbol] = [:]
    for marker in markers where marker.kind == .phandleReference { found[marker.offset] = marker.reference }
    return found
  }

  private func append(
    _ segment: Segment, _ bytes: ArraySlice<UInt8>, _ marked: [UInt32: Symbol],
    to elements: inout [ValueElement]
  ) {
    let chunk = bytes[segment.range]
    switch segment.kind {
    case .string:
      for part in chunk.dropLast().split(separator: 0, omittingEmptySubsequences: false) {
        elements.append(.string(Array(part)))
      }
    case .uint16: for at in starts(chunk, 2) { elements.append(.half(UInt16(number(chunk, at, 2)))) }
    case .uint64: for at in starts(chunk, 8) { elements.append(.long(number(chunk, at, 8))) }
    case .uint32:
      for at in starts(chunk, 4) {
        let cell = UInt32(number(chunk, at, 4))
        let offset = UInt32(truncatingIfNeeded: at - bytes.startIndex)
        if let label = marked[offset] {
          elements.append(.reference(reference(cell, label)))
        } else {
          elements.append(.cell(cell))
        }
      }
    default:
      let width = chunk.count > Self.longest ? 16 : 1
      for at in starts(chunk, width) {
        elements.append(.bytes(Array(chunk[at..<min(at + width, chunk.endIndex)])))
      }
    }
  }

  /// The largest number of bytes of which each is an element.
  private static let longest = 256

  private func starts(_ chunk: ArraySlice<UInt8>, _ width: Int) -> StrideTo<Int> {
    stride(from: chunk.startIndex, to: chunk.endIndex, by: width)
  }

  private func number(_ chunk: ArraySlice<UInt8>, _ at: Int, _ width: Int) -> UInt64 {
    chunk[at..<at + width].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func reference(_ cell: UInt32, _ label: Symbol) -> ValueReference {
    if let node = owners[cell] { return ValueReference(phandle: cell, target: .node(node)) }
    // An overlay leaves these to be filled in.
    if cell == .max || cell == 0 {
      if let node = tree.node(referredTo: label) { return ValueReference(phandle: cell, target: .node(node)) }
      return ValueReference(phandle: cell, target: .label(label))
    }
    return ValueReference(phandle: cell, target: .nothing)
  }
}
