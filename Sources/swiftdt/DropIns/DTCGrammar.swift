import DeviceTreeSource
import SourceText

/// dtc's grammar, by which a source with errors is read again to find dtc's messages and their order.
///
/// Our own parser recovers from errors and reports more of them; dtc stops at the first lexeme that does not
/// fit, having reported what is wrong with the text before it.
struct DTCGrammar {
  /// Why dtc stops reading.
  enum End: Error {
    /// A lexeme that does not fit: a syntax error.
    case unexpected(DTCLexeme)
    /// An error that is among `complaints` and ends the parse.
    case refused
    /// An error with which dtc exits at once: what it writes, and the exit code.
    case exit(String, Int32)

    /// dtc's fatal error with a message, which does not always end in a newline.
    static func fatal(_ message: String) -> End { .exit("FATAL ERROR: " + message, 1) }
  }

  /// A message of dtc's about a range of text.
  struct Complaint {
    let prefix: String
    let range: Range<Int>
    /// Up to where the file was read when it was found.
    let reached: Int
    let message: String
  }

  private(set) var complaints: [Complaint] = []
  private(set) var scanner: DTCScanner
  private var ahead: DTCLexeme?
  /// The end of the last lexeme read.
  private(set) var end = 0
  private let unknownReferences: Set<ParsedSource.Reference>
  /// Whether the version tag is followed by `/plugin/`.
  private var isPlugin = false

  init(_ parsed: ParsedSource) {
    scanner = DTCScanner(parsed)
    unknownReferences = Set(parsed.unknownReferences)
  }

  // MARK: Lexemes

  mutating func peek() throws(End) -> DTCLexeme.Kind { try look().kind }

  mutating func look() throws(End) -> DTCLexeme {
    if let ahead { return ahead }
    defer {
      for (range, message) in scanner.complaints {
        complaints.append(
          Complaint(prefix: "Lexical error", range: range, reached: range.upperBound, message: message))
      }
      scanner.complaints.removeAll()
    }
    let next = try scanner.next()
    ahead = next
    return next
  }

  @discardableResult
  mutating func advance() throws(End) -> DTCLexeme {
    let lexeme = try look()
    ahead = nil
    end = lexeme.range.upperBound
    return lexeme
  }

  /// Reads a lexeme of this kind; throws if the next one is of another kind.
  @discardableResult
  mutating func expect(_ kind: DTCLexeme.Kind) throws(End) -> DTCLexeme {
    guard try peek() == kind else { throw .unexpected(try look()) }
    return try advance()
  }

  mutating func complain(_ range: Range<Int>, _ message: String, _ prefix: String = "Error") {
    complaints.append(
      Complaint(prefix: prefix, range: range, reached: scanner.reached(inFileOf: range), message: message))
  }

  // MARK: Source

  /// Reads the source to its end; throws where dtc stops.
  mutating func read() throws(End) {
    isPlugin = try readTags()
    try readReservations()
    if try peek() == .sign("/") {
      try advance()
      try readNode()
    } else {
      try readFirstBlock()
    }
    while true {
      let lexeme = try look()
      switch lexeme.kind {
      case .end: return
      case .sign("/"):
        try advance()
        try readNode()
      case .label: try readBlock(labelled: try advance())
      case .reference: try readBlock(labelled: nil)
      case .deleteNode, .omission:
        try advance()
        let (reference, isKnown) = try readReference()
        try expect(.sign(";"))
        if !isKnown { complainOfUnknown(reference, reference.range) }
      default: throw .unexpected(lexeme)
      }
    }
  }

  /// Reads the version tags; returns whether the first is followed by `/plugin/`.
  private mutating func readTags() throws(End) -> Bool {
    var tags: [(start: Int, isPlugin: Bool)] = []
    repeat {
      let start = try expect(.versionTag).range.lowerBound
      try expect(.sign(";"))
      let isPlugin = try peek() == .pluginTag
      if isPlugin {
        try advance()
        try expect(.sign(";"))
      }
      tags.append((start, isPlugin))
    } while try peek() == .versionTag
    // dtc's rule is right-recursive, so the last two are compared first.
    for (tag, next) in zip(tags, tags.dropFirst()).reversed() where tag.isPlugin != next.isPlugin {
      complain(next.start..<end, "Header flags don't match earlier ones")
    }
    return tags[0].isPlugin
  }

