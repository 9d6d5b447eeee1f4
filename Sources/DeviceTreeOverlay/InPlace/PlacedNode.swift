/// A node of a blob that is read and changed in place: where its parts lie.
///
/// The nodes of a blob are numbered in document order, so that a node's first child is the next one,
/// and what follows its subtree is told by one number. Nodes that a merge adds have higher numbers and
/// are linked, since libfdt puts each in front of its siblings.
struct PlacedNode {
  /// Where its name begins, behind its tag.
  var name: UInt32
  /// The length of its name.
  var nameLength: UInt32
  /// Where its properties begin; for an added node, nothing.
  var content: UInt32
  /// Where its properties end and its subnodes begin; for an added node, nothing.
  var subnodes: UInt32
  /// Its parent's number; the root is its own.
  var parent: UInt32
  /// The number behind the last node of its subtree; for an added node, its own: it has no children
  /// but added ones.
  var following: UInt32
  /// Its phandle; 0 is none.
  var phandle: UInt32 = 0
  /// The added child that comes first; 0 is none.
  var firstAdded: UInt32 = 0
  /// For an added node: the one that was first before it; 0 is none.
  var nextAdded: UInt32 = 0
  /// The records of its properties that were made, the first one first; + 1, 0 is none.
  var madeProperties: UInt32 = 0
  /// The records of its properties that got another value; + 1, 0 is none.
  var replacedProperties: UInt32 = 0
  /// How often many of its properties were looked through.
  var longSearches: UInt8 = 0
  var hasChildIndex = false
  var hasPropertyIndex = false
}

/// A property that a merge made or gave another value.
struct PlacedProperty {
  /// Where its name stands, followed by a NUL.
  var name: UInt32
  /// The node that has it.
  var owner: UInt32
  /// Where its name lies in the result's strings block; for a replaced value, nothing.
  var nameOffset: UInt32
  /// For a replaced value, where the property's tag is; for a new property 0.
  var place: UInt32
  /// Where the value is.
  var value: UInt32
  /// How many bytes it has.
  var length: UInt32
  /// What fills it up to a multiple of 4, the first byte lowest.
  var filling: UInt32
  /// The next record of the same list; + 1, 0 is none.
  var next: UInt32
}

/// A hash from (node, name) to a number; who looks something up compares the names.
struct PlacedIndex {
  private var slots: [(hash: UInt32, held: UInt32)] = []
  private var used = 0

  static func hash(_ node: Int, _ name: Span<UInt8>) -> UInt32 {
    var state: UInt32 = 0x811c_9dc5
    for i in name.indices { state = (state ^ UInt32(name[i])) &* 0x0100_0193 }
    state ^= UInt32(truncatingIfNeeded: node) &* 0x9E37_79B1
    return state ^ (state >> 15)
  }

  /// The first number under a hash that matches.
  @inline(__always)
  func first(_ hash: UInt32, _ matches: (UInt32) -> Bool) -> UInt32? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot].held != 0 {
      if slots[slot].hash == hash, matches(slots[slot].held - 1) { return slots[slot].held - 1 }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Puts a number under a hash, in the place of the one that matches if there is one.
  @inline(__always)
  mutating func set(_ number: UInt32, _ hash: UInt32, replacing matches: (UInt32) -> Bool) {
    if (used + 1) * 2 > slots.count { grow() }
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot].held != 0 {
      if slots[slot].hash == hash, matches(slots[slot].held - 1) {
        slots[slot].held = number + 1
        return
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = (hash, number + 1)
    used += 1
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: (0, 0), count: max(128, old.count * 2))
    let mask = slots.count - 1
    for entry in old where entry.held != 0 {
      var slot = Int(entry.hash) & mask
      while slots[slot].held != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }

  mutating func removeAll() {
    if used == 0 { return }
    slots.removeAll(keepingCapacity: true)
    used = 0
  }
}
