import BlobChecks
import SourceText
import Synchronization

/// What `swiftdt check` is asked to do.
struct BlobCheckRequest: Equatable, Sendable {
  /// Blobs, sources and folders of blobs; sources are compiled first.
  var inputs: [String]
  var settings = CheckSettings()
  /// Which of dtc's checks run; nil for none.
  var dtc: DTCChecks?
  /// The path of the file with expectations.
  var expectations: String?
  /// The format of the report, which goes to `output` or to standard output.
  var format = ReportFormat.text
  var output: String?
  /// Where the address map goes: an SVG file, or - for text on standard output.
  var map: String?
  /// Whether only errors are shown.
  var quiet = false
  var jobs: Int?
  var reading = SourceReading()

  /// What is wrong with the request, whatever is in the files.
  var problem: String? {
    if inputs.isEmpty { return "no blob given" }
    if let map, map != "-", inputs.count > 1 || BatchInputs.isFolder(inputs[0]) {
      return "--map FILE only works with one blob"
    }
    for written in written {
      if let problem = OutputFile.problem(of: written, over: inputs) { return problem }
    }
    return InputFile.problem(ofReading: inputs + (expectations.map { [$0] } ?? [])) ?? reportProblem
  }

  /// What is wrong with the options for reports; nil if nothing is.
  var reportProblem: String? {
    if let map, map != "-", !map.hasSuffix(".svg") { return "--map needs a file that ends in .svg, or -" }
    if let map, map != "-", let output, FileReading.leadToOneFile(output, map) {
      return "'\(map)' cannot be both the report and the map"
    }
    let expectations = expectations.map { [$0] } ?? []
    for written in written {
      if let problem = OutputFile.problem(of: written, over: expectations, "the expectations file") {
        return problem
      }
    }
    if map == "-", output ?? "-" == "-", format != .text {
      return "--map - and --format both go to standard output"
    }
    if let jobs, jobs < 1 { return "--jobs must be at least 1" }
    return output != nil && format == .text ? "-o requires --format json, sarif or junit" : nil
  }

  /// The files that are written.
  private var written: [String] { [output, map].compactMap { $0 } }

  func run() throws {
    var request = self
    let expected = try request.readExpectations()
    var folders: FolderFailures?
    request.inputs = BatchInputs.files(inputs, .blobs, isQuiet: quiet, failures: &folders)
    try request.finish(request.check(expected, folders), on: request.inputs)
  }

  /// Reads the file with expectations, and adopts its settings for the run.
  mutating func readExpectations() throws -> Expectations? {
    guard let expectations else { return nil }
    let file = try ExpectationFile.read(expectations)
    settings = file.settings(for: settings)
    dtc = file.checks(for: dtc)
    return file.expectations
  }

  /// Shows and writes reports; throws if there are errors. `files` are the inputs,
  /// which must not be overwritten.
  func finish(_ reports: [CheckReport], on files: [String]) throws {
    var reports = reports
    addUnused(to: &reports)
    show(reports)
    for written in written {
      if let problem = OutputFile.problem(of: written, over: files) { throw OutputFile.refusal(problem) }
      for case let files? in reports.map(\.files) { try OverwrittenInput.refuse(written, over: files) }
    }
    try writeMap(reports)
    if format != .text { try OutputFile.write(Array(format.text(reports).utf8), to: output ?? "-") }
    if reports.contains(where: \.hasErrors) { throw CommandFailure() }
  }

  /// Returns the reports on all inputs, in their order; `folders` are those among them for which there is no file.
  private func check(_ expectations: Expectations?, _ folders: FolderFailures?) -> [CheckReport] {
    if inputs.count == 1 {
      var reader = CheckReader(self, expectations)
      return [reader.report(inputs[0], folders)]
    }
    let reports = Mutex<[CheckReport?]>(Array(repeating: nil, count: inputs.count))
    ParallelMap.forEach(
      count: inputs.count, threads: jobs ?? ParallelMap.processorCount,
      state: { CheckReader(self, expectations) }
    ) { index, reader in
      let report = reader.report(inputs[index], folders)
      reports.withLock { $0[index] = report }
    }
    return reports.withLock { $0.compactMap { $0 } }
  }

