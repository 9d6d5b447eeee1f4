import OverlayBisection
import Preprocessor
import SourceText

/// A search by hand, as its file has it: what was begun, and the answers. All else follows from them.
struct BisectState: Equatable {
  static let format = "swiftdt overlay bisect"
  /// The second has one list of macros where the first had one for `-D` and one for `-U`.
  static let version = 2
  /// Where it is unless somebody says otherwise.
  static let usualPath = ".swiftdt-bisect.json"

  struct File: Codable, Equatable {
    /// As it was given; relative to the folder of the session's file.
    var path: String
    /// The SHA-256 of a blob, or of the blob that a source compiles to.
    var sha256: String
  }

  struct Answer: Codable, Equatable {
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
  var candidate: String
  var answers: [Answer] = []

  /// The state of a search that begins.
  init(_ subject: BisectSubject, candidate: String) {
    let plan = subject.plan
    base = File(path: plan.base, sha256: subject.digests[0])
    overlays = zip(plan.overlays, subject.digests.dropFirst()).map { File(path: $0, sha256: $1) }
    strategy = plan.strategy
    within = plan.within
    include = plan.reading.includeFolders
    macros = plan.reading.macros
    (pad, size, align) = (plan.sizes.padding, plan.sizes.minimum, plan.sizes.alignment)
    self.candidate = candidate
  }

  /// What is searched, with paths as seen from here, when the session's file lies in `folder`.
  func plan(in folder: String) -> BisectPlan {
    BisectPlan(
      base: Self.path(base.path, in: folder), overlays: overlays.map { Self.path($0.path, in: folder) },
      strategy: strategy, within: within.map { Self.path($0, in: folder) },
      reading: SourceReading(
        includeFolders: include.map { Self.path($0, in: folder) }, macros: macros),
      sizes: SizeRequest(padding: pad, minimum: size, alignment: align))
  }

  /// A path of the session's file as seen from here; `folder` ends in a slash, or is empty.
  static func path(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : folder + path
  }

  /// The text of its file.
  func text() throws -> [UInt8] { Array(try JSONText.text(self).utf8) }

  /// Reads the text of its file.
  static func parse(_ text: [UInt8]) throws(RecipeError) -> BisectState {
    do {
      // JSON5, since what a person has edited may have a remark in it.
      let header = try JSON5Text.decode(Header.self, from: text)
      guard header.format == format else {
        throw RecipeError(place: "format", message: "must be '\(format)', not '\(header.format)'")
      }
      guard 1...version ~= header.version else {
        throw RecipeError(
          place: "version", message: "must be 1 or 2, not \(header.version): another swiftdt wrote it")
      }
      let state = try JSON5Text.decode(BisectState.self, from: text)
      try state.check()
      return state
    } catch let error as RecipeError {
      throw error
    } catch {
      throw RecipeError(place: "", message: "\(error)")
    }
  }

  /// Whether what lies at a path is a search's file, if only a spoilt one; also if nothing does. Anything else is
  /// neither replaced nor removed.
  static func isOwn(_ path: String) -> Bool {
    if FileReading.isSpecial(path) { return false }
    guard FileReading.size(of: path) != nil, path.split(separator: "/").last ?? "" != usualPath,
      let text = try? FileReading.contents(of: path, from: 0, count: 1 << 20)
    else { return true }
    let mark = Array(format.utf8)
    return text.isEmpty
      || text.indices.contains { text[$0...].starts(with: mark) && isQuoted(text, $0..<$0 + mark.count) }
  }

  // A log has these words as well.
  private static func isQuoted(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.lowerBound > 0, range.upperBound < text.count else { return false }
    let quote = text[range.lowerBound - 1]
    return (quote == 0x22 || quote == 0x27) && text[range.upperBound] == quote
  }

  private struct Header: Decodable {
    let format: String
    let version: Int
  }

  /// What can be told to be wrong without any other file.
  private func check() throws(RecipeError) {
    for (name, value) in [("pad", pad), ("size", size), ("align", align)] {
      guard let value else { continue }
      guard value >= 0, value <= Int(Int32.max), name != "align" || (value > 0 && value & (value - 1) == 0)
      else { throw RecipeError(place: name, message: "must be what --\(name) takes, not \(value)") }
    }
    if candidate.isEmpty { throw RecipeError(place: "candidate", message: "must be a path") }
    if let problem = plan(in: "").problem { throw RecipeError(place: "", message: problem) }
    for (index, answer) in answers.enumerated() where Verdict(word: answer.verdict) == nil {
      throw RecipeError(
        place: "answers[\(index)].verdict", message: "must be good, bad or skip, not '\(answer.verdict)'")
    }
  }
}

extension BisectState: Codable {
  private enum Key: String, CodingKey {
    case format, version, base, overlays, strategy, within, include, macros, pad, size, align, candidate
    case answers
    // Of the first version only.
    case define, undefine
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    base = try values.decode(File.self, forKey: .base)
    overlays = try values.decode([File].self, forKey: .overlays)
    let name = try values.decode(String.self, forKey: .strategy)
    guard let strategy = BisectStrategy(rawValue: name) else {
      let names = BisectStrategy.allCases.map(\.rawValue).joined(separator: ", ")
      throw RecipeError(place: "strategy", message: "must be one of \(names), not '\(name)'")
    }
    self.strategy = strategy
    within = try values.decodeIfPresent(String.self, forKey: .within)
    include = try values.decodeIfPresent([String].self, forKey: .include) ?? []
    macros = try Self.macros(values)
    pad = try values.decodeIfPresent(Int.self, forKey: .pad)
    size = try values.decodeIfPresent(Int.self, forKey: .size)
    align = try values.decodeIfPresent(Int.self, forKey: .align)
    candidate = try values.decode(String.self, forKey: .candidate)
    answers = try values.decode([Answer].self, forKey: .answers)
  }

  private static func macros(
    _ values: KeyedDecodingContainer<Key>
  ) throws -> [PreprocessorOptions.MacroOption] {
    let defined = try values.decodeIfPresent([String].self, forKey: .define) ?? []
    let forgotten = try values.decodeIfPresent([String].self, forKey: .undefine) ?? []
    var macros: [PreprocessorOptions.MacroOption] =
      defined.map { .define($0) } + forgotten.map { .undefine($0) }
    for (index, flag) in (try values.decodeIfPresent([String].self, forKey: .macros) ?? []).enumerated() {
      guard let macro = PreprocessorOptions.MacroOption(flag: flag) else {
        throw RecipeError(
          place: "macros[\(index)]", message: "must be -DNAME, -DNAME=VALUE or -UNAME, not '\(flag)'")
      }
      macros.append(macro)
    }
    return macros
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
    try values.encode(candidate, forKey: .candidate)
    try values.encode(answers, forKey: .answers)
  }
}
