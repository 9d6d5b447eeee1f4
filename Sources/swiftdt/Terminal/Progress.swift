import SourceText
import Synchronization

/// How far a long run is, on a line of a terminal's that goes when anything is to be said, and in the
/// end. Where standard error is no terminal, nothing is shown.
final class Progress: Sendable {
  private let total: Int
  private let done = Atomic<Int>(0)
  private let isShown: Bool
  private let start = ContinuousClock.now
  /// When the line was last written, in tenths of a second from the start.
  private let lastShown = Atomic<Int>(0)

  init(of total: Int) {
    self.total = total
    isShown = Console.errorsAreTerminal
  }

  /// One more is done, this one.
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

  /// Nothing more comes.
  func end() {
    if isShown { Console.showStatus("") }
  }
}
