import OverlayBisection

/// Lines for each question, for people who wait at a terminal.
struct BisectProgress {
  /// Whether the lines are shown; by default, if standard error is a terminal.
  var isShown = Console.errorsAreTerminal
  private var total = 0.0
  private var count = 0

  /// Reports that a question is being asked.
  mutating func begin(_ question: Question, _ words: BisectWords, number: Int) {
    guard isShown else { return }
    var text = "step \(number), about \(question.stepsLeft) left: \(words.text(question.set))"
    if count > 0 {
      let each = total / Double(count)
      if each >= 0.1 {
        text +=
          " (\(DurationText.text(each)) each, about "
          + "\(DurationText.text(each * Double(question.stepsLeft))) left)"
      }
    }
    Console.complain(text + "\n")
  }

  /// Reports the answer.
  mutating func end(_ trial: BisectTrial) {
    if let seconds = trial.seconds {
      total += seconds
      count += 1
    }
    guard isShown else { return }
    let remark = trial.remark.map { " (\($0))" } ?? ""
    let time = trial.seconds.map { ", " + DurationText.text($0) } ?? ""
    Console.complain("  \(trial.verdict.word)\(remark)\(time)\n")
  }
}
