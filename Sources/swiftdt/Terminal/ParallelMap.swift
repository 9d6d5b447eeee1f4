import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Work on many inputs by a few threads, each with a state of its own that it keeps from one input
/// to the next (the tokens of included files).
///
/// Plain threads: the work is all computation, and the concurrency runtime would cost start-up time
/// in every command, most of which do one thing.
enum ParallelMap {
  /// How many threads make sense here.
  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Calls `body` with each index below `count` once, from `threads` threads.
  static func forEach<State>(
    count: Int, threads: Int, state: @escaping @Sendable () -> State,
    _ body: @escaping @Sendable (Int, inout State) -> Void
  ) {
    let next = Counter()
    let work: @Sendable () -> Void = {
      var own = state()
      while let run = next.take(below: count, threads: threads) {
        for index in run { body(index, &own) }
      }
    }
    let extra = max(0, min(threads, count) - 1)
    var started: [pthread_t] = []
    for _ in 0..<extra {
      // A thread that cannot be had is one less.
      if let thread = start(work) { started.append(thread) }
    }
    work()
    for thread in started { _ = pthread_join(thread, nil) }
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    /// The next inputs: some in a row, since neighbours have much in common, and fewer towards the end, so that
    /// all threads end at the same time.
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
