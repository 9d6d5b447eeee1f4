import BlobChecks
import DeviceTreeBlob
import DeviceTreeSource
import SourceText
import Synchronization

/// What `swiftdt check` is asked to do.
struct BlobCheckRequest: Equatable, Sendable {
  /// Blobs, and sources, which are compiled first.
  var inputs: [String]
  var settings = CheckSettings()
  /// The file of expectations.
  var expectations: String?
  /// What goes to standard output, or to `output`.
  var format = ReportFormat.text
  var output: String?
  /// Whether only errors are shown.
  var quiet = false
  var jobs: Int?
  var reading = SourceReading()

  /// What is wrong with the request, whatever is in the files.
  var problem: String? {
    if inputs.isEmpty { return "no blob is given" }
    if let jobs, jobs < 1 { return "--jobs needs a number from 1" }
    if output != nil, format == .text { return "-o goes with --format json, sarif or junit" }
    return nil
  }

  func run() throws {
    var request = self
    var expected: Expectations?
    if let expectations {
      let file = try ExpectationFile.read(expectations)
      expected = file.expectations
      request.settings = file.settings(for: settings)
    }
    let reports = request.check(expected)
    request.show(reports)
    if format != .text {
      let text = try format.text(reports)
      do throws(FileError) {
        try FileReplacement.write(Array(text.utf8), to: output ?? "-")
      } catch {
        Console.show([error.diagnostic])
        throw CommandFailure()
      }
    }
    if reports.contains(where: \.hasErrors) { throw CommandFailure() }
  }

  /// The reports on all inputs, in their order.
  private func check(_ expectations: Expectations?) -> [CheckReport] {
    if inputs.count == 1 {
      var reader = CheckReader(self, expectations)
      return [reader.report(inputs[0])]
    }
    let reports = Mutex<[CheckReport?]>(Array(repeating: nil, count: inputs.count))
    ParallelMap.forEach(
      count: inputs.count, threads: jobs ?? ParallelMap.processorCount,
      state: { CheckReader(self, expectations) }
    ) { index, reader in
      let report = reader.report(inputs[index])
      reports.withLock { $0[index] = report }
    }
    return reports.withLock { $0.compactMap { $0 } }
  }

  private func show(_ reports: [CheckReport]) {
    let renderer = DiagnosticRenderer(files: SourceFiles(), colour: Console.isColoured)
    var text = ""
    for report in reports {
      // The worst first: a build log shows little.
      for severity in [FindingSeverity.error, .warning, .note] where !quiet || severity == .error {
        for finding in report.findings where finding.severity == severity {
          text += renderer.render(CheckText.diagnostic(finding, report.path))
        }
      }
    }
    if !quiet || reports.contains(where: \.hasErrors) { text += CheckText.summary(reports) }
    Console.complain(text)
  }
}

/// What was found in one input.
struct CheckReport: Sendable {
  let path: String
  var findings: [BlobFinding] = []
  var profiles: [Profile] = []
  /// What kept it from being checked at all; it has been shown.
  var failure: Diagnostic?

  var hasErrors: Bool { failure != nil || findings.contains { $0.severity == .error } }

  func count(_ severity: FindingSeverity) -> Int { findings.count { $0.severity == severity } }
}

/// Reads inputs and checks them; one for each thread.
struct CheckReader {
  private let settings: CheckSettings
  private let expectations: Expectations?
  private let reading: SourceReading
  /// Made when the first source comes.
  private var compilation: Compilation?

  init(_ request: BlobCheckRequest, _ expectations: Expectations?) {
    settings = request.settings
    reading = request.reading
    self.expectations = expectations
  }

  mutating func report(_ path: String) -> CheckReport {
    var report = CheckReport(path: path)
    do {
      let bytes = try bytes(of: path)
      let outcome = BlobCheckRun.examine(bytes, settings, expectations)
      report.findings = outcome.findings
      report.profiles = outcome.profiles
    } catch let error as FileError {
      report.failure = error.diagnostic
      Console.show([error.diagnostic])
    } catch let error as BlobError {
      let diagnostic = error.diagnostic(for: path)
      report.failure = diagnostic
      Console.show([diagnostic])
    } catch {
      // The compiler has said why.
      report.failure = Diagnostic(.error, "not-compiled", "the source cannot be compiled", subject: path)
    }
    return report
  }

  private mutating func bytes(of path: String) throws -> [UInt8] {
    switch try TreeInput.kind(of: path) {
    case .blob(let bytes): return bytes
    case .source(let text):
      var compilation =
        compilation
        ?? Compilation(symbols: true, bootCPU: nil, blob: BlobOptions(), reading: reading)
      defer { self.compilation = compilation }
      guard let tree = try compilation.read(path, contents: text).tree else { throw CommandFailure() }
      return try BlobEncoder.encode(tree).bytes
    }
  }
}
