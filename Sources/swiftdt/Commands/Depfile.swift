import Preprocessor
import SourceText

/// A rule for make that says what a blob was made of, each file on a line of its own.
enum Depfile {
  /// The rule's text: what the command line named, and the other files that were read. These get an empty rule
  /// each, as with `gcc -MP`, so that make goes on when one of them is gone: then whoever names it has changed, too.
  static func text(target: String, named: [String], read: [String]) -> [UInt8] {
    let isFile = { (path: String) in path != "-" && path != Preprocessor.standardInput }
    let named = named.filter(isFile)
    var others: [String] = []
    for path in read where isFile(path) && !named.contains(path) && !others.contains(path) {
      others.append(path)
    }
    var text = MakeRule.quoted(target) + ":"
    for path in named + others { text += " \\\n  " + MakeRule.quoted(path) }
    text += "\n"
    for path in others { text += MakeRule.quoted(path) + ":\n" }
    return Array(text.utf8)
  }

  /// What is wrong with where a rule goes.
  static func problem(
    _ depfile: String, blob: String, inputs: [String], called name: String = "an input"
  ) -> String? {
    if FileReading.leadToOneFile(depfile, blob) {
      return "'\(depfile)' cannot be both the blob and the make rule"
    }
    let isInput = inputs.contains { BatchNames.isInput(depfile, among: [$0]) }
    return isInput ? "'\(depfile)' is \(name) and would be overwritten" : nil
  }
}
