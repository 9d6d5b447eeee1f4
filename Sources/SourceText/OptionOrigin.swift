/// Where the options that a source is read with were given: what the reader of a message can change, so that
/// advice names nothing that is not there.
public enum OptionOrigin: Sendable, Equatable {
  /// On the command line, or by the caller of the library.
  case commandLine
  /// In a file whose paths begin at a folder (with a slash at its end, or empty).
  case file(folder: String)
  /// In the expression of a build that copies folders, with their links as they are, before it reads them.
  case copyingBuild
  /// In an earlier run, from which they are kept.
  case earlierRun

  /// Returns the path to give there for one that is seen from here; nil if that is not plain, or if nothing can be
  /// given there.
  public func path(to path: String) -> String? {
    switch self {
    case .commandLine, .copyingBuild: path
    case .file(let folder): Self.path(path, from: folder)
    case .earlierRun: nil
    }
  }

  private static func path(_ path: String, from folder: String) -> String? {
    if folder.isEmpty || path.hasPrefix("/") { return path }
    if path.hasPrefix(folder) { return String(path.dropFirst(folder.utf8.count)) }
    let parts = folder.split(separator: "/").filter { $0 != "." }
    if folder.hasPrefix("/") || parts.contains("..") { return nil }
    return String(repeating: "../", count: parts.count) + path
  }
}
