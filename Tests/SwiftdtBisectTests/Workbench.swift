import TestSupport
import Testing

/// A folder with a base and overlays `a.dts` to `h.dts`, each of which gives the base's node a property with
/// its own name and the text `is-a`, `is-b` and so on.
final class Workbench: Sendable {
  let folder: TemporaryFolder

  /// The overlays' names.
  static let names = ["a", "b", "c", "d", "e", "f", "g", "h"]

  init() throws {
    folder = try TemporaryFolder([
      "base.dts": """
      /dts-v1/;
      / {
        compatible = "acme,board";
        led: led@0 {
          status = "disabled";
        };
      };

      """
    ])
    for name in Self.names { try overlay(name, "&led {\n  \(name) = \"is-\(name)\";\n};") }
  }

  /// Writes an overlay.
  func overlay(_ name: String, _ body: String) throws {
    try folder.write(Array("/dts-v1/;\n/plugin/;\n\(body)\n".utf8), to: "\(name).dts")
  }

  /// The overlays' files.
  static var files: [String] { names.map { $0 + ".dts" } }

  /// Returns a shell condition that is true if the candidate has all of these texts.
  static func has(_ texts: String...) -> String {
    texts.map { "grep -qa \($0) \"$SWIFTDT_DTB\"" }.joined(separator: " && ")
  }

  /// Runs `swiftdt overlay bisect`.
  func bisect(_ arguments: [String], in subfolder: String? = nil) throws -> Tool.Result {
    if let subfolder {
      let line = "cd \(subfolder) && exec \"$0\" \"$@\""
      return try Tool(path: "/bin/sh").run(
        ["-c", line, Tool.swiftdt.path, "overlay", "bisect"] + arguments, in: folder)
    }
    return try Tool.swiftdt.run(["overlay", "bisect"] + arguments, in: folder)
  }

  /// Runs a search for which `command` gives the verdicts: bad if it is true.
  func search(_ flags: [String] = [], bad command: String) throws -> Tool.Result {
    try bisect(["-b", "base.dts"] + flags + Self.files + ["--", "sh", "-c", "! { \(command); }"])
  }

  /// Returns a text with its times replaced by placeholders.
  static func timeless(_ text: String) -> String {
    text.replacing(/[0-9]+\.[0-9]+ s/, with: "T s")
      .replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/, with: "TIME")
      .replacing(/"seconds" : [0-9.e-]+/, with: "\"seconds\" : T")
  }
}
