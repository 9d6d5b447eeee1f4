import DeviceTree
import SourceText

/// A strings block under construction, in which a name is found wherever it already occurs: as an
/// entire name or as the end of a longer one.
///
/// dtc and libfdt both search the block from its start, byte by byte, for each name. Here the first
/// offset of every suffix of every name is kept under the suffix's hash, which takes one step for
/// each byte of the block. The hash runs from a name's end to its start, so that one pass yields the
/// hashes of all suffixes. Where all names are known in advance, only suffixes are kept whose hash
/// one of the names has: they are few, so the index stays small enough for the fastest cache.
struct StringsBlock: Sendable {
  /// The block's bytes.
  private(set) var bytes: [UInt8] = []
  /// By symbol: the offset of that name, + 1; 0 if it is not known yet.
  private var offsets: [UInt32]
  private var slots: [Slot]
  private var used = 0
  /// The number of names still to be searched for before the block is indexed; nil once it is.
  private var searchesLeft: Int?
  /// The suffixes that can be looked up; nil for all.
  private var wanted: SuffixFilter?
  /// The hash to use instead once there have been names made to collide; see `HashSecret`.
  private var secret: SecretSuffixHash?
  private var isCrowded = false

  private struct Slot {
    var hash: UInt32 = 0
    /// 0 if the slot is free, otherwise the offset + 1.
    var held: UInt32 = 0
  }

  /// Creates an empty block for names from a table with `symbolCount` symbols.
  init(symbolCount: Int) {
    offsets = [UInt32](repeating: 0, count: symbolCount)
    slots = [Slot](repeating: Slot(), count: 1024)
  }

  /// Creates an empty block for the names of a tree's properties.
  init(forPropertiesOf tree: DeviceTree) {
    offsets = [UInt32](repeating: 0, count: tree.names.count)
    let filter = SuffixFilter(tree)
    var size = 1024
    while size < filter.count * 3 { size *= 2 }
    slots = [Slot](repeating: Slot(), count: size)
    wanted = filter
  }

  /// Creates a block that begins with that of another blob.
  init(startingWith block: [UInt8], symbolCount: Int) {
    offsets = [UInt32](repeating: 0, count: symbolCount)
    slots = []
    bytes = block
    searchesLeft = 4
  }

  private mutating func makeIndex() {
    searchesLeft = nil
    var size = 1024
    while size < bytes.count * 2 { size *= 2 }
    indexAll(size)
  }

  private mutating func indexAll(_ size: Int) {
    slots = [Slot](repeating: Slot(), count: size)
    used = 0
    var end = 0
    while end < bytes.count {
      let start = end
      end = bytes.span.firstNUL(from: start)
      // What does not end inside the block is not a name.
      if end < bytes.count { addSuffixes(from: start, to: end) }
      end += 1
    }
  }

  /// Returns the first offset at which a name occurs, appending it if there is none; nil if the block
  /// would exceed the range of offsets.
  mutating func offset(of name: Symbol, in names: SymbolTable) -> UInt32? {
    if name.index < offsets.count, offsets[name.index] != 0 { return offsets[name.index] - 1 }
    let start = names.withBytes(of: name) { offset(of: $0) }
    if let start, name.index < offsets.count { offsets[name.index] = start + 1 }
    return start
  }

  /// The same for a name that is not a symbol.
  mutating func offset(of name: Span<UInt8>) -> UInt32? {
    if let left = searchesLeft {
      if left > 0 { searchesLeft = left - 1 } else { makeIndex() }
    }
    return (searchesLeft == nil ? find(name) : search(name)) ?? append(name)
  }

  /// Returns the first offset at which a name occurs, searching from the block's start.
  private func search(_ name: Span<UInt8>) -> UInt32? {
    let first = name.count > 0 ? name[0] : 0
    var offset = bytes.span.first(first)
    while offset < bytes.count {
      if stands(name, at: offset) { return UInt32(offset) }
      offset = bytes.span.first(first, from: offset + 1)
    }
    return nil
  }

