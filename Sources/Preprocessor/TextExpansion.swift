import SourceText

/// What macros stand for, put together as text.
///
/// Whoever prints needs no tokens of an expansion. gcc's text has the white space of the body and of the arguments in
/// it, but what a name stands for has the white space before it that the name has; and where two tokens from
/// different places touch, a blank may have to come between them.
struct TextExpansion: Sendable {
  /// A parameter of a call: where its name stands in the definition, and where its argument is in `bytes`.
  struct Parameter: Sendable, BitwiseCopyable {
    let nameStart: Int
    let nameEnd: Int
    var start = 0
    var end = 0
  }

  /// A piece of a body: a stretch of text, an argument, or a blank that stands for white space.
  private enum Piece: Sendable, BitwiseCopyable {
    case text(start: UInt32, end: UInt32)
    case argument(Int)
    case blank
  }

  /// What is printed so far, and behind it the arguments of calls that are not put together yet.
  var bytes = ByteWriter()
  /// The parameters of the calls under way.
  var parameters = PlainArray<Parameter>()
  /// Where the names end, in their definitions, of the macros whose bodies are being read.
  var open = PlainArray<Int>()
  /// The byte that is printed before what comes next, and whether the two come from different places.
  var last: UInt8 = 0x20
  var isAtEdge = true
  /// The pieces of a body with parameters, and where the name ends whose body it is: a keymap calls one macro a hundred
  /// times. 0 is none.
  private var pieces = PlainArray<Piece>()
  private var piecesOf = 0
  /// Whether what is printed is noted as these pieces.
  private var isNoting = false
  /// How many macros were expanded, and how many are being expanded, one in the body or an argument of another.
  var steps = 0
  var depth = 0

  /// Macros may be nested so deep, and stand for so much; what is more is left to tokens.
  static let mostNested = 32
  static let mostSteps = 1 << 12
  static let mostBytes = 1 << 16

  /// Begins anew behind a byte.
  mutating func restart(after byte: UInt8) {
    bytes.cut(to: 0)
    parameters.removeAll()
    open.removeAll()
    forgetPieces()
    last = byte
    isAtEdge = true
    steps = 0
    depth = 0
  }

  /// Whether a byte can be printed next.
  func canGoOn(with byte: UInt8) -> Bool { !isAtEdge || Self.areApart(last, byte) }

  /// Whether two tokens are told apart, of which one ends and one begins with these bytes, if no blank stands between
  /// them.
  private static func areApart(_ last: UInt8, _ next: UInt8) -> Bool {
    if last <= 0x20 || next <= 0x20 || next == 0x28 { return true }
    if CharacterClass.isIdentifierPart(next) {
      return !CharacterClass.isIdentifierPart(last) && last != 0x2E && last != 0x5C
    }
    // A number would go on with a dot or a sign.
    return (CharacterClass.isIdentifierPart(last) || last == 0x29 || next == 0x29 || next == 0x2C)
      && next < 0x7F && next != 0x2E && next != 0x2B && next != 0x2D && next != 0x22 && next != 0x27
      && next != 0x5C
  }

  /// Prints a stretch of text; false if something would have to come before it.
  @inline(__always)
  mutating func put(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard start < end else { return true }
    guard canGoOn(with: text[start]), bytes.count < Self.mostBytes else { return false }
    if isNoting {
      pieces.append(.text(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end)))
    }
    bytes.append(few: text.extracting(start..<end))
    isAtEdge = false
    last = text[end &- 1]
    return true
  }

  /// Prints a blank.
  mutating func putBlank() {
    if isNoting { pieces.append(.blank) }
    bytes.append(0x20)
    last = 0x20
  }

  /// Prints the argument of a parameter, which is one of those from `first` on.
  mutating func put(argumentOf parameter: Int, after first: Int) -> Bool {
    if isNoting { pieces.append(.argument(parameter &- first)) }
    let range = parameters[parameter].start..<parameters[parameter].end
    isAtEdge = true
    guard canGoOn(with: bytes.bytes[range.lowerBound]), bytes.count < Self.mostBytes else { return false }
    bytes.append(own: range)
    last = bytes.bytes[range.upperBound &- 1]
    return true
  }

  /// Begins to note the pieces of a body.
  mutating func notePieces() {
    pieces.removeAll()
    piecesOf = 0
    isNoting = true
  }

  /// What is printed next is not of the body that was noted.
  mutating func stopNoting() { isNoting = false }

  /// The body ends whose pieces were to be noted, that of the macro whose name ends there.
  mutating func endNoting(of name: Int) {
    if isNoting { piecesOf = name }
    isNoting = false
  }

  private mutating func forgetPieces() {
    piecesOf = 0
    isNoting = false
  }

  func hasPieces(of name: Int) -> Bool { piecesOf == name }

  /// Prints the body that was noted, with the arguments of the parameters from `first` on.
  mutating func putPieces(_ text: Span<UInt8>, argumentsFrom first: Int) -> Bool {
    for piece in pieces {
      switch piece {
      case .text(let start, let end): guard put(text, Int(start), Int(end)) else { return false }
      case .argument(let index):
        guard put(argumentOf: first + index, after: first) else { return false }
        isAtEdge = true
      case .blank: putBlank()
      }
    }
    return true
  }

  /// The index of the parameter with the name that stands there, of those in `frame`.
  @inline(__always)
  func parameter(_ text: Span<UInt8>, _ start: Int, _ end: Int, in frame: Range<Int>) -> Int? {
    for index in frame {
      let parameter = parameters[index]
      if parameter.nameEnd &- parameter.nameStart == end &- start,
        text.extracting(parameter.nameStart..<parameter.nameEnd).hasSameBytes(
          as: text.extracting(start..<end))
      {
        return index
      }
    }
    return nil
  }
}
