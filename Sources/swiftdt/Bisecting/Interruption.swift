import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Signals that ask the program to end, taken up while there is something to clean up first.
final class Interruption: Sendable {
  private struct State {
    var signal: Int32?
    var action: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// The signal that came, if one did.
  var signal: Int32? { state.withLock(\.signal) }

  /// Calls `action` when a signal comes, or now if one came.
  func onSignal(_ action: @escaping @Sendable () -> Void) {
    let hasCome = state.withLock { state in
      state.action = action
      return state.signal != nil
    }
    if hasCome { action() }
  }

  private func arrived(_ signal: Int32) {
    let action = state.withLock { state in
      state.signal = state.signal ?? signal
      return state.action
    }
    action?()
  }

  /// Calls `body` with signals caught; they work as before when it returns.
  static func whileHandled<Result, Failure: Error>(
    _ body: (Interruption) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let interruption = Interruption()
    let queue = DispatchQueue(label: "signals")
    let numbers = [SIGINT, SIGTERM, SIGHUP]
    let sources = numbers.map { number in
      ignore(number)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { interruption.arrived(number) }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in numbers { takeUp(number) }
    }
    return try body(interruption)
  }

  /// Ends the program by a signal, as if nobody had caught it.
  static func end(by number: Int32) -> Never {
    takeUp(number)
    // Dispatch may have blocked it to hear of it.
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
    exitProcess(128 + number)
  }
}

// `signal` in the class is another one.
private func ignore(_ number: Int32) { _ = signal(number, SIG_IGN) }
private func takeUp(_ number: Int32) { _ = signal(number, SIG_DFL) }
