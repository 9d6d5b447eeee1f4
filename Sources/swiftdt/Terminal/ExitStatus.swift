import DeviceTreeBlob
import SourceText

/// The exit code of a command, which is part of the interface.
enum ExitStatus: Int32 {
  /// The command succeeded.
  case success = 0
  /// The input is bad, or a check failed.
  case failure = 1
  /// The command line is wrong.
  case usage = 2

  /// The exit code of `diff` if the comparison failed, since 1 means that there is a difference.
  static let trouble = ExitStatus.usage
}

/// The error that ends a command after everything has been reported.
struct CommandFailure: Error {
  let status: ExitStatus
  /// Whether the failure also ends a run that keeps going, since it puts all other results in doubt.
  let isFinal: Bool
  /// What was reported, for reports of other formats; nil if nobody asks for it.
  let cause: Cause?

  /// What made a command fail.
  final class Cause: Sendable {
    let diagnostics: [Diagnostic]
    /// The files that the diagnostics point into.
    let files: SourceFiles
    /// The input that it is about; nil if that is not known.
    let input: String?

    init(_ diagnostics: [Diagnostic], in files: SourceFiles, input: String? = nil) {
      self.diagnostics = diagnostics
      self.files = files
      self.input = input
    }
  }

  init(_ status: ExitStatus = .failure, isFinal: Bool = false, cause: Cause? = nil) {
    self.status = status
    self.isFinal = isFinal
    self.cause = cause
  }

  /// Reports a diagnostic and returns the error that ends the command.
  static func saying(
    _ diagnostic: Diagnostic, in files: SourceFiles = SourceFiles(), status: ExitStatus = .failure
  ) -> CommandFailure {
    Console.show([diagnostic], in: files)
    return CommandFailure(status, cause: Cause([diagnostic], in: files))
  }

  /// Returns what `body` returns for an input, which an error then names.
  static func about<Value>(_ input: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let failure as CommandFailure {
      let cause = failure.cause
      throw CommandFailure(
        failure.status, isFinal: failure.isFinal,
        cause: Cause(cause?.diagnostics ?? [], in: cause?.files ?? SourceFiles(), input: input))
    }
  }
}

extension Diagnostic {
  /// An error that the code where it arose should have put into words.
  static func unexpected(_ error: any Error) -> Diagnostic {
    Diagnostic(.error, "unexpected", "unexpected error: \(error)")
  }
}

/// Returns the result of an operation on files; reports its error and throws if it fails.
func orFail<Value>(_ value: @autoclosure () throws(FileError) -> Value) throws(CommandFailure) -> Value {
  do throws(FileError) {
    return try value()
  } catch {
    throw CommandFailure.saying(error.diagnostic)
  }
}

/// Returns the result of an operation on the blob at `path`; reports its error and throws if it fails.
func orFail<Value>(
  at path: String, _ value: @autoclosure () throws(BlobError) -> Value
) throws(CommandFailure) -> Value {
  do throws(BlobError) {
    return try value()
  } catch {
    throw CommandFailure.saying(error.diagnostic(for: path))
  }
}