  private mutating func readReservations() throws(End) {
    while true {
      var isLabelled = false
      while try peek() == .label {
        try advance()
        isLabelled = true
      }
      if !isLabelled {
        guard try peek() == .reservation else { return }
      }
      try expect(.reservation)
      _ = try readInteger()
      _ = try readInteger()
      try expect(.sign(";"))
    }
  }

  private mutating func readBlock(labelled label: DTCLexeme?) throws(End) {
    let (reference, isKnown) = try readReference()
    try readNode()
    complainOfRelative(reference, (label ?? reference).range)
    if !isKnown { complainOfUnknown(reference, reference.range) }
  }

  /// Reads a block before any node, which only overlays have. dtc's message points at the block's body,
  /// not at the reference.
  private mutating func readFirstBlock() throws(End) {
    let (reference, _) = try readReference()
    let start = try look().range.lowerBound
    try readNode()
    let body = start..<end
    if isPlugin { complainOfRelative(reference, body) } else { complainOfUnknown(reference, body) }
  }

  /// Reads a reference; returns whether there is what it refers to, too.
  private mutating func readReference() throws(End) -> (DTCLexeme, isKnown: Bool) {
    let lexeme = try expect(.reference)
    let reference = ParsedSource.Reference(
      place: SourceLocation(lexeme.range.lowerBound), includeCount: scanner.includeCount)
    return (lexeme, !unknownReferences.contains(reference))
  }

  private mutating func complainOfUnknown(_ reference: DTCLexeme, _ range: Range<Int>) {
    complain(range, "Label or path \(name(in: reference)) not found")
  }

  /// Reports a reference that begins with a label and goes on with a path, if this is a plugin.
  private mutating func complainOfRelative(_ reference: DTCLexeme, _ range: Range<Int>) {
    let name = name(in: reference)
    guard isPlugin, name.first != "/", name.dropFirst().contains("/") else { return }
    complain(range, "Label-relative reference \(name) not supported in plugin")
  }

  /// Returns the label or path of a reference.
  private func name(in reference: DTCLexeme) -> Substring {
    let name = scanner.string(reference.range).drop { $0 == "&" || $0 == "{" }
    return name.hasSuffix("}") ? name.dropLast() : name
  }

  // MARK: Nodes

  /// Reads the body of a node, from its opening brace.
  private mutating func readNode() throws(End) {
    try expect(.sign("{"))
    // By open node: whether a subnode, or the deletion of one, was read.
    var open = [false]
    while !open.isEmpty {
      let start = try look().range.lowerBound
      var isLabelled = false
      var isOmitted = false
      while try [.omission, .label].contains(peek()) {
        if try advance().kind == .omission { isOmitted = true } else { isLabelled = true }
      }
      let lexeme = try look()
      switch lexeme.kind {
      case .sign("}") where !isLabelled && !isOmitted:
        try advance()
        try expect(.sign(";"))
        open.removeLast()
        continue
      case .deleteNode:
        try advance()
        try expect(.name)
        try expect(.sign(";"))
        open[open.count - 1] = true
        continue
      case .deleteProperty where !isOmitted:
        try advance()
        try expect(.name)
        try expect(.sign(";"))
      case .name:
        try advance()
        if try peek() == .sign("{") {
          try advance()
          open[open.count - 1] = true
          open.append(false)
          continue
        }
        if isOmitted { throw .unexpected(try look()) }
        if try peek() == .sign("=") {
          try advance()
          try readValue()
        }
        try expect(.sign(";"))
      default: throw .unexpected(lexeme)
      }
      if open[open.count - 1] {
        complain(start..<end, "Properties must precede subnodes")
        throw .refused
      }
    }
  }
}
