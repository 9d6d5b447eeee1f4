import SourceText
import Synchronization

/// The results of a batch that go through links: they are kept until all sources are read.
///
/// A link may lead to a file that another source, or another thread, has yet to include. If it does, the result is not
/// written, whoever comes first.
final class LinkedResults: Sendable {
  /// A result that is kept.
  private struct Kept {
    /// The number of its source.
    var source: Int
    var bytes: [UInt8]
  }

  private let paths: Set<String>
  /// Where these lead, if there is something.
  private let ends: [String: String]
  private let kept = Mutex<[String: Kept]>([:])
  /// By path, why a result cannot be written.
  private let overwriting = Mutex<[String: Diagnostic]>([:])

  /// Nothing yet for these paths.
  init(_ paths: [String]) {
    self.paths = Set(paths)
    ends = Dictionary(
      paths.filter { FileReading.size(of: $0) != nil }.map { (FileReading.place(ofPath: $0), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Keeps a source's result, if it is for one of the paths; false if it is not.
  func keep(_ bytes: [UInt8], for path: String, source: Int) -> Bool {
    guard paths.contains(path) else { return false }
    kept.withLock { $0[path] = Kept(source: source, bytes: bytes) }
    return true
  }

  /// Notes what a source was read from.
  func note(_ dependencies: [String], in files: SourceFiles) {
    for path in dependencies {
      guard let output = ends[FileReading.place(ofPath: path)],
        let input = OverwrittenInput(output, files, among: dependencies)
      else { continue }
      overwriting.withLock { $0[output] = $0[output] ?? input.diagnostic }
    }
  }

  /// Writes what was kept and may be written; returns the sources of the rest, after it was said why.
  func write() -> [Int] {
    var failed: [Int] = []
    let overwriting = overwriting.withLock { $0 }
    for (path, result) in kept.withLock({ $0 }).sorted(by: { $0.value.source < $1.value.source }) {
      do throws(CommandFailure) {
        if let diagnostic = overwriting[path] { throw .saying(diagnostic) }
        try OutputFile.write(result.bytes, to: path)
      } catch {
        failed.append(result.source)
      }
    }
    return failed
  }
}
