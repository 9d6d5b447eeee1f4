import SourceText

/// Object-like macros of which nothing is kept but where they are defined.
///
/// A board's headers define thousands of macros, of which it uses a few dozen. Noting that a line defines
/// something takes a fraction of the time of interning the name and making a `Macro`. So that code that
/// asks about a name need not look in two places, there is one rule: a noted name has no symbol. When a
/// symbol is made for it, because it is also used elsewhere, its definition is carried out before anyone
/// can ask (`Preprocessor.settle`), and the note no longer counts.
struct NotedDefinitions: Sendable {
  private struct Record: Sendable {
    /// Where the name is in the text.
    let start: UInt32
    let count: UInt16
    /// How far after the name the body begins that can be printed for it, and how long that is. An offset of
    /// 0 means that this is not known yet, 255 that there is no such body.
    var bodyOffset: UInt8 = 0
    var bodyCount: UInt8 = 0
    /// The previous record of a name of the same class, as an index + 1; 0 if there is none.
    let previous: UInt32

    init(name: Range<Int>, previous: UInt32) {
      start = UInt32(truncatingIfNeeded: name.lowerBound)
      count = UInt16(truncatingIfNeeded: name.count)
      self.previous = previous
    }

    var name: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  /// The length of the longest name that can be noted.
  static let longestName = Int(UInt16.max)

  private static let classes = 1 << 11
  /// How many names of one class are searched. Thousands of names may begin and end alike and be of one
  /// class; the others then get symbols.
  private static let mostOfClass = 64

  private var records = PlainArray<Record>()
  /// The last record of each class of names, as an index + 1.
  private var heads = PlainArray<UInt32>()

  /// Whether a name that begins with this byte is noted: a capital letter or `_`, as in nearly all macros.
  /// Other names are those of nodes and properties, and there are many.
  @inline(__always)
  static func mayBegin(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 || byte == 0x5F }

  /// The names, as ranges of the text, in the order of their definitions.
  var names: [Range<Int>] { records.indices.map { records[$0].name } }

  /// Notes the definition of the name at a range of the text; `bit` is its bit in a `NameFilter`.
  @inline(__always)
  mutating func append(_ name: Range<Int>, bit: Int) {
    if heads.isEmpty { begin() }
    let place = Self.place(of: bit)
    records.append(Record(name: name, previous: heads[place]))
    heads[place] = UInt32(truncatingIfNeeded: records.count)
  }

  /// Notes the definitions of consecutive lines that contain nothing else, from the `#` at `position` on, and
  /// moves `position` to the first line that is not one of these. `symbols` and `names` tell which names have
  /// a symbol.
  mutating func append(
    linesOf text: Span<UInt8>, from position: inout Int, limit: Int, to macroNames: inout NameFilter,
    _ plainNames: inout PlainNames, except symbols: borrowing NameFilter, _ names: borrowing SymbolTable
  ) {
    if heads.isEmpty { begin() }
    Self.append(
      linesOf: text, from: &position, limit: limit, &records, &heads, to: &macroNames, &plainNames,
      except: symbols, names)
  }

  /// Makes room for definitions.
  mutating func begin() {
    if heads.isEmpty { heads.resize(to: Self.classes, 0) }
    // Memory that is not used costs nothing.
    records.reserve(Self.classes)
  }

  private static func append(
    linesOf text: Span<UInt8>, from position: inout Int, limit: Int, _ records: inout PlainArray<Record>,
    _ heads: inout PlainArray<UInt32>, to macroNames: inout NameFilter, _ plainNames: inout PlainNames,
    except symbols: borrowing NameFilter, _ names: borrowing SymbolTable
  ) {
    // Once for all lines: checking for each that there is no other owner takes as long as everything else.
    heads.change { heads in
      macroNames.bits.change { known in
        append(
          linesOf: text, from: &position, limit: limit, &records, &heads, to: &known, &plainNames,
          except: symbols, names)
      }
    }
  }

