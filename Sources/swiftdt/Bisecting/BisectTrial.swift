import OverlayBisection

/// An answer, and how it came about.
struct BisectTrial: Equatable {
  let set: PartSet
  let verdict: Verdict
  /// How long it took; nil if a person gave it.
  var seconds: Double?
  /// When it was given, in UTC; nil if a command gave it.
  var time: String?
  /// What else there is to say: an exit code.
  var remark: String?
}

extension Verdict {
  /// The verdict as people say it, and as a session's file has it.
  var word: String {
    switch self {
    case .good: "good"
    case .bad: "bad"
    case .unknown: "skip"
    case .unmergeable: "cannot be merged"
    }
  }

  /// What a word of a person means.
  init?(word: String) {
    switch word {
    case "good": self = .good
    case "bad": self = .bad
    case "skip": self = .unknown
    default: return nil
    }
  }
}

/// Times for people.
enum DurationText {
  /// `0.12 s`, `4.1 s`, `3 min`, `2 h 5 min`.
  static func text(_ seconds: Double) -> String {
    func rounded(_ value: Double, _ digits: Int) -> String {
      let scale = digits == 2 ? 100.0 : 10.0
      let whole = Int((value * scale).rounded())
      let fraction = "\(whole % Int(scale))"
      return "\(whole / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
    if seconds < 1 { return rounded(seconds, 2) + " s" }
    if seconds < 60 { return rounded(seconds, 1) + " s" }
    let minutes = Int((seconds / 60).rounded())
    return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
