import DeviceTreeChecks
import SourceText
import Synchronization

/// What checks found in the sources of a batch, counted from several threads.
///
/// Sources of one vendor include the same files, so that each would tell the same again. Of each kind
/// the batch shows one, that of the first source which has any, whichever thread is done first.
final class FindingTally: Sendable {
  private struct Entry {
    var count = 0
    var sources = 0
    /// The number of the first source, and its finding as it is shown.
    var first = Int.max
    var text = ""
  }

  private let entries = Mutex([Entry](repeating: Entry(), count: CheckID.count))

  /// Counts a source's findings of one check; whether its first one is to be shown so far.
  func add(_ check: CheckID, _ count: Int, source: Int) -> Bool {
    entries.withLock { entries in
      let index = Int(check.rawValue)
      entries[index].count += count
      entries[index].sources += 1
      return source < entries[index].first
    }
  }

  /// Notes how a source's first finding of a check is shown.
  func set(_ text: String, of check: CheckID, source: Int) {
    entries.withLock { entries in
      let index = Int(check.rawValue)
      guard source < entries[index].first else { return }
      entries[index].first = source
      entries[index].text = text
    }
  }

  /// One finding of each kind, as it is shown, and how many more there are.
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
