public import Preprocessor
public import SourceText

extension Preprocessor {
  /// Returns an error if the file that was read from this path (`-` is standard input) is a blob and so can be no
  /// source; nil if it is not.
  public func blobAsSource(_ path: String) -> Diagnostic? {
    let name = path == "-" ? Self.standardInput : path
    guard let range = files.lastFile(at: name)?.range,
      files.text[range].starts(with: [0xD0, 0x0D, 0xFE, 0xED])
    else { return nil }
    return Diagnostic(
      .error, "blob-as-source", "this is a device tree blob, not a source", subject: name,
      help: [.init(.decompile)])
  }
}
