import DeviceTreeBlob
import OverlayBisection
import Preprocessor
import SourceText

/// A search by hand, as its file stores it: the plan and the answers. Everything else follows from them.
struct BisectState: Equatable {
  static let format = "swiftdt overlay bisect"
  /// The version that is written. Version 1 had one list of macros for `-D` and another for
  /// `-U`; version 2 has one for both.
  static let version = 2
  /// The default path of the file.
  static let usualPath = ".swiftdt-bisect.json"

  struct File: Encodable, Equatable {
    /// The path: absolute, or relative to the folder of the session's file.
    var path: String
    /// The SHA-256 of a blob, or of the blob that a source compiles to.
    var sha256: String
  }

  struct Answer: Encodable, Equatable {
    /// The parts, as `1-3,5`.
    var set: String
    /// `good`, `bad` or `skip`.
    var verdict: String
    /// When it was given, in UTC.
    var time: String
  }

  var format = BisectState.format
  var version = BisectState.version
  var base: File
  var overlays: [File]
  var strategy: BisectStrategy
  var within: String?
  var include: [String]
  var macros: [PreprocessorOptions.MacroOption]
  var pad: Int?
  var size: Int?
  var align: Int?
  /// Whether `/__symbols__` stays in candidates; written only if it does not.
  var symbols = true
  var candidate: String
  var answers: [Answer] = []

  /// Creates the state of a search that begins.
  init(_ subject: BisectSubject, candidate: String) {
    let plan = subject.plan
    base = File(path: plan.base, sha256: subject.digests[0])
    overlays = zip(plan.overlays, subject.digests.dropFirst()).map { File(path: $0, sha256: $1) }
    strategy = plan.strategy
    within = plan.within
    include = plan.reading.includeFolders
    macros = plan.reading.macros
    (pad, size, align) = (plan.sizes.padding, plan.sizes.minimum, plan.sizes.alignment)
    symbols = plan.keepsSymbols
    self.candidate = candidate
  }

  /// Returns the plan with its paths as seen from here, if the session's file is in `folder`.
  func plan(in folder: String) -> BisectPlan {
    var reading = SourceReading(includeFolders: include.map { Self.path($0, in: folder) }, macros: macros)
    reading.origin = .earlierRun
    return BisectPlan(
      base: Self.path(base.path, in: folder), overlays: overlays.map { Self.path($0.path, in: folder) },
      strategy: strategy, within: within.map { Self.path($0, in: folder) },
      reading: reading,
      sizes: SizeRequest(padding: pad, minimum: size, alignment: align), keepsSymbols: symbols)
  }

  /// Returns a path in the session's file as seen from here. `folder` ends in a slash, or is empty.
  static func path(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : folder + path
  }

  /// Returns the text of the session's file.
  func text() throws -> [UInt8] { Array(try JSONText.text(self).utf8) }

  /// Whether the file at a path belongs to a search, even if it is damaged; true if there is no file. Any
  /// other file is neither replaced nor removed.
  static func isOwn(_ path: String) -> Bool {
    if FileReading.isSpecial(path) { return false }
    guard FileReading.size(of: path) != nil, path.split(separator: "/").last ?? "" != usualPath,
      let text = try? FileReading.contents(of: path, from: 0, count: 1 << 20)
    else { return true }
    let mark = Array(format.utf8)
    return text.isEmpty
      || text.indices.contains { text[$0...].starts(with: mark) && isQuoted(text, $0..<$0 + mark.count) }
  }

  // A log has these words too, but not in quotes.
  private static func isQuoted(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.lowerBound > 0, range.upperBound < text.count else { return false }
    let quote = text[range.lowerBound - 1]
    return (quote == 0x22 || quote == 0x27) && text[range.upperBound] == quote
  }

  /// Throws if there is anything wrong that can be found without reading other files.
  private func check() throws(RecipeError) {
    for (name, value) in [("pad", pad), ("size", size), ("align", align)] {
      guard let value else { continue }
      guard BlobOptions.isSize(value) else {
        throw RecipeError(place: name, message: "must be a number of bytes below 2 GiB, not \(value)")
      }
      if name == "align", !BlobOptions.isAlignment(value) {
        throw RecipeError(place: name, message: "must be a power of two, not \(value)")
      }
    }
    if candidate.isEmpty { throw RecipeError(place: "candidate", message: "must be a path") }
    if let problem = plan(in: "").problem { throw RecipeError(place: "", message: problem) }
    for (index, answer) in answers.enumerated() where Verdict(word: answer.verdict) == nil {
      throw RecipeError(
        place: "answers[\(index)].verdict", message: "must be good, bad or skip, not '\(answer.verdict)'")
    }
  }
}

