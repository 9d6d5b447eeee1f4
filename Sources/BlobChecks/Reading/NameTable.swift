import SourceText

/// The property names of a blob, each once, however often the strings block has it.
struct NameTable: Sendable {
  struct Name: Sendable {
    /// Where the name is first, in bytes of the blob.
    var start: UInt32
    var count: UInt32
    var kind: PropertyKind
  }

  private(set) var names: [Name] = []
  /// A hash table, open addressed: the name's number + 1.
  private var places = [UInt32](repeating: 0, count: 2048)
  /// By kind: the number of the name + 1; of the kinds that stand for many names, any.
  private var byKind = [UInt32](repeating: 0, count: PropertyKind.count)

  /// The number of a name that lies here in the blob, whether it was there before or not.
  mutating func intern(_ range: Range<Int>, _ blob: Span<UInt8>) -> UInt32 {
    let bytes = blob.extracting(range)
    let hash = Self.hash(of: bytes)
    var place = Int(hash) & (places.count - 1)
    while places[place] != 0 {
      let number = Int(places[place]) - 1
      if blob.extracting(self.range(of: number)).equals(bytes) { return UInt32(number) }
      place = (place + 1) & (places.count - 1)
    }
    let kind = PropertyKind(bytes, hash)
    names.append(Name(start: UInt32(range.lowerBound), count: UInt32(range.count), kind: kind))
    places[place] = UInt32(names.count)
    byKind[Int(kind.rawValue)] = UInt32(names.count)
    if names.count * 2 > places.count { grow(blob) }
    return UInt32(names.count - 1)
  }

  /// The number of a name; nil if no property has it.
  func find(_ name: Span<UInt8>, _ blob: Span<UInt8>) -> UInt32? {
    var place = slot(of: name)
    while places[place] != 0 {
      let number = Int(places[place]) - 1
      if blob.extracting(range(of: number)).equals(name) { return UInt32(number) }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// The number of the name of a kind that stands for one; nil if no property has it.
  func name(of kind: PropertyKind) -> UInt32? {
    let number = byKind[Int(kind.rawValue)]
    return number == 0 ? nil : number - 1
  }

  func range(of name: Int) -> Range<Int> {
    Int(names[name].start)..<Int(names[name].start) + Int(names[name].count)
  }

  private mutating func grow(_ blob: Span<UInt8>) {
    places = [UInt32](repeating: 0, count: places.count * 2)
    for number in names.indices {
      var place = slot(of: blob.extracting(range(of: number)))
      while places[place] != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = UInt32(number + 1)
    }
  }

  private func slot(of name: Span<UInt8>) -> Int { Int(Self.hash(of: name)) & (places.count - 1) }

  private static func hash(of name: Span<UInt8>) -> UInt32 {
    SymbolHash.of(name)
  }
}
