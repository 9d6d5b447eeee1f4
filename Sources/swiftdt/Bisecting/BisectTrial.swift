import OverlayBisection

/// An answer, and how it came about.
struct BisectTrial: Equatable {
  let set: PartSet
  let verdict: Verdict
  /// The number of seconds that the command took; nil if there is no command.
  var seconds: Double?
  /// When it was given, in UTC; nil if no person gave it.
  var time: String?
  /// A remark, such as an exit code.
  var remark: String?
}

extension Verdict {
  /// The word for the verdict, in reports and in a session's file.
  var word: String {
    switch self {
    case .good: "good"
    case .bad: "bad"
    case .unknown: "skip"
    case .unmergeable: "cannot be merged"
    }
  }

  /// Creates the verdict that a person gives with a word; nil if there is no such answer.
  init?(word: String) {
    switch word {
    case "good": self = .good
    case "bad": self = .bad
    case "skip": self = .unknown
    default: return nil
    }
  }
}

/// Durations as people read them.
enum DurationText {
  /// Returns a duration, as `0.12 s`, `4.1 s`, `3 min` or `2 h 5 min`.
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
