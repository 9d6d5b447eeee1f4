import SourceText
import Synchronization

/// The results of a batch that are written through links over other files: they are kept
/// until all sources have been read.
///
/// A link may lead to a file that another source, perhaps in another thread, has yet to include. If one does,
/// the result is not written, whichever comes first.
final class LinkedResults: Sendable {
  private struct State {
    var kept: [(source: Int, path: String, bytes: [UInt8])] = []
    /// By path, why a result cannot be written.
    var problems: [String: Diagnostic] = [:]
  }

  /// The results' paths, by the files that they lead to.
  private let paths: [String: String]
  private let state = Mutex(State())

  /// Creates an empty list for those of these links that lead to a file; nil if none does.
  init?(_ links: [String]) {
    let paths = links.filter { FileReading.size(of: $0) != nil }
    if paths.isEmpty { return nil }
    self.paths = Dictionary(
      paths.map { (FileReading.place(ofPath: $0), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Keeps the result of a source, if it is for one of the paths; returns false if it is not.
  func keep(_ bytes: [UInt8], for path: String, source: Int) -> Bool {
    guard paths.values.contains(path) else { return false }
    state.withLock { $0.kept.append((source, path, bytes)) }
    return true
  }

  /// Notes the files that a source was read from.
  func note(_ dependencies: [String], in files: SourceFiles) {
    for dependency in dependencies {
      guard let path = paths[FileReading.place(ofPath: dependency)],
        let input = OverwrittenInput(path, files)
      else { continue }
      state.withLock { $0.problems[path] = $0.problems[path] ?? input.diagnostic }
    }
  }

  /// Writes the results that may be written; shows why the others may not, and returns their sources.
  func write() -> [Int] {
    let (kept, problems) = state.withLock { ($0.kept, $0.problems) }
    return kept.sorted { $0.source < $1.source }.compactMap { result in
      do throws(CommandFailure) {
        if let problem = problems[result.path] { throw .saying(problem) }
        try OutputFile.write(result.bytes, to: result.path)
        return nil
      } catch {
        return result.source
      }
    }
  }
}
