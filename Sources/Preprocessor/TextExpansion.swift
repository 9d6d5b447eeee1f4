import SourceText

/// The expansions of macros, assembled as text.
///
/// Printing needs no tokens of an expansion. gcc's text keeps the white space of the body and of the
/// arguments, but what a name stands for is preceded by the white space that the name has; and where two
/// tokens from different places touch, a blank may be needed between them.
struct TextExpansion: Sendable {
  /// A parameter of a call: where its name is in the definition, and where its argument is in `bytes`.
  struct Parameter: Sendable, BitwiseCopyable {
    let nameStart: Int
    let nameEnd: Int
    var start = 0
    var end = 0
  }

  /// A piece of a body: a range of text, an argument, or a blank for white space.
  private enum Piece: Sendable, BitwiseCopyable {
    case text(start: UInt32, end: UInt32)
    case argument(Int)
    case blank
  }

  /// What is printed so far, followed by the arguments of calls that are not assembled yet.
  var bytes = ByteWriter()
  /// The parameters of the calls being expanded.
  var parameters = PlainArray<Parameter>()
  /// The ends of the names, in their definitions, of the macros whose bodies are being read.
  var open = PlainArray<Int>()
  /// The byte that is printed before what comes next, and whether these come from different places.
  var last: UInt8 = 0x20
  var isAtEdge = true
  /// The pieces of a body with parameters, and where the name of its macro ends, 0 if there is none: a
  /// keymap calls one macro a hundred times.
  private var pieces = PlainArray<Piece>()
  private var piecesOf = 0
  /// Whether what is printed is recorded in `pieces`.
  private var isNoting = false
  /// How many macros were expanded, and how many are being expanded, one in the body or an argument of
  /// another.
  var steps = 0
  var depth = 0

  /// How deep macros may nest, how many may be expanded, and how much they may print; the rest is left to
  /// tokens.
  static let mostNested = 32
  static let mostSteps = 1 << 12
  static let mostBytes = 1 << 16

  /// Starts over after a byte.
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

  /// Whether a byte can be printed next, without a blank before it.
  func canGoOn(with byte: UInt8) -> Bool { !isAtEdge || Self.areApart(last, byte) }

  /// Whether a token that ends with one byte and a token that begins with the other are separate without a
  /// blank between them.
  private static func areApart(_ last: UInt8, _ next: UInt8) -> Bool {
    if last <= 0x20 || next <= 0x20 || next == 0x28 { return true }
    if CharacterClass.isIdentifierPart(next) {
      return !CharacterClass.isIdentifierPart(last) && last != 0x2E && last != 0x5C
    }
    // A number would continue with a dot or a sign.
    return (CharacterClass.isIdentifierPart(last) || last == 0x29 || next == 0x29 || next == 0x2C)
      && next < 0x7F && next != 0x2E && next != 0x2B && next != 0x2D && next != 0x22 && next != 0x27
      && next != 0x5C
  }

  /// Prints a range of text; false if a blank would have to come before it, or if there is too much.
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

  /// Prints the argument of a parameter of the call whose parameters begin at `first`.
  mutating func put(argumentOf parameter: Int, after first: Int) -> Bool {
    if isNoting { pieces.append(.argument(parameter &- first)) }
    let range = parameters[parameter].start..<parameters[parameter].end
    isAtEdge = true
    guard canGoOn(with: bytes.bytes[range.lowerBound]), bytes.count < Self.mostBytes else { return false }
    bytes.append(own: range)
    last = bytes.bytes[range.upperBound &- 1]
    return true
  }

  /// Begins to record the pieces of a body.
  mutating func notePieces() {
    pieces.removeAll()
    piecesOf = 0
    isNoting = true
  }

  /// Stops recording: what is printed next is not part of the body.
  mutating func stopNoting() { isNoting = false }

  /// Ends the recording of a body, that of the macro whose name ends at `name`.
  mutating func endNoting(of name: Int) {
    if isNoting { piecesOf = name }
    isNoting = false
  }

  private mutating func forgetPieces() {
    piecesOf = 0
    isNoting = false
  }

  func hasPieces(of name: Int) -> Bool { piecesOf == name }

  /// Prints the recorded body, with the arguments of the parameters from `first` on.
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

  /// The index of the parameter in `frame` with the name at `start..<end`; nil if there is none.
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
