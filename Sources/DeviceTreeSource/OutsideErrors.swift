import DeviceTree
import Preprocessor
import SourceText

/// What is outside all nodes but cannot be there.
extension SourceParser {
  /// Reports it at the current token, with what may have been meant, and skips it.
  mutating func failOutside() {
    let first = current
    let extra = extraBrace(before: first)
    let notes = extra.map { [note(on: $0)] } ?? []
    if first.kind == .closeBrace {
      fail("stray-brace", "this '}' closes no node", notes: notes)
      if extra != nil { isNestingLost = true }
      return skipStatement()
    }
    // After a superfluous brace, the label belongs to what is read next.
    if isLabel, extra == nil { _ = readLabel() }
    let found = isLabel ? stream.peek(2) : current
    fail(
      "unexpected-token",
      "expected '/ {', '&label {' or the end of the source, found \(stream.text(found))", at: found,
      notes: notes)
    if extra != nil { return reopenBlock() }
    if let advice = adviceOutside() { help(advice) }
    skipStatement()
  }

  static let commentsAdvice = "comments are '/* … */' or begin with '//'"

  /// Returns advice on what may be meant by something outside all nodes.
  private mutating func adviceOutside() -> String? {
    let token = current
    if token.flags.contains(.atLineStart), token.expansion == 0 {
      if isConflictMarker(token) { return "this is a leftover merge conflict marker" }
      if token.kind == .hash, stream.peek(1).kind == .identifier {
        let directive = stream.isTouchedByNext ? nearestDirective(to: stream.peek(1).symbol) : nil
        return directive.map { "did you mean '#\($0)'?" } ?? Self.commentsAdvice
      }
    }
    guard token.kind == .identifier else { return nil }
    if stream.peek(1).kind == .string, let directive = nearestDirective(to: token.symbol) {
      return "did you mean '#\(directive)'?"
    }
    guard let name = readName() else { return nil }
    let text = stream.preprocessor.names.string(name)
    switch current.kind {
    case .openBrace:
      return tree.node(labelled: name) == nil ? Self.nodesAdvice : "did you mean '&\(text) {'?"
    case .assign: return "a property belongs in a node: / { \(text) = …; };"
    default:
      let keyword = Keyword.deleteNode.spelling.description
      return "/\(text)/" == keyword ? "did you mean '\(keyword)'?" : nil
    }
  }

  private static let nodesAdvice = "a node belongs in its parent: in '/ { … };' or '&label { … };'"

  /// Whether a line begins here with a marker that a tool writes around the sides of a conflict.
  private func isConflictMarker(_ token: Token) -> Bool {
    let line = stream.preprocessor.files.text[token.location.index...].prefix(7)
    return [0x3C, 0x3D, 0x3E].contains { byte in line.count == 7 && line.allSatisfy { $0 == byte } }
  }

  private func nearestDirective(to word: Symbol) -> String? {
    let names = stream.preprocessor.names
    let spelling = names.array(word)
    return ["include", "define", "ifdef", "ifndef", "if", "elif", "else", "endif", "undef"].first { name in
      let bytes = Array(name.utf8)
      return NearestNames.distance(spelling.span, bytes.span, atMost: bytes.count / 3) != nil
    }
  }
}
