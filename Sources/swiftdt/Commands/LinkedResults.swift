import SourceText
import Synchronization

/// The results of a batch that are written over files by links: they are kept until all sources are read.
///
/// A link may lead to a file that another source, or another thread, has yet to include. If it does, the result is not
/// written, whoever comes first.
final class LinkedResults: Sendable {
  private struct State {
    var kept: [(source: Int, path: String, bytes: [UInt8])] = []
    /// By path, why a result cannot be written.
    var problems: [String: Diagnostic] = [:]
  }

  /// The results' paths, by the places where they lead.
  private let paths: [String: String]
  private let state = Mutex(State())

  /// Nothing yet for those of these links that lead to a file; nil if none does.
  init?(_ links: [String]) {
    let paths = links.filter { FileReading.size(of: $0) != nil }
    if paths.isEmpty { return nil }
    self.paths = Dictionary(
      paths.map { (FileReading.place(ofPath: $0), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Keeps a result of a source, if it is for one of the paths; false if it is not.
  func keep(_ bytes: [UInt8], for path: String, source: Int) -> Bool {
    guard paths.values.contains(path) else { return false }
    state.withLock { $0.kept.append((source, path, bytes)) }
    return true
  }

  /// Notes what a source was read from.
  func note(_ dependencies: [String], in files: SourceFiles) {
    for dependency in dependencies {
      guard let path = paths[FileReading.place(ofPath: dependency)],
        let input = OverwrittenInput(path, files)
      else { continue }
      state.withLock { $0.problems[path] = $0.problems[path] ?? input.diagnostic }
    }
  }

  /// Writes what was kept and may be written; returns the sources of the rest, after it was said why.
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
