import DeviceTree
import DeviceTreeSource
import Preprocessor
import SourceText

/// A value as a source has it: `<1 2>, "x"`, `<&clkc 3>`, `[00 ff]`, `/bits/ 64 <1>`.
struct SourceValue {
  /// A cell that is to hold a phandle, or a place where a path is to stand.
  struct Reference {
    let offset: Int
    /// A label, or a path with a slash before it.
    let target: String
    let isPath: Bool
  }

  let bytes: [UInt8]
  let references: [Reference]
  /// What there is to say of it that is no error.
  let warnings: [Diagnostic]
  /// What was read for it, its own text among that.
  let files: SourceFiles

  /// Whether a text is meant as such a value.
  static func isSource(_ text: some StringProtocol) -> Bool {
    ["<", "[", "\"", "/bits/", "/incbin/"].contains { text.hasPrefix($0) }
  }

  /// Whether an error is behind the text, where nobody wrote anything.
  private static func isCut(_ text: String, at error: Diagnostic, in files: SourceFiles) -> Bool {
    guard let start = error.span?.start, let position = files.position(of: start) else { return false }
    let rest = files.text[start.index...].drop { $0 <= 0x20 }
    return position.line > text.utf8.count { $0 == 0x0A } + 1 || rest.starts(with: "; };\n".utf8)
  }

  private static let moreThanOne = Refusal(message: "expected a single value, and nothing else")

  /// Reads a value; what is said of it calls it `value`.
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
    // Others would be of what the rest of the value was taken for.
    if let error = parsed.diagnostics.first(where: { $0.severity == .error }) {
      guard Self.isCut(text, at: error, in: parsed.files) else {
        throw Refusal([error], in: parsed.files)
      }
      if text.hasSuffix(";") { throw Self.moreThanOne }
      let shown = PrintableText.name(Array(text.utf8), keepingSpaces: true)
      throw Refusal(message: "the value '\(shown)' is incomplete")
    }
    let tree = parsed.tree
    // Nothing else may have been slipped in.
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
