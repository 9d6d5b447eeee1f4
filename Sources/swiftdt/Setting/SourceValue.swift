import DeviceTree
import DeviceTreeSource
import Preprocessor
import SourceText

/// A value in source notation: `<1 2>, "x"`, `<&clkc 3>`, `[00 ff]`, `/bits/ 64 <1>`.
struct SourceValue {
  /// A cell for a phandle, or the place to insert a path.
  struct Reference {
    let offset: Int
    /// A label, or a path that begins with a slash.
    let target: String
    let isPath: Bool
  }

  private let bytes: [UInt8]
  private let references: [Reference]
  /// Warnings about the value.
  let warnings: [Diagnostic]
  /// The files that were read for the value, including its own text.
  let files: SourceFiles

  /// Whether `text` begins like a value in source notation. A reference alone does not, since `ValueWords` knows
  /// what the property needs.
  static func isSource(_ text: some StringProtocol) -> Bool {
    ["<", "[", "\"", "/bits/", "/incbin/"].contains { text.hasPrefix($0) } || isListAfterReference(text)
  }

  /// Whether `text` is `&label` or `&{/path}`, a comma and something else.
  private static func isListAfterReference(_ text: some StringProtocol) -> Bool {
    guard text.hasPrefix("&") else { return false }
    var rest = text.utf8.dropFirst()
    if rest.first == 0x7B {
      rest = rest.drop { $0 != 0x7D }.dropFirst()
    } else {
      rest = rest.drop { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5F }
    }
    return rest.first { $0 != 0x20 && $0 != 0x09 } == 0x2C
  }

  /// Whether an error is after the text, in what was added to it.
  private static func isCut(_ text: String, at error: Diagnostic, in files: SourceFiles) -> Bool {
    guard let start = error.span?.start, let position = files.position(of: start) else { return false }
    let rest = files.text[start.index...].drop { $0 <= 0x20 }
    return position.line > text.utf8.count { $0 == 0x0A } + 1 || rest.starts(with: "; };\n".utf8)
  }

  /// Returns the value's bytes, with the bytes that `replacement` returns for each reference: a phandle in the place
  /// of the four bytes that are reserved for it, or a path, which is inserted. It is asked from the last reference to
  /// the first, the order in which new phandles are assigned.
  func bytes(_ replacement: (Reference) throws(Refusal) -> [UInt8]) throws(Refusal) -> [UInt8] {
    var parts: [(place: Range<Int>, bytes: [UInt8])] = []
    for reference in references.reversed() {
      let start = reference.offset
      parts.append((start..<start + (reference.isPath ? 0 : 4), try replacement(reference)))
    }
    var whole: [UInt8] = []
    var end = 0
    for part in parts.reversed() {
      whole += bytes[end..<part.place.lowerBound]
      whole += part.bytes
      end = part.place.upperBound
    }
    return whole + bytes[end...]
  }

  private static let moreThanOne = Refusal(message: "expected a single value, and nothing else")

  /// Parses a value; diagnostics call it `value`.
  init(_ text: String) throws(Refusal) {
    var compiler = SourceCompiler()
    let source = "/dts-v1/; / { value =\n# 1 \"value\"\n\(text)\n; };\n"
    let parsed: ParsedSource
    do throws(FileError) {
      parsed = try compiler.parse(
        "value", contents: Array(source.utf8),
        preprocessing: PreprocessorOptions(includeFolders: [], implicitFolders: [], macros: []))
    } catch {
      throw Refusal([error.diagnostic])
    }
    // Only the first error: others would come from misinterpreting the rest of the value.
    if let error = parsed.diagnostics.first(where: { $0.severity == .error }) {
      guard Self.isCut(text, at: error, in: parsed.files) else {
        throw Refusal([error], in: parsed.files)
      }
      if text.hasSuffix(";") { throw Self.moreThanOne }
      let shown = PrintableText.name(Array(text.utf8), keepingSpaces: true)
      throw Refusal(message: "the value '\(shown)' is incomplete")
    }
    let tree = parsed.tree
    // The text must not have added anything else to the tree.
    guard let property = tree.firstProperty(of: .root), tree.nextProperty(after: property) == nil,
      tree.property(of: .root, named: "value") == property, tree.firstChild(of: .root) == nil
    else {
      throw Self.moreThanOne
    }
    warnings = parsed.diagnostics
    files = parsed.files
    let value = tree.value(of: property)
    bytes = Array(tree.bytes(of: value))
    references = tree.markers(of: value).compactMap { marker in
      guard marker.kind == .phandleReference || marker.kind == .pathReference else { return nil }
      return Reference(
        offset: Int(marker.offset), target: tree.names.string(marker.reference),
        isPath: marker.kind == .pathReference)
    }
  }
}
