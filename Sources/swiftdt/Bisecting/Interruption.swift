import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Signals that end the program, taken up while there is something to clean up first: those that ask for it, and the
/// one that comes if nobody reads any more what is written.
final class Interruption: Sendable {
  private struct State {
    var signal: Int32?
    var action: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// The signal that came, if one did.
  var signal: Int32? {
    state.withLock(\.signal) ?? (hasLostReader.load(ordering: .relaxed) ? SIGPIPE : nil)
  }

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
    // What was to be ignored before, as for `nohup`, stays so.
    let numbers = [SIGINT, SIGTERM, SIGHUP].filter(ignore)
    // It is the writing thread's own, and no source hears of it; commands that are run do not inherit this.
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

  /// Ends the program by a signal, as if nobody had caught it.
  static func end(by number: Int32) -> Never {
    takeUp(number, SIG_DFL)
    // Dispatch may have blocked it to hear of it.
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
    exitProcess(128 + number)
  }
}

private let hasLostReader = Atomic(false)

/// Ignores a signal; false if it was ignored already. (`signal` in the class is another one.)
private func ignore(_ number: Int32) -> Bool {
  unsafe unsafeBitCast(signal(number, SIG_IGN), to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
}

private func takeUp(_ number: Int32, _ action: (@convention(c) (Int32) -> Void)?) {
  _ = signal(number, action)
}
