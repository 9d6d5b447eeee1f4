import SourceText

/// A macro's definition: plain data, since sources define thousands that they never use.
struct Macro: Sendable {
  /// How its name is replaced.
  enum Form: Equatable, Sendable {
    /// `#define NAME body`.
    case object
    /// `#define NAME(a, b) body`; the last parameter of a variadic one takes all further arguments.
    case function(parameters: Int32, isVariadic: Bool)
    /// `__LINE__` and other built-in macros.
    case builtin(Builtin)
  }

  /// The macros that the preprocessor itself provides.
  enum Builtin: Sendable {
    case file, fileName, line, counter, includeLevel, baseFile, date, time, timestamp
    /// `_Pragma`.
    case pragma
    /// `__has_include` and `__has_include_next`, which can be used only in conditions.
    case fileQuestion
    /// A name that `#pragma GCC poison` forbids.
    case poisoned
  }

  var name: Symbol
  var form: Form
  /// The body: a range of `Preprocessor.bodies` or, if `inBodies` is false, of the token store, as it is in
  /// its file. While `isUnread`, it is a range of the text.
  var body: Range<Int> { Int(bodyStart)..<Int(bodyEnd) }
  private var bodyStart: UInt32
  private var bodyEnd: UInt32
  /// The body's range in the text, if the macro was defined straight from there.
  var text: Range<Int>? { textEnd > 0 ? Int(textStart)..<Int(textEnd) : nil }
  /// Whether that text can be printed for the name as it is; nil if not known yet.
  var isPrintedAsText: Bool?
  private var textStart: UInt32 = 0
  private var textEnd: UInt32 = 0
  var inBodies: Bool
  /// The index of its first parameter's name in `Preprocessor.parameterNames`, to tell a redefinition
  /// from a repetition and to list definitions.
  var firstParameter: UInt32
  /// The index in the token store of the body as it was written; it ends with its line.
  var written: UInt32 = 0
  /// The place of its name in the `#define`.
  var location: SourceLocation
  /// Whether it is being expanded, so that its name is not expanded meanwhile.
  var isDisabled = false
  /// Whether its body was not split into tokens yet, and is a range of the text.
  var isUnread = false
  /// Whether it is an object-like macro with a body of one token in the store that is not an identifier.
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

  /// Sets the body of an object-like macro, now that it was split into tokens.
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
  /// All tokens at that point, including the bodies that are neither in `bodies` nor unread.
  let store: [Token]
  let bodies: [Token]
  let parameterNames: PlainArray<Symbol>
}

/// One use of a macro: a link in the chain from a token back to the source.
public struct Expansion: Sendable, BitwiseCopyable {
  /// The macro's name.
  let macro: Symbol
  /// The place of its name in its definition.
  let definition: SourceLocation
  /// Where it was used, possibly inside another expansion.
  let use: Origin
}
