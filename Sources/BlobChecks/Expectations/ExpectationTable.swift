extension BlobCheck {
  static let expectationChecks: [BlobCheck] = [
    BlobCheck(
      .expectation, .expectations, .error, title: "Something is not as expected",
      "The file given with `--expect` says what is to stay true of the board, and it is not."),
    BlobCheck(
      .expectedPath, .expectations, .error, title: "An expectation is about a node that is not there",
      """
      The file given with `--expect` says something of a node, label or alias that the tree does not have: \
      the board lost it, or the file has a wrong path.
      """),
    BlobCheck(
      .allowedUnused, .expectations, .warning, title: "An accepted finding is no longer found",
      """
      An entry of `allow` in the file given with `--expect` covers no finding: the fault was mended, and \
      the entry would hide it if it came back.
      """),
  ]
}
