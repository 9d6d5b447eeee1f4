import Preprocessor

/// A rule for make that says what a file was made of, each on a line of its own.
enum Depfile {
  static func text(target: String, dependencies: [String]) -> [UInt8] {
    let lines = dependencies.map { " \\\n  " + MakeRule.quoted($0) }
    return Array((MakeRule.quoted(target) + ":" + lines.joined() + "\n").utf8)
  }
}
