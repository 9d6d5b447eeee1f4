import DeviceTreeOverlay
import SourceText

/// The effects of an overlay, as JSON.
struct ExplanationJSON: Encodable {
  struct Fragment: Encodable {
    let name: String
    let label: String?
    let phandle: UInt32?
    let targetPath: String?
    let own: Bool?
    let path: String?
    let addedNodes: [String]
    let writes: [Write]
  }

  struct Write: Encodable {
    let path: String
    let property: String
    let effect: String
    let old: Value?
    let new: Value
    let place: String?
    let file: String?
    let line: Int?
    let column: Int?

    init(_ write: OverlayExplanation.Write, at position: SourcePosition? = nil) {
      path = write.path
      property = write.property
      effect = write.effect.rawValue
      old = write.old.map { Value($0, of: write.property) }
      new = Value(write.new, of: write.property)
      place = position.map(ExplanationJSON.text)
      (file, line, column) = (position?.path, position?.line, position?.column)
    }
  }

  struct Value: Encodable {
    let text: String
    let hex: String

    init(_ value: OverlayExplanation.Value, of property: String) {
      text = ValueText.text(value, of: property, isWhole: true)
      hex = PrintableText.hexadecimal(value.bytes)
    }
  }

  struct Need: Encodable {
    let label: String
    var path: String?
    var missing: String?
    var nearest: [String]?

    init(_ need: OverlayExplanation.NeededLabel) {
      label = need.name
      switch need.meaning {
      case .node(let path): self.path = path
      case .unknown(let nearest): (missing, self.nearest) = ("unknown", nearest)
      case .baseWithoutSymbols: missing = "base-without-symbols"
      case .dangling(let path): (missing, self.path) = ("dangling", path)
      case .withoutPhandle(let path): (missing, self.path) = ("without-phandle", path)
      }
    }
  }

  struct Export: Encodable {
    let label: String
    let path: String
    let was: String?
    let dangling: Bool?
    let withoutPhandle: Bool?
  }

  struct Compatible: Encodable {
    let relation: String
    var shared: [String]?
    var overlay: [String]?
    var base: [String]?

    init(_ compatibility: OverlayExplanation.Compatibility) {
      switch compatibility {
      case .notStated: relation = "not-stated"
      case .baseWithout: relation = "base-without"
      case .shared(let names): (relation, shared) = ("shared", names)
      case .disjoint(let overlay, let base):
        (relation, self.overlay, self.base) = ("disjoint", overlay, base)
      }
    }
  }

  struct Finding: Encodable {
    /// The overlay, where the findings are on several.
    let overlay: String?
    let severity: String
    let identifier: String
    let message: String
    let place: String?
    let file: String?
    let line: Int?
    let column: Int?
    let notes: [String]
    let help: [String]

    init(
      _ diagnostic: Diagnostic, _ positions: inout PositionLookup, namesSubject: Bool = false,
      about input: String? = nil
    ) {
      overlay = input ?? (namesSubject ? diagnostic.subject : nil)
      let position = diagnostic.span.flatMap { positions.position(of: $0.start) }
      place = position.map(ExplanationJSON.text)
      (file, line, column) = (position?.path, position?.line, position?.column)
      severity = diagnostic.severity.rawValue
      identifier = diagnostic.identifier
      message = diagnostic.message
      let worded = diagnostic.worded
      notes = worded.notes.map(\.message)
      help = worded.help.map(\.message)
    }
  }

  let overlay: String
  let applies: Bool
  /// libfdt's name for the error.
  let error: String?
  let changesNothing: Bool
  let fragments: [Fragment]
  let needs: [Need]
  let exports: [Export]
  let compatible: Compatible
  let findings: [Finding]
  /// The input that cannot be read, this overlay or the base, if there is one; the rest is then empty.
  let failure: InputFailureJSON?

  init(
    _ explanation: OverlayExplanation, _ findings: [Diagnostic], in files: SourceFiles = SourceFiles()
  ) {
    var positions = PositionLookup(files)
    failure = nil
    overlay = explanation.overlay
    applies = explanation.error == nil
    error = explanation.error?.libfdtName
    changesNothing = explanation.isIdle
    fragments = explanation.fragments.map { fragment in
      var label: String?
      var phandle: UInt32?
      var path: String?
      switch fragment.target {
      case .label(let name): label = name
      case .phandle(let number): phandle = number
      case .path(let text): path = text
      case .none: break
      }
      return Fragment(
        name: fragment.name, label: label, phandle: phandle, targetPath: path,
        own: fragment.lacksOwnTarget ? true : nil, path: fragment.path,
        addedNodes: fragment.addedNodes,
        writes: fragment.writes.map { Write($0, at: positions.position(of: $0.origin.location)) })
    }
    needs = explanation.needs.map(Need.init)
    exports = explanation.exports.map {
      Export(
        label: $0.name, path: $0.path, was: $0.replacedPath, dangling: $0.isDangling ? true : nil,
        withoutPhandle: $0.isDangling || $0.hasPhandle ? nil : true)
    }
    compatible = Compatible(explanation.compatibility)
    self.findings = findings.map { Finding($0, &positions) }
  }

  /// Returns a position as `path:line:column`.
  private static func text(_ position: SourcePosition) -> String {
    "\(position.path):\(position.line):\(position.column)"
  }
}
