import BlobChecks
import DeviceTreeChecks
import SourceText

/// Findings as a SARIF 2.1.0 log (OASIS): one run, the checks as its rules, the blobs as its artifacts.
struct SARIFLog: Encodable {
  struct Message: Encodable { let text: String }

  struct Run: Encodable {
    let tool: Tool
    /// The other unit that there is counts some characters twice.
    let columnKind = "unicodeCodePoints"
    let artifacts: [Artifact]
    let invocations: [Invocation]
    let results: [Result]
  }

  struct Tool: Encodable { let driver: Driver }

  struct Driver: Encodable {
    let name = "swiftdt"
    let version: String
    let rules: [Rule]
  }

  struct Rule: Encodable {
    let id: String
    let shortDescription: Message
    let fullDescription: Message
    let defaultConfiguration: Configuration
    let properties: Properties

    struct Configuration: Encodable {
      let level: String
      let enabled: Bool
    }

    struct Properties: Encodable { let tags: [String] }
  }

  struct Artifact: Encodable { let location: ArtifactLocation }

  struct ArtifactLocation: Encodable {
    let uri: String
    var index: Int?
  }

  struct Invocation: Encodable {
    let executionSuccessful: Bool
    let toolExecutionNotifications: [Notification]
  }

  struct Notification: Encodable {
    let level = "error"
    let message: Message
    let locations: [Location]
  }

  struct Result: Encodable {
    let ruleId: String
    let ruleIndex: Int
    let level: String
    let message: Message
    let locations: [Location]
  }

  struct Location: Encodable {
    let physicalLocation: PhysicalLocation
    let logicalLocations: [LogicalLocation]?
  }

  struct PhysicalLocation: Encodable {
    let artifactLocation: ArtifactLocation
    let region: Region?
  }

  struct Region: Encodable {
    var startLine: Int?
    var startColumn: Int?
    var byteOffset: Int?
    var byteLength: Int?
  }

  struct LogicalLocation: Encodable {
    let fullyQualifiedName: String
    let kind: String
  }

  let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  let version = "2.1.0"
  let runs: [Run]

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  init(_ reports: [CheckReport]) {
    let rules = Self.rules(of: reports)
    let numbers = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($0.element.id, $0.offset) })
    let results = reports.enumerated().flatMap { index, report in
      report.findings.map { Self.result($0, numbers[$0.check] ?? 0, report, index) }
    }
    let failures = reports.enumerated().compactMap { index, report in
      report.failure.map { Self.notification($0.message, report, index) }
    }
    runs = [
      Run(
        tool: Tool(driver: Driver(version: String(Version.text.dropFirst("swiftdt ".count)), rules: rules)),
        artifacts: reports.map { Artifact(location: ArtifactLocation(uri: Self.uri($0.file ?? $0.path))) },
        invocations: [
          Invocation(executionSuccessful: failures.isEmpty, toolExecutionNotifications: failures)
        ], results: results)
    ]
  }

  /// Returns all rules for blobs, and those of dtc's checks that found something.
  private static func rules(of reports: [CheckReport]) -> [Rule] {
    var rules = BlobCheck.table.map { check in
      let severity = check.severity(.final)
      return Rule(
        id: check.id.rawValue, shortDescription: Message(text: check.title),
        fullDescription: Message(text: check.documentation),
        defaultConfiguration: .init(level: Self.level(severity), enabled: severity != .off),
        properties: .init(tags: [check.topic.rawValue]))
    }
    let used = Set(reports.flatMap { $0.findings.map(\.check) })
    rules += CheckID.allCases.filter { used.contains($0.name) }.map { check in
      Rule(
        id: check.name, shortDescription: Message(text: "dtc's check \(check.name)"),
        fullDescription: Message(text: check.documentation),
        defaultConfiguration: .init(level: "warning", enabled: false), properties: .init(tags: ["dtc"]))
    }
    return rules
  }

  /// Returns the result for a finding in the report of this index; `rule` is the index of its rule.
  private static func result(
    _ finding: BlobFinding, _ rule: Int, _ report: CheckReport, _ index: Int
  ) -> Result {
    let location = Location(
      physicalLocation: physical(finding, report, index),
      logicalLocations: finding.path.map { logical($0, finding.property) })
    return Result(
      ruleId: finding.check, ruleIndex: rule, level: level(finding.severity),
      message: Message(text: text(finding, report)), locations: [location])
  }

  /// Returns what is said about a report that could not be completed.
  private static func notification(
    _ failure: String, _ report: CheckReport, _ index: Int
  ) -> Notification {
    let first = report.findings.first { $0.severity == .error }
    let place = first.map { physical($0, report, index) } ?? physical(report, index)
    return Notification(
      message: Message(text: "\(report.path): \(failure)"),
      locations: [Location(physicalLocation: place, logicalLocations: nil)])
  }

  private static func level(_ severity: FindingSeverity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    case .off: "none"
    }
  }

  private static func text(_ finding: BlobFinding, _ report: CheckReport) -> String {
    let overlays = report.overlays.isEmpty ? [] : ["with " + report.overlays.joined(separator: " + ")]
    let parts = overlays + [finding.shownPath, finding.message].compactMap { $0 }
    return ([parts.joined(separator: ": ")] + finding.notes + finding.help.map { "help: " + $0 })
      .joined(separator: "\n")
  }

  /// Returns the location of a finding: a place in a source, another file, or a byte of the blob.
  private static func physical(
    _ finding: BlobFinding, _ report: CheckReport, _ index: Int
  ) -> PhysicalLocation {
    if let place = finding.place {
      return PhysicalLocation(
        artifactLocation: ArtifactLocation(
          uri: uri(place.path), index: place.path == report.path ? index : nil),
        region: Region(startLine: place.line, startColumn: place.character ?? place.column))
    }
    if let file = finding.file {
      return PhysicalLocation(artifactLocation: ArtifactLocation(uri: uri(file)), region: nil)
    }
    // A byte of a merged tree is in no file.
    return physical(report, index, report.overlays.isEmpty ? finding.offset : nil)
  }

  private static func physical(
    _ report: CheckReport, _ index: Int, _ offset: Int? = nil
  ) -> PhysicalLocation {
    PhysicalLocation(
      artifactLocation: ArtifactLocation(uri: uri(report.file ?? report.path), index: index),
      region: offset.map { Region(byteOffset: $0, byteLength: 0) })
  }

  private static func logical(_ path: String, _ property: String?) -> [LogicalLocation] {
    [
      LogicalLocation(
        fullyQualifiedName: property.map { "\(path):\($0)" } ?? path,
        kind: property == nil ? "element" : "property")
    ]
  }

  /// Returns a path as a relative or absolute URI reference (RFC 3986).
  static func uri(_ path: String) -> String {
    var uri = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F, 0x2C, 0x2B, 0x40:
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        uri += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return uri
  }
}
