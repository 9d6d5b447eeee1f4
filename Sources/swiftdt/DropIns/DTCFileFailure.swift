import SourceText

/// Why a file that a source names cannot be read, and how dtc then exits.
struct DTCFileFailure {
  private enum Kind { case folder, position, other }

  private let kind: Kind
  /// The system's words.
  private let reason: String

  /// Takes over our parser's error; nil if it is about something else.
  init?(_ error: Diagnostic) {
    switch error.identifier {
    case "missing-file": (kind, reason) = (.other, "No such file or directory")
    case "file-read":
      reason = String(error.message.split(separator: ": ").last ?? "")
      switch reason {
      case "Is a directory": kind = .folder
      case "Invalid argument", "Illegal seek": kind = .position
      default: kind = .other
      }
    default: return nil
    }
  }

  /// Returns the end of an `/include/` of a file.
  func end(ofIncluding file: String) -> DTCGrammar.End {
    switch kind {
    case .folder: .exit("input in flex scanner failed\n", 2)
    case .position, .other: .fatal("Couldn't open \"\(file)\": \(reason)\n")
    }
  }

  /// Returns the end of an `/incbin/` of a file from an offset on.
  func end(ofReading file: String, from offset: UInt64) -> DTCGrammar.End {
    switch kind {
    case .folder: .fatal("Error reading file into data: \(reason)")
    case .position: .fatal("Couldn't seek to offset \(offset) in \"\(file)\": \(reason)")
    case .other: .fatal("Couldn't open \"\(file)\": \(reason)\n")
    }
  }
}
