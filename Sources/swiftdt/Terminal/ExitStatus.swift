import DeviceTreeBlob
import SourceText

/// What a command ends with; part of the interface.
enum ExitStatus: Int32 {
  /// Done.
  case success = 0
  /// The input is bad, or a check failed.
  case failure = 1
  /// The command line is wrong.
  case usage = 2

  /// What `diff` ends with if it could not compare: 1 means that there is a difference.
  static let trouble = ExitStatus.usage
}

/// A command ends here; what there was to say has been said.
struct CommandFailure: Error {
  let status: ExitStatus
  /// Whether there is no going on without what failed: it puts everything else in doubt.
  let isFinal: Bool

  init(_ status: ExitStatus = .failure, isFinal: Bool = false) {
    self.status = status
    self.isFinal = isFinal
  }

  /// The end of a command for a reason that is said first.
  static func saying(
    _ diagnostic: Diagnostic, in files: SourceFiles = SourceFiles(), status: ExitStatus = .failure
  ) -> CommandFailure {
    Console.show([diagnostic], in: files)
    return CommandFailure(status)
  }
}

/// What comes of working with files; says why if that is nothing, and ends the command.
func orFail<Value>(_ value: @autoclosure () throws(FileError) -> Value) throws(CommandFailure) -> Value {
  do throws(FileError) {
    return try value()
  } catch {
    throw CommandFailure.saying(error.diagnostic)
  }
}

/// What is made of the blob at `path`, or for it; says why if that is nothing, and ends the command.
func orFail<Value>(
  at path: String, _ value: @autoclosure () throws(BlobError) -> Value
) throws(CommandFailure) -> Value {
  do throws(BlobError) {
    return try value()
  } catch {
    throw CommandFailure.saying(error.diagnostic(for: path))
  }
}
