import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Catches the signals that end the program while there is something to clean up first: those that ask it to
/// end, and the one that arrives when nothing reads its output any more.
final class Interruption: Sendable {
  private struct State {
    var signal: Int32?
    var action: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// The signal that arrived, if one did.
  var signal: Int32? {
    state.withLock(\.signal) ?? (hasLostReader.load(ordering: .relaxed) ? SIGPIPE : nil)
  }

  /// Calls `action` when a signal arrives, or now if one has.
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

  /// Calls `body` with the signals caught; restores their default actions when it returns.
  static func whileHandled<Result, Failure: Error>(
    _ body: (Interruption) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let interruption = Interruption()
    let queue = DispatchQueue(label: "signals")
    // Signals that were ignored before, as under `nohup`, stay ignored.
    let numbers = [SIGINT, SIGTERM, SIGHUP].filter(ignore)
    // It is sent to the writing thread, so no dispatch source hears of it.
    // Commands do not inherit the handler.
    let hearsOfReaders = ignore(SIGPIPE)
    if hearsOfReaders {
      hasLostReader.store(false, ordering: .relaxed)
      takeUp(SIGPIPE) { _ in hasLostReader.store(true, ordering: .relaxed) }
    }
    let sources = numbers.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { interruption.arrived(number) }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in numbers + (hearsOfReaders ? [SIGPIPE] : []) { takeUp(number, SIG_DFL) }
    }
    return try body(interruption)
  }

  /// Ends the program by a signal, as if it had not been caught.
  static func end(by number: Int32) -> Never {
    takeUp(number, SIG_DFL)
    // Dispatch may have blocked the signal to receive it.
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
    exitProcess(128 + number)
  }
}

private let hasLostReader = Atomic(false)

/// Ignores a signal; returns false if it was ignored already. (In the class, `signal` is another one.)
private func ignore(_ number: Int32) -> Bool {
  unsafe unsafeBitCast(signal(number, SIG_IGN), to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
}

private func takeUp(_ number: Int32, _ action: (@convention(c) (Int32) -> Void)?) {
  _ = signal(number, action)
}
