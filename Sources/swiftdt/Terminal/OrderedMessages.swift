import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What several threads say about the inputs of a batch, written in the order of the inputs: a finished input's
/// messages are kept until all inputs before it are finished.
///
/// Threads take inputs in ascending order, so those before the least of their current ones are finished. An
/// input about which nothing is said costs setting one number and looking at another.
final class OrderedMessages: Sendable {
  /// What one thread is working on, and what it has said about that.
  final class Speaker: Sendable {
    /// The thread's current input, or a lower bound of its next one.
    fileprivate let current = Atomic<Int>(0)
    /// Only the thread itself uses it.
    fileprivate nonisolated(unsafe) var text: [UInt8] = []

    /// The speaker of this thread; nil if it does not work on a batch.
    static var ofThisThread: Speaker? {
      guard isAnyUsed.load(ordering: .acquiring), let key, let speaker = unsafe pthread_getspecific(key)
      else { return nil }
      return unsafe Unmanaged<Speaker>.fromOpaque(speaker).takeUnretainedValue()
    }

    /// Whether any thread has had a speaker; until then, the key is not made.
    private static let isAnyUsed = Atomic<Bool>(false)

    private static let key: pthread_key_t? = {
      var key = pthread_key_t()
      return unsafe pthread_key_create(&key, nil) == 0 ? key : nil
    }()

    /// Calls `body` on this thread, whose messages are kept here meanwhile.
    fileprivate func during(_ body: () -> Void) {
      Self.isAnyUsed.store(true, ordering: .releasing)
      guard let key = Self.key else { return body() }
      _ = unsafe pthread_setspecific(key, Unmanaged.passUnretained(self).toOpaque())
      body()
      _ = pthread_setspecific(key, nil)
    }

    /// Adds to what is said about the current input.
    func say(_ bytes: [UInt8]) { unsafe text += bytes }
  }

  private let speakers: [Speaker]
  /// The texts of inputs that have to wait for earlier ones.
  private let waiting = Mutex<[(input: Int, text: [UInt8])]>([])
  private let hasWaiting = Atomic<Bool>(false)

  /// Creates it for this many threads.
  init(threads: Int) { speakers = (0..<threads).map { _ in Speaker() } }

  /// Calls `body` on the thread with this number. It says with `start` and `finish` what it works on.
  func whileSpeaking(_ number: Int, _ body: (Speaker) -> Void) {
    let speaker = speakers[number]
    speaker.during { body(speaker) }
    speaker.current.store(.max, ordering: .sequentiallyConsistent)
  }

  /// Notes that a thread could not be started.
  func leaveOut(_ number: Int) { speakers[number].current.store(.max, ordering: .sequentiallyConsistent) }

  /// Notes that a thread takes this input and perhaps those that follow it, but none before it.
  func start(_ input: Int, _ speaker: Speaker) {
    speaker.current.store(input, ordering: .sequentiallyConsistent)
  }

  /// Notes that a thread is done with an input, and writes what need not wait any longer.
  func finish(_ input: Int, _ speaker: Speaker) {
    guard unsafe !speaker.text.isEmpty else {
      speaker.current.store(input + 1, ordering: .sequentiallyConsistent)
      if hasWaiting.load(ordering: .sequentiallyConsistent) { write() }
      return
    }
    let text = unsafe speaker.text
    unsafe speaker.text = []
    waiting.withLock { waiting in
      waiting.append((input, text))
      hasWaiting.store(true, ordering: .sequentiallyConsistent)
    }
    speaker.current.store(input + 1, ordering: .sequentiallyConsistent)
    write()
  }

  /// Writes the texts of all inputs before the first that is not finished.
  func write() {
    waiting.withLock { waiting in
      let end = speakers.map { $0.current.load(ordering: .sequentiallyConsistent) }.min() ?? .max
      let due = waiting.filter { $0.input < end }.sorted { $0.input < $1.input }
      if due.isEmpty { return }
      waiting.removeAll { $0.input < end }
      hasWaiting.store(!waiting.isEmpty, ordering: .sequentiallyConsistent)
      for (_, text) in due { Console.complain(atOnce: text) }
    }
  }
}