  private func find(_ name: Span<UInt8>) -> UInt32? {
    var hash = SuffixHash(of: name).value
    if var secret {
      secret.extend(by: name)
      hash = secret.value
    }
    return find(hash) { stands(name, at: $0) }.map { UInt32($0) }
  }

  /// Returns the first offset under a hash for which `matches` holds.
  @inline(__always)
  private func find(_ hash: UInt32, _ matches: (Int) -> Bool) -> Int? {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot].held != 0 {
      if slots[slot].hash == hash, matches(Int(slots[slot].held - 1)) { return Int(slots[slot].held - 1) }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func stands(_ name: Span<UInt8>, at offset: Int) -> Bool {
    name.count < bytes.count - offset && bytes.span.hasString(name, at: offset)
  }

  private mutating func append(_ name: Span<UInt8>) -> UInt32? {
    let start = bytes.count
    guard name.count < Int(Int32.max) - start else { return nil }
    bytes.append(name)
    bytes.append(0)
    if searchesLeft == nil { addSuffixes(from: start, to: bytes.count - 1) }
    return UInt32(start)
  }

  /// Records the offsets of all suffixes of the name in `start..<end` that do not occur earlier.
  ///
  /// If a suffix is known, so are all shorter ones: after the first one that is not, longer ones are
  /// added without a lookup.
  private mutating func addSuffixes(from start: Int, to end: Int) {
    var hash = SuffixHash()
    var secret = secret
    // The longest suffix that is known, and where it occurs.
    var known: (start: Int, offset: Int)? = (end, -1)
    var i = end
    while true {
      let value = hash.value
      if wanted?.mayHold(value) ?? true {
        let value = secret?.value ?? value
        if let last = known {
          known = find(value) { isSame($0, i, end, last) }.map { (i, $0) }
        }
        if known == nil { insert(UInt32(i), value) }
      }
      if i == start { break }
      i -= 1
      hash.extend(by: bytes[i])
      secret?.extend(by: bytes[i])
    }
    if isCrowded, self.secret == nil {
      self.secret = SecretSuffixHash()
      indexAll(slots.count)
    }
  }

  /// Whether the suffix in `start..<end` occurs at an offset. If the known part of it is known to
  /// occur there, its bytes are not compared again, so that long names take linear time.
  private func isSame(_ offset: Int, _ start: Int, _ end: Int, _ known: (start: Int, offset: Int)) -> Bool {
    let new = known.start - start
    guard offset + new == known.offset else { return stands(bytes.span.extracting(start..<end), at: offset) }
    for i in 0..<new where bytes[offset + i] != bytes[start + i] { return false }
    return true
  }

  private mutating func insert(_ offset: UInt32, _ hash: UInt32) {
    if (used + 1) * 2 > slots.count { grow() }
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    var steps = 0
    while slots[slot].held != 0 {
      slot = (slot + 1) & mask
      steps += 1
    }
    slots[slot] = Slot(hash: hash, held: offset + 1)
    used += 1
    if steps > HashSecret.longestWalk { isCrowded = true }
  }

  private mutating func grow() {
    var wider = [Slot](repeating: Slot(), count: slots.count * 2)
    let mask = wider.count - 1
    for held in slots where held.held != 0 {
      var slot = Int(held.hash) & mask
      while wider[slot].held != 0 { slot = (slot + 1) & mask }
      wider[slot] = held
    }
    slots = wider
  }
}

extension Span<UInt8> {
  /// Whether a string and its NUL are at an offset, after which there must be more bytes than the string has.
  ///
  /// The comparison runs backwards from the NUL and cannot get past the previous one, since the string
  /// contains none; so all offsets together take one step for each byte, whatever the block contains.
  @inline(__always)
  func hasString(_ string: Span<UInt8>, at offset: Int) -> Bool {
    guard self[offset &+ string.count] == 0 else { return false }
    var left = string.count
    while left > 0, self[offset &+ left &- 1] == string[left &- 1] { left &-= 1 }
    return left == 0
  }
}