  /// Adds a finding for each accepted finding that occurs in none of the trees, to the first tree's report.
  private func addUnused(to reports: inout [CheckReport]) {
    guard let first = reports.firstIndex(where: { $0.unused != nil }) else { return }
    for allowed in settings.allowed where reports.allSatisfy({ $0.unused?.contains(allowed) ?? true }) {
      if let finding = allowed.unused(settings, reports[first].profiles) { reports[first].add(finding) }
    }
  }

  private func writeMap(_ reports: [CheckReport]) throws {
    guard let map else { return }
    if map == "-" {
      for report in reports {
        guard let areas = report.map else { continue }
        if reports.count > 1 { Console.say(report.path + "\n") }
        Console.say(MapText(map: areas, isColoured: Console.outputIsColoured).text)
      }
      return
    }
    guard let report = reports.first(where: { $0.map != nil }), let areas = report.map else { return }
    try OutputFile.write(Array(MapSVG(areas, title: report.path).text.utf8), to: map)
  }

  private func show(_ reports: [CheckReport]) {
    var text: [UInt8] = []
    // What is wrong with a source that cannot be compiled has been shown.
    for report in reports where !report.findings.isEmpty && report.failure == nil {
      let renderer = DiagnosticRenderer(
        files: report.files ?? SourceFiles(), colour: Console.isColoured)
      if report.spots.isEmpty, !report.findings.contains(where: { $0.place != nil || $0.file != nil }) {
        CheckText.write(report.findings, of: report.path, isQuiet: quiet, renderer, to: &text)
        continue
      }
      // The worst first: a build log shows little.
      for severity in [FindingSeverity.error, .warning, .note] where !quiet || severity == .error {
        for (index, finding) in report.findings.enumerated() where finding.severity == severity {
          let spot = report.spots.isEmpty ? nil : report.spots[index]
          text.append(text: renderer.render(CheckText.diagnostic(finding, report.path, spot)))
        }
      }
    }
    if !quiet || reports.contains(where: \.hasErrors) { text.append(text: CheckText.summary(reports)) }
    Console.complain(text)
  }
}

extension BlobCheckRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [
      .value("-P", "--profile"), .value("--expect"), .value("-W", "--warn", isJoined: true),
      .value("-E", "--error", isJoined: true), .toggle("--warnings-as-errors"), .value("--headroom"),
      .value("--max-size"), .value("--at"), .value("--map"), .value("--format"), .value("-o", "--output"),
      .value("-j", "--jobs", isJoined: true), .toggle("-q", "--quiet"),
    ] + QuickFlags.reading
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    self.init(inputs: flags.operands)
    for text in flags.all("-P") {
      guard let profile = Profile(rawValue: text) else { throw NotQuick() }
      settings.profiles.append(profile)
    }
    for text in flags.all("-W") {
      guard let item = SwitchedCheck(text) else { throw NotQuick() }
      set(item, asErrors: false)
    }
    for text in flags.all("-E") {
      guard let item = SwitchedCheck(text) else { throw NotQuick() }
      set(item, asErrors: true)
    }
    if flags.has("--warnings-as-errors") { settings.warningsAreErrors = true }
    guard flags.read("--headroom", into: &settings.headroom, ByteCount.value),
      flags.read("--max-size", into: &settings.largestSize, ByteCount.value),
      flags.read("--at", into: &settings.address, { NumberText.value($0, as: UInt64.self) }),
      flags.read("-j", into: &jobs, { Int($0) })
    else { throw NotQuick() }
    if let text = flags.last("--format") {
      guard let format = ReportFormat(rawValue: text) else { throw NotQuick() }
      self.format = format
    }
    expectations = flags.last("--expect")
    map = flags.last("--map")
    output = flags.last("-o")
    quiet = flags.has("-q")
    reading = flags.reading
  }
}
