import SourceText

/// A request to `swiftdt overlay explain`.
struct OverlayExplainRequest: Equatable, Sendable {
  var base: String
  var overlays: [String]
  var isJSON = false
  var showsAll = false
  var crossChecks = false
  var reading = SourceReading()
  /// The checks to run on sources; if they are quiet, only errors are shown.
  var checks = CheckRequest()

  func run() throws {
    var json: [ExplanationJSON] = []
    do {
      try explain(&json)
    } catch let failure as CommandFailure {
      // The report ends with what could not be read.
      if isJSON, let failed = InputFailureJSON(failure), json.count < overlays.count {
        json.append(ExplanationJSON(overlays[json.count], failed))
        Console.say(try JSONText.text(json))
      }
      throw failure
    }
  }

  private func explain(_ json: inout [ExplanationJSON]) throws {
    var stack = try OverlayStack(base: base, reading, checks: checks, crossChecks: crossChecks)
    var isBad = false
    for (index, path) in overlays.enumerated() {
      let input = try stack.read(path)
      try stack.checkDepth(of: input)
      let explanation = try stack.explain(input, before: overlays[(index + 1)...])
      let findings = checks.judged(
        ExplanationFindings.findings(explanation, lacksPlugin: input.lacksPlugin, in: stack.files))
      if findings.contains(where: { $0.severity == .error }) { isBad = true }
      if isJSON {
        json.append(ExplanationJSON(explanation, findings, in: stack.files))
      } else {
        Console.say(ExplanationText.text(explanation, isWhole: showsAll, place: stack.place(in: path)))
        let isShown = { (finding: Diagnostic) in !checks.isQuiet || finding.severity == .error }
        Console.show(findings.filter(isShown), in: stack.files)
      }
    }
    if isJSON { Console.say(try JSONText.text(json)) }
    if crossChecks { try stack.finish(isQuiet: true) }
    if isBad { throw CommandFailure() }
  }
}
