/// An interned byte string: an identifier, a node's or a property's name, a label.
///
/// Two symbols of one table are equal if and only if their bytes are. A symbol means nothing without the
/// table that made it.
public struct Symbol: Hashable, Sendable, BitwiseCopyable {
  /// The position in the order of interning, from 0.
  public let rawValue: UInt32

  /// Creates the symbol with this position.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The position as an index into a side array.
  @inlinable
  public var index: Int { Int(rawValue) }

  /// The symbol of the empty string, which every table interns first: the root node's name.
  @inlinable
  public static var empty: Symbol { Symbol(rawValue: 0) }
}

/// The intern table: byte strings to small numbers and back.
///
/// Names are bytes, not `String`s: not every blob is UTF-8, and hashing a `String` costs more than the rest
/// of the lookup. Side arrays indexed by `Symbol.index` hold whatever is to be known about a name (macro
/// definitions, offsets in a strings block, label targets).
public struct SymbolTable: Sendable {
  @usableFromInline
  struct Entry: Sendable, BitwiseCopyable {
    @usableFromInline var start: UInt32
    @usableFromInline var count: UInt32
    @usableFromInline var hash: UInt32

    @inlinable
    init(start: UInt32, count: UInt32, hash: UInt32) {
      self.start = start
      self.count = count
      self.hash = hash
    }
  }

  /// A record for each symbol: a cell with the number of its bytes, a cell with the symbol, both
  /// little-endian, and the bytes, up to a multiple of four. So a lookup that a slot has led here needs no
  /// other memory, which matters where the table is too large for the caches.
  @usableFromInline var storage = ByteWriter()
  @usableFromInline var entries = PlainArray<Entry>()
  /// Open addressing with linear probing; 0 is a free slot. In others, the low bits, those of `placeMask`,
  /// hold the number of cells before a record + 1, and those above hold the hash's, so that other names need
  /// not be looked up.
  @usableFromInline var slots = PlainArray<UInt32>()
  @usableFromInline var placeMask: UInt32 = 0
  /// The symbols for which there was no free slot within `longestWalk` steps. Slots are never freed until all
  /// symbols move to a larger table, so a name that is not met within these steps is either here or nowhere.
  private var crowded: CrowdedSymbols?

  /// How many slots a lookup examines. By chance, none gets that far: fewer than half of them are in use.
  @inlinable
  static var longestWalk: Int { 128 }

  /// Whether a walk from the slot that a hash selects has taken so many steps. (In a smaller table, none
  /// does.)
  @inlinable @inline(__always)
  static func isFar(_ slot: Int, _ hash: UInt32) -> Bool { (slot ^ Int(hash)) & (longestWalk - 1) == 0 }

  /// The bytes of a record before the symbol's own.
  @inlinable
  static var headSize: Int { 8 }

  /// Creates a table that holds only the empty string.
  public init(minimumCapacity: Int = 1024) {
    var size = 64
    while size < minimumCapacity * 2 { size *= 2 }
    slots.resize(to: size, 0)
    placeMask = Self.placeMask(slots: size)
    storage.reserve(minimumCapacity * 24)
    entries.reserve(minimumCapacity)
    let nothing: [UInt8] = []
    _ = intern(nothing.span)
  }

  /// Makes room for `count` symbols in total, of usual length.
  public mutating func reserve(_ count: Int) {
    guard count > entries.count, count * 2 > slots.count else { return }
    storage.reserve(count * 16)
    entries.reserve(count)
    grow(to: count * 2)
  }

  /// The number of symbols, which is also the number of the next new one.
  @inlinable
  public var count: Int { entries.count }

  /// Returns the symbol of these bytes, which is made if there is none.
  @inlinable
  public mutating func intern(_ bytes: Span<UInt8>) -> Symbol {
    intern(bytes, hash: SymbolHash.of(bytes))
  }

