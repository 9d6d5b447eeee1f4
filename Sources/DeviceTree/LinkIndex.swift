import SourceText

/// A record that a `LinkIndex` finds.
protocol NamedRecord: BitwiseCopyable, Sendable {
  var name: Symbol { get }
  /// The node that contains it.
  var holder: NodeID { get }
  /// Whether it was deleted.
  var isGone: Bool { get }
}

extension NodeRecord: NamedRecord {
  @inline(__always) var holder: NodeID { parent }
  @inline(__always) var isGone: Bool { flags.contains(.deleted) }
}

extension PropertyRecord: NamedRecord {
  @inline(__always) var holder: NodeID { owner }
  @inline(__always) var isGone: Bool { isDeleted }
}

/// An open-addressing hash table from (parent, name) to the number of the record that is linked there.
///
/// Slots hold only the number; whether it is the right one is read from the record. So an entry whose record
/// has moved to another parent, or was rolled back, simply no longer matches, and nothing is ever removed.
///
/// Of live namesakes, it holds only the first one, since each further one would slow down all lookups. Those
/// that are left out wait behind it, and the next one takes its place once it is deleted. A rollback could
/// not undo that, so a tree with a journal (whose changes are not `isFinal`) leaves none out and lets none
/// take another one's place.
@usableFromInline
struct LinkIndex: Sendable {
  /// 0 is a free slot, otherwise number + 1.
  private var slots = PlainArray<UInt32>()
  private var used = 0
  /// By number: the namesakes that are left out because of it; no longer than the highest number involved.
  private var waiting = PlainArray<Waiting>()
  /// What `hash` multiplies by, so that no file can put all of its nodes in one place; see `HashSecret`.
  private let secret = HashSecret.make()

  /// An entry in a list of namesakes; 0 is none, otherwise number + 1.
  private struct Waiting: BitwiseCopyable, Sendable {
    var next: UInt32 = 0
    /// In the first entry: where to start looking for the last one.
    var last: UInt32 = 0
  }

  init() {}

  /// Siblings whose names have neighbouring numbers, as those of siblings that were read one after another
  /// mostly do, get neighbouring slots: in a large tree, each slot would otherwise be another cache miss.
  @inline(__always)
  static func hash(_ parent: UInt32, _ name: UInt32, _ secret: UInt64) -> Int {
    // This mixes well whatever the secret is; where it ends up, no file can know.
    let mixed =
      (UInt64(parent) &* 0x9E37_79B9_7F4A_7C15) ^ (UInt64(name >> 3) &* 0xC2B2_AE3D_27D4_EB4F)
    return Int(truncatingIfNeeded: ((mixed ^ (mixed >> 29)) &* secret) >> 33 ^ UInt64(name & 7))
  }

  @inline(__always)
  private func hash(_ holder: NodeID, _ name: Symbol) -> Int {
    Self.hash(holder.rawValue, name.rawValue, secret)
  }

  /// Whether a number is that of a record of this name in this node. It may be one that was rolled back.
  @inline(__always)
  private static func matches<Record: NamedRecord>(
    _ number: UInt32, in holder: NodeID, named name: Symbol, among records: PlainArray<Record>
  ) -> Bool {
    guard Int(number) < records.count else { return false }
    return records[Int(number)].name == name && records[Int(number)].holder == holder
  }

