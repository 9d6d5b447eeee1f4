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
    do throws(JSON5Fault) {
      return try parse(text, path)
    } catch {
      var diagnostic = Diagnostic(
        .error, "expectations", error.message, subject: path, help: error.help.map { [.init($0)] } ?? [])
      let files = diagnostic.move(to: error.range, in: text, path)
      throw CommandFailure.saying(diagnostic, in: files)
    }
  }

  static func parse(_ text: [UInt8], _ path: String) throws(JSON5Fault) -> ExpectationFile {
    let value = try JSON5Reader.read(text)
    var reader = ExpectationReader(path: path, text: text)
    do throws(JSON5Fault) {
      try reader.read(value)
    } catch {
      guard error.isPredicate, let place = value.place(of: error.range) else { throw error }
      throw JSON5Fault(
        error.range, (place.isEmpty ? "the file " : "'\(place)' ") + error.message, help: error.help)
    }
    var file = ExpectationFile()
    file.expectations.items = reader.items
    file.settings = reader.settings
    file.dtc = reader.dtc
    return file
  }
}