// MARK: - Its file

extension BisectState {
  /// Parses the text of a session's file: JSON5, since people who edit it may add comments.
  static func parse(_ text: [UInt8]) throws(RecipeError) -> BisectState {
    let state = try RecipeError.reading(text) { value throws(JSON5Fault) in
      let format = try value.required("format")
      guard try format.string() == Self.format else {
        throw format.fault("must be '\(Self.format)', not '\(try format.string())'")
      }
      let version = try value.required("version")
      guard try 1...Self.version ~= version.number() else {
        throw version.fault("must be 1 or 2, not \(try version.number()): it was written by another swiftdt")
      }
      return try BisectState(value)
    }
    try state.check()
    return state
  }

  private init(_ value: JSON5Value) throws(JSON5Fault) {
    base = try File(value.required("base"))
    overlays = []
    for overlay in try value.required("overlays").list() { overlays.append(try File(overlay)) }
    let name = try value.required("strategy")
    guard let strategy = BisectStrategy(rawValue: try name.string()) else {
      let names = BisectStrategy.allCases.map(\.rawValue).joined(separator: ", ")
      throw name.fault("must be one of \(names), not '\(try name.string())'")
    }
    self.strategy = strategy
    within = try value.member("within")?.string()
    include = try value.member("include")?.strings() ?? []
    macros = try Self.macros(value)
    pad = try value.member("pad")?.number()
    size = try value.member("size")?.number()
    align = try value.member("align")?.number()
    symbols = try value.member("symbols")?.bool() ?? true
    candidate = try value.required("candidate").string()
    for answer in try value.required("answers").list() { answers.append(try Answer(answer)) }
  }

  private static func macros(
    _ value: JSON5Value
  ) throws(JSON5Fault) -> [PreprocessorOptions.MacroOption] {
    // Version 1.
    var macros: [PreprocessorOptions.MacroOption] =
      try (value.member("define")?.strings() ?? []).map { .define($0) }
      + (value.member("undefine")?.strings() ?? []).map { .undefine($0) }
    for flag in try value.member("macros")?.list() ?? [] {
      guard let macro = PreprocessorOptions.MacroOption(flag: try flag.string()) else {
        throw flag.fault("must be -DNAME, -DNAME=VALUE or -UNAME, not '\(try flag.string())'")
      }
      macros.append(macro)
    }
    return macros
  }
}

extension BisectState.File {
  fileprivate init(_ value: JSON5Value) throws(JSON5Fault) {
    self.init(path: try value.required("path").string(), sha256: try value.required("sha256").string())
  }
}

extension BisectState.Answer {
  fileprivate init(_ value: JSON5Value) throws(JSON5Fault) {
    self.init(
      set: try value.required("set").string(), verdict: try value.required("verdict").string(),
      time: try value.required("time").string())
  }
}

extension BisectState: Encodable {
  private enum Key: String, CodingKey {
    case format, version, base, overlays, strategy, within, include, macros, pad, size, align, symbols
    case candidate, answers
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(format, forKey: .format)
    try values.encode(version, forKey: .version)
    try values.encode(base, forKey: .base)
    try values.encode(overlays, forKey: .overlays)
    try values.encode(strategy.rawValue, forKey: .strategy)
    try values.encodeIfPresent(within, forKey: .within)
    try values.encode(include, forKey: .include)
    try values.encode(macros.map(\.flag), forKey: .macros)
    try values.encodeIfPresent(pad, forKey: .pad)
    try values.encodeIfPresent(size, forKey: .size)
    try values.encodeIfPresent(align, forKey: .align)
    if !symbols { try values.encode(symbols, forKey: .symbols) }
    try values.encode(candidate, forKey: .candidate)
    try values.encode(answers, forKey: .answers)
  }
}