  /// Returns the symbol of these bytes, which is made if there is none. `hash` is their `SymbolHash`.
  @inlinable
  public mutating func intern(_ bytes: Span<UInt8>, hash: UInt32) -> Symbol {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while true {
      let held = slots[slot]
      if held == 0 { return insert(bytes, hash: hash, slot: slot) }
      if let symbol = symbol(held, bytes, hash: hash) { return symbol }
      slot = (slot + 1) & mask
      if Self.isFar(slot, hash) { return internCrowded(bytes, hash: hash) }
    }
  }

  /// Returns the symbol of these bytes, if there is one.
  @inlinable
  public func find(_ bytes: Span<UInt8>) -> Symbol? { find(bytes, hash: SymbolHash.of(bytes)) }

  /// Returns the symbol of these bytes, if there is one. `hash` is their `SymbolHash`.
  @inlinable
  public func find(_ bytes: Span<UInt8>, hash: UInt32) -> Symbol? {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while true {
      let held = slots[slot]
      if held == 0 { return nil }
      if let symbol = symbol(held, bytes, hash: hash) { return symbol }
      slot = (slot + 1) & mask
      if Self.isFar(slot, hash) { return findCrowded(bytes) }
    }
  }

  /// The number of bytes that a symbol has.
  @inlinable
  public func length(_ symbol: Symbol) -> Int { Int(entries[symbol.index].count) }

