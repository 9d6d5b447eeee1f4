import SourceText

/// Where the results of a batch go, checked against the files that exist there.
///
/// A result replaces a file of its name. Only a link of that name leads elsewhere: to another result, to an
/// input, or to a file that an input includes.
struct BatchOutputs: Sendable {
  private let inputs: [String]
  /// The results' paths, as made by `BatchNames`.
  let paths: [String]
  /// The results that are written through links, if there are any.
  let linked: LinkedResults?

  /// Creates the outputs for these inputs, followed by those that are written `beside` them. Throws
  /// after saying what would be lost.
  init(
    in folder: String, for inputs: [String], _ kind: BatchNames.Kind,
    beside: (_ input: String, _ path: String) -> String? = { _, _ in nil }
  ) throws(CommandFailure) {
    let (paths, twice) = BatchNames.paths(in: folder, for: inputs, kind: kind)
    if let twice { throw OutputFile.refusal(kind.clash(twice)) }
    try self.init(paths + zip(inputs, paths).compactMap(beside), of: inputs, kind)
  }

  /// Creates the outputs with these paths, which need not be in the inputs' order.
  init(_ paths: [String], of inputs: [String], _ kind: BatchNames.Kind) throws(CommandFailure) {
    self.inputs = inputs
    self.paths = paths
    let links = paths.filter(FileReading.isLink)
    linked = LinkedResults(links)
    // An input may have the name of another one's result.
    if links.isEmpty, !inputs.contains(where: kind.isNameOfResult) { return }
    let read = Set(inputs.map(FileReading.place))
    var written: [String: (number: Int, path: String)] = [:]
    for (number, path) in paths.enumerated() where !FileReading.isSpecial(path) {
      let place = FileReading.place(ofPath: path)
      if read.contains(place), FileReading.size(of: path) != nil {
        throw OutputFile.refusal(OutputFile.overwriting(path, kind.input))
      }
      if let first = written[place] {
        // It clashes with another source's result, or it is a rule that clashes with something else.
        throw OutputFile.refusal(
          number < inputs.count ? kind.clash(first.path) : "'\(path)' and '\(first.path)' are the same file")
      }
      written[place] = (number, path)
    }
  }

  /// Returns why an input cannot be compiled together with the others: it includes the blob that one of them
  /// is compiled to, which could be the old one or the new one.
  func problem(of input: Int, madeOf dependencies: [String]) -> Diagnostic? {
    for path in dependencies where BatchNames.Kind.blob.isNameOfResult(path) {
      let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
      let other = paths.indices.first {
        $0 != input && paths[$0].hasSuffix("/" + name)
          && FileReading.place(ofPath: paths[$0]) == FileReading.place(ofPath: path)
      }
      guard let other else { continue }
      return Diagnostic(
        .error, "same-output", "it reads '\(path)', which is the output of '\(inputs[other])'",
        subject: inputs[input], help: [.init("compile '\(inputs[other])' first, on its own")])
    }
    return nil
  }
}