  private static func append(
    linesOf text: Span<UInt8>, from position: inout Int, limit: Int, _ records: inout PlainArray<Record>,
    _ heads: inout MutableSpan<UInt32>, to known: inout MutableSpan<UInt64>,
    _ plainNames: inout PlainNames, except symbols: borrowing NameFilter, _ names: borrowing SymbolTable
  ) {
    var next = position
    // What is read of a line without a bounds check lies within two blocks of the last check, and no further
    // than the newline at the limit.
    while next < limit, next &+ 4 &* TextBlock.size <= text.count {
      guard PlainDefinition.isUsual(text, next) else {
        var flags = TokenFlags.atLineStart
        let further = LineScan.skipBlanks(text, next, limit, &flags)
        guard further > next, further &+ 4 &* TextBlock.size <= text.count,
          PlainDefinition.isUsual(text, further)
        else { break }
        next = further
        continue
      }
      let start = next &+ 8
      guard unsafe Self.mayBegin(text[known: start]) else { break }
      var end = start &+ (unsafe CharacterClass.identifierParts(text.block(unchecked: start))).firstOther
      if end == start &+ TextBlock.size { end = CharacterClass.identifierEnd(text, end) }
      guard end &+ 2 &* TextBlock.size <= text.count,
        text[end] == 0x20 || text[end] == 0x09 || text[end] == 0x0A
      else { break }
      var lineEnd = end &+ (unsafe PlainDefinition.marks(text.block(unchecked: end))).first
      if lineEnd == end &+ TextBlock.size { lineEnd = PlainDefinition.plainEnd(text, lineEnd) }
      if text[lineEnd] != 0x0A {
        guard let after = PlainDefinition.after(text, end, from: lineEnd, limit) else { break }
        lineEnd = after
      }
      let bit = NameFilter.index(text, start, end)
      let place = Self.place(of: bit)
      guard lineEnd < limit, end &- start <= Self.longestName,
        !(symbols.has(bit) && names.find(text.extracting(start..<end)) != nil),
        known[bit &>> 6] &>> UInt64(bit & 63) & 1 == 0
          || Self.hasRoom(for: text.extracting(start..<end), in: text, records, from: heads[place])
      else { break }
      records.append(Record(name: start..<end, previous: heads[place]))
      heads[place] = UInt32(truncatingIfNeeded: records.count)
      known[bit &>> 6] |= 1 &<< UInt64(bit & 63)
      plainNames.noteDefinition(at: bit, isSmall: false)
      next = lineEnd &+ 1
    }
    position = next
  }

  /// The range of a name in its definition, if that was noted.
  func find(_ name: Span<UInt8>, bit: Int, in text: Span<UInt8>) -> Range<Int>? {
    guard !heads.isEmpty else { return nil }
    return Self.find(name, in: text, records, from: heads[Self.place(of: bit)]).map { records[$0].name }
  }

  private static func find(
    _ name: Span<UInt8>, in text: Span<UInt8>, _ records: borrowing PlainArray<Record>, from head: UInt32
  ) -> Int? {
    var next = head
    while next != 0 {
      let index = Int(next) &- 1
      let record = records[index]
      if Int(record.count) == name.count, text.extracting(record.name).hasSameBytes(as: name) { return index }
      next = record.previous
    }
    return nil
  }

  /// Whether a name that may be noted already can be noted: it is not noted yet, and its class is not full.
  func hasRoom(for name: Span<UInt8>, bit: Int, in text: Span<UInt8>) -> Bool {
    heads.isEmpty || Self.hasRoom(for: name, in: text, records, from: heads[Self.place(of: bit)])
  }

  @inline(never)
  private static func hasRoom(
    for name: Span<UInt8>, in text: Span<UInt8>, _ records: borrowing PlainArray<Record>, from head: UInt32
  ) -> Bool {
    var next = head
    var left = mostOfClass
    while next != 0, left > 0 {
      left &-= 1
      let record = records[Int(next) &- 1]
      if Int(record.count) == name.count, text.extracting(record.name).hasSameBytes(as: name) { return false }
      next = record.previous
    }
    return next == 0
  }

  /// What is printed for a name, if it is a noted macro's.
  mutating func printed(_ name: Span<UInt8>, bit: Int, in text: Span<UInt8>) -> PrintedWord {
    guard !heads.isEmpty,
      let index = Self.find(name, in: text, records, from: heads[Self.place(of: bit)])
    else { return .itself }
    let record = records[index]
    let end = record.name.upperBound
    if record.bodyOffset == 0 {
      records[index].bodyOffset = 255
      guard let (body, _) = PlainDefinition.body(text, end, text.count), body.lowerBound - end < 255,
        body.count < 255, Preprocessor.isPrintedAsText(body, text)
      else { return .expansion }
      records[index].bodyOffset = UInt8(body.lowerBound - end)
      records[index].bodyCount = UInt8(body.count)
      return .body(body)
    }
    guard record.bodyOffset < 255 else { return .expansion }
    let body = end &+ Int(record.bodyOffset)
    return .body(body..<body &+ Int(record.bodyCount))
  }

  mutating func removeAll() {
    records.removeAll()
    heads.removeAll()
  }

  private static func place(of bit: Int) -> Int { bit & (classes &- 1) }
}

extension Preprocessor {
  /// Carries out the noted definitions of names that have become symbols since the last time.
  @inline(never)
  mutating func settle() {
    let first = settledNames
    settledNames = names.count
    guard notesDefinitions else { return }
    let text = files.text
    for index in first..<settledNames {
      let name = Symbol(rawValue: UInt32(truncatingIfNeeded: index))
      let place: Range<Int>? = names.withBytes(of: name) { bytes in
        // Names that begin with any other byte are not noted.
        guard bytes.count > 0, NotedDefinitions.mayBegin(bytes[0]) else { return nil }
        let bit = NameFilter.index(bytes, 0, bytes.count)
        symbolNames.insert(bit, isSmall: false)
        return macroNames.has(bit) ? noted.find(bytes, bit: bit, in: text.span) : nil
      }
      guard let place, let (body, _) = PlainDefinition.body(text.span, place.upperBound, text.count)
      else { continue }
      add(name, place, body, text.span)
    }
  }

  /// Carries out all noted definitions.
  mutating func settleAll() {
    let text = files.text
    for name in noted.names { _ = names.intern(text.span.extracting(name)) }
    settle()
    noted.removeAll()
  }
}
