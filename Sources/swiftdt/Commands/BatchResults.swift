import SourceText

/// The results of a batch, as far as others of its sources are made of what lies where they go.
struct BatchResults: Sendable {
  private let sources: [String]
  private let paths: [String]
  /// Those that go through links, if there are any.
  let linked: LinkedResults?

  /// The results of these sources.
  init(_ outputs: BatchOutputs, of sources: [String]) {
    self.sources = sources
    paths = outputs.paths
    linked = outputs.linked.isEmpty ? nil : LinkedResults(outputs.linked.map { outputs.paths[$0] })
  }

  /// Why a source cannot be compiled beside the others: it has the blob in it that one of them is compiled to, and
  /// nobody says whether that is the old one or the new one.
  func problem(of source: Int, madeOf dependencies: [String]) -> Diagnostic? {
    for path in dependencies where BatchNames.Kind.blob.isNameOfResult(path) {
      let name = Self.name(of: path)
      let other = paths.indices.first {
        $0 != source && Self.name(of: paths[$0]) == name && FileReading.areSame(paths[$0], path)
      }
      guard let other else { continue }
      return Diagnostic(
        .error, "same-output", "'\(path)' is part of it, and is what '\(sources[other])' is compiled to",
        subject: sources[source], help: [.init("compile '\(sources[other])' before, by itself")])
    }
    return nil
  }

  private static func name(of path: String) -> Substring {
    path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
  }
}
