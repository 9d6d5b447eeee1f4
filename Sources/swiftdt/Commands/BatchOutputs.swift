import SourceText

/// Where the results of a batch go, with what lies there already.
///
/// A result takes the place of a file with its name. Only a link with that name leads further: to another result, to an
/// input, or to what one of them includes.
struct BatchOutputs: Sendable {
  private let inputs: [String]
  /// The results' paths, as `BatchNames` has them.
  let paths: [String]
  /// Those that are written through links, if there are any.
  let linked: LinkedResults?

  /// The results for these inputs, behind which come those that are written `beside` them; says what would be lost, and
  /// ends the command.
  init(
    in folder: String, for inputs: [String], _ kind: BatchNames.Kind,
    beside: (_ input: String, _ path: String) -> String? = { _, _ in nil }
  ) throws(CommandFailure) {
    let (paths, twice) = BatchNames.paths(in: folder, for: inputs, kind: kind)
    if let twice { throw OutputFile.refusal(kind.clash(twice)) }
    try self.init(paths + zip(inputs, paths).compactMap(beside), of: inputs, kind)
  }

  /// The results with these paths, which need not be in the inputs' order.
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
        throw OutputFile.refusal("'\(path)' is \(kind.input) and would be overwritten")
      }
      if let first = written[place] {
        // Of two sources, or of a rule and something else.
        throw OutputFile.refusal(
          number < inputs.count ? kind.clash(first.path) : "'\(path)' and '\(first.path)' are the same file")
      }
      written[place] = (number, path)
    }
  }

  /// Why an input cannot be compiled beside the others: it has the blob in it that one of them is compiled to, and
  /// nobody says whether that is the old one or the new one.
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
