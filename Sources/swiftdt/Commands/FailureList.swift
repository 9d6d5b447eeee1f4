import SourceText
import Synchronization

/// The inputs of a batch that failed, noted from several threads.
final class FailureList: Sendable {
  private let value = Mutex<[Int]>([])

  func add(_ index: Int) { value.withLock { $0.append(index) } }

  /// Says which of the inputs failed, and throws if any did. `what` is the word for the inputs.
  func tell(of inputs: [String], _ what: String) throws(CommandFailure) {
    let failed = value.withLock { $0.sorted() }
    guard !failed.isEmpty else { return }
    let shown = failed.prefix(10).map { PrintableText.line(inputs[$0]) }.joined(separator: ", ")
    let more = failed.count > 10 ? " and \(failed.count - 10) more" : ""
    Console.complain("swiftdt: \(failed.count) of \(inputs.count) \(what) failed: \(shown)\(more)\n")
    throw CommandFailure()
  }
}
