import DeviceTreeChecks
import SourceText
import Synchronization

/// Counts what checks find in the sources of a batch, from several threads.
///
/// Sources of one vendor include the same files, so each would report the same again. The batch shows one
/// finding of each kind: that of the first source that has any, whichever thread finishes first.
final class FindingTally: Sendable {
  private struct Entry {
    var count = 0
    var sources = 0
    /// The number of the first source, and the text of its finding.
    var first = Int.max
    var text = ""
  }

  private let entries = Mutex([Entry](repeating: Entry(), count: CheckID.count))

  /// Counts a source's findings of one check; returns whether its first one is the one to show so far.
  func add(_ check: CheckID, _ count: Int, source: Int) -> Bool {
    entries.withLock { entries in
      let index = Int(check.rawValue)
      entries[index].count += count
      entries[index].sources += 1
      return source < entries[index].first
    }
  }

  /// Sets the text of a source's first finding of a check, unless an earlier source has one.
  func set(_ text: String, of check: CheckID, source: Int) {
    entries.withLock { entries in
      let index = Int(check.rawValue)
      guard source < entries[index].first else { return }
      entries[index].first = source
      entries[index].text = text
    }
  }

  /// The text of one finding of each kind, and how many more there are.
  var text: String {
    entries.withLock { entries in
      zip(CheckID.allCases, entries).map { check, entry in
        guard entry.count > 1 else { return entry.text }
        let rest = entry.count - 1
        let place = entry.sources == 1 ? "" : " in \(entry.sources) sources"
        let more = "\(rest) more of '\(check.name)'\(place)\(Advice.allFindings)"
        return entry.text + Console.text(of: Diagnostic(.note, "more-findings", more))
      }.joined()
    }
  }
}
