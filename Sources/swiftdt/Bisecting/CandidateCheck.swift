import BlobChecks
import OverlayBisection
import SourceText

/// Gives the verdict of `swiftdt check` on candidates.
struct CandidateCheck: Sendable {
  /// The profiles that candidates are checked for.
  let profiles: [Profile]
  /// The path of the file with expectations.
  let file: String?
  private let request: BlobCheckRequest
  private let expectations: Expectations?

  /// Creates a check for these profiles; throws after showing what is wrong with the file.
  init(_ profiles: [Profile], expecting file: String?) throws {
    self.profiles = profiles
    self.file = file
    var request = BlobCheckRequest(inputs: [])
    request.settings.profiles = profiles
    request.expectations = file
    expectations = try request.readExpectations()
    self.request = request
  }

  /// The check as a command line.
  var name: String {
    let words =
      ["swiftdt", "check"] + profiles.flatMap { ["--profile", $0.rawValue] }
      + (file.map { ["--expect", Shell.asFile($0)] } ?? [])
    return words.map(Shell.quoted).joined(separator: " ")
  }

  /// Returns the verdict on a blob: bad if there is an error, with the first one as the remark.
  func trial(of set: PartSet, _ blob: [UInt8]) -> BisectTrial {
    var report = CheckReport(path: "")
    CheckReader(request, expectations).examine(blob, &report)
    guard let error = report.findings.first(where: { $0.severity == .error }) else {
      return BisectTrial(set: set, verdict: .good)
    }
    let place = error.path.map { "\($0): " } ?? ""
    return BisectTrial(set: set, verdict: .bad, remark: "\(error.check): \(place)\(error.message)")
  }
}
