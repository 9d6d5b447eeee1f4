import SourceText

/// The files that the inputs of a batch stand for. A folder stands for the files of a kind in it and below it, without
/// those that are hidden.
enum BatchInputs {
  /// What is taken from folders.
  enum Kind {
    case sources, blobs

    /// Whether it is a file of this kind, by its name.
    fileprivate func takes(_ path: String) -> Bool {
      switch self {
      case .sources: path.hasSuffix(".dts") || path.hasSuffix(".dtso")
      case .blobs: path.hasSuffix(".dtb") || path.hasSuffix(".dtbo")
      }
    }

    /// Returns the error about a folder without such files.
    fileprivate func absence(in folder: String) -> Diagnostic {
      switch self {
      case .sources:
        Diagnostic(
          .error, "no-sources", "no sources in the folder '\(folder)'",
          help: [.init("sources are named NAME.dts, or NAME.dtso for overlays")])
      case .blobs:
        Diagnostic(
          .error, "no-blobs", "no blobs in the folder '\(folder)'",
          help: [.init("blobs are named NAME.dtb, or NAME.dtbo for overlays")])
      }
    }
  }

  /// Whether an input is a folder.
  static func isFolder(_ input: String) -> Bool { input != "-" && FileReading.isFolder(input) }

  /// Returns the files that some inputs stand for, those of a folder in byte order of their paths. Shows what is left
  /// out unless `isQuiet`; throws after showing why folders cannot be listed, or that there is nothing in them.
  static func files(_ inputs: [String], _ kind: Kind, isQuiet: Bool) throws -> [String] {
    var failures: FolderFailures?
    let files = files(inputs, kind, isQuiet: isQuiet, failures: &failures)
    if failures != nil { throw CommandFailure() }
    return files
  }

  /// The same, but a folder that cannot be listed, or has nothing in it, stands for itself. Why is shown, and added
  /// to `failures`.
  static func files(
    _ inputs: [String], _ kind: Kind, isQuiet: Bool, failures: inout FolderFailures?
  ) -> [String] {
    guard inputs.contains(where: isFolder) else { return inputs }
    var files: [String] = []
    var diagnostics: [String: Diagnostic] = [:]
    for input in inputs {
      guard isFolder(input) else {
        files.append(input)
        continue
      }
      let folder = input.count > 1 && input.hasSuffix("/") ? String(input.dropLast()) : input
      do throws(CommandFailure) {
        let tree = try FileTree(of: folder, skipsHidden: true)
        if !isQuiet { Console.show(tree.warnings(about: folder, where: kind.takes)) }
        let found = tree.files.filter(kind.takes)
        if found.isEmpty { throw CommandFailure.saying(kind.absence(in: folder)) }
        files += found.map { folder + "/" + $0 }
      } catch {
        files.append(input)
        diagnostics[input] = error.cause?.diagnostics.first
      }
    }
    if !diagnostics.isEmpty { failures = FolderFailures(diagnostics) }
    return files
  }
}

/// Why folders among the inputs of a batch stand for no files. (A class, which costs nothing where there is none.)
final class FolderFailures: Sendable {
  private let diagnostics: [String: Diagnostic]

  init(_ diagnostics: [String: Diagnostic]) { self.diagnostics = diagnostics }

  /// The error about an input, which has been shown; nil if it is no such folder.
  func failure(of input: String) -> Diagnostic? { diagnostics[input] }
}
