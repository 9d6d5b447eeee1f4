import Preprocessor
import SourceText

/// A make rule that lists what a blob was made of, with each file on a line of its own.
enum Depfile {
  /// Returns the rule's text: what the command line named, and the other files that were read. The latter
  /// get an empty rule each, as with `gcc -MP`, so that make continues if one is gone: a file that no
  /// longer includes it has changed, too.
  static func text(target: String, named: [String], read: [String]) -> [UInt8] {
    let isFile = { (path: String) in path != "-" && path != Preprocessor.standardInput }
    let named = named.filter(isFile)
    var others: [String] = []
    // A program's first set takes longer than searching a few names.
    if read.count + named.count <= 100 {
      for path in read where isFile(path) && !named.contains(path) && !others.contains(path) {
        others.append(path)
      }
    } else {
      var known = Set(named)
      others = read.filter { isFile($0) && known.insert($0).inserted }
    }
    var text = MakeRule.quoted(target) + ":"
    for path in named + others { text += " \\\n  " + MakeRule.quoted(path) }
    text += "\n"
    for path in others { text += MakeRule.quoted(path) + ":\n" }
    return Array(text.utf8)
  }

  /// Returns what is wrong with the path of a rule; nil if nothing is.
  static func problem(
    _ depfile: String, blob: String, inputs: [String], called name: String = "an input"
  ) -> String? {
    if FileReading.leadToOneFile(depfile, blob) {
      return "'\(depfile)' cannot be both the blob and the make rule"
    }
    return OutputFile.problem(of: depfile, over: inputs, name)
  }
}
