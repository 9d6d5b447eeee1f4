import BlobChecks
import DeviceTreeBlob
import DeviceTreeSource
import Preprocessor
import SourceText
import Testing

/// Compiles a source text to a blob.
func blob(_ source: String, symbols: Bool = false) throws -> [UInt8] {
  var options = SourceCompilerOptions()
  options.symbols = symbols
  var compiler = SourceCompiler()
  let text = source.hasPrefix("/dts-v1/") ? source : "/dts-v1/; " + source
  let result = try compiler.compile(
    "t.dts", contents: Array(text.utf8), preprocessing: PreprocessorOptions(), options: options)
  let tree = try #require(result.tree, "\(result.diagnostics)")
  return try BlobEncoder.encode(tree).bytes
}

/// Returns findings as lines: `severity path: message`, followed by their notes and advice.
func lines(_ findings: [BlobFinding]) -> [String] {
  findings.flatMap { finding -> [String] in
    var help = finding.help
    if let remedy = finding.remedy { help.append(remedy.text) }
    return ["\(finding.severity.rawValue) \(finding.path.map { $0 + ": " } ?? "")\(finding.message)"]
      + finding.notes.map { "  note: " + $0 } + help.map { "  help: " + $0 }
  }
}

/// Returns what one check finds in a blob, as lines.
func lines(
  _ bytes: [UInt8], only check: BlobCheckID, _ settings: CheckSettings = CheckSettings()
) -> [String] {
  lines(BlobCheckRun.examine(bytes, settings).findings.filter { $0.check == check.rawValue })
}

/// Returns settings with one profile.
func asking(_ profile: Profile, _ change: (inout CheckSettings) -> Void = { _ in }) -> CheckSettings {
  var settings = CheckSettings()
  settings.profiles = [profile]
  change(&settings)
  return settings
}

/// A source in which a check finds something, and a similar one in which it does not.
struct Case: Sendable, CustomTestStringConvertible {
  let check: BlobCheckID
  let bad: String
  let good: String
  let lines: [String]
  var settings = CheckSettings()
  var symbols = false
  /// What to replace in the bad source's blob, by as many bytes: the compiler would reject the source.
  var replaced: [(String, String)] = []

  init(
    _ check: BlobCheckID, bad: String, good: String, _ lines: String...,
    settings: CheckSettings? = nil, symbols: Bool = false, replaced: [(String, String)] = []
  ) {
    self.init(
      check, bad: bad, good: good, lines: lines, settings: settings, symbols: symbols, replaced: replaced)
  }

  init(
    _ check: BlobCheckID, bad: String, good: String, lines: [String],
    settings: CheckSettings? = nil, symbols: Bool = false, replaced: [(String, String)] = []
  ) {
    self.check = check
    self.bad = bad
    self.good = good
    self.lines = lines
    self.symbols = symbols
    self.replaced = replaced
    if let settings { self.settings = settings }
    // Enable checks that are off by default.
    if BlobCheck.table.first(where: { $0.id == check })?.severity(.final) == .off, settings == nil {
      self.settings.severities[check] = .warning
    }
  }

  var testDescription: String { "\(check.rawValue): \(lines.first ?? "")" }

  func run() throws {
    var bytes = try blob(bad, symbols: symbols)
    for (old, new) in replaced {
      precondition(old.utf8.count == new.utf8.count)
      bytes = bytes.replacing(Array(old.utf8), with: Array(new.utf8))
    }
    #expect(BlobChecksTests.lines(bytes, only: check, settings) == lines)
    #expect(BlobChecksTests.lines(try blob(good, symbols: symbols), only: check, settings) == [])
  }
}