  /// Returns the number of the first record of this name in a node, or of the first one that was not deleted.
  @inline(__always)
  func first<Record: NamedRecord>(
    in holder: NodeID, named name: Symbol, among records: PlainArray<Record>, isLive: Bool
  ) -> UInt32? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = hash(holder, name) & mask
    while true {
      let held = slots[slot]
      if held == 0 { return nil }
      if Self.matches(held - 1, in: holder, named: name, among: records),
        !(isLive && records[Int(held - 1)].isGone)
      {
        return held - 1
      }
      slot = (slot + 1) & mask
    }
  }

  /// Adds the number of a record; if the change is final, it waits behind a live namesake instead. It is
  /// added after deleted ones, unless it is deleted itself: what was deleted first is still found first, but
  /// what is there is found as well. If it is to be `.first`, it goes in front of the others, or replaces one
  /// that is gone for good, as when a name is deleted and set over and over.
  @inline(__always)
  mutating func insert<Record: NamedRecord>(
    _ added: UInt32, among records: PlainArray<Record>, at position: LinkPosition, isFinal: Bool
  ) {
    if isFull { makeRoom(among: records) }
    let (holder, name) = (records[Int(added)].holder, records[Int(added)].name)
    let mask = slots.count - 1
    var slot = hash(holder, name) & mask
    var number = added
    while true {
      let held = slots[slot]
      if held == 0 { break }
      if Self.matches(held - 1, in: holder, named: name, among: records) {
        if held == number + 1 { return }
        if position == .first {
          slots[slot] = number + 1
          if isFinal, records[Int(held - 1)].isGone { return }
          // That one stays, in front of the others: if the new one is rolled back, it is found again.
          number = held - 1
        } else {
          if records[Int(added)].isGone { return }
          if isFinal, !records[Int(held - 1)].isGone { return leaveOut(number, behind: held - 1) }
        }
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = number + 1
    used += 1
  }

  /// Lets a number wait as the last one behind a namesake.
  @inline(never)
  private mutating func leaveOut(_ number: UInt32, behind first: UInt32) {
    waiting.resize(to: max(waiting.count, Int(max(number, first)) + 1), Waiting())
    var last = waiting[Int(first)].last == 0 ? Int(first) : Int(waiting[Int(first)].last - 1)
    while waiting[last].next != 0 { last = Int(waiting[last].next - 1) }
    waiting[last].next = number + 1
    waiting[Int(first)].last = number + 1
  }

  /// Adds the next live one of the namesakes that wait behind a record that was deleted, if there are any.
  @inline(__always)
  mutating func insertNamesake<Record: NamedRecord>(
    behind deleted: UInt32, among records: PlainArray<Record>, isFinal: Bool
  ) {
    guard Int(deleted) < waiting.count, waiting[Int(deleted)].next != 0 else { return }
    insertWaiting(behind: deleted, among: records, isFinal: isFinal)
  }

  @inline(never)
  private mutating func insertWaiting<Record: NamedRecord>(
    behind deleted: UInt32, among records: PlainArray<Record>, isFinal: Bool
  ) {
    if isFull { makeRoom(among: records) }
    let (holder, name) = (records[Int(deleted)].holder, records[Int(deleted)].name)
    let mask = slots.count - 1
    var slot = hash(holder, name) & mask
    var isFirst = true
    while slots[slot] != deleted + 1 {
      // It is waiting itself.
      if slots[slot] == 0 { return }
      if Self.matches(slots[slot] - 1, in: holder, named: name, among: records) { isFirst = false }
      slot = (slot + 1) & mask
    }
    guard let next = nextWaiting(behind: deleted, among: records, isFinal: isFinal) else { return }
    // Only the first one of all is to be found once it is deleted.
    if isFinal, !isFirst { return slots[slot] = next + 1 }
    while slots[slot] != 0, slots[slot] != next + 1 { slot = (slot + 1) & mask }
    if slots[slot] == 0 { used += 1 }
    slots[slot] = next + 1
  }

  /// Returns the next live one behind a record, and drops those that are gone for good or have another
  /// parent.
  private mutating func nextWaiting<Record: NamedRecord>(
    behind deleted: UInt32, among records: PlainArray<Record>, isFinal: Bool
  ) -> UInt32? {
    let (holder, name) = (records[Int(deleted)].holder, records[Int(deleted)].name)
    var next = waiting[Int(deleted)].next
    while next != 0,
      !Self.matches(next - 1, in: holder, named: name, among: records)
        || records[Int(next - 1)].isGone
    {
      next = waiting[Int(next - 1)].next
    }
    if isFinal {
      waiting[Int(deleted)].next = next
      if next == 0 {
        waiting[Int(deleted)].last = 0
      } else {
        waiting[Int(next - 1)].last = waiting[Int(deleted)].last
      }
    }
    return next == 0 ? nil : next - 1
  }

  /// Whether there is no room for another number.
  @inline(__always)
  private var isFull: Bool { (used + 1) * 2 > slots.count }

  // Out of line, since it is seldom needed.
  @inline(never)
  private mutating func makeRoom<Record: NamedRecord>(among records: PlainArray<Record>) {
    grow(to: max(used + 1, slots.count), among: records)
  }

  /// Makes room for this many more numbers, so that adding them does not make the index grow.
  mutating func reserve<Record: NamedRecord>(_ count: Int, among records: PlainArray<Record>) {
    guard count > 0, (used + count) * 2 > slots.count else { return }
    grow(to: used + count, among: records)
  }

  private mutating func grow<Record: NamedRecord>(to count: Int, among records: PlainArray<Record>) {
    let old = slots
    var size = 256
    while size < count * 2 { size *= 2 }
    slots = PlainArray()
    slots.resize(to: size, 0)
    var moved = 0
    let mask = size - 1
    // Starts at a free slot, so that what was found before something else still is.
    var first = 0
    while first < old.count, old[first] != 0 { first += 1 }
    let secret = secret
    slots.change { slots in
      for index in old.indices {
        let held = old[(first + index) & (old.count - 1)]
        guard held != 0, Int(held - 1) < records.count else { continue }
        let (holder, name) = (records[Int(held - 1)].holder, records[Int(held - 1)].name)
        let hash = Self.hash(holder.rawValue, name.rawValue, secret)
        // A number that was rolled back and then given to another record is not found where it was: it must
        // not get in front of its namesakes. Nor is any number needed twice.
        var slot = hash & (old.count - 1)
        while old[slot] != held, old[slot] != 0 { slot = (slot + 1) & (old.count - 1) }
        guard slot == (first + index) & (old.count - 1) else { continue }
        slot = hash & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = held
        moved += 1
      }
    }
    used = moved
  }
}
