import DeviceTreeOverlay
import SourceText

/// An input that cannot be read or compiled, as JSON: which one it is, and why.
struct InputFailureJSON: Encodable {
  /// The input's path.
  let input: String
  /// The first error; all messages are among the findings of the report.
  let message: String
  private let cause: CommandFailure.Cause

  private enum CodingKeys: CodingKey { case input, message }

  /// Creates it from a failure; nil if that is not about an input.
  init?(_ failure: CommandFailure) {
    guard let cause = failure.cause, let input = cause.input else { return nil }
    self.cause = cause
    self.input = input
    let error = cause.diagnostics.first { $0.severity == .error } ?? cause.diagnostics.first
    message = error?.message ?? "it cannot be read"
  }

  /// What was reported about the input.
  var findings: [ExplanationJSON.Finding] {
    var positions = PositionLookup(cause.files)
    return cause.diagnostics.map { .init($0, &positions, about: input) }
  }
}

extension ConflictsJSON {
  /// Creates the report on overlays of which one, or the base, cannot be read.
  init(_ overlays: [String], _ failure: InputFailureJSON) {
    self.overlays = overlays
    self.failure = failure
    findings = failure.findings
    (clashes, orders, failures) = ([], [], [])
    (validOrder, cycle) = (nil, nil)
  }
}

extension ExplanationJSON {
  /// Creates the report on an overlay if it, or the base, cannot be read.
  init(_ overlay: String, _ failure: InputFailureJSON) {
    self.overlay = overlay
    self.failure = failure
    findings = failure.findings
    (applies, changesNothing, error) = (false, false, nil)
    (fragments, needs, exports) = ([], [], [])
    compatible = Compatible(.notStated)
  }
}

/// The report on a bisection that cannot begin, since an input cannot be read. Its keys are those of
/// `BisectReportJSON`.
struct FailedBisectJSON: Encodable {
  let strategy: String
  let base: String
  let judge: String
  let found = false
  let summary: String
  let failure: InputFailureJSON
  let findings: [ExplanationJSON.Finding]
  let parts: [String] = []
  let remarks: [String] = []
  let culprits: [Int] = []
  let changes: [String] = []
  let trials: [String] = []

  init(_ plan: BisectPlan, judge: String, _ failure: InputFailureJSON) {
    strategy = plan.strategy.rawValue
    base = plan.base
    self.judge = judge
    summary = "'\(failure.input)': \(failure.message)"
    self.failure = failure
    findings = failure.findings
  }
}
