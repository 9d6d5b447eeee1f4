import SourceText

/// A range of addresses, never empty.
public struct AddressRange: Equatable, Sendable, BitwiseCopyable {
  /// The first address.
  public var start: UInt64
  /// The size in bytes: never 0, and never beyond the end of the address space.
  public var size: UInt64

  init?(start: UInt64, size: UInt64) {
    guard size > 0, !start.addingReportingOverflow(size - 1).overflow else { return nil }
    self.start = start
    self.size = size
  }

  /// Creates the range between two addresses, both included; `last` must not be below `start`. A range of the
  /// entire address space lacks its last byte, since its size has no representation.
  public init(start: UInt64, last: UInt64) {
    self.start = start
    size = last - start == .max ? .max : last - start + 1
  }

  /// The last address.
  public var last: UInt64 { start + (size - 1) }

  /// Whether two ranges overlap or are adjacent.
  func touches(_ other: AddressRange) -> Bool {
    overlaps(other) || start > other.last && start - other.last == 1
      || other.start > last && other.start - last == 1
  }

  func overlaps(_ other: AddressRange) -> Bool { start <= other.last && other.start <= last }

  func contains(_ other: AddressRange) -> Bool { start <= other.start && other.last <= last }

  /// Returns the addresses that two ranges share.
  func shared(_ other: AddressRange) -> AddressRange? {
    guard overlaps(other) else { return nil }
    return AddressRange(start: max(start, other.start), last: min(last, other.last))
  }
}

/// Where memory is and which parts of it are reserved, as far as a tree says.
struct BoardMemory: ~Copyable {
  /// A range of memory, or of reserved memory.
  struct Area {
    let range: AddressRange
    /// The node that describes it; nil for an entry of the memory reservation block.
    let node: Int?
    /// The property that describes it.
    let property: TreeIndex.Property?
  }

  /// A region without an address: Linux chooses one.
  struct DynamicRegion {
    let node: Int
    let size: UInt64
    let alignment: UInt64
    /// The range in `windows` of the addresses at which it may be; anywhere if that is empty.
    let firstWindow: Int
    let windowEnd: Int
    /// The place where it would be if Linux chose now; nil if it fits nowhere.
    var place: AddressRange?

    var isConfined: Bool { windowEnd > firstWindow }
  }

  /// The number of areas of each kind that are looked at: no board has as many.
  static let mostAreas = 1000
  /// The number of comparisons that may still be made to place regions: a blob designed to take long gets no
  /// answer.
  private(set) var budget = 2_000_000

  /// The memory, in the order of the tree.
  private(set) var memory = UniqueArray<Area>()
  /// The same with overlapping and adjacent ranges joined, as Linux does, so that no two of them touch.
  private var banks = UniqueArray<AddressRange>()
  var reserved = UniqueArray<Area>()
  var dynamic = UniqueArray<DynamicRegion>()
  /// The `alloc-ranges` of dynamic regions.
  private(set) var windows = UniqueArray<AddressRange>()

  /// Adds some memory.
  mutating func addMemory(_ range: AddressRange, _ node: Int, _ property: TreeIndex.Property) {
    memory.append(Area(range: range, node: node, property: property))
    var whole = range
    var others = UniqueArray<AddressRange>()
    for index in banks.indices {
      let bank = banks[index]
      if bank.touches(range) {
        whole = AddressRange(start: min(whole.start, bank.start), last: max(whole.last, bank.last))
      } else {
        others.append(bank)
      }
    }
    others.append(whole)
    banks = others
  }

  /// Adds the ranges of a property of (address, size) pairs to the windows, and returns their indexes;
  /// invalid and empty ranges are left out.
  mutating func addWindows(
    _ property: TreeIndex.Property, _ tree: TreeIndex, address: Int, size: Int
  ) -> Range<Int> {
    let first = windows.count
    let step = address + size
    guard step > 0 else { return first..<first }
    for number in 0..<Int(property.count) / 4 / step {
      let start = tree.integer(property, number * step, cells: address)
      let bytes = tree.integer(property, number * step + address, cells: size)
      if let range = AddressRange(start: start, size: bytes) { windows.append(range) }
    }
    return first..<windows.count
  }
}

extension BoardMemory {
  /// Whether memory banks, alone or adjacent, cover all of a range.
  func covers(_ range: AddressRange) -> Bool {
    for index in banks.indices where banks[index].contains(range) { return true }
    return false
  }

  /// Gives each dynamic region the highest free place, in order, as Linux does (drivers/of/of_reserved_mem.c,
  /// with memory blocks allocated from the top).
  mutating func placeDynamicRegions() {
    if dynamic.isEmpty { return }
    var taken = UniqueArray<AddressRange>()
    for index in reserved.indices { taken.append(reserved[index].range) }
    for index in dynamic.indices {
      place(index, besides: taken)
      if let place = dynamic[index].place { taken.append(place) }
    }
  }

  /// Places a region: Linux goes through the windows in order, and takes the highest place in the first that
  /// has one.
  private mutating func place(_ index: Int, besides taken: borrowing UniqueArray<AddressRange>) {
    let region = dynamic[index]
    guard region.isConfined else { return place(index, in: nil, besides: taken) }
    for number in region.firstWindow..<region.windowEnd where dynamic[index].place == nil {
      // There can be as many windows as fit into the blob.
      budget -= banks.count
      if budget <= 0 { return }
      place(index, in: windows[number], besides: taken)
    }
  }

  /// Gives a region the highest free place in all memory, or in a window.
  private mutating func place(
    _ index: Int, in window: AddressRange?, besides taken: borrowing UniqueArray<AddressRange>
  ) {
    let region = dynamic[index]
    for number in banks.indices {
      let bank = banks[number]
      let room: AddressRange? = if let window { bank.shared(window) } else { bank }
      guard let room,
        let place = place(region.size, region.alignment, in: room, besides: taken)
      else { continue }
      if place.start >= dynamic[index].place?.start ?? 0 { dynamic[index].place = place }
    }
  }

  /// Returns the highest aligned place in `room` that does not overlap `taken`.
  private mutating func place(
    _ size: UInt64, _ alignment: UInt64, in room: AddressRange,
    besides taken: borrowing UniqueArray<AddressRange>
  ) -> AddressRange? {
    var last = room.last
    // Each round goes below a taken range, so there are no more rounds than these.
    for _ in 0...taken.count {
      budget -= taken.count
      guard budget > 0, last >= room.start, last - room.start >= size - 1 else { return nil }
      let start = (last - (size - 1)) & ~(alignment - 1)
      guard start >= room.start else { return nil }
      let place = AddressRange(start: start, last: start + (size - 1))
      var lowest: UInt64?
      for index in taken.indices where taken[index].overlaps(place) {
        lowest = min(lowest ?? .max, taken[index].start)
      }
      guard let lowest else { return place }
      guard lowest > room.start else { return nil }
      last = lowest - 1
    }
    return nil
  }
}
