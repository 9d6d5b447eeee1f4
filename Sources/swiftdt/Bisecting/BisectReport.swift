import DeviceTreeOverlay
import OverlayBisection
import SourceText

/// The result of a search, or how far it is: the facts that text, Markdown and JSON show.
struct BisectReport {
  /// The format of a report.
  enum Format { case text, markdown, json }

  let subject: BisectSubject
  /// What gave the verdicts: a command, a check, the merge or a person.
  let judge: String
  /// The outcome; nil while there is a question.
  let outcome: Outcome?
  /// The open question; nil if there is an outcome.
  let question: Question?
  let trials: [BisectTrial]
  /// What the parts that were found do.
  let explanations: [OverlayExplanation]
  /// How to begin another search, if this one is by hand: it would not take other options.
  var restart: BisectLog.Restart?

  /// The `judge` of a search in which a person gives the verdicts.
  static let byHand = "by hand"
  /// The option that lets commands find the search by hand, if they need one.
  var stateFlag: String { restart?.flag ?? "" }

  init(_ subject: BisectSubject, judge: String, _ step: Bisection.Step, _ trials: [BisectTrial]) {
    self.subject = subject
    self.judge = judge
    self.trials = trials
    switch step {
    case .question(let question): (outcome, self.question) = (nil, question)
    case .finished(let outcome): (self.outcome, question) = (outcome, nil)
    }
    let merge = subject.merge
    var explanations: [OverlayExplanation] = []
    switch outcome {
    case .first(let parts):
      explanations = merge.explanations(of: PartSet(parts), within: PartSet(first: parts.upperBound))
    case .minimal(let set, _): explanations = merge.explanations(of: set, within: set)
    case .single(let rows):
      explanations = rows.filter { $0.ownVerdict(in: rows) == .bad }.flatMap {
        merge.explanations(of: PartSet([$0.part]), within: $0.set)
      }
    default: break
    }
    for index in explanations.indices {
      guard let error = explanations[index].error else { continue }
      explanations[index].error = subject.explained(error)
    }
    self.explanations = explanations
  }

  /// Whether what was looked for was found.
  var isFound: Bool {
    switch outcome {
    case .first(let parts): parts.count == 1
    case .single, .minimal, .maximal: true
    case .contradiction, nil: false
    }
  }

  /// The smallest set that is known to be bad; nil if none was found.
  var badSet: PartSet? {
    switch outcome {
    case .first(let parts): PartSet(first: parts.upperBound)
    case .minimal(let set, _): set
    default: nil
    }
  }

  /// The parts that were looked for; for `maximal`, those that are left out.
  var culprits: PartSet? {
    switch outcome {
    case .first(let parts): PartSet(parts)
    case .minimal(let set, _): set
    case .single(let rows):
      PartSet(rows.filter { $0.ownVerdict(in: rows) == .bad }.map(\.part))
    case .maximal(let set, _): PartSet(first: subject.merge.count).subtracting(set.parts)
    case .contradiction, nil: nil
    }
  }

  /// The outcome, or the progress, in one sentence.
  var headline: String {
    let words = subject.words
    switch outcome {
    case nil:
      return question.map { "not found yet: about \(SizeText.counted($0.stepsLeft, "step")) left" } ?? ""
    case .first(let parts) where parts.count == 1:
      return "\(words.singular) \(parts.upperBound) is the first bad one: \(words.name(parts.lowerBound))"
    case .first(let parts):
      return "one of \(words.text(PartSet(parts))) is the first bad one; there is no verdict in between"
    case .single(let rows):
      let bad = rows.count { $0.ownVerdict(in: rows) == .bad }
      return bad == 0
        ? "no \(words.singular) is bad on its own"
        : "\(bad) of \(words.counted(rows.count)) \(bad == 1 ? "is bad on its own" : "are bad on their own")"
    case .minimal(let set, _) where set.count == 1:
      return "\(words.singular) \(set.parts[0] + 1) is bad \(circumstance ?? "on its own"): "
        + words.name(set.parts[0])
    case .minimal(let set, let undecided):
      return "\(words.text(set)) are bad together" + (circumstance.map { " " + $0 } ?? "")
        + (undecided.isEmpty ? ", and none of them can be left out" : "")
    case .maximal(let set, _) where set.count == words.count:
      return "\(words.text(set)) are good together"
    case .maximal(let set, _):
      return "\(set.count) of \(words.counted(words.count)) can be good together; no larger set was found"
    case .contradiction(.base(let verdict)):
      return sentence(.none, verdict, ", so there is nothing good to compare with")
    case .contradiction(.full(let verdict)):
      return sentence(
        PartSet(first: words.count), verdict, verdict == .good ? "; there is nothing to find" : "")
    }
  }

  /// What is there in all candidates beside the parts that are searched; nil if that is the base alone.
  private var circumstance: String? {
    subject.words.divided != nil && subject.plan.overlays.count > 1
      ? "with the other overlays applied" : nil
  }

