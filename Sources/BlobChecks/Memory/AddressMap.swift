import SourceText

/// The memory that a blob describes, for drawing a map.
public struct AddressMap: Equatable, Sendable {
  /// The kind of an area.
  public enum Kind: String, Sendable {
    /// Memory of a memory node.
    case memory
    /// An entry of the memory reservation block.
    case reservation
    /// A region of /reserved-memory with an address.
    case fixed
    /// A region whose address Linux chooses, at the place where it would be now.
    case dynamic
  }

  /// A part of the address space.
  public struct Area: Equatable, Sendable {
    /// What it is.
    public var kind: Kind
    /// Where it is.
    public var range: AddressRange
    /// The node's name; nil for an entry of the memory reservation block.
    public var name: String?
    /// Whether the system must not use or map it (`no-map`).
    public var isUnmapped = false
    /// Whether the system may lend it out (`reusable`).
    public var isReusable = false
  }

  /// All areas by address, memory before the areas in it.
  public private(set) var areas: [Area] = []

  /// Creates an empty map.
  init() {}

  init(_ layout: borrowing BoardMemory, _ tree: TreeIndex) {
    func name(_ node: Int) -> String { tree.text(tree.name(of: node)) }
    for index in layout.memory.indices {
      let area = layout.memory[index]
      areas.append(Area(kind: .memory, range: area.range, name: area.node.map(name)))
    }
    for index in layout.reserved.indices {
      let area = layout.reserved[index]
      areas.append(
        Area(
          kind: area.node == nil ? .reservation : .fixed, range: area.range, name: area.node.map(name),
          isUnmapped: area.node.map { tree.has(.noMap, $0) } ?? false,
          isReusable: area.node.map { tree.has(.reusable, $0) } ?? false))
    }
    for index in layout.dynamic.indices {
      let region = layout.dynamic[index]
      guard let place = region.place else { continue }
      areas.append(
        Area(
          kind: .dynamic, range: place, name: name(region.node),
          isUnmapped: tree.has(.noMap, region.node), isReusable: tree.has(.reusable, region.node)))
    }
    areas.sort { a, b in
      (a.range.start, a.kind == .memory ? 0 : 1, b.range.size)
        < (b.range.start, b.kind == .memory ? 0 : 1, a.range.size)
    }
  }

  /// The ranges that more than one area other than memory claims, in order.
  public var overlaps: [AddressRange] {
    let claims = areas.filter { $0.kind != .memory }.map(\.range).sorted { $0.start < $1.start }
    var overlaps: [AddressRange] = []
    var last: AddressRange?
    for claim in claims {
      if let before = last, let shared = before.shared(claim) {
        if let previous = overlaps.last, previous.last >= shared.start {
          overlaps[overlaps.count - 1] = AddressRange(
            start: previous.start, last: max(previous.last, shared.last))
        } else {
          overlaps.append(shared)
        }
      }
      if last.map({ claim.last > $0.last }) ?? true { last = claim }
    }
    return overlaps
  }
}
