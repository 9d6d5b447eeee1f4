import BlobChecks
import SourceText

/// Findings for programs, as they are encoded.
struct CheckJSON: Encodable {
  struct Blob: Encodable {
    let path: String
    /// The file that was checked, and the overlays that were applied to it, if `path` is made of them.
    let base: String?
    let overlays: [String]?
    let profiles: [String]
    let errors: Int
    let warnings: Int
    /// The reason why it could not be checked.
    let failure: String?
    let findings: [Finding]
  }

  struct Finding: Encodable {
    let check: String
    let severity: String
    let message: String
    let node: String?
    let property: String?
    /// Its place in a source or another text.
    let file: String?
    let line: Int?
    let column: Int?
    /// The offset of a byte in the blob.
    let offset: Int?
    let notes: [String]
    let help: [String]
  }

  let blobs: [Blob]

  init(_ reports: [CheckReport]) {
    blobs = reports.map { report in
      Blob(
        path: report.path, base: report.file, overlays: report.overlays.isEmpty ? nil : report.overlays,
        profiles: report.profiles.map(\.rawValue), errors: report.count(.error),
        warnings: report.count(.warning), failure: report.failure?.message,
        findings: report.findings.map { finding in
          Finding(
            check: finding.check, severity: finding.severity.rawValue,
            message: finding.message, node: finding.path, property: finding.property,
            file: finding.place?.path ?? finding.file, line: finding.place?.line,
            column: finding.place?.column,
            offset: report.overlays.isEmpty ? finding.offset : nil, notes: finding.notes, help: finding.help)
        })
    }
  }
}
