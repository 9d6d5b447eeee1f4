import BlobChecks
import DeviceTree
import DeviceTreeBlob
import DeviceTreeSource
import Preprocessor
import SourceText

/// What was found in one input.
struct CheckReport: Sendable {
  let path: String
  /// The file that was checked, unless `path` names it: what is checked may be made of several.
  var file: String?
  /// The overlays that were applied to that file.
  var overlays: [String] = []
  var findings: [BlobFinding] = []
  var profiles: [Profile] = []
  /// The checks of ours that ran; empty unless the report's format lists them.
  var checks: [BlobCheckID] = []
  /// The accepted findings that did not occur. Empty if the input could not be read, which says nothing about
  /// them; nil if the report is not on a tree.
  var unused: [AllowedFinding]?
  /// The address map, if one is wanted.
  var map: AddressMap?
  /// The reason why it could not be checked at all, which has been shown.
  var failure: Diagnostic?
  /// The files of a source, and for each finding, the place in them that it points to.
  var files: SourceFiles?
  var spots: [ExtentSpot?] = []

  init(path: String) { self.path = path }

  /// Adds a finding about the complete file, or about a place in its source.
  mutating func add(_ finding: BlobFinding, at spot: ExtentSpot? = nil) {
    if spot != nil || !spots.isEmpty {
      if spots.isEmpty { spots = Array(repeating: nil, count: findings.count) }
      spots.append(spot)
    }
    findings.append(finding)
  }

  var hasErrors: Bool { failure != nil || findings.contains { $0.severity == .error } }

  func count(_ severity: FindingSeverity) -> Int { findings.count { $0.severity == severity } }
}

/// Reads and checks inputs. Each thread has its own.
struct CheckReader {
  private var settings: CheckSettings
  private let expectations: Expectations?
  private let isMapWanted: Bool
  private let areChecksWanted: Bool
  private let dtc: DTCChecks?
  private let reading: SourceReading
  /// Created with the first source.
  private var compilation: Compilation?

  init(_ request: BlobCheckRequest, _ expectations: Expectations?) {
    settings = request.settings
    dtc = request.dtc
    reading = request.reading
    isMapWanted = request.map != nil
    areChecksWanted = request.format == .junit
    self.expectations = expectations
  }

  private var sourceCompilation: Compilation {
    var reading = reading
    reading.shadowedHeaders =
      settings.severity(of: BlobCheck.of(.shadowedHeader), settings.profiles) == .off ? nil : .warning
    return Compilation(symbols: true, bootCPU: nil, blob: BlobOptions(), reading: reading)
  }

  /// Returns the report on the file at a path, or on a folder for which there is none.
  mutating func report(_ path: String, _ folders: FolderFailures?) -> CheckReport {
    // As messages with a line name it.
    var report = CheckReport(path: path == "-" ? Preprocessor.standardInput : path)
    // Until it has been read, nothing is known about accepted findings.
    report.unused = []
    if let folders, let failure = folders.failure(of: path) {
      report.failure = failure
      return report
    }
    do {
      switch try TreeInput.kind(of: path) {
      case .blob(let bytes): examine(bytes, &report)
      case .source(let text): try examineSource(path, text, &report)
      }
    } catch let error as FileError {
      report.failure = error.diagnostic
      Console.show([error.diagnostic])
    } catch {
      // The compiler has said why.
      report.failure = Diagnostic(
        .error, "not-compiled", "the source cannot be compiled", subject: report.path)
    }
    return report
  }

  /// The source of a blob.
  struct SourceTree {
    /// The tree that became the blob.
    let tree: DeviceTree
    /// The tree without the labels and fixups that were added to it.
    let bareTree: DeviceTree
  }