  /// Calls `body` with the bytes of a symbol of this table.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    of symbol: Symbol, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.bytes.span.extracting(range(symbol)))
  }

  /// Whether a symbol has exactly these bytes.
  @inlinable
  public func symbol(_ symbol: Symbol, equals bytes: Span<UInt8>) -> Bool {
    storage.bytes.span.extracting(range(symbol)).hasSameBytes(as: bytes)
  }

  /// Appends the bytes of a symbol of this table.
  @inlinable
  public func append(_ symbol: Symbol, to output: inout [UInt8]) {
    output.append(storage.bytes.span.extracting(range(symbol)))
  }

  /// Overwrites bytes of `output`, from `start` on, with those of a symbol of this table.
  @inlinable
  public func copy(_ symbol: Symbol, into output: inout [UInt8], at start: Int) {
    let own = storage.bytes.span.extracting(range(symbol))
    var target = output.mutableSpan
    for i in own.indices { target[start + i] = own[i] }
  }

  /// Returns a copy of the bytes of a symbol of this table.
  @inlinable
  public func array(_ symbol: Symbol) -> [UInt8] { Array(storage.bytes[range(symbol)]) }

  /// Returns a symbol as text for people and programs; if it is not UTF-8, its unusual bytes are escaped.
  public func string(_ symbol: Symbol) -> String {
    PrintableText.unique(storage.bytes[range(symbol)])
  }

  /// Returns the symbol of a text, which is made if there is none.
  public mutating func intern(_ text: String) -> Symbol {
    var text = text
    return text.withUTF8 { bytes in unsafe intern(Span(_unsafeElements: bytes)) }
  }

  /// Returns the symbol of a string literal, which is made if there is none.
  public mutating func intern(literal: StaticString) -> Symbol {
    literal.withUTF8Buffer { text in unsafe intern(Span(_unsafeElements: text)) }
  }

  /// Returns the symbol of a text, if there is one.
  public func find(_ text: String) -> Symbol? {
    var text = text
    return text.withUTF8 { bytes in unsafe find(Span(_unsafeElements: bytes)) }
  }

  @inlinable
  func range(_ symbol: Symbol) -> Range<Int> {
    let entry = entries[symbol.index]
    return Int(entry.start)..<Int(entry.start) + Int(entry.count)
  }

  /// Returns the symbol that a slot holds, if it has these bytes.
  @inlinable @inline(__always)
  func symbol(_ held: UInt32, _ bytes: Span<UInt8>, hash: UInt32) -> Symbol? {
    guard (held ^ hash) & ~placeMask == 0 else { return nil }
    let all = storage.bytes.span
    let record = Int(held & placeMask &- 1) &* 4
    let head = all.littleEndianWord(at: record)
    guard UInt32(truncatingIfNeeded: head) == UInt32(truncatingIfNeeded: bytes.count) else { return nil }
    let start = record &+ Self.headSize
    guard all.extracting(start..<start &+ bytes.count).hasSameBytes(as: bytes) else { return nil }
    return Symbol(rawValue: UInt32(truncatingIfNeeded: head &>> 32))
  }

  /// Which bits of a slot hold a place. Fewer than half of the slots are in use, so a record may take eight
  /// cells; where names are longer than that, the table grows early.
  static func placeMask(slots: Int) -> UInt32 { UInt32(truncatingIfNeeded: slots * 4 - 1) }

  /// What a slot holds for the record that begins at an offset in `storage`.
  @inline(__always)
  private static func held(record: Int, hash: UInt32, _ placeMask: UInt32) -> UInt32 {
    hash & ~placeMask | UInt32(truncatingIfNeeded: record &>> 2 &+ 1)
  }

  @usableFromInline
  mutating func insert(_ bytes: Span<UInt8>, hash: UInt32, slot: Int) -> Symbol {
    slots[slot] = Self.held(record: storage.count, hash: hash, placeMask)
    return append(bytes, hash: hash)
  }

  @usableFromInline
  mutating func internCrowded(_ bytes: Span<UInt8>, hash: UInt32) -> Symbol {
    if let symbol = findCrowded(bytes) { return symbol }
    if !isKnownUniquelyReferenced(&crowded) {
      crowded = crowded.map(CrowdedSymbols.init(copying:)) ?? CrowdedSymbols()
    }
    crowded?.insert(UInt32(entries.count), bytes)
    return append(bytes, hash: hash)
  }

  @usableFromInline
  func findCrowded(_ bytes: Span<UInt8>) -> Symbol? { crowded?.find(bytes) { symbol($0, equals: bytes) } }

  /// Adds the entry of a symbol that a slot, or `crowded`, holds already.
  @inline(__always)
  private mutating func append(_ bytes: Span<UInt8>, hash: UInt32) -> Symbol {
    let symbol = UInt32(entries.count)
    let count = UInt32(bytes.count)
    storage.append(littleEndian: UInt64(symbol) &<< 32 | UInt64(count))
    entries.append(Entry(start: UInt32(storage.count), count: count, hash: hash))
    storage.append(padded: bytes)
    if entries.count * 2 > slots.count || storage.count &>> 2 >= Int(placeMask) { grow(to: slots.count * 2) }
    return Symbol(rawValue: symbol)
  }

  private mutating func grow(to least: Int) {
    var size = slots.count * 2
    while size < least || Int(Self.placeMask(slots: size)) <= storage.count &>> 2 { size *= 2 }
    let placeMask = Self.placeMask(slots: size)
    var wider = PlainArray<UInt32>()
    var others = PlainArray<UInt32>()
    wider.resize(to: size, 0)
    wider.change { wider in
      for index in entries.indices {
        let hash = entries[index].hash
        let first = Int(hash)
        var step = 0
        while step < Self.longestWalk, wider[(first + step) & (size - 1)] != 0 { step += 1 }
        if step < Self.longestWalk {
          let record = Int(entries[index].start) - Self.headSize
          wider[(first + step) & (size - 1)] = Self.held(record: record, hash: hash, placeMask)
        } else {
          others.append(UInt32(index))
        }
      }
    }
    slots = wider
    self.placeMask = placeMask
    crowded = nil
    guard !others.isEmpty else { return }
    let crowded = CrowdedSymbols()
    for index in others.indices {
      crowded.insert(others[index], storage.bytes.span.extracting(range(Symbol(rawValue: others[index]))))
    }
    self.crowded = crowded
  }
}
