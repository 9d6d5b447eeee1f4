import SourceText

/// A macro's definition: plain data, since sources define thousands that they never use.
struct Macro: Sendable {
  /// How its name is replaced.
  enum Form: Equatable, Sendable {
    /// `#define NAME body`.
    case object
    /// `#define NAME(a, b) body`; the last parameter of a variadic one takes all further arguments.
    case function(parameters: Int32, isVariadic: Bool)
    /// `__LINE__` and its like.
    case builtin(Builtin)
  }

  /// What the preprocessor itself knows.
  enum Builtin: Sendable {
    case file, fileName, line, counter, includeLevel, baseFile, date, time, timestamp
    /// `_Pragma`.
    case pragma
    /// `__has_include` and `__has_include_next`, which only conditions know.
    case fileQuestion
    /// A name that `#pragma GCC poison` forbids.
    case poisoned
  }

  var name: Symbol
  var form: Form
  /// The body: a range of the token store (`inBodies` false: as it stands in its file) or of
  /// `Preprocessor.bodies`.
  var body: Range<Int> { Int(bodyStart)..<Int(bodyEnd) }
  private var bodyStart: UInt32
  private var bodyEnd: UInt32
  /// The body in the text, if the macro was defined straight from there.
  var text: Range<Int>? { textEnd > 0 ? Int(textStart)..<Int(textEnd) : nil }
  /// Whether that text can be printed for the name as it is; nil if nobody asked yet.
  var isPrintedAsText: Bool?
  private var textStart: UInt32 = 0
  private var textEnd: UInt32 = 0
  var inBodies: Bool
  /// Where the names of the parameters begin in `Preprocessor.parameterNames`, to tell a redefinition
  /// from a repetition.
  var firstParameter: UInt32
  /// Where the body as it was written begins in the token store; it ends with its line.
  var written: UInt32 = 0
  /// Where its name stands in the `#define`.
  var location: SourceLocation
  /// Whether it is being expanded, so that its name means nothing meanwhile.
  var isDisabled = false
  /// Whether its body was not split into tokens yet, and is a range of the text.
  var isUnread = false
  /// Whether it is an object-like macro with a body of one token in the store, which is no identifier.
  var isOneToken = false

  init(
    name: Symbol, form: Form, body: Range<Int>, inBodies: Bool, firstParameter: Int = 0,
    location: SourceLocation
  ) {
    self.name = name
    self.form = form
    bodyStart = UInt32(truncatingIfNeeded: body.lowerBound)
    bodyEnd = UInt32(truncatingIfNeeded: body.upperBound)
    self.inBodies = inBodies
    self.firstParameter = UInt32(truncatingIfNeeded: firstParameter)
    self.location = location
  }

  /// An object-like macro whose body is text that was not split into tokens yet.
  init(name: Symbol, text: Range<Int>, location: SourceLocation) {
    self.init(name: name, form: .object, body: text, inBodies: false, location: location)
    textStart = bodyStart
    textEnd = bodyEnd
    isUnread = true
  }

  /// Gives an object-like macro the body that was read for it.
  mutating func read(_ body: Range<Int>) {
    bodyStart = UInt32(truncatingIfNeeded: body.lowerBound)
    bodyEnd = UInt32(truncatingIfNeeded: body.upperBound)
    written = bodyStart
    isUnread = false
  }
}

/// The macros that are defined before a source is read, kept for the next source of a batch.
struct Predefined: Sendable {
  let options: [PreprocessorOptions.MacroOption]
  let macros: PlainArray<Macro>
  /// All tokens so far: a body that lies in no `bodies`, and was not left unread, lies among them.
  let store: [Token]
  let bodies: [Token]
  let parameterNames: PlainArray<Symbol>
}

/// One use of a macro: a link of the chain from a token back to the source.
public struct Expansion: Sendable, BitwiseCopyable {
  /// The macro's name.
  let macro: Symbol
  /// Where its definition has its name.
  let definition: SourceLocation
  /// Where it was used, itself perhaps in another expansion.
  let use: Origin
}
