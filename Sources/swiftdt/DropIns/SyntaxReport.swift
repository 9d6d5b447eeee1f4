import DeviceTreeSource
import SourceText

/// Errors of a source in dtc's form.
///
/// dtc stops at the first place that does not fit its grammar and calls it a syntax error; what is
/// wrong otherwise it reports, and reads on.
struct SyntaxReport {
  private let text: [UInt8]
  private var positions: PositionLookup

  /// Shows what is wrong with a source, and ends as dtc does.
  static func show(_ parsed: ParsedSource) -> DropInExit {
    var report = SyntaxReport(text: parsed.files.text, positions: PositionLookup(parsed.files))
    for error in parsed.diagnostics where error.severity == .error {
      if let end = report.show(error) { return end }
    }
    return .fatal("Syntax error parsing input tree")
  }

  /// Shows one error; returns the end if dtc reads no further.
  private mutating func show(_ error: Diagnostic) -> DropInExit? {
    let start = error.span?.start ?? .none
    let count = max(error.span?.count ?? 1, 1)
    switch error.identifier {
    case "unknown-label":
      complain(start, count, "Label or path \(label(at: start, count)) not found")
    case "division-by-zero": complain(start, count, "Division by zero")
    case "bad-literal":
      complain(start, count, "Bad integer literal '\(string(at: start, count))'", "Lexical error")
    case "missing-file":
      let name = error.message.split(separator: "'", omittingEmptySubsequences: false)
      return .fatal("Couldn't open \"\(name.dropLast().last ?? "")\": No such file or directory")
    case "file-read": return .fatal(error.message)
    case "property-after-subnode":
      complain(start, countToSemicolon(from: start), "Properties must precede subnodes")
      return .fatal("Unable to parse input tree")
    case let identifier where Self.meanings.contains(identifier):
      complain(start, count, error.message)
    default:
      let token = token(from: start, count)
      complain(token.start, token.count, "syntax error")
      return .fatal("Unable to parse input tree")
    }
    return nil
  }

  /// What dtc's grammar takes, but not dtc.
  private static let meanings: Set<String> = [
    "reference-width", "bad-escape", "root-deleted", "version-tags-differ", "value-too-large",
    "bad-character", "relative-reference-in-plugin",
  ]

  private mutating func complain(
    _ start: SourceLocation, _ count: Int, _ message: String, _ prefix: String = "Error"
  ) {
    guard let place = positions.position(of: start) else {
      return Console.complain("\(prefix): \(message)\n")
    }
    Console.complain(
      "\(prefix): \(place.path):\(place.line).\(place.column)-\(place.column + count) \(message)\n")
  }

  private func string(at start: SourceLocation, _ count: Int) -> String {
    let end = min(text.count, start.index + count)
    return String(decoding: text[min(start.index, end)..<end], as: UTF8.self)
  }

  private func label(at start: SourceLocation, _ count: Int) -> Substring {
    let name = string(at: start, count).drop { $0 == "&" || $0 == "{" }
    return name.hasSuffix("}") ? name.dropLast() : name
  }

  /// Where something is missing, dtc names what stands there instead.
  private func token(from start: SourceLocation, _ count: Int) -> (start: SourceLocation, count: Int) {
    var index = start.index
    guard index < text.count, Self.isBlank(text[index]) else { return (start, count) }
    while index < text.count, Self.isBlank(text[index]) { index += 1 }
    guard index < text.count else { return (start, count) }
    var end = index
    while end < text.count, Self.isNameByte(text[end]) { end += 1 }
    return (SourceLocation(index), max(1, end - index))
  }

  private func countToSemicolon(from start: SourceLocation) -> Int {
    var end = start.index
    while end < text.count, text[end] != 0x3B, text[end] != 0x0A { end += 1 }
    return max(1, end + 1 - start.index)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2C, 0x2E, 0x2B, 0x2A, 0x23, 0x3F, 0x40, 0x2D:
      true
    default: false
    }
  }
}
