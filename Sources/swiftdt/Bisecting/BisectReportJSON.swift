import DeviceTreeOverlay
import OverlayBisection

/// A report for programs, as it is encoded.
struct BisectReportJSON: Encodable {
  struct Part: Encodable {
    let number: Int
    let name: String
  }

  struct Trial: Encodable {
    let set: String
    let verdict: String
    let seconds: Double?
    let time: String?
    let remark: String?
  }

  struct Row: Encodable {
    let number: Int
    let name: String
    let set: String
    let verdict: String
  }

  struct Conflict: Encodable {
    let set: String
    let verdict: String
  }

  struct Change: Encodable {
    let overlay: String
    /// libfdt's name for the reason why the overlay does not apply.
    let error: String?
    let message: String?
    let addedNodes: [String]
    let writes: [ExplanationJSON.Write]
  }

  struct Open: Encodable {
    let set: String
    let stepsLeft: Int
    let suspects: Int
  }

  let strategy: String
  let base: String
  let within: String?
  let parts: [Part]
  let judge: String
  let found: Bool
  let summary: String
  let remarks: [String]
  /// The numbers of the parts that were looked for; for `maximal`, of those that are left out.
  let culprits: [Int]
  let badSet: String?
  let goodSet: String?
  let conflicts: [Conflict]?
  let undecided: [Int]?
  let table: [Row]?
  let changes: [Change]
  let trials: [Trial]
  let open: Open?

  init(_ report: BisectReport) {
    let words = report.subject.words
    let count = words.count
    strategy = report.subject.plan.strategy.rawValue
    base = report.subject.plan.base
    within = words.divided
    parts = (0..<count).map { Part(number: $0 + 1, name: words.name($0)) }
    judge = report.judge
    found = report.isFound
    summary = report.headline
    remarks = report.remarks
    culprits = report.culprits?.parts.map { $0 + 1 } ?? []
    badSet = report.badSet?.text(of: count)
    switch report.outcome {
    case .first(let parts):
      goodSet = PartSet(first: parts.lowerBound).text(of: count)
      (conflicts, undecided, table) = (nil, nil, nil)
    case .single(let rows):
      (goodSet, conflicts, undecided) = (nil, nil, nil)
      table = rows.map {
        Row(
          number: $0.part + 1, name: words.name($0.part), set: $0.set.text(of: count),
          verdict: $0.ownVerdict(in: rows)?.word ?? "none")
      }
    case .minimal(_, let open):
      (goodSet, conflicts, table) = (nil, nil, nil)
      undecided = open.parts.map { $0 + 1 }
    case .maximal(let set, let bad):
      (undecided, table) = (nil, nil)
      goodSet = set.text(of: count)
      conflicts = bad.map { Conflict(set: $0.set.text(of: count), verdict: $0.verdict.word) }
    case .contradiction, nil:
      goodSet = nil
      let search = report.subject.plan.strategy.search
      conflicts = search == .maximal ? [] : nil
      undecided = search == .minimal ? [] : nil
      table = search == .single ? [] : nil
    }
    changes = report.explanations.map { explanation in
      Change(
        overlay: explanation.overlay, error: explanation.error?.libfdtName,
        message: explanation.error?.message,
        addedNodes: explanation.fragments.flatMap(\.addedNodes),
        writes: explanation.fragments.flatMap(\.writes).filter { $0.effect != .none && !$0.isPhandle }
          .map { ExplanationJSON.Write($0) })
    }
    trials = report.trials.map {
      Trial(
        set: $0.set.text(of: count), verdict: $0.verdict.word, seconds: $0.seconds, time: $0.time,
        remark: $0.remark)
    }
    open = report.question.map {
      Open(set: $0.set.text(of: count), stepsLeft: $0.stepsLeft, suspects: $0.suspects)
    }
  }
}

extension BisectReport {
  /// Returns the report in a format; it ends in a newline.
  func text(as format: Format) throws -> String {
    switch format {
    case .text: text
    case .markdown: markdown
    case .json: try JSONText.text(BisectReportJSON(self))
    }
  }
}
