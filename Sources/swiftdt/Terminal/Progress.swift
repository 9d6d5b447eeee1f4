import SourceText
import Synchronization

/// The progress of a long run, on a status line that is removed at the end and whenever something else is
/// written. Nothing is shown if standard error is not a terminal.
final class Progress: Sendable {
  private let total: Int
  private let done = Atomic<Int>(0)
  private let isShown: Bool
  private let start = ContinuousClock.now
  /// The time of the last update, in tenths of a second since the start.
  private let lastShown = Atomic<Int>(0)

  init(of total: Int) {
    self.total = total
    isShown = Console.errorsAreTerminal
  }

  /// Counts `name` as done.
  func advance(past name: String) {
    let count = done.add(1, ordering: .relaxed).newValue
    guard isShown else { return }
    let now = Int((ContinuousClock.now - start) / .milliseconds(100))
    let last = lastShown.load(ordering: .relaxed)
    guard now > last,
      lastShown.compareExchange(expected: last, desired: now, ordering: .relaxed).exchanged
    else { return }
    Console.showStatus("\(count)/\(total) \(PrintableText.line(name))")
  }

  /// Removes the status line.
  func end() {
    if isShown { Console.showStatus("") }
  }
}