  /// Checks a blob and puts the result into a report. If it was compiled from the source of an overlay, it is
  /// checked as one, even if it does not look like it.
  func examine(_ bytes: [UInt8], _ report: inout CheckReport, from origin: SourceTree? = nil) {
    var settings = settings
    if origin?.tree.isPlugin == true, settings.profiles.isEmpty { settings.profiles = [.overlay] }
    let outcome = BlobCheckRun.examine(
      bytes, settings, expectations, stated: origin.map { StatedReferences(of: $0.tree) },
      isMapWanted: isMapWanted)
    report.findings = outcome.findings
    for index in report.findings.indices {
      // Sources are compiled with all of their labels.
      if origin != nil, report.findings[index].remedy == .compileWithLabels {
        report.findings[index].remedy = .labelNodes
      }
      report.findings[index].putIntoWords()
    }
    report.profiles = outcome.profiles
    report.unused = outcome.unused
    if isMapWanted { report.map = outcome.map }
    if areChecksWanted { report.checks = outcome.checks(settings, hasExpectations: expectations != nil) }
    if !settings.allowed.isEmpty {
      let checks = dtc ?? DTCChecks()
      report.unused?.removeAll { checks.leavesOut($0, settings) }
    }
    if let dtc,
      let tree = origin?.bareTree ?? (try? BlobDecoder.decode(bytes, tolerating: .lateProperties).tree)
    {
      let findings = dtc.findings(
        in: tree, isPlugin: outcome.profiles.contains(.overlay), isResolved: origin != nil, settings)
      for finding in findings where !accepts(finding, &report) { report.findings.append(finding) }
    }
  }

  /// Whether a finding of another origin than our checks is accepted; notes each entry that covers it as used.
  private func accepts(_ finding: BlobFinding, _ report: inout CheckReport) -> Bool {
    let entries = settings.allowed.filter { $0.covers(finding) }
    if !entries.isEmpty { report.unused?.removeAll(where: entries.contains) }
    return !entries.isEmpty
  }

  // MARK: Sources

  private mutating func examineSource(_ path: String, _ text: [UInt8], _ report: inout CheckReport) throws {
    var compilation = compilation ?? sourceCompilation
    defer { self.compilation = compilation }
    var examiner = Examiner(reader: self, report: report)
    let result = try compilation.read(path, contents: text, examiner: &examiner)
    if result.tree != nil { report = examiner.report }
    report.files = result.files
    for diagnostic in result.diagnostics { add(diagnostic, in: result.files, to: &report) }
    for (index, spot) in report.spots.enumerated() {
      guard let span = spot?.span, let position = result.files.position(of: span.start) else { continue }
      report.findings[index].place = FilePlace(
        position.path, line: position.line, column: position.column,
        character: result.files.character(at: span.start, column: position.column))
    }
    if result.tree == nil { throw CommandFailure() }
  }

  /// Adds what the compiler says as a finding. Its errors, which no setting turns off, have been shown.
  private func add(_ diagnostic: Diagnostic, in files: SourceFiles, to report: inout CheckReport) {
    let isError = diagnostic.severity == .error
    let check = isError ? .sourceError : BlobCheckID(rawValue: diagnostic.identifier) ?? .sourceWarning
    let severity = isError ? .error : settings.severity(of: BlobCheck.of(check), report.profiles)
    let renderer = DiagnosticRenderer(files: files)
    var finding = BlobFinding(check.rawValue, severity, diagnostic.message)
    let worded = diagnostic.worded
    finding.notes = worded.notes.map(renderer.text)
    finding.help = worded.help.map(renderer.text)
    guard severity != .off, isError || !accepts(finding, &report) else { return }
    report.add(finding, at: ExtentSpot(span: diagnostic.span, notes: []))
  }

  /// Checks a source's tree as the blob that it makes, and notes where in the source findings point.
  struct Examiner: TreeExaminer {
    let reader: CheckReader
    var report: CheckReport
    /// The tree before labels and fixups are added, which is what dtc's checks look at.
    var bareTree: DeviceTree?

    init(reader: CheckReader, report: CheckReport) {
      self.reader = reader
      self.report = report
    }

    func severity(of check: String) -> Diagnostic.Severity? { .error }

    mutating func examine(_ tree: DeviceTree) {
      if reader.dtc != nil { bareTree = tree }
    }

    mutating func report(on tree: DeviceTree, spot: (Extent, Symbol) -> ExtentSpot) -> [Diagnostic] {
      let bytes: [UInt8]
      do throws(BlobError) {
        bytes = try BlobEncoder.encode(tree).bytes
      } catch {
        return [error.diagnostic(for: report.path)]
      }
      reader.examine(bytes, &report, from: SourceTree(tree: tree, bareTree: bareTree ?? tree))
      report.spots = report.findings.map { FindingSpots.spot(of: $0, in: tree, spot) }
      return []
    }
  }
}
