import FoundationEssentials
import SourceText

/// A session's access to files, the time and the user. Tests let it fail between any two calls.
struct SessionFiles {
  /// Reads a file.
  var read: (String) throws(FileError) -> [UInt8] = { path throws(FileError) in
    try FileReading.contents(of: path)
  }
  /// Replaces a file in one step.
  var replace: ([UInt8], String) throws(FileError) -> Void = { bytes, path throws(FileError) in
    try FileReplacement.write(bytes, to: path, isDurable: true)
  }
  var remove: (String) throws(FileError) -> Void = { path throws(FileError) in
    try FileRemoval.remove(path)
  }
  /// The time now, in UTC.
  var time: () -> String = { Date.now.formatted(.iso8601) }
  /// Says something to the person.
  var say: (String) -> Void = Console.say

  /// Returns the path of the session's file: in this folder or, as with git, in the
  /// nearest one above that has one.
  func find() -> String? {
    var path = BisectState.usualPath
    for _ in 0..<64 {
      if FileReading.isReadable(path) { return path }
      path = "../" + path
    }
    return nil
  }

  /// Returns the folder of a session's file, with a slash at the end, or nothing.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// Returns a path given here as a session's file in `folder` stores it.
  static func stored(_ path: String, for folder: String) -> String {
    if folder.isEmpty || path.hasPrefix("/") { return path }
    return FolderListing.currentFolder.map { $0 + "/" + path } ?? path
  }
}

extension BisectSession {
  /// Returns the option that lets commands find the session; nothing if they look there anyway.
  static func flag(_ path: String) -> String {
    let parts = path.split(separator: "/")
    let isFound =
      path.first != "/" && parts.last.map(String.init) == BisectState.usualPath
      && parts.dropLast().allSatisfy { $0 == ".." }
    return isFound ? "" : " --state \(Shell.file(path))"
  }

  /// The option that lets commands find this session.
  var flag: String { Self.flag(path) }
}
