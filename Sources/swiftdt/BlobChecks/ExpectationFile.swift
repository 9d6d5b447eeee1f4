import BlobChecks
import SourceText

/// The contents of the file that `--expect` names:
///
///     {
///       profile: ["final", "uboot"],           // unless the command line has some
///       headroom: 0x20000,                     // also maxSize
///       checks: { "reserved-empty": "off" },   // off, note, warning or error; dtc's checks, too
///       allow: [                               // findings that are known and accepted
///         { check: "reserved-format", node: "/reserved-memory/linux,ppmgr", reason: "…" },
///       ],
///       model: "Khadas VIM1S",
///       compatible: ["amlogic, s4"],           // these among others
///       enabled: ["&uart_B", "serial0"],       // paths, labels, aliases
///       disabled: [], present: [], absent: ["/firmware/optee"],
///       properties: { "/chosen": { "stdout-path": "serial0:921600n8" } },
///       sha256: "…",
///     }
struct ExpectationFile: Equatable {
  private(set) var expectations = Expectations()
  /// The settings of the run that the command line may override.
  private(set) var settings = CheckSettings()
  /// The checks of dtc's that run; nil for none.
  private(set) var dtc: DTCChecks?

  /// Returns the settings of a command line, completed with the file's.
  func settings(for line: CheckSettings) -> CheckSettings {
    var result = line
    if result.profiles.isEmpty { result.profiles = settings.profiles }
    result.severities.add(settings.severities)
    result.headroom = result.headroom ?? settings.headroom
    result.largestSize = result.largestSize ?? settings.largestSize
    result.allowed = settings.allowed
    return result
  }

  /// Returns the checks of dtc's of a command line, completed with the file's.
  func checks(for line: DTCChecks?) -> DTCChecks? {
    guard var result = line, let dtc else { return line ?? dtc }
    result.add(dtc)
    return result
  }

  /// Reads a file; throws after showing what is wrong with it.
  static func read(_ path: String) throws -> ExpectationFile {
    let text = try InputFile.contents(of: path)
    do throws(ExpectationFault) {
      return try parse(text, path)
    } catch {
      var files = SourceFiles()
      guard (try? files.add(path: path, contents: text.span)) != nil else { throw CommandFailure() }
      let start = files.file(FileID(rawValue: 0)).range.lowerBound + error.range.lowerBound
      throw CommandFailure.saying(
        Diagnostic(
          .error, "expectations", error.message,
          at: SourceSpan(start: SourceLocation(start), count: error.range.count),
          help: error.help.map { [.init($0)] } ?? []), in: files)
    }
  }

  static func parse(_ text: [UInt8], _ path: String) throws(ExpectationFault) -> ExpectationFile {
    let value: JSON5Value
    do throws(JSON5Reader.Fault) {
      value = try JSON5Reader.read(text)
    } catch {
      throw ExpectationFault(error.range, error.message)
    }
    var reader = ExpectationReader(path: path, text: text)
    try reader.read(value)
    var file = ExpectationFile()
    file.expectations.items = reader.items
    file.settings = reader.settings
    file.dtc = reader.dtc
    return file
  }
}

/// A fault in a file with expectations: its range in bytes, and what is wrong.
struct ExpectationFault: Error, Equatable {
  let range: Range<Int>
  let message: String
  var help: String?

  init(_ range: Range<Int>, _ message: String, help: String? = nil) {
    self.range = range
    self.message = message
    self.help = help
  }
}
