import SourceText

/// A definition that was taken from the text, kept for the next source that includes the file.
struct KnownDefinition: Sendable, BitwiseCopyable {
  let name: Symbol
  /// The name's bit in a `NameFilter`.
  let bit: UInt16
  /// Whether the name begins with a lower-case letter.
  let isSmall: Bool
  /// The places of its `#` and of the parts of `PlainDefinition` in the text.
  let start: UInt32
  let nameStart: UInt32
  let bodyStart: UInt32
  let bodyEnd: UInt32
  /// Where the text continues after blanks and comments, and the flags of a token there.
  let next: UInt32
  let nextFlags: TokenFlags
  /// Whether a directive may follow there.
  let isFollowed: Bool

  init(
    name: Symbol, bit: Int, isSmall: Bool, _ plain: PlainDefinition, start: Int, next: Int,
    nextFlags: TokenFlags, isFollowed: Bool
  ) {
    self.name = name
    self.bit = UInt16(truncatingIfNeeded: bit)
    self.isSmall = isSmall
    self.start = UInt32(truncatingIfNeeded: start)
    nameStart = UInt32(truncatingIfNeeded: plain.name.lowerBound)
    bodyStart = UInt32(truncatingIfNeeded: plain.body.lowerBound)
    bodyEnd = UInt32(truncatingIfNeeded: plain.body.upperBound)
    self.next = UInt32(truncatingIfNeeded: next)
    self.nextFlags = nextFlags
    self.isFollowed = isFollowed
  }
}

extension KnownDefinition {
  /// The macro that it defines.
  var macro: Macro {
    Macro(
      name: name, text: Int(bodyStart)..<Int(bodyEnd), location: SourceLocation(Int(nameStart)))
  }
}

extension PlainArray<KnownDefinition> {
  /// The index of the first definition that begins at `start` or after it.
  func partition(before start: UInt32) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Preprocessor {
  /// Carries out the next definitions that are known from when the file was read for another source; returns
  /// whether a new one may follow.
  mutating func defineKnown(in last: Int) -> Bool {
    let file = inputs[last].file.index
    guard file < definitions.count else { return true }
    let known = definitions[file]
    let start = UInt32(truncatingIfNeeded: inputs[last].next)
    guard let final = known.last, final.start >= start else { return true }
    let first = known.partition(before: start)
    guard first < known.count, known[first].start == start else { return true }
    prepareToDefine()
    let end = define(known, from: first, isWhole: false)
    guard end > first else { return true }
    inputs[last].next = Int(known[end - 1].next)
    inputs[last].nextFlags = known[end - 1].nextFlags
    return known[end - 1].isFollowed
  }

  /// Settles all names, and makes room for each of them in `macroIndex`.
  mutating func prepareToDefine() {
    if settledNames < names.count { settle() }
    makeRoom(for: Symbol(rawValue: UInt32(truncatingIfNeeded: names.count - 1)))
  }

  /// Carries out definitions, all of them or only those that directly follow one another, up to one whose
  /// name is already a macro's; returns the index after the last one.
  mutating func define(_ known: PlainArray<KnownDefinition>, from first: Int, isWhole: Bool) -> Int {
    let end = Self.define(
      known, from: first, isWhole: isWhole, &macros, &macroIndex, &macroNames, &plainNames)
    knownDefinitionUses += end - first
    return end
  }

  private static func define(
    _ known: PlainArray<KnownDefinition>, from first: Int, isWhole: Bool, _ macros: inout PlainArray<Macro>,
    _ macroIndex: inout PlainArray<UInt32>, _ macroNames: inout NameFilter, _ plainNames: inout PlainNames
  ) -> Int {
    var end = first
    macroIndex.change { macroIndex in
      while end < known.count {
        let definition = known[end]
        guard
          isWhole || end == first || known[end - 1].next == definition.start && known[end - 1].isFollowed,
          macroIndex[definition.name.index] == 0
        else { break }
        macros.append(definition.macro)
        macroIndex[definition.name.index] = UInt32(truncatingIfNeeded: macros.count)
        plainNames.noteDefinition(at: Int(definition.bit), isSmall: definition.isSmall)
        end += 1
      }
    }
    macroNames.insert(known, first..<end)
    return end
  }
}
