import DeviceTree

/// How the cells of one property's value belong together.
struct CellLayout {
  private let shape: PropertyShape
  private let node: NodeID
  private let tree: DeviceTree
  private let owners: PhandleOwners

  init(_ shape: PropertyShape, of node: NodeID, _ tree: DeviceTree, _ owners: PhandleOwners) {
    self.shape = shape
    self.node = node
    self.tree = tree
    self.owners = owners
  }

  /// Turns the cells that are phandles by the property's shape into references.
  func markReferences(in elements: inout [ValueElement]) {
    guard elements.allSatisfy({ if case .cell = $0 { true } else { false } }) else { return }
    var next = 0
    while let at = phandlePlace(from: next, in: elements) {
      guard case .cell(let phandle) = elements[at] else { return }
      var arguments: Int?
      // Entries of a map have one size, whatever the phandle.
      if case .map(_, let after) = shape { arguments = after }
      // 0 and -1 are entries that are left out.
      if phandle == 0 || phandle == .max {
        arguments = arguments ?? 0
      } else if let owner = owners[phandle] {
        elements[at] = .reference(ValueReference(phandle: phandle, target: .node(owner)))
        arguments = argumentCount(after: owner)
      } else {
        elements[at] = .reference(ValueReference(phandle: phandle, target: .nothing))
      }
      guard let arguments, arguments >= 0, arguments <= elements.count - at - 1 else { return }
      next = at + 1 + arguments
    }
  }

  /// Returns the index of the phandle of the entry that begins at an element; nil if there is none.
  private func phandlePlace(from start: Int, in elements: [ValueElement]) -> Int? {
    var place = start
    switch shape {
    case .references: break
    case .map(let before, _): place += before
    case .interruptMap:
      place += cell("#address-cells", of: node, else: 0) + cell("#interrupt-cells", of: node, else: 1)
    default: return nil
    }
    return place < elements.count && place >= start ? place : nil
  }

  /// Returns how many cells follow a phandle; nil if that is not known.
  private func argumentCount(after owner: NodeID) -> Int? {
    switch shape {
    case .references(.fixed(let count)): count
    case .references(.stated(let name, let otherwise)): cell(name, of: owner) ?? otherwise
    case .map(_, let after): after
    case .interruptMap:
      cell("#interrupt-cells", of: owner).map { $0 + cell("#address-cells", of: owner, else: 0) }
    default: nil
    }
  }

  /// Returns the groups of elements that belong together.
  func groups(of elements: [ValueElement]) -> [Range<Int>] {
    let each = elements.indices.map { $0..<$0 + 1 }
    guard elements.allSatisfy({ $0.kind == .uint32 }), !elements.isEmpty else { return each }
    switch shape {
    case .addresses:
      guard let parent = tree.parent(of: node) else { return each }
      return even(
        elements, cell("#address-cells", of: parent, else: 2) + cell("#size-cells", of: parent, else: 1))
        ?? each
    case .ranges:
      guard let parent = tree.parent(of: node) else { return each }
      return even(
        elements,
        cell("#address-cells", of: node, else: 2) + cell("#address-cells", of: parent, else: 2)
          + cell("#size-cells", of: node, else: 1)) ?? each
    case .interrupts: return interruptCells().flatMap { even(elements, $0) } ?? each
    case .map(let before, let after): return even(elements, before + 1 + after) ?? each
    case .interruptMap: return entries(of: elements) ?? each
    case .references, .unknown, .plain, .numbers: return fromReferences(elements) ?? each
    }
  }

  /// Returns groups of this many elements; nil if the last one would be incomplete.
  private func even(_ elements: [ValueElement], _ width: Int) -> [Range<Int>]? {
    guard width > 0, elements.count % width == 0 else { return nil }
    return stride(from: 0, to: elements.count, by: width).map { $0..<$0 + width }
  }

  /// Returns groups that each begin with a reference; nil if the first element is not one.
  private func fromReferences(_ elements: [ValueElement]) -> [Range<Int>]? {
    guard case .reference? = elements.first else { return nil }
    var starts: [Int] = []
    for (index, element) in elements.enumerated() {
      if case .reference = element { starts.append(index) }
    }
    return zip(starts, starts.dropFirst() + [elements.count]).map { $0..<$1 }
  }

  /// Returns the entries of an `interrupt-map`; nil if one is incomplete or its controller is not known.
  private func entries(of elements: [ValueElement]) -> [Range<Int>]? {
    var groups: [Range<Int>] = []
    var start = 0
    while start < elements.count {
      guard let place = phandlePlace(from: start, in: elements),
        case .reference(let reference) = elements[place],
        case .node(let owner) = reference.target, let after = argumentCount(after: owner), after >= 0,
        after <= elements.count - place - 1
      else { return nil }
      groups.append(start..<place + 1 + after)
      start = place + 1 + after
    }
    return groups
  }

  /// Returns how many cells an interrupt of the node has, from the node that the nearest `interrupt-parent`
  /// refers to, or from the nearest controller above (Devicetree Specification 2.4).
  private func interruptCells() -> Int? {
    var from: NodeID? = node
    while let current = from {
      if let parent = tree.property(of: current, named: "interrupt-parent") {
        return tree.cell(of: tree.value(of: parent), at: 0).flatMap { owners[$0] }
          .flatMap { cell("#interrupt-cells", of: $0) }
      }
      if current != node, let cells = cell("#interrupt-cells", of: current) { return cells }
      from = tree.parent(of: current)
    }
    return nil
  }

  /// Returns the value of a property that is one cell and a small number; nil for others.
  private func cell(_ name: String, of node: NodeID) -> Int? {
    guard let property = tree.property(of: node, named: name), let cell = tree.onlyCell(of: property),
      cell < 1 << 16
    else { return nil }
    return Int(cell)
  }

  private func cell(_ name: String, of node: NodeID, else other: Int) -> Int {
    cell(name, of: node) ?? other
  }
}
