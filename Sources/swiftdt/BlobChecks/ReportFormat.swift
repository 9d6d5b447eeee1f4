import BlobChecks

/// What findings are written as for programs.
enum ReportFormat: String, CaseIterable, Sendable {
  /// For people, on standard error only.
  case text
  /// Our own, flat.
  case json
  /// Static Analysis Results Interchange Format 2.1.0, which code hosts show beside the code.
  case sarif
  /// JUnit's XML, which build servers show as tests.
  case junit

  /// The report on some inputs, ending in a newline.
  func text(_ reports: [CheckReport]) throws -> String {
    switch self {
    case .text: ""
    case .json: try JSONText.text(CheckJSON(reports))
    case .sarif: try JSONText.text(SARIFLog(reports))
    case .junit: JUnitXML.text(reports)
    }
  }
}