  /// What to do if there is no good base to start from: it may need some of what is searched.
  private var adviceOnBadBase: String? {
    guard subject.words.divided == nil else {
      let others = subject.plan.overlays.count - 1
      return others > 0 ? advice(.minimal, within: nil, "which overlays are bad together") : nil
    }
    guard subject.words.count > 1 else { return nil }
    guard subject.plan.strategy == .first else {
      return "if some overlays are required, merge them into the base first: "
        + "swiftdt overlay apply -b BASE -o FILE OVERLAY…"
    }
    let some = subject.words.count > 2 ? "1-2" : "1"
    return judge == Self.byHand
      ? "if some overlays are required, say up to which it is good: swiftdt overlay bisect good\(stateFlag) \(some)"
      : "if some overlays are required, say in a search by hand up to which it is good: "
        + "swiftdt overlay bisect start …, good \(some), run -- COMMAND…"
  }

  private func sentence(_ set: PartSet, _ verdict: Verdict, _ consequence: String) -> String {
    let words = subject.words
    let text = words.text(set)
    switch verdict {
    case .bad: return "\(text) is already bad" + consequence
    case .good: return "\(text) \(set.count > 1 ? "are" : "is") good" + consequence
    case .unknown: return "there is no verdict on \(text), so there is nothing to compare with"
    case .unmergeable:
      let isWhole = set.count == words.count && words.count > 1 && words.divided == nil
      return (isWhole ? "the \(words.counted(words.count))" : text) + " cannot be merged"
        + (isWhole ? " together" : "") + ", so there is nothing to try"
    }
  }

  /// Further facts, one to a line.
  var remarks: [String] {
    let words = subject.words
    switch outcome {
    case .first(let parts):
      return [
        "good: \(words.text(PartSet(first: parts.lowerBound)))",
        "bad: \(words.text(PartSet(first: parts.upperBound)))",
      ]
    case .single(let rows):
      return rows.compactMap { row in
        row.badNeed(in: rows).map { need in
          "\(words.singular) \(row.part + 1) needs \(words.singular) \(need + 1), which is bad, so there is no verdict on it"
        }
      }
    case .minimal(_, let undecided) where !undecided.isEmpty:
      return ["there is no verdict on whether \(words.text(undecided)) can be left out"]
    case .maximal(let set, let conflicts) where set.count < words.count:
      return conflicts.map { conflict in
        let isOne = conflict.set.count == 1
        let beginning =
          switch conflict.verdict {
          case .unknown: isOne ? "no verdict on" : "no verdict on these together"
          case .unmergeable: isOne ? "cannot be merged" : "cannot be merged together"
          case .bad, .good: isOne ? "bad on its own" : "bad together"
          }
        return beginning + ": " + conflict.set.parts.map(words.named).joined(separator: ", ")
      }
    case .contradiction(.base(.bad)) where trials.last?.remark == "exit code 127":
      return ["a shell exits with 127 if it cannot find a command"]
    default: return []
    }
  }

  /// What to do next; nil if there is no advice.
  var advice: String? {
    // The reason why an overlay does not apply needs no advice.
    if explanations.contains(where: { $0.error != nil }) { return nil }
    switch (subject.plan.strategy, outcome) {
    case (.first, .first(let parts)) where parts.count == 1:
      let name = subject.words.name(parts.lowerBound)
      if restart != nil {
        return advice(.fragments, within: name, "which part of it")
          + "\n(or whether others are needed as well: with --strategy minimal, and without --within)"
      }
      return "--strategy minimal finds whether others are needed as well, "
        + "--strategy fragments --within \(Shell.file(name)) which part of it"
    case (.minimal, .minimal(let set, _)) where set.count == 1:
      return advice(.fragments, within: subject.words.name(set.parts[0]), "which part of it")
    case (.fragments, .minimal): return advice(.properties, within: nil, "which properties")
    case (.properties, .minimal) where circumstance != nil:
      return advice(.minimal, within: nil, "whether other overlays are needed as well")
    case (.single, .single(let rows)) where rows.count > 1 && rows.allSatisfy { $0.verdict == .good }:
      return advice(.minimal, within: nil, "which of them are bad together")
    case (_, .contradiction(.full(.unmergeable))):
      return "'swiftdt overlay bisect -b BASE OVERLAY…' without a command finds the overlay that cannot be "
        + "merged"
    case (_, .contradiction(.base)): return adviceOnBadBase
    default: return nil
    }
  }

  /// Returns the advice to search with another strategy to find `what`: the options for the same command or, for
  /// a search by hand, the commands.
  private func advice(_ strategy: BisectStrategy, within name: String?, _ what: String) -> String {
    guard let restart else {
      let within = name.map { " --within \(Shell.file($0))" } ?? ""
      return "--strategy \(strategy.rawValue)\(within) finds \(what)"
    }
    var plan = subject.plan
    plan.strategy = strategy
    if let name { plan.within = name }
    return "find \(what)" + restart.commands(plan).map { "\n  " + $0 }.joined()
  }
}
