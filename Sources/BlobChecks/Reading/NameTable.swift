import DeviceTree
import SourceText

/// The property names of a blob, each once, however often it is in the strings block.
struct NameTable: ~Copyable {
  struct Name {
    /// The offset of its first occurrence in the blob, in bytes.
    var start: UInt32
    var count: UInt32
    /// The last node so far that has a property of this name, plus 1.
    var lastNode: UInt32 = 0
    var kind: PropertyKind
    /// The kind of checks that look at its properties.
    var site: PropertySite
    /// Whether it is empty, long, or has bytes that no name may have.
    var isUnusual: Bool

    /// Whether its properties need a closer look.
    var isOfInterest: Bool { kind != .other || isUnusual }
  }

  private(set) var names = UniqueArray<Name>()
  /// The index of a name plus 1: a hash table with open addressing.
  private var places: UniqueArray<UInt32>
  /// Whether names collide so much that they must have been chosen to; see `HashSecret`.
  private var isCrowded = false
  /// By kind: the index of its name plus 1; for kinds that stand for many names, of any of them.
  private var byKind = UniqueArray<UInt32>(repeating: 0, count: PropertyKind.count)

  /// Creates an empty table for about `count` names.
  init(expecting count: Int) {
    var size = 64
    while size < count { size *= 2 }
    places = UniqueArray(repeating: 0, count: size)
    names.reserve(count)
  }

  /// Returns the index of the name in this range of the blob, entering it if it is new.
  mutating func intern(_ range: Range<Int>, _ blob: Span<UInt8>) -> UInt32 {
    let bytes = blob.extracting(range)
    let hash = SymbolHash.of(bytes)
    let mask = places.count &- 1
    var place = isCrowded ? slot(of: bytes) : Int(hash) & mask
    var steps = 0
    while places[place] != 0 {
      let number = Int(places[place]) &- 1
      if blob.extracting(self.range(of: number)).hasSameBytes(as: bytes) { return UInt32(number) }
      place = (place &+ 1) & mask
      steps &+= 1
    }
    let kind = PropertyKind(bytes, hash)
    let isUnusual = bytes.count == 0 || bytes.count > 31 || !NameCharacters.areFitForProperty(bytes)
    names.append(
      Name(
        start: UInt32(range.lowerBound), count: UInt32(range.count), kind: kind, site: kind.site,
        isUnusual: isUnusual))
    let number = UInt32(names.count)
    places[place] = number
    byKind[kind.index] = number
    if steps > HashSecret.longestWalk, !isCrowded {
      isCrowded = true
      enterAll(blob, places.count)
    }
    if names.count &* 2 > places.count { enterAll(blob, places.count * 2) }
    return number &- 1
  }

  /// Notes that a node has a property of this name; returns whether it had one already.
  @inline(__always)
  mutating func note(_ number: Int, _ node: UInt32) -> Bool {
    if names[number].lastNode == node &+ 1 { return true }
    names[number].lastNode = node &+ 1
    return false
  }

  /// Returns the index of a name; nil if no property has it.
  func find(_ name: Span<UInt8>, _ blob: Span<UInt8>) -> UInt32? {
    var place = slot(of: name)
    while places[place] != 0 {
      let number = Int(places[place]) - 1
      if blob.extracting(range(of: number)).hasSameBytes(as: name) { return UInt32(number) }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// Returns the index of the name of a kind that stands for one name; nil if no property has it.
  func name(of kind: PropertyKind) -> UInt32? {
    let number = byKind[kind.index]
    return number == 0 ? nil : number - 1
  }

  func kind(of name: Int) -> PropertyKind { names[name].kind }

  func range(of name: Int) -> Range<Int> {
    let name = names[name]
    return Int(name.start)..<Int(name.start) + Int(name.count)
  }

  /// Reenters all names in a hash table of `size` slots.
  private mutating func enterAll(_ blob: Span<UInt8>, _ size: Int) {
    places = UniqueArray(repeating: 0, count: size)
    for number in names.indices {
      var place = slot(of: blob.extracting(range(of: number)))
      while places[place] != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = UInt32(number + 1)
    }
  }

  private func slot(of name: Span<UInt8>) -> Int {
    Int(isCrowded ? HashSecret.hash(of: name) : SymbolHash.of(name)) & (places.count - 1)
  }
}
