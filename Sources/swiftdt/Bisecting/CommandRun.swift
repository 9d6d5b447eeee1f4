import Dispatch
import Subprocess
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A command that is run on a candidate.
struct CommandRun {
  /// The command and its arguments; `{}` stands for the candidate's path.
  let words: [String]
  /// The number of seconds that it may take; nil for any.
  var timeout: Double?

  /// How a run ended.
  enum Ending: Equatable {
    /// With an exit code.
    case exited(Int32)
    /// By a signal that we did not send.
    case killed(signal: Int32)
    /// By us, when its time was up.
    case timedOut
    /// It did not start, for this reason.
    case notStarted(String)
    /// A signal is about to end us.
    case interrupted
  }

  /// Runs the command with its output on standard error, so that only the answer is on standard output.
  func run(on candidate: String, _ interruption: Interruption) -> Ending {
    let words = words.map { $0.replacing("{}", with: candidate) }
    let timeout = timeout
    return waitFor { await Self.run(words, candidate, timeout, interruption) }
  }

  private static func run(
    _ words: [String], _ candidate: String, _ timeout: Double?, _ interruption: Interruption
  ) async -> Ending {
    var options = PlatformOptions()
    let grace = Duration.seconds(2)
    if timeout != nil {
      // What the command has started must not outlive it either.
      options.processGroupID = 0
      options.teardownSequence = [
        .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace),
        .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: grace),
      ]
    } else {
      options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: grace)]
    }
    let command = Task { [options] in
      try await Subprocess.run(
        words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0]),
        arguments: Arguments(Array(words.dropFirst())),
        environment: .inherit.updating(["SWIFTDT_DTB": candidate]), platformOptions: options,
        input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
        output: .fileDescriptor(.standardError, closeAfterSpawningProcess: false),
        error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
      ).terminationStatus
    }
    let clock = timeout.map { seconds in
      Task {
        guard (try? await Task.sleep(for: .seconds(seconds))) != nil else { return false }
        command.cancel()
        return true
      }
    }
    interruption.onSignal { command.cancel() }
    let result = await command.result
    clock?.cancel()
    if interruption.signal != nil { return .interrupted }
    if await clock?.value ?? false { return .timedOut }
    switch result {
    case .success(.exited(let code)): return .exited(code)
    case .success(.signaled(let signal)): return .killed(signal: signal)
    case .failure(let error as SubprocessError):
      let reason = isForbidden(words[0]) ? .permissionDenied : error.underlyingError
      return .notStarted("\(reason ?? .noSuchFileOrDirectory)")
    case .failure(let error): return .notStarted("\(error)")
    }
  }

  /// Whether a command that is given by its path exists, but may not be executed.
  private static func isForbidden(_ name: String) -> Bool {
    guard name.contains("/") else { return false }
    return unsafe access(name, F_OK) == 0 && access(name, X_OK) != 0
  }

  /// Waits for asynchronous work. All other commands do without the concurrency runtime.
  private func waitFor<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) -> Result {
    let done = DispatchSemaphore(value: 0)
    let box = Box<Result>()
    Task.detached {
      let result = await work()
      box.value.withLock { $0 = result }
      done.signal()
    }
    while true {
      done.wait()
      if let result = box.value.withLock({ $0 }) { return result }
    }
  }

  private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}
