import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Processes many inputs on a few threads, each with its own state that it keeps from one input to the next
/// (the tokens of included files).
///
/// It uses plain threads: the work is pure computation, and the concurrency runtime would add start-up time
/// to every command, most of which do one thing.
enum ParallelMap {
  /// The number of processors, and so of useful threads.
  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Calls `body` once with each index below `count`, on `threads` threads.
  static func forEach<State>(
    count: Int, threads: Int, state: @escaping @Sendable () -> State,
    _ body: @escaping @Sendable (Int, inout State) -> Void
  ) {
    let extra = max(0, min(threads, count) - 1)
    if extra == 0 {
      var own = state()
      for index in 0..<count { body(index, &own) }
      return
    }
    let next = Counter()
    let messages = OrderedMessages(threads: extra + 1)
    let work: @Sendable (Int) -> Void = { number in
      messages.whileSpeaking(number) { speaker in
        var own = state()
        while let run = next.take(below: count, threads: threads) {
          messages.start(run.lowerBound, speaker)
          for index in run {
            body(index, &own)
            messages.finish(index, speaker)
          }
        }
      }
    }
    var started: [pthread_t] = []
    for number in 1...extra {
      // If a thread cannot be created, there is one less.
      if let thread = start({ work(number) }) { started.append(thread) } else { messages.leaveOut(number) }
    }
    work(0)
    for thread in started { _ = pthread_join(thread, nil) }
    messages.write()
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    /// Returns the next inputs: several in a row, since neighbours have much in common, and fewer towards the
    /// end, so that all threads finish at about the same time.
    func take(below limit: Int, threads: Int) -> Range<Int>? {
      while true {
        let start = value.load(ordering: .relaxed)
        guard start < limit else { return nil }
        let count = max(1, min(Self.longestRun, (limit - start) / max(1, threads) / 6))
        let end = start + count
        if value.compareExchange(expected: start, desired: end, ordering: .relaxed).exchanged {
          return start..<end
        }
      }
    }

    private static let longestRun = 32
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func start(_ work: @escaping @Sendable () -> Void) -> pthread_t? {
    var thread = pthread_t()
    let body = unsafe Unmanaged.passRetained(Body(work))
    let status = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      unsafe body.release()
      return nil
    }
    return thread
  }
}
