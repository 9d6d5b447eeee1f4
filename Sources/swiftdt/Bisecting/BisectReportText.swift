import DeviceTreeOverlay
import OverlayBisection
import SourceText

/// A report for people.
extension BisectReport {
  /// The report as text for a terminal; it ends in a newline.
  var text: String {
    let words = subject.words
    var text = PrintableText.line(headline) + "\n"
    for remark in remarks { text += "  \(remark)\n" }
    if case .minimal(let set, _)? = outcome, set.count > 1 { text += words.list(set) }
    if case .maximal(let set, _)? = outcome, set.count < words.count {
      text += "left out:\n" + words.list(PartSet(first: words.count).subtracting(set.parts))
    }
    if case .single(let rows)? = outcome {
      text += Table([words.singular, "with", "verdict"], rows.map { row($0, of: rows) }).text
    }
    for explanation in explanations {
      let lines = BisectChanges.lines(explanation)
      text += PrintableText.line(Self.title(explanation)) + ":\n"
      text += shortened(lines, to: 40).map { "  \($0)\n" }.joined()
    }
    if !trials.isEmpty { text += "tried:\n" + Table(["step", "what", "verdict"], trialRows).text }
    if let advice { text += "next: \(advice)\n" }
    return text
  }

  /// The rows of the table of trials.
  var trialRows: [[String]] {
    trials.enumerated().map { index, trial in
      let further = [trial.remark, trial.seconds.map { DurationText.text($0) }, trial.time]
      let remark = further.compactMap { $0 }.joined(separator: ", ")
      return ["\(index + 1)", subject.words.text(trial.set), trial.verdict.word]
        + (remark.isEmpty ? [] : [remark])
    }
  }

  private func row(_ row: Outcome.Row, of rows: [Outcome.Row]) -> [String] {
    let needed = row.set.subtracting([row.part])
    return [
      subject.words.line(row.part), needed.isEmpty ? "" : needed.text(of: subject.merge.count),
      row.ownVerdict(in: rows)?.word ?? "none",
    ]
  }

  private static func title(_ explanation: OverlayExplanation, quote: String = "") -> String {
    let name = quote + explanation.overlay + quote
    return explanation.error == nil ? "what \(name) does" : "why \(name) does not apply"
  }

  private func shortened(_ lines: [String], to limit: Int) -> [String] {
    let command = judge == Self.byHand ? "`swiftdt overlay bisect status\(stateFlag) --json`" : "--json"
    return lines.count <= limit
      ? lines : lines.prefix(limit - 1) + ["… and \(lines.count - limit + 1) more; \(command) has all"]
  }

  /// The report as Markdown for an issue or an email; it ends in a newline.
  var markdown: String {
    let words = subject.words
    var text = "# \(Self.capitalized(Self.escaped(headline)))\n\n"
    let facts =
      [
        "base: `\(subject.plan.base)`",
        "searched: \(words.counted(words.count)) by `\(subject.plan.strategy.rawValue)`",
      ]
      + (words.divided.map { ["within: `\($0)`"] } ?? []) + ["verdicts: \(judge)"]
      + remarks.map(Self.escaped)
    text += facts.map { "- \($0)\n" }.joined()
    if let culprits, !culprits.isEmpty {
      let isLeftOut = if case .maximal? = outcome { true } else { false }
      text += "\n## \(isLeftOut ? "Left out" : "Culprit")\n\n"
      text += culprits.parts.map { "\($0 + 1). `\(words.name($0))`\n" }.joined()
    }
    for explanation in explanations {
      text += "\n## \(Self.capitalized(Self.title(explanation, quote: "`")))\n\n```diff\n"
      // A `diff` block highlights a changed line if it begins with `!`.
      text += BisectChanges.lines(explanation).map { line in
        (line.hasPrefix("~ ") ? "! " + line.dropFirst(2) : line) + "\n"
      }.joined()
      text += "```\n"
    }
    if !trials.isEmpty {
      text += "\n## Tried\n\n| step | what | verdict | |\n|---|---|---|---|\n"
      text += trialRows.map { row in
        let cells = row + repeatElement("", count: 4 - row.count)
        return "| \(cells.map(Self.escaped).joined(separator: " | ")) |\n"
      }.joined()
    }
    return text
  }

  private static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_|<>#[]".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }
}
