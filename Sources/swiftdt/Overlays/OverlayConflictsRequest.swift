import DeviceTree
import DeviceTreeOverlay
import SourceText

/// A request to `swiftdt overlay conflicts`.
struct OverlayConflictsRequest: Equatable, Sendable {
  var base: String
  var overlays: [String]
  var isJSON = false
  var crossChecks = false
  var reading = SourceReading()
  /// The checks to run on sources; if they are quiet, only errors are shown.
  var checks = CheckRequest()

  func run() throws {
    var (stack, inputs) = try read()
    let findings = checks.judged(
      ExplanationFindings.repeated(overlays) + Self.findings(inputs, stack.target.tree))
    let conflicts = stack.target.conflicts(among: inputs.map { ($0.name, $0.tree) })
    if isJSON {
      Console.say(try JSONText.text(ConflictsJSON(conflicts, findings, in: stack.files)))
    } else {
      Console.show(findings.filter { !checks.isQuiet || $0.severity == .error }, in: stack.files)
      Console.say(ConflictsText(conflicts: conflicts).text)
      Console.show(conflicts.failures.map { $0.error.diagnostic(in: stack.files) }, in: stack.files)
    }
    if crossChecks {
      // libfdt applies them in the order in which they were compared.
      for index in conflicts.order { _ = try stack.explain(inputs[index]) }
      try stack.finish(isQuiet: true)
    }
    if !conflicts.isEmpty || findings.contains(where: { $0.severity == .error }) { throw CommandFailure() }
  }

  /// Reads the base and the overlays. If that fails, the report says so, too.
  private func read() throws -> (OverlayStack, [OverlayStack.Input]) {
    do {
      var stack = try OverlayStack(base: base, reading, checks: checks, crossChecks: crossChecks)
      var inputs: [OverlayStack.Input] = []
      for path in overlays { inputs.append(try stack.read(path)) }
      for input in inputs { try stack.checkDepth(of: input) }
      return (stack, inputs)
    } catch let failure as CommandFailure {
      if isJSON, let failed = InputFailureJSON(failure) {
        Console.say(try JSONText.text(ConflictsJSON(overlays, failed)))
      }
      throw failure
    }
  }

  /// Returns findings about what merges ignore, and about overlays that NixOS would not apply.
  private static func findings(_ overlays: [OverlayStack.Input], _ base: DeviceTree) -> [Diagnostic] {
    overlays.flatMap { ExplanationFindings.ignored($0.tree, $0.name, lacksPlugin: $0.lacksPlugin) }
      + ExplanationFindings.notCompatible(overlays.map { ($0.name, $0.tree) }, base)
  }
}
