import SystemPackage

/// A file operation that failed, with what is needed to say so in one line.
public struct FileError: Error, Equatable, Sendable {
  /// What was tried.
  public enum Operation: String, Sendable {
    /// Opening or reading.
    case read
    /// Creating, writing or replacing.
    case write
    /// Finding out what is in a folder.
    case list
  }

  /// The path as the user gave it.
  public let path: String
  /// What was tried.
  let operation: Operation
  /// The error that the system reported.
  public let code: Errno

  /// A failure of `operation` on `path`.
  public init(_ operation: Operation, _ path: String, _ code: Errno) {
    self.path = path
    self.operation = operation
    self.code = code
  }

  /// Whether there simply is no such file.
  public var isMissing: Bool { code == .noSuchFileOrDirectory || code == .notDirectory }

  /// Whether a folder was found instead of a file.
  public var isDirectory: Bool { code == .isDirectory }

  /// A failure to read something larger than the limit.
  public static func tooLarge(_ path: String) -> FileError { FileError(.read, path, .fileTooLarge) }

  /// A failure to read a file that is being written to at the same time.
  static func changed(_ path: String) -> FileError { FileError(.read, path, .textFileBusy) }

  /// The failure as a diagnostic: "cannot read 'x.dts': No such file or directory".
  public var diagnostic: Diagnostic {
    let reason = self == .changed(path) ? "it was changed in the meantime" : "\(code)"
    let what =
      switch (path, operation) {
      case ("-", .read): "read standard input"
      case ("-", .write): "write to standard output"
      case (_, .list): "list the folder '\(path)'"
      default: "\(operation.rawValue) '\(path)'"
      }
    return Diagnostic(
      .error, operation == .write ? "file-write" : "file-read", "cannot \(what): \(reason)",
      notes: (isMissing && path.unicodeScalars.contains("\u{FFFD}") ? [Self.nameThatIsNoText] : [])
        + (isMissing && operation == .read ? FileReading.noteOnBrokenLink(on: path).map { [$0] } ?? [] : []),
      help: nearest.map { [Diagnostic.Note("did you mean '\($0)'?")] } ?? runningTree)
  }

  /// What to read instead of the folders in which Linux shows the tree that it runs with.
  private var runningTree: [Diagnostic.Note] {
    let folders = ["/proc/device-tree", "/sys/firmware/devicetree"]
    guard operation == .read, isDirectory, folders.contains(where: path.hasPrefix) else { return [] }
    return [Diagnostic.Note("the running kernel's tree is also a blob: /sys/firmware/fdt")]
  }

  /// The file in the same folder whose name may have been meant.
  private var nearest: String? {
    guard operation == .read, code == .noSuchFileOrDirectory else { return nil }
    let start = path.utf8.lastIndex(of: 0x2F).map { path.utf8.index(after: $0) } ?? path.startIndex
    let (folder, name) = (String(path[..<start]), Array(path[start...].utf8))
    return NearestNames.file(nearestTo: name, in: folder).map { folder + $0 }
  }

  /// The note for a missing file whose name is not UTF-8: as a string, it becomes a different name.
  public static let nameThatIsNoText = Diagnostic.Note(
    "the name is not UTF-8, and such files are not found even if they exist")
}
